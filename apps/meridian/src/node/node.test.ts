import { ok, rejects, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, mock } from "node:test";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import type { Command } from "@meridian/kernel/transaction";
import type { RecordedBlock } from "@meridian/projector/projector";
import { SqliteViewStore } from "@meridian/sql-sqlite/sqlite-view-store";
import { HOSPITAL, openTestNetwork, signerOf, type TestNetwork, testGenesis } from "./test-network.conformance.ts";

const renaming = (to: string): Command =>
  ({ domain: "organisation", type: "rename", id: HOSPITAL, name: { zh: to, en: to } }) as Command;
const genesis = testGenesis();

type Open = (onFailure?: (error: Error) => void) => Promise<TestNetwork>;

async function inFolder(run: (open: Open) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "meridian-node-"));
  try {
    await run((onFailure) => openTestNetwork({ folder, genesis, ...(onFailure && { onFailure }) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const nameInViews = async ({ node }: TestNetwork): Promise<unknown> => {
  await node.viewsCaughtUp();
  const page = await node.reading.rowsFor({ authority: true }, "organisations", {});
  ok(page.ok, JSON.stringify(page));
  return JSON.stringify(page.value.rows.find((row) => Object.values(row).includes(HOSPITAL)));
};

describe("a node", () => {
  it("answers with the receipt of what was committed, at once, by waiting, and after a restart", () =>
    inFolder(async (open) => {
      const first = await open();
      const built = await first.client.build([renaming("One")], [signerOf(HOSPITAL)]);
      same(await first.node.receipt(built.id), undefined);
      const waited = first.node.receipt(built.id, 10_000);
      ok((await first.client.submit(built)).ok);
      const receipt = await waited;
      same(receipt?.outcome, { status: "committed", events: 1 });
      same(await first.node.receipt(built.id), receipt);
      same(await first.node.receipt("00".repeat(32) as TransactionId, 1), undefined);
      await first.node.stop();
      const second = await open();
      same(await second.node.receipt(built.id), receipt);
      const again = await second.client.submit(built);
      same(!again.ok && again.error.code, "ledger/replayed");
      await second.node.stop();
    }));

  it("has its folder to itself until it stops", () =>
    inFolder(async (open) => {
      const first = await open();
      await rejects(open(), { name: "FolderInUse" });
      await first.node.stop();
      const second = await open();
      await second.node.stop();
    }));

  it("keeps the receipt of a refusal too, and refuses at once what has no form", () =>
    inFolder(async (open) => {
      const { node, client } = await open();
      const sent = await client.send([renaming("One")], [signerOf("nobody")]);
      ok(sent.status === "rejected" && sent.receipt !== undefined);
      same(sent.rejection.code, "organisation/not-signed-by-organisation");
      same(await node.receipt(sent.receipt.id), sent.receipt);
      const { transaction } = await client.build([renaming("One")], [signerOf(HOSPITAL)]);
      const [signature] = transaction.signatures;
      ok(signature);
      const broken = { ...transaction, signatures: [{ ...signature, signature: "zz".repeat(64) }] };
      const answer = await node.submit(broken);
      same(!answer.ok && answer.error, { code: "ledger/malformed", at: "signatures" });
      await node.stop();
    }));

  it("tells what genesis did with block 1, and every block once, in order", () =>
    inFolder(async (open) => {
      const { node, commit } = await open();
      const told: RecordedBlock[] = [];
      node.onBlock((block) => told.push(block));
      await commit([renaming("One")], [HOSPITAL]);
      await commit([renaming("Two")], [HOSPITAL]);
      const [first, ...rest] = await node.history.read(asHeight(1), 1_000);
      ok(first);
      const fromGenesis = first.events.filter(({ height }) => height === 0);
      same(fromGenesis.length > genesis.commands.length, true);
      same(fromGenesis[0]?.event.type, "admitted");
      same(
        rest.flatMap(({ events }) => events).filter(({ height }) => height === 0),
        [],
      );
      const heights = told.map(({ height }) => Number(height));
      same(
        heights,
        heights.map((_, i) => (heights[0] ?? 0) + i),
      );
      await node.stop();
    }));

  it("shows in its views what is committed, from genesis on, also after a restart", () =>
    inFolder(async (open) => {
      const first = await open();
      // Block 1 comes by itself, to prove genesis; it brings genesis to the views.
      while (first.node.height < 1) await new Promise((later) => setTimeout(later, 2));
      ok(String(await nameInViews(first)).includes(HOSPITAL));
      await first.commit([renaming("Renamed")], [HOSPITAL]);
      ok(String(await nameInViews(first)).includes("Renamed"));
      await first.node.stop();
      const second = await open();
      ok(String(await nameInViews(second)).includes("Renamed"));
      await second.commit([renaming("Again")], [HOSPITAL]);
      ok(String(await nameInViews(second)).includes("Again"));
      await second.node.stop();
    }));

  it("tells once that rows cannot be folded, stops all the same, and folds them when it opens again", () =>
    inFolder(async (open) => {
      const failures: string[] = [];
      const first = await open((error) => failures.push(error.message));
      const full = mock.method(SqliteViewStore.prototype, "apply", () => Promise.reject(new Error("no room")));
      for (const name of ["One", "Two"])
        same((await first.client.send([renaming(name)], [signerOf(HOSPITAL)])).status, "committed");
      await first.node.stop();
      full.mock.restore();
      same(failures, ["no room"]);
      const second = await open();
      ok(String(await nameInViews(second)).includes("Two"));
      await second.node.stop();
    }));
});
