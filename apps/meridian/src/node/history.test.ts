import { deepStrictEqual as same, throws } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { TransactionIndex } from "@meridian/state-sqlite/transaction-index";
import { pack } from "../engine/packing.ts";
import { note, smallChain, smallTransaction } from "../evidence/small-chain.conformance.ts";
import { History } from "./history.ts";

const chain = smallChain();
const transactions = [1, 2, 3, 4].map((n) => smallTransaction([note(`n${n}`)], n));
for (const transaction of transactions) chain.block(transaction);
chain.settle();
const blockAt = (height: number): StoredBlock => chain.store.block(asHeight(height)) as StoredBlock;
const told = (height: number) => ({ ...blockAt(height), events: pack(blockAt(height).events) });

/** A store at genesis, with its history as a node opens it. */
function opened(run: (store: MemoryStateStore, open: () => History) => void | Promise<void>) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "meridian-history-"));
    const indexes: TransactionIndex[] = [];
    try {
      const store = new MemoryStateStore();
      store.commit(blockAt(0), []);
      await run(store, () => {
        const index = new TransactionIndex(join(folder, "index.db"));
        indexes.push(index);
        return new History(store, index);
      });
    } finally {
      for (const index of indexes) index.close();
      rmSync(folder, { recursive: true });
    }
  };
}
const idOf = (n: number): TransactionId => transactions[n - 1]?.id as TransactionId;

describe("the history of a node that joined with a snapshot", () => {
  it(
    "begins where the snapshot's blocks begin, and goes on from there",
    opened(async (store, open) => {
      const history = open();
      const refill = store.refill();
      for (const height of [3, 4]) refill.putBlock(blockAt(height));
      refill.keep();
      store.commit(blockAt(5), []);
      history.add(told(5));
      for (const one of [history, open()]) {
        same([one.base, one.height], [3, 5]);
        same(
          (await one.read(asHeight(1), 2)).map(({ height }) => height),
          [3, 4],
        );
        same(one.block(asHeight(2)), undefined);
        same(
          [one.receipt(idOf(3))?.height, one.receipt(idOf(1))],
          [blockAt(3).ids.some(({ id }) => id === idOf(3)) ? 3 : 4, undefined],
        );
      }
    }),
  );

  it(
    "tells of what genesis did only together with the first block",
    opened(async (store, open) => {
      const history = open();
      store.commit(blockAt(1), []);
      const genesis = blockAt(0).events.length;
      same(history.add(told(1)).events.length, genesis + blockAt(1).events.length);
    }),
  );

  it(
    "takes what it was not told of from the store",
    opened((store, open) => {
      const history = open();
      for (const height of [1, 2, 3]) store.commit(blockAt(height), []);
      history.add(told(3));
      same([history.base, history.height, history.receipt(idOf(1))?.outcome.status], [1, 3, "committed"]);
      throws(() => history.add(told(2)));
    }),
  );
});
