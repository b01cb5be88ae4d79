import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { founders, SealedChain, sealedRules } from "@meridian/consensus-comet/sealed-chain.conformance";
import { encodeBlock } from "@meridian/ledger/block-codec";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import { add, transaction } from "@meridian/ledger/toy.conformance";
import type { KeptSeal } from "@meridian/proof/seal";
import { type BackfillFault, Backfilling, backfill, type OlderBlocks } from "./backfill.ts";

const INITIAL = 4;
const BASE = 8;
const chain = new SealedChain(new MemoryStateStore(), INITIAL);
for (const sum of [3, 0, 4, 5, 0, 0, 6, 7, 0, 8]) chain.run(...(sum === 0 ? [] : [add("b", sum), add("v1", 1)]));
const rules = { network: sealedRules.network, initialHeight: INITIAL, founders };
const blockAt = (height: number): StoredBlock => chain.store.block(asHeight(height)) as StoredBlock;

/** As a node that joined with a snapshot has it. */
function joined(): StateStore {
  const store = new MemoryStateStore();
  store.commit(blockAt(0), []);
  const refill = store.refill();
  for (let height = BASE; height <= chain.height; height++) refill.putBlock(blockAt(height));
  refill.keep();
  return store;
}

function run(from: OlderBlocks, store = joined()) {
  const seals: number[] = [];
  const keepSeal = ({ header }: { header: { height: number } }): void => void seals.push(header.height);
  const steps = backfill(new Backfilling({ store, seals: chain.seals, keepSeal }, rules), from);
  const heights: Height[] = [];
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { store, heights, seals, fault: value as BackfillFault | undefined };
    heights.push(value);
  }
}
const honest: OlderBlocks = { block: (height) => chain.store.block(height), seals: chain.seals };
const lying = (at: number, change: (block: StoredBlock) => Partial<StoredBlock>): OlderBlocks => ({
  ...honest,
  block: (height) => (height === at ? { ...blockAt(height), ...change(blockAt(height)) } : chain.store.block(height)),
});

describe("older blocks for a node that joined with a snapshot", () => {
  it("come down to genesis, each as it was, over the height where the engine took over", () => {
    const { store, heights, seals, fault } = run(honest);
    same([fault, store.base(), heights], [undefined, 1, [7, 4, 3, 1]]);
    same(seals, [7, 6, 5, 4]);
    for (let height = 1; height <= chain.height; height++) {
      const block = store.block(asHeight(height)) as StoredBlock;
      same([toHex(encodeBlock(block)), block.ids], [toHex(encodeBlock(blockAt(height))), blockAt(height).ids]);
    }
  });

  const sealed = (at: number, change: (seal: KeptSeal) => KeptSeal): OlderBlocks => ({
    ...honest,
    seals: {
      ...chain.seals,
      at: (height) => {
        const seal = chain.seals.at(height);
        return height === at && seal !== undefined ? change(seal) : seal;
      },
    },
  });
  const lies: readonly [string, OlderBlocks, number][] = [
    [
      "a transaction left out",
      lying(5 + 2, ({ transactions, outcomes }) => ({
        transactions: transactions.slice(1),
        outcomes: outcomes.slice(1),
      })),
      7,
    ],
    [
      "a transaction put in",
      lying(6, ({ transactions, outcomes }) => ({
        transactions: [...transactions, transaction([add("x", 1)])],
        outcomes: [...outcomes, { status: "committed", events: 1 }],
      })),
      6,
    ],
    ["an event left out", lying(4, ({ events }) => ({ events: events.slice(1) })), 4],
    ["another state root of a block without events", lying(6, () => ({ stateRoot: new Uint8Array(32) })), 4],
    ["another time", lying(3, ({ time }) => ({ time: (time + 1) as typeof time })), 3],
    ["a block missing", { ...honest, block: (height) => (height === 5 ? undefined : chain.store.block(height)) }, 5],
    ["a commit of another round", sealed(6, (seal) => ({ ...seal, commit: { ...seal.commit, round: 1 } })), 6],
    ["another validator set", { ...honest, seals: { ...chain.seals, validatorsOf: () => founders.slice(1) } }, 7],
    [
      "a seal missing",
      { ...honest, seals: { ...chain.seals, at: (height) => (height === 5 ? undefined : chain.seals.at(height)) } },
      5,
    ],
  ];
  for (const [what, from, at] of lies)
    it(`end above ${what}, and what was taken stays`, () => {
      const { store, fault, heights } = run(from);
      same(fault?.height, at);
      same(store.base(), heights.at(-1) ?? BASE);
      same(run(honest, store).store.base(), 1);
    });
});
