import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { EVENTS_PER_TRANSACTION_MAX, REACTION_DEPTH_MAX, RECORD_BYTES_MAX } from "@meridian/base/limits";
import type { Command } from "@meridian/kernel/transaction";
import { add, burst, eventsOf, grow, move, outcomeOf, own, ring, Toy, transaction } from "./toy.conformance.ts";

const refusalOf = (toy: Toy, ...commands: readonly Command[]) => {
  const [outcome] = toy.block(transaction(commands, { validUntil: toy.ledger.height + 10 })).outcomes;
  return outcome?.status === "rejected" && { command: outcome.command, ...outcome.rejection };
};
/** The echo's account of one ring. */
const rungOf = (toy: Toy, commands: readonly Command[], by: readonly string[] = ["anna"]) => {
  const events = eventsOf(toy.block(transaction(commands, { by, validUntil: toy.ledger.height + 10 })));
  return events
    .filter(({ domain }) => domain === "echo")
    .map(({ event }) => event as unknown as Record<string, unknown>);
};

describe("executing a transaction", () => {
  it("does all of its commands, in order", () => {
    const toy = new Toy();
    same(toy.run(add("a", 5), add("a", -5), add("b", 1)), "committed");
    same([toy.sum("a"), toy.sum("b")], [0, 1]);
  });

  it("does none of them when the second is refused, and says which and why", () => {
    const toy = new Toy([add("a", 1)]);
    const before = toy.roots();
    same(refusalOf(toy, add("b", 1), add("a", -2), add("c", 1)), { command: 1, code: "purse/overdrawn", left: 1 });
    same(toy.roots(), before);
    same([toy.sum("a"), toy.sum("b"), toy.sum("c")], [1, 0, 0]);
  });

  it("shows a command what the ones before it did, and a later transaction nothing of a refused one", () => {
    const toy = new Toy();
    const [first, second] = [transaction([add("a", 9), add("b", -1)]), transaction([add("a", -1)], { nonce: 2 })];
    const block = toy.block(first, second);
    same([outcomeOf(block, 0), outcomeOf(block, 1)], ["purse/overdrawn", "purse/overdrawn"]);
  });

  for (const [says, command, refusal] of [
    ["no domain of that name", { domain: "nobody", type: "x" }, { code: "ledger/unknown-domain", domain: "nobody" }],
    [
      "no command of that type",
      { domain: "purse", type: "x" },
      { code: "ledger/malformed-command", at: "command.type" },
    ],
    ["a member too many", { ...add("a", 1), extra: 1 }, { code: "ledger/malformed-command", at: "command.extra" }],
    ["an amount out of bounds", add("a", 1_000_001), { code: "ledger/malformed-command", at: "command.amount" }],
  ] as const)
    it(`refuses a command with ${says}, by its place`, () =>
      same(refusalOf(new Toy(), add("a", 1), command as Command), { command: 1, ...refusal }));
});

describe("reactions", () => {
  it("follow their event inside the same transaction, in order", () => {
    const toy = new Toy([add("a", 10)]);
    const block = toy.block(transaction([move("a", "b", 4), add("c", 1)]));
    same(
      eventsOf(block).map(({ domain, record, event }) => `${domain}/${record} ${event.type}`),
      ["purse/a moved", "purse/a added", "purse/b added", "echo/b rung", "purse/c added"],
    );
    same([toy.sum("a"), toy.sum("b"), toy.sum("c")], [6, 4, 1]);
    same(block.outcomes, [{ status: "committed", events: 5 }]);
  });

  it("take back everything when one of them is refused, which counts as the command that caused it", () => {
    const toy = new Toy([add("a", 3)]);
    const before = toy.roots();
    same(refusalOf(toy, add("z", 1), move("a", "b", 4)), { command: 1, code: "purse/overdrawn", left: 3 });
    same(toy.roots(), before);
  });

  it("take back everything also when the last of them is refused, after others were done", () => {
    const toy = new Toy([add("a", 3)]);
    const before = toy.roots();
    same(refusalOf(toy, move("a", "b", -4)), { command: 0, code: "purse/overdrawn", left: 0 });
    same(toy.roots(), before);
  });

  it("know their cause; what somebody signed has none but that", () => {
    const toy = new Toy([add("a", 1)]);
    same(rungOf(toy, [move("a", "b", 1)])[0]?.["cause"], {
      type: "reaction",
      domain: "purse",
      event: "moved",
      record: "a",
    });
    same(rungOf(toy, [ring("b", 0)])[0]?.["cause"], { type: "signed" });
  });

  it("see the state as it is at their point of the transaction", () => {
    const toy = new Toy([add("a", 5)]);
    same(rungOf(toy, [move("a", "b", 2)])[0]?.["sum"], 2);
    same(
      rungOf(toy, [add("b", 1), ring("b", 0), add("b", 1), ring("b", 0)]).map(({ sum }) => sum),
      [3, 4],
    );
  });

  it("go as deep as the limit and no deeper", () => {
    const toy = new Toy();
    same(rungOf(toy, [ring("a", REACTION_DEPTH_MAX)]).length, REACTION_DEPTH_MAX + 1);
    const before = toy.roots();
    same(refusalOf(toy, ring("a", REACTION_DEPTH_MAX + 1)), {
      command: 0,
      code: "ledger/reactions-too-deep",
      most: REACTION_DEPTH_MAX,
    });
    same(toy.roots(), before);
  });
});

describe("limits of a transaction", () => {
  it("256 events fit, one more does not", () => {
    const toy = new Toy();
    same(toy.run(burst("a", EVENTS_PER_TRANSACTION_MAX)), "committed");
    const before = toy.roots();
    same(refusalOf(toy, burst("a", 200), burst("b", EVENTS_PER_TRANSACTION_MAX - 199)), {
      command: 1,
      code: "ledger/too-many-events",
      most: EVENTS_PER_TRANSACTION_MAX,
    });
    same(toy.roots(), before);
    same(toy.sum("a"), EVENTS_PER_TRANSACTION_MAX);
  });

  it("a record of 256 KiB fits, one byte more does not, and the record is named", () => {
    const toy = new Toy();
    const frame = '{"pad":"","sum":0}'.length;
    same(toy.run(grow("a", RECORD_BYTES_MAX - frame)), "committed");
    same(toy.store.record("purse/a")?.length, RECORD_BYTES_MAX);
    const before = toy.roots();
    same(refusalOf(toy, add("b", 1), grow("a", RECORD_BYTES_MAX - frame + 1)), {
      command: 0,
      code: "ledger/record-too-large",
      record: "purse/a",
      most: RECORD_BYTES_MAX,
    });
    same(toy.roots(), before);
    same(toy.run(grow("a", 1)), "committed");
  });
});

describe("who acts", () => {
  it("is whoever the key belongs to in the committed state", () => {
    const toy = new Toy([own("anna")]);
    same(rungOf(toy, [ring("a", 0)], ["anna", "bert"])[0]?.["by"], [
      { type: "organisation", organisation: "anna" },
      { type: "none" },
    ]);
  });

  it("may do only what is open to the suspended, whoever signs beside, and everything again afterwards", () => {
    const toy = new Toy([own("anna", "suspended")]);
    same(outcomeOf(toy.block(transaction([own("bert")], { by: ["anna"], nonce: 8 }))), "committed");
    const mixed = transaction([own("bert"), add("a", 1)], { by: ["anna"], nonce: 9 });
    same(outcomeOf(toy.block(mixed)), "ledger/author-suspended");
    const block = toy.block(transaction([add("a", 1)], { by: ["bert", "anna"] }));
    same(block.outcomes, [
      { status: "rejected", command: 0, rejection: { code: "ledger/author-suspended", organisation: "anna" } },
    ]);
    same(outcomeOf(toy.block(transaction([own("anna")], { by: ["bert"], nonce: 2 }))), "committed");
    same(outcomeOf(toy.block(transaction([add("a", 1)], { nonce: 3 }))), "committed");
  });

  it("is decided anew for each transaction of a block", () => {
    const toy = new Toy([own("anna")]);
    const block = toy.block(
      transaction([own("anna", "suspended"), add("a", 1)], { nonce: 1 }),
      transaction([add("a", 1)], { nonce: 2 }),
    );
    same([outcomeOf(block, 0), outcomeOf(block, 1)], ["committed", "ledger/author-suspended"]);
  });

  it("sees the block's height and time, and so do the facts", () => {
    const toy = new Toy();
    toy.block();
    const [rung] = rungOf(toy, [ring("a", 0)]);
    ok(rung);
    same([rung["height"], rung["time"], rung["factsAt"]], [2, 1_700_000_002, 2]);
  });
});
