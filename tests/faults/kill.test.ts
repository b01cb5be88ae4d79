import { deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { setTimeout as after } from "node:timers/promises";
import type { TransactionId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import type { Receipt } from "@meridian/kernel/transaction";
import type { Random } from "@meridian/region/generator/random";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { blocksOf, divergenceOf } from "./chain-check.ts";
import { chanceFor, isFull } from "./chance.ts";
import { PATIENT, PHYSICIAN, STRANGER } from "./people.ts";
import { cancelStep, issueCommand } from "./prescriptions.ts";
import { type Signed, signed, staffing } from "./region.ts";
import { ServedNode } from "./served-node.ts";

const KILLS = isFull ? 300 : 30;
const IN_FLIGHT = 64;
/** More blocks than one life of the node makes, and still within what the ledger allows. */
const VALIDITY = 1_100;

/** Every transaction that was ever sent: its bytes, whether the node took it, and what the node said became of it. */
type Sent = { readonly transaction: Signed; accepted: boolean; acknowledged: Receipt | undefined };

/** Issues, cancellations that wait for an issue, and some of both that must be refused. */
function transactionOf(random: Random, n: number, height: number): Signed {
  const id = `rx-${random.chance(10) ? random.below(n + 1) : n}`;
  const time = Math.floor(Date.now() / 1_000);
  if (random.chance(25))
    return signed(cancelStep(id)[0], [random.pick([PATIENT, STRANGER])], `kill ${n}`, height + VALIDITY);
  return signed([issueCommand(id, time)], [PHYSICIAN], `kill ${n}`, height + VALIDITY);
}

/** Sends until the node is dead, a few at a time. */
async function load(node: ServedNode, random: Random, sent: Map<TransactionId, Sent>): Promise<void> {
  const one = async (): Promise<void> => {
    for (;;) {
      const transaction = transactionOf(random, sent.size, node.height);
      const entry: Sent = { transaction, accepted: false, acknowledged: undefined };
      sent.set(transaction.id, entry);
      const answer = await node.submit(transaction);
      if (answer === undefined) return;
      same(answer, "accepted");
      entry.accepted = true;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
}

/** After a restart: what was acknowledged is there as it was said; what was not goes in once and only once. */
async function checkPromises(
  node: ServedNode,
  sent: Map<TransactionId, Sent>,
  isLookedAt: (entry: Sent) => boolean,
): Promise<{ lost: number }> {
  const entries = [...sent.values()].filter((entry) => entry.acknowledged === undefined || isLookedAt(entry));
  const receipts = await node.receipts(entries.map(({ transaction }) => transaction.id));
  let lost = 0;
  const check = async (entry: Sent, found: Receipt | undefined): Promise<void> => {
    if (entry.acknowledged !== undefined) {
      same(found, entry.acknowledged, "an acknowledged transaction has its receipt");
      return;
    }
    const answer = await node.submit(entry.transaction);
    const again = typeof answer === "object" ? answer.code : answer;
    if (found === undefined) {
      lost += entry.accepted ? 1 : 0;
      same(again, "accepted", "what left no trace can be sent again");
    } else {
      same(again, "ledger/replayed", "what is there does not go in twice");
      entry.acknowledged = found;
    }
  };
  await Promise.all(entries.map((entry, i) => check(entry, receipts[i] ?? undefined)));
  return { lost };
}

/** The rows of every view, to compare what followed through the kills with what is made anew. */
function rowsIn(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  const rows = tables.map(({ name }) => [
    name,
    database.prepare(`SELECT * FROM "${name}"`).all().map(canonicalText).sort(),
  ]);
  database.close();
  return canonicalText(rows);
}

it(`a node that is killed ${KILLS} times under load keeps every promise it made`, async () => {
  const random = chanceFor("kill");
  const folder = mkdtempSync(join(tmpdir(), "meridian-kill-"));
  const sent = new Map<TransactionId, Sent>();
  const onReceipt = (receipt: Receipt): void => {
    const entry = sent.get(receipt.id);
    if (entry !== undefined) entry.acknowledged = receipt;
  };
  let node = await ServedNode.open(folder, onReceipt);
  try {
    for (const [by, commands] of staffing) {
      const transaction = signed(commands, [by], `staffing by ${by}`, VALIDITY);
      sent.set(transaction.id, { transaction, accepted: true, acknowledged: undefined });
      same(await node.submit(transaction), "accepted");
    }
    let lost = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const loading = load(node, random, sent);
      await after(random.between(1, 250));
      await node.kill();
      await loading;
      node = await ServedNode.open(folder, onReceipt);
      // Of what was acknowledged, some each time and all at the end.
      lost += (await checkPromises(node, sent, () => random.chance(5))).lost;
      // Sometimes the next blow falls while what was lost is on its way again.
      if (random.chance(30)) {
        await node.kill();
        node = await ServedNode.open(folder, onReceipt);
      }
    }
    await node.stop();
    node = await ServedNode.open(folder, onReceipt);
    lost += (await checkPromises(node, sent, () => true)).lost;
    await node.stop();

    const store = new SqliteStateStore(join(folder, "state.db"), "reader");
    same(divergenceOf(store), undefined, "the chain executes again to the same roots");
    const places = new Map<string, number>();
    for (const { ids } of blocksOf(store))
      for (const { id, validUntil } of ids) if (validUntil > 0) places.set(id, (places.get(id) ?? 0) + 1);
    for (const { transaction } of sent.values()) same(places.get(transaction.id), 1, "executed exactly once");
    const height = store.height() ?? 0;
    store.close();

    const followed = rowsIn(join(folder, "views.db"));
    for (const file of ["views.db", "views.db-wal", "views.db-shm"]) rmSync(join(folder, file), { force: true });
    await (await ServedNode.open(folder, onReceipt)).stop();
    same(rowsIn(join(folder, "views.db")), followed, "the views are those that the blocks alone give");
    console.log(`${sent.size} transactions, ${height} blocks, ${lost} accepted ones lost and sent again`);
  } finally {
    await node.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
