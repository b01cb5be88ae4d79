import { ok, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { asHeight } from "@meridian/base/ids";
import { unpack } from "@meridian/consensus-comet/snapshot-folder";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { decodeMetadata, isPiece, StreamReader } from "@meridian/ledger/snapshot";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { note, smallChain, smallGenesis, smallRules, smallTransaction } from "../evidence/small-chain.conformance.ts";
import { snapshotsOf } from "./snapshots.ts";

const PATIENCE_MILLISECONDS = 30_000;

it("a thread makes the snapshot of the very height that was asked for, while the chain goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-snapshots-"));
  const stateFile = join(folder, "state.db");
  const store = new SqliteStateStore(stateFile);
  const chain = smallChain(store);
  const said: string[] = [];
  const { snapshots, taken, stop } = snapshotsOf({
    ledger: new Ledger(smallRules, new MemoryStateStore(), { time: smallGenesis.time, commands: [] }),
    genesis: smallGenesis,
    stateFile,
    initialHeight: 1_000,
    every: 1,
    log: (_, message) => said.push(message),
  });
  let n = 0;
  try {
    const limit = performance.now() + PATIENCE_MILLISECONDS;
    while (snapshots.list().length === 0 && performance.now() < limit) {
      const height = chain.block(smallTransaction([note(`n${n}`)], n++));
      taken(asHeight(height));
      for (let more = 0; more < 3; more++) chain.block(smallTransaction([note(`n${n}`)], n++));
      // The thread starts, and looks once a second for what the blocks behind are signed with.
      await later(1_500);
    }
    const [offer] = snapshots.list();
    ok(offer !== undefined, said.join("; "));
    const head = decodeMetadata(offer.metadata);
    const piece = unpack(snapshots.chunk(offer.height, offer.format, 0) ?? new Uint8Array()) ?? new Uint8Array();
    ok(head !== undefined && isPiece(head, 0, piece));
    const heights: number[] = [];
    let records = 0;
    const reader = new StreamReader(head);
    reader.push(piece, (read) => ("block" in read ? heights.push(read.block.height) : ++records) > 0);
    same([reader.isComplete, heights.at(-1), heights[0]], [true, offer.height, 1]);
    // Genesis wrote one note, and each block until then another.
    same(records, offer.height + 1);
  } finally {
    await stop();
    store.close();
    rmSync(folder, { recursive: true });
  }
});
