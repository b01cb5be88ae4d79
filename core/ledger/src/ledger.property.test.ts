import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import type { Command } from "@meridian/kernel/transaction";
import fc from "fast-check";
import { MemoryStateStore } from "./memory-store.ts";
import type { StoredBlock } from "./state-store.ts";
import { add, burst, eventsOf, move, own, type PurseEvent, purse, ring, Toy, transaction } from "./toy.conformance.ts";

const name = fc.constantFrom("a", "b", "c");
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(name, fc.integer({ min: -9, max: 9 })).map(([to, sum]) => add(to, sum)),
  fc.tuple(name, name, fc.integer({ min: -5, max: 9 })).map(([from, to, sum]) => move(from, to, sum)),
  fc.tuple(name, fc.nat(4)).map(([to, times]) => ring(to, times)),
  fc.tuple(name, fc.constantFrom(0, 1, 150)).map(([to, count]) => burst(to, count)),
  fc.constantFrom("anna", "bert").chain((who) => fc.constantFrom(own(who), own(who, "suspended"))),
  fc.constant({ domain: "nobody", type: "x" } as Command),
);
const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({
        commands: fc.array(anyCommand, { minLength: 1, maxLength: 3 }),
        nonce: fc.nat(20),
        by: fc.constantFrom(["anna"], ["bert"], ["carl"], ["anna", "carl"]),
        validUntil: fc.constantFrom(1, 2, 100, 2_000),
      })
      .map(({ commands, ...rest }) => transaction(commands, rest)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
);
const blocks = fc.array(fc.array(anyBytes, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
const GENESIS = [add("a", 10), own("anna")];
const run = (toy: Toy, given: readonly (readonly Uint8Array[])[]): StoredBlock[] =>
  given.map((transactions) => toy.block(...transactions));

describe("whatever stands in blocks", () => {
  it("executing them again leads to the same blocks, also when the ledger is opened anew before each", () =>
    fc.assert(
      fc.property(blocks, (given) => {
        const once = run(new Toy(GENESIS), given);
        same(run(new Toy(GENESIS), given), once);
        const store = new MemoryStateStore();
        same(
          given.map((transactions) => new Toy(GENESIS, store).block(...transactions)),
          once,
        );
      }),
      { numRuns: 4 },
    ));

  it("the state is the fold of the events", () =>
    fc.assert(
      fc.property(blocks, (given) => {
        const toy = new Toy(GENESIS);
        run(toy, given);
        const folded = new Map<string, ReturnType<typeof purse.evolve>>();
        for (let height = 0; height <= toy.ledger.height; height++)
          for (const { domain, record, event } of eventsOf(toy.store.block(asHeight(height)) as StoredBlock))
            if (domain === "purse")
              folded.set(record, purse.evolve(folded.get(record) ?? purse.initial, event as PurseEvent));
        const stored = [...toy.store.records()]
          .filter(({ key }) => key.startsWith("purse/"))
          .map(({ key, value }) => [key.slice(6), new TextDecoder().decode(value)] as const);
        same(new Map(stored), new Map([...folded].map(([record, state]) => [record, canonicalText(state)])));
      }),
      { numRuns: 8 },
    ));

  it("what is refused might as well not have been in the block", () =>
    fc.assert(
      fc.property(blocks, (given) => {
        const all = new Toy(GENESIS);
        const kept = new Toy(GENESIS);
        for (const transactions of given) {
          const { outcomes } = all.block(...transactions);
          kept.block(...transactions.filter((_, i) => outcomes[i]?.status === "committed"));
          same(kept.roots(), all.roots());
        }
      }),
      { numRuns: 6 },
    ));

  it("a block of refusals leaves both roots as they were", () =>
    fc.assert(
      fc.property(blocks, (given) => {
        const toy = new Toy(GENESIS);
        for (const transactions of given) {
          const before = toy.roots();
          const { outcomes, events } = toy.block(...transactions);
          same(outcomes.length, transactions.length);
          same(
            outcomes.reduce((sum, outcome) => sum + (outcome.status === "committed" ? outcome.events : 0), 0),
            events.length,
          );
          if (events.length === 0) same(toy.roots(), before);
          else ok(toy.roots()[1] !== before[1]);
        }
      }),
      { numRuns: 6 },
    ));
});
