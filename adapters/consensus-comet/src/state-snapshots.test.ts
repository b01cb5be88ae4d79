import { ok, deepStrictEqual as same } from "node:assert";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { asHeight, type Height } from "@meridian/base/ids";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { decodeMetadata, PIECE_BYTES } from "@meridian/ledger/snapshot";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { add, grow, move, transaction } from "@meridian/ledger/toy.conformance";
import fc from "fast-check";
import {
  bytesOf,
  isUntouched,
  joiner,
  joinFrom,
  recordsOf,
  rootsOf,
  smallChain,
  snapshotOf,
} from "./joiner-harness.conformance.ts";
import { founders, SealedChain, sealedRules } from "./sealed-chain.conformance.ts";
import { SnapshotFolder, unpack } from "./snapshot-folder.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";
import { StateSnapshots } from "./state-snapshots.ts";

describe("a state taken over from a snapshot", () => {
  it("is the original's: roots, records, answers, and every block from there on", () => {
    const chain = smallChain();
    const again = transaction([add("b", 1)], { nonce: 0xabc, validUntil: 90 });
    chain.block(again);
    const before = rootsOf(chain);
    const made = snapshotOf(chain);
    const to = joiner();
    same(new Set(joinFrom(to, made)), new Set(["accept"]));
    same(rootsOf(to), before);
    same(to.restored, [6]);
    for (const height of [7, 8]) replay(chain, to, asHeight(height));
    same(recordsOf(to.store), recordsOf(chain.store));
    same(to.ledger.proveRecord("purse/b"), chain.ledger.proveRecord("purse/b"));
    same(to.ledger.check(again), { ok: false, error: { code: "replayed" } });
    for (const commands of [[add("b", 2)], [move("b", "d", 1)], []]) {
      chain.run(...commands);
      replay(chain, to, chain.height);
    }
    chain.block(again);
    same(replay(chain, to, chain.height).outcomes, [
      { status: "rejected", command: 0, rejection: { code: "ledger/replayed" } },
    ]);
  });

  it("comes with the blocks of the window, their ids and their seals", () => {
    const chain = smallChain();
    const to = joiner();
    joinFrom(to, snapshotOf(chain));
    for (let height = 0; height <= 5; height++)
      same(bytesOf(to.store.block(asHeight(height))), bytesOf(chain.store.block(asHeight(height))));
    same(
      to.seals.map(({ seal }) => seal.header.height),
      [1, 2, 3, 4, 5],
    );
    same(to.seals[4]?.validators[0]?.power, 15);
  });

  it("begins where the window begins, on a chain longer than the window", () => {
    const chain = new SealedChain();
    chain.run(add("old", 1));
    for (let n = 0; n < 1_204; n++) chain.run(...(n % 50 === 0 ? [add("b", n)] : []));
    const to = joiner();
    same(new Set(joinFrom(to, snapshotOf(chain))), new Set(["accept"]));
    same([to.store.height(), to.store.base(), to.store.block(asHeight(1))], [1_205, 2, undefined]);
    replay(chain, to, asHeight(1_206));
    chain.run(add("old", 1));
    replay(chain, to, asHeight(1_207));
    replay(chain, to, chain.height);
  });

  it("reaches back to blocks that one process ordered before the engine took over", () => {
    const chain = new SealedChain(new MemoryStateStore(), 4);
    chain.run(add("b", 3));
    chain.run(add("b", 4));
    chain.run();
    chain.run(add("b", 5));
    chain.run(add("c", 5));
    const made = snapshotOf(chain);
    const to = joiner(4);
    same(new Set(joinFrom(to, made)), new Set(["accept"]));
    same(
      to.seals.map(({ seal }) => seal.header.height),
      [4, 5],
    );
    same(
      [1, 2, 3, 4].map((height) => (to.store.block(asHeight(height))?.seal.length ?? 0) > 0),
      [true, true, true, false],
    );
    same(joinFrom(joiner(1), made).at(-1), "reject");
  });

  it("is the same whatever happened", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.tuple(fc.constantFrom("a", "b", "v1", "v2"), fc.integer({ min: -4, max: 9 })), { maxLength: 4 }),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        (blocks) => {
          const chain = new SealedChain();
          for (const block of blocks) chain.run(...block.map(([name, sum]) => add(name, sum)));
          const before = rootsOf(chain);
          const to = joiner();
          same(new Set(joinFrom(to, snapshotOf(chain))), new Set(["accept"]));
          same(rootsOf(to), before);
          chain.run(add("b", 1), move("a", "b", 1));
          for (let at = to.ledger.height + 1; at <= chain.height; at++) replay(chain, to, asHeight(at));
          same(recordsOf(to.store), recordsOf(chain.store));
        },
      ),
      { numRuns: 12 },
    ));

  it("may take the place of an older one, and never of a newer", () => {
    const chain = smallChain();
    const older = snapshotOf(chain);
    const newer = snapshotOf(chain);
    const to = joiner();
    joinFrom(to, older);
    same(new Set(joinFrom(to, newer)), new Set(["accept"]));
    same(to.ledger.height, 7);
    same(joinFrom(to, older), ["reject"]);
  });
});

describe("a snapshot of many pieces", () => {
  const chain = new SealedChain();
  // 12 records of 250 KB, and a block of events as large as they are small.
  for (let n = 0; n < 24; n++) chain.run(grow(`big-${n}`, 200_000 + n));
  const made = snapshotOf(chain);

  it("arrives in whole pieces of 4 MiB, far smaller on the way", () => {
    const head = decodeMetadata(made.offer.metadata);
    same([head?.pieces.length, made.chunks.length], [2, 3]);
    same(unpack(made.chunks[0] ?? new Uint8Array())?.length, PIECE_BYTES);
    ok((made.chunks[0]?.length ?? 0) < PIECE_BYTES / 10);
    same(joinFrom(joiner(), made), ["accept", "accept", "accept", "accept"]);
  });

  it("asks another peer for a chunk in another's place, and goes on", () => {
    const to = joiner();
    to.snapshots.offer(made.offer, made.appHash);
    same(to.snapshots.apply(0, made.chunks[1] ?? new Uint8Array()), "bad");
    same(to.snapshots.apply(0, made.chunks[0] ?? new Uint8Array()), "accept");
    same(to.snapshots.apply(0, made.chunks[0] ?? new Uint8Array()), "accept");
    same(to.snapshots.apply(1, made.chunks[1] ?? new Uint8Array()), "accept");
    same(to.snapshots.apply(2, made.chunks[2] ?? new Uint8Array()), "accept");
    same(to.ledger.height, made.offer.height);
  });

  it("is given up when a chunk is left out", () => {
    const to = joiner();
    to.snapshots.offer(made.offer, made.appHash);
    same(to.snapshots.apply(1, made.chunks[1] ?? new Uint8Array()), "reject");
    same(to.snapshots.apply(0, made.chunks[0] ?? new Uint8Array()), "reject");
    isUntouched(to);
  });
});

describe("snapshots in a node's folder", () => {
  it("are shown once they are whole, the last two of them, and only whole heights of the interval are taken", () => {
    const root = mkdtempSync(join(tmpdir(), "meridian-snapshots-"));
    try {
      const path = join(root, "snapshots");
      const folder = new SnapshotFolder(path);
      same(folder.list(), []);
      const chain = smallChain();
      let breaths = 0;
      const writer = new SnapshotWriter(chain.store, chain.seals, folder, () => {
        breaths++;
      });
      for (let n = 0; n < 3; n++) {
        writer.begin(chain.height);
        same(existsSync(join(path, `${chain.height}.new`)), true);
        chain.run();
        chain.run();
        writer.finish();
      }
      same(breaths >= 3, true, "others are let in between blocks");
      same(
        folder.list().map(({ height }) => height),
        [9, 7],
      );
      writer.begin(chain.height);
      new SnapshotFolder(path).dropUnfinished();
      same(readdirSync(path).sort(), ["7", "9"]);
      const taken: number[] = [];
      const { ledger } = chain;
      const snapshots = new StateSnapshots({
        ledger,
        chain: { network: sealedRules.network, initialHeight: 1, founders },
        folder,
        maker: { take: (height) => taken.push(height) },
        every: 5,
        log: () => {},
        keepSeals: () => {},
      });
      for (let height = 0; height <= 11; height++) snapshots.taken(asHeight(height));
      same(taken, [5, 10]);
      same(
        [snapshots.chunk(9, 1, 0)?.length === folder.chunk(9, 0)?.length, snapshots.chunk(9, 2, 0)],
        [true, undefined],
      );
      same(
        [snapshots.chunk(9, 1, 5), snapshots.chunk(8, 1, 0), snapshots.chunk(9, 1, -1)],
        [undefined, undefined, undefined],
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

/** Executes the chain's block on the node that joined; both must come to the same. */
function replay(chain: SealedChain, to: ReturnType<typeof joiner>, height: Height): StoredBlock {
  const block = chain.store.block(height) as StoredBlock;
  to.ledger.finalize({
    height,
    time: block.time,
    transactions: block.transactions.map((bytes) => ({ bytes, verified: false })),
  });
  const executed = to.ledger.commit(new Uint8Array());
  same(bytesOf(executed), bytesOf(block));
  return executed;
}
