import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { TransactionId } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { MemoryStateStore } from "./memory-store.ts";
import { type Divergence, recheck } from "./recheck.ts";
import type { StoredBlock, StoredRecord } from "./state-store.ts";
import { add, GENESIS_TIME, move, rules, Toy, transaction } from "./toy.conformance.ts";

const genesis = { time: GENESIS_TIME, commands: [add("a", 10)] };

function told(): MemoryStateStore {
  const store = new MemoryStateStore();
  const toy = new Toy(genesis.commands, store);
  toy.block(transaction([move("a", "b", 3)]), transaction([add("a", -50)], { nonce: 2 }));
  toy.block();
  toy.block(transaction([add("b", 1)], { nonce: 3 }), Uint8Array.of(1));
  return store;
}

/** Heights that hold, then the divergence. */
function recheckOf(store: MemoryStateStore, from = genesis): readonly [readonly number[], Divergence | undefined] {
  const held: number[] = [];
  const walk = recheck(rules, store, from);
  for (;;) {
    const { done, value } = walk.next();
    if (done) return [held, value];
    held.push(value);
  }
}

/** The same store with one block or the records told otherwise, as by somebody who wrote into its file. */
const tampered = (
  at: number,
  change: (block: StoredBlock) => StoredBlock | undefined,
  records?: (records: readonly StoredRecord[]) => readonly StoredRecord[],
): MemoryStateStore => {
  const store = told();
  return Object.assign(Object.create(MemoryStateStore.prototype), {
    height: () => store.height(),
    base: () => store.base(),
    block: (height: number) => {
      const block = store.block(asHeight(height));
      return height === at && block ? change(block) : block;
    },
    records: () => records?.([...store.records()]) ?? store.records(),
  });
};
const flipped = (bytes: Uint8Array): Uint8Array => bytes.with(0, (bytes[0] ?? 0) ^ 1);

const cases: readonly (readonly [
  says: string,
  at: number,
  what: Divergence["what"],
  change: (block: StoredBlock) => StoredBlock | undefined,
])[] = [
  ["a missing block", 2, "missing", () => undefined],
  ["a missing genesis", 0, "missing", () => undefined],
  ["another genesis", 0, "events", (block) => ({ ...block, events: [] })],
  ["a false app hash of genesis", 0, "app-hash", (block) => ({ ...block, appHash: flipped(block.appHash) })],
  ["an event left out", 1, "events", (block) => ({ ...block, events: block.events.slice(1) })],
  ["an event changed", 1, "events", (block) => ({ ...block, events: block.events.with(0, utf8("{}")) })],
  [
    "an outcome changed",
    3,
    "outcomes",
    (block) => ({ ...block, outcomes: block.outcomes.with(1, { status: "committed", events: 0 }) }),
  ],
  [
    "an id changed",
    1,
    "ids",
    (block) => ({ ...block, ids: block.ids.with(0, { id: "00" as TransactionId, validUntil: asHeight(9) }) }),
  ],
  ["a false events root", 1, "events-root", (block) => ({ ...block, eventsRoot: flipped(block.eventsRoot) })],
  ["a false state root", 2, "state-root", (block) => ({ ...block, stateRoot: flipped(block.stateRoot) })],
  ["a false app hash", 3, "app-hash", (block) => ({ ...block, appHash: flipped(block.appHash) })],
  ["a transaction left out", 1, "ids", (block) => ({ ...block, transactions: block.transactions.slice(1) })],
  [
    "a signature changed",
    1,
    "ids",
    (block) => {
      const [first = new Uint8Array(), ...rest] = block.transactions;
      return { ...block, transactions: [first.with(-1, (first.at(-1) ?? 0) ^ 1), ...rest] };
    },
  ],
];

describe("executing a chain again", () => {
  it("confirms each height of one that holds", () => same(recheckOf(told()), [[1, 2, 3], undefined]));

  for (const [says, at, what, change] of cases)
    it(`names ${says} at its height`, () => {
      const before = [1, 2, 3].filter((height) => height < at);
      same(recheckOf(tampered(at, change)), [before, { height: at, what }]);
    });

  const [first = { key: "", value: utf8("") }] = [...told().records()];
  for (const [says, record, change] of [
    ["that is changed", first.key, (records) => records.map(({ key }) => ({ key, value: utf8("{}") }))],
    ["that is missing", first.key, (records) => records.slice(1)],
    ["too many", "purse/z", (records) => [...records, { key: "purse/z", value: utf8('{"sum":1}') }]],
  ] as const satisfies readonly (readonly [
    string,
    string,
    (records: readonly StoredRecord[]) => readonly StoredRecord[],
  ])[])
    it(`names a record ${says}, behind the last height`, () =>
      same(recheckOf(tampered(9, (block) => block, change)), [[1, 2, 3], { height: 3, what: "records", record }]));

  it("knows the chain of another genesis", () => {
    same(recheckOf(told(), { ...genesis, commands: [add("a", 11)] }), [[], { height: 0, what: "events" }]);
    same(recheckOf(told(), { ...genesis, time: asSeconds(1) }), [[], { height: 0, what: "time" }]);
  });
});
