import { ok as holds, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { textOf, utf8 } from "@meridian/base/bytes";
import { StateCorruption, type StateStore, type StoredBlock } from "@meridian/ledger/state-store";
import { checkLedger, type LedgerFault } from "./chain.ts";
import {
  genesisNote,
  note,
  smallChain,
  smallGenesis,
  smallRules,
  smallTransaction,
} from "./small-chain.conformance.ts";

const genesis = { ...smallGenesis, commands: [genesisNote] };
const chain = smallChain();
chain.settle();
chain.block(smallTransaction([note("a")], 1), smallTransaction([note("b", "no", true)], 2));
chain.block(smallTransaction([note("a", "again")], 3));
chain.settle();
const TIP = 5;
/** In the middle: it has a transaction, and what the one before it led to. */
const HEIGHT = 4;

/** The store as somebody left it who changed one block, digests and all. */
const rewritten = (change: (block: StoredBlock) => Partial<StoredBlock>): StateStore => ({
  ...plain,
  block: (height) => {
    const block = chain.store.block(height);
    return block !== undefined && height === HEIGHT ? { ...block, ...change(block) } : block;
  },
});
const plain: StateStore = {
  height: () => chain.store.height(),
  record: (key) => chain.store.record(key),
  records: () => chain.store.records(),
  block: (height) => chain.store.block(height),
  idsAfter: (after, validAfter) => chain.store.idsAfter(after, validAfter),
  snapshot: () => undefined,
  keepSnapshot: () => {},
  commit: () => {},
  base: () => chain.store.base(),
  refill: () => chain.store.refill(),
  prepend: () => {},
  close: () => {},
};

function checked(
  store: StateStore,
  by = genesis,
): { readonly heights: readonly number[]; readonly fault?: LedgerFault } {
  const heights: number[] = [];
  const checking = checkLedger(smallRules, store, by);
  for (let step = checking.next(); ; step = checking.next()) {
    if (step.done === true) return { heights, ...(step.value && { fault: step.value }) };
    heights.push(step.value);
  }
}

/** The seal with another digit after these words, wherever they stand in it. */
function sealWithOther(words: string) {
  return ({ seal }: StoredBlock): Partial<StoredBlock> => {
    const [head = "", ...parts] = (textOf(seal) ?? "").split(words);
    holds(parts.length > 0, words);
    const changed = parts.map((part) => words + (part.startsWith("1") ? "2" : "1") + part.slice(1));
    return { seal: utf8(head + changed.join("")) };
  };
}

describe("checking a stored ledger", () => {
  it("confirms every height of one that nobody touched", () => {
    same(checked(plain), { heights: [1, 2, 3, 4, 5] });
    same(chain.store.height(), TIP);
  });

  const zero = new Uint8Array(32);
  const faults: readonly (readonly [
    name: string,
    change: (block: StoredBlock) => Partial<StoredBlock>,
    what: LedgerFault["what"],
  ])[] = [
    ["events", () => ({ events: [utf8("{}")] }), "events"],
    ["outcomes", () => ({ outcomes: [] }), "outcomes"],
    ["ids", () => ({ ids: [] }), "ids"],
    ["transactions", () => ({ transactions: [] }), "ids"],
    ["the root of events", () => ({ eventsRoot: zero }), "events-root"],
    ["the root of records", () => ({ stateRoot: zero }), "state-root"],
    ["the application hash", () => ({ appHash: zero }), "app-hash"],
    ["the application hash before", () => ({ previousAppHash: zero }), "app-hash"],
    ["the time", ({ time }) => ({ time: (time + 1) as typeof time }), "header-time"],
    ["a seal left out", () => ({ seal: new Uint8Array() }), "no-seal"],
    [
      "a seal of another block",
      () => ({ seal: chain.store.block(2 as StoredBlock["height"])?.seal ?? zero }),
      "header-height",
    ],
    ["the header's height", sealWithOther('"height":"'), "header-height"],
    ["the header's time", sealWithOther('"time":"20'), "header-time"],
    ["the link to the block before", sealWithOther('"last_block_id":{"hash":"'), "not-linked"],
    ["the hash of the commit before", sealWithOther('"last_commit_hash":"'), "last-commit"],
    ["the hash of transactions", sealWithOther('"data_hash":"'), "transactions-hash"],
    ["the hash of results", sealWithOther('"last_results_hash":"'), "results-hash"],
    ["the header's application hash", sealWithOther('"app_hash":"'), "header-app-hash"],
    ["the validators", sealWithOther('"validators_hash":"'), "other-validators"],
    ["the validators announced", sealWithOther('"next_validators_hash":"'), "commit-for-other-header"],
    ["the proposer", sealWithOther('"proposer_address":"'), "commit-for-other-header"],
    ["a signature", sealWithOther('"signature":"'), "wrong-signature"],
  ];
  for (const [name, change, what] of faults)
    it(`names the block with another part: ${name}`, () => {
      const { heights, fault } = checked(rewritten(change));
      same([fault?.height, fault?.what], [HEIGHT, what], JSON.stringify(fault));
      same(heights, [1, 2, 3]);
    });

  it("names the block that the store itself finds damaged", () => {
    const rotten: StateStore = {
      ...plain,
      block: (height) => {
        if (height === HEIGHT) throw new StateCorruption(`block ${height} is not what was written`);
        return chain.store.block(height);
      },
    };
    same(checked(rotten).fault, { height: HEIGHT, what: "damaged", detail: "block 4 is not what was written" });
  });

  it("refuses a chain of other validators, and of another genesis", () => {
    const others = { ...genesis, validators: genesis.validators.slice(1) };
    same(checked(plain, others).fault, { height: 1, what: "other-validators" });
    same(checked(plain, { ...genesis, commands: [] }).fault?.height, 0);
  });
});
