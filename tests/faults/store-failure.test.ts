import { match, ok, deepStrictEqual as same, throws } from "node:assert";
import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { TransactionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { Sequencer } from "@meridian/consensus-embedded/sequencer";
import { HostedValidators } from "@meridian/consensus-embedded/validators";
import type { Receipt } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { StateCorruption, type StoredBlock, type WrittenRecord } from "@meridian/ledger/state-store";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { blocksOf, divergenceOf } from "./chain-check.ts";
import { bytesOf, chanceFor, isFull } from "./chance.ts";
import { genesis, NETWORK, PATIENT, START, validatorSeeds } from "./people.ts";
import { bring, cancelStep } from "./prescriptions.ts";
import { Region, type Signed, signed, staffedRegion } from "./region.ts";
import { ServedNode } from "./served-node.ts";

/** A disk that fills up: from a given block on nothing can be written any more. */
class FullDisk extends MemoryStateStore {
  full = false;
  override commit(block: StoredBlock, records: readonly WrittenRecord[]): void {
    if (this.full) throw new Error("ENOSPC: no space left on device, write");
    super.commit(block, records);
  }
}

describe("a disk that is full", () => {
  const validators = new HostedValidators(validatorSeeds.map(({ seed, power }) => ({ seed: new Secret(seed), power })));

  it("stops the sequencer with its error; nothing is told, and the store reopens where it was", () => {
    const store = new FullDisk();
    let due: (() => void)[] = [];
    const world = {
      now: () => ({ seconds: START, nanos: 0 }),
      after: (_: number, run: () => void) => {
        due.push(run);
        return () => {
          due = due.filter((other) => other !== run);
        };
      },
    };
    const ledger = new Ledger(rulesOf(genesis), store, genesisStateOf(genesis));
    const sequencer = new Sequencer(NETWORK, ledger, store, validators, world, {
      batchMilliseconds: 1,
      proofMilliseconds: 5,
    });
    const told: number[] = [];
    sequencer.onCommitted(({ height }) => told.push(height));
    const settle = (): void => {
      for (let run = due.shift(); run !== undefined; run = due.shift()) run();
    };
    sequencer.offer(signed(cancelStep("rx-1")[0], [PATIENT], "before").bytes, false);
    settle();
    const [height, roots] = [store.height(), new Region(store).roots()];
    store.full = true;
    sequencer.offer(signed(cancelStep("rx-2")[0], [PATIENT], "while full").bytes, false);
    const before = told.length;
    throws(settle, /ENOSPC/);
    same(told.length, before, "what is not durable is not told");
    store.full = false;
    const again = new Region(store);
    same([again.ledger.height, again.roots()], [height, roots]);
    same(
      again.block([signed(cancelStep("rx-2")[0], [PATIENT], "while full").bytes]).map(({ status }) => status),
      ["committed"],
    );
  });
});

describe("a SQLite file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "meridian-disk-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("that cannot be written refuses the whole block, and takes it once it can be", () => {
    const file = join(folder, "state.db");
    const store = new SqliteStateStore(file);
    const region = staffedRegion(store);
    const [height, roots] = [region.ledger.height, region.roots()];
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    throws(() => region.send(...cancelStep("rx-1")), /locked/);
    other.exec("ROLLBACK");
    other.close();
    store.close();
    const again = new Region(new SqliteStateStore(file));
    same([again.ledger.height, again.roots()], [height, roots]);
    again.commit(...cancelStep("rx-1"));
    same(divergenceOf(again.store), undefined);
    again.store.close();
  });

  it("whose log is torn or overwritten anywhere opens at an earlier height in the state of then, or refuses", () => {
    const random = chanceFor("torn log");
    const file = join(folder, "state.db");
    const region = staffedRegion(new SqliteStateStore(file));
    for (let n = 0; n < 6; n++) bring(region, `rx-${n}`, "SETTLED");
    const roots = [...blocksOf(region.store)].map(({ stateRoot }) => Buffer.from(stateRoot).toString("hex"));
    const tip = region.ledger.height;
    const log = statSync(`${file}-wal`).size;
    ok(log > 100_000, "the log holds many blocks");
    const outcomes = { earlier: 0, whole: 0, refused: 0 };
    for (let n = 0; n < (isFull ? 400 : 40); n++) {
      const torn = join(folder, `torn-${n}.db`);
      copyFileSync(file, torn);
      copyFileSync(`${file}-wal`, `${torn}-wal`);
      if (random.chance(50)) truncateSync(`${torn}-wal`, random.below(log));
      else overwrite(`${torn}-wal`, random.below(log), bytesOf(random, 8));
      outcomes[opened(torn)]++;
      rmSync(torn);
    }
    region.store.close();
    console.log(JSON.stringify(outcomes));
    ok(outcomes.earlier > 0);

    function opened(torn: string): "earlier" | "whole" | "refused" {
      let store: SqliteStateStore | undefined;
      try {
        store = new SqliteStateStore(torn);
        const again = new Region(store);
        const { height } = again.ledger;
        ok(height <= tip);
        // Without its first block the file is a new one and begins at genesis.
        same(Buffer.from(again.ledger.stateRoot).toString("hex"), roots[height], `height ${height}`);
        return height === tip ? "whole" : "earlier";
      } catch (error) {
        ok(error instanceof StateCorruption || isSqliteError(error), String(error));
        return "refused";
      } finally {
        store?.close();
      }
    }
  });
});

/** What SQLite says of a file that is none of its own: an error with its result code. */
const isSqliteError = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const open = openSync(file, "r+");
  writeSync(open, bytes, 0, bytes.length, at);
  closeSync(open);
}

describe("a node whose files may not grow", { skip: process.platform === "win32" }, () => {
  it("stops with the disk's error; what it acknowledged is there when it opens again, and nothing is half there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "meridian-full-"));
    const acknowledged = new Map<TransactionId, Receipt>();
    const onReceipt = (receipt: Receipt): void => void acknowledged.set(receipt.id, receipt);
    try {
      await (await ServedNode.open(folder, onReceipt)).stop();
      const node = await ServedNode.open(folder, onReceipt, { fileKilobytes: 2_048 });
      const sent = new Map<TransactionId, Signed>();
      for (let n = 0; n < 20_000; n++) {
        const transaction = signed(cancelStep(`rx-${n}`)[0], [PATIENT], `full ${n}`, 1_100);
        sent.set(transaction.id, transaction);
        if (n % 200 !== 199) void node.submit(transaction);
        else if ((await node.submit(transaction)) === undefined) break;
      }
      same(await node.exit(), 1, "the node has stopped by itself");
      match(node.lastWords, /disk|full|I\/O|too large/i);
      ok(acknowledged.size > 0 && acknowledged.size < sent.size, `${acknowledged.size} of ${sent.size}`);

      const again = await ServedNode.open(folder, onReceipt);
      const receipts = await again.receipts([...acknowledged.keys()]);
      same(receipts, [...acknowledged.values()]);
      await again.stop();
      const store = new SqliteStateStore(join(folder, "state.db"), "reader");
      same(divergenceOf(store), undefined);
      store.close();
      console.log(
        `${acknowledged.size} acknowledged of ${sent.size}; last words: ${node.lastWords.trim().split("\n")[0]}`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
