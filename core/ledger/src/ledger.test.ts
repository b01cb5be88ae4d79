import { ok, deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { equal, toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { InvariantError } from "@meridian/base/invariant";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { merkleRoot } from "@meridian/crypto/merkle";
import { stateRootOf, valueIn } from "@meridian/crypto/statemap";
import { appHashOf, keyHashOf, resultLeafOf, valueHashOf } from "@meridian/kernel/roots";
import { MemoryStateStore } from "./memory-store.ts";
import { StateCorruption, type StoredBlock } from "./state-store.ts";
import { add, eventsOf, NETWORK, outcomeOf, Toy, transaction } from "./toy.conformance.ts";

const none = new Uint8Array();
const forged = (bytes: Uint8Array): Uint8Array => bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1);
const checked = (toy: Toy, bytes: Uint8Array) => {
  const result = toy.ledger.check(bytes);
  return result.ok ? undefined : result.error;
};

describe("genesis", () => {
  it("is height 0: its commands are nobody's, its events have a root of their own", () => {
    const toy = new Toy([add("a", 1), { domain: "echo", type: "ring", id: "a", times: 0 } as never]);
    const block = toy.store.block(asHeight(0)) as StoredBlock;
    same([toy.ledger.height, block.transactions, block.outcomes, block.ids], [0, [], [], []]);
    same(
      eventsOf(block).map(({ domain, event }) => [domain, event.type]),
      [
        ["purse", "added"],
        ["echo", "rung"],
      ],
    );
    const rung = eventsOf(block)[1]?.event as unknown as Record<string, unknown>;
    same([rung["cause"], rung["by"], rung["time"]], [{ type: "genesis" }, [], 1_700_000_000]);
    same(block.previousAppHash, new Uint8Array(32));
    same(block.appHash, appHashOf({ previous: new Uint8Array(32), events: block.eventsRoot, state: block.stateRoot }));
  });

  it("of nothing leaves the app hash zero", () => same(new Toy().ledger.appHash, new Uint8Array(32)));

  it("with a refused command is no genesis", () => throws(() => new Toy([add("a", -1)]), InvariantError));

  it("is the same for the same commands, and another for others", () => {
    same(new Toy([add("a", 1)]).roots(), new Toy([add("a", 1)]).roots());
    ok(new Toy([add("a", 1)]).roots()[1] !== new Toy([add("a", 2)]).roots()[1]);
  });
});

describe("the window of a transaction", () => {
  const at = (toy: Toy, validUntil: number) => checked(toy, transaction([add("a", 1)], { validUntil }));
  it("is open through its last height, counted at the block that would hold it", () => {
    const toy = new Toy();
    for (let height = 1; height < 5; height++) toy.block();
    same(at(toy, 5), undefined);
    same(at(toy, 4), { code: "window-over", validUntil: 4, height: 5 });
  });

  it("is 1,200 heights at most", () => {
    const toy = new Toy();
    same(at(toy, VALIDITY_HEIGHTS_MAX + 1), undefined);
    same(at(toy, VALIDITY_HEIGHTS_MAX + 2), {
      code: "window-too-long",
      validUntil: VALIDITY_HEIGHTS_MAX + 2,
      latest: VALIDITY_HEIGHTS_MAX + 1,
    });
  });

  it("is of one network", () =>
    same(checked(new Toy(), transaction([add("a", 1)], { network: "other" })), {
      code: "wrong-network",
      expected: NETWORK,
    }));

  it("is looked at again in the block, where it may have closed meanwhile", () => {
    const toy = new Toy();
    const late = transaction([add("a", 1)], { validUntil: 1 });
    same(checked(toy, late), undefined);
    toy.block();
    same(outcomeOf(toy.block(late)), "ledger/window-over");
  });
});

describe("a transaction's id", () => {
  it("is used up by a commit, in the block and after it", () => {
    const toy = new Toy();
    const bytes = transaction([add("a", 1)]);
    const block = toy.block(bytes, bytes);
    same([outcomeOf(block, 0), outcomeOf(block, 1)], ["committed", "ledger/replayed"]);
    same(outcomeOf(toy.block(bytes)), "ledger/replayed");
    same(toy.sum("a"), 1);
  });

  it("is used up by whoever signs the same payload, where it names nobody", () => {
    const toy = new Toy();
    toy.block(transaction([add("a", 1)], { by: ["anna"] }));
    same(outcomeOf(toy.block(transaction([add("a", 1)], { by: ["bert"] }))), "ledger/replayed");
  });

  it("of a payload that names its signers is used up by nobody else", () => {
    const toy = new Toy();
    const by = (...names: readonly string[]) => transaction([add("a", 1)], { names: ["anna"], by: names });
    const others = toy.block(by("bert"), by("anna", "bert"));
    same([outcomeOf(others, 0), outcomeOf(others, 1)], ["ledger/signers-differ", "ledger/signers-differ"]);
    same(outcomeOf(toy.block(by("anna"))), "committed");
    same(toy.sum("a"), 1);
  });

  it("is used up by a refusal too", () => {
    const toy = new Toy();
    const bytes = transaction([add("a", -1)]);
    same(outcomeOf(toy.block(bytes)), "purse/overdrawn");
    toy.run(add("a", 5));
    same(outcomeOf(toy.block(bytes)), "ledger/replayed");
  });

  it("is not used up by a false signature", () => {
    const toy = new Toy();
    const bytes = transaction([add("a", 1)]);
    const block = toy.block(forged(bytes), bytes);
    same([outcomeOf(block, 0), outcomeOf(block, 1)], ["ledger/bad-signature", "committed"]);
    same(
      block.ids.map(({ validUntil }) => validUntil),
      [0, 100],
    );
  });

  it("is remembered over a restart for as long as it could be repeated", () => {
    const store = new MemoryStateStore();
    const toy = new Toy([], store);
    const bytes = transaction([add("a", 1)], { validUntil: 5 });
    toy.block(bytes);
    same(checked(new Toy([], store), bytes), { code: "replayed" });
  });

  it("is free again once its window is over, which then refuses it", () => {
    const toy = new Toy();
    const bytes = transaction([add("a", 1)], { validUntil: 2 });
    toy.block(bytes);
    toy.block();
    same(checked(toy, bytes)?.code, "window-over");
  });
});

describe("a block", () => {
  it("may hold any bytes; what is no transaction is refused with a code and changes nothing", () => {
    const toy = new Toy([add("a", 1)]);
    const before = toy.roots();
    const block = toy.block(none, Uint8Array.of(1, 2, 3), transaction([add("a", 1)]).subarray(1));
    same(
      block.outcomes.map((_, i) => outcomeOf(block, i)),
      Array(3).fill("ledger/malformed"),
    );
    same(toy.roots(), before);
  });

  it("names the signature that is false, and trusts this node's own earlier check", () => {
    const toy = new Toy();
    const bytes = forged(transaction([add("a", 1)], { by: ["anna", "bert"] }));
    same(toy.block(bytes).outcomes, [
      { status: "rejected", command: 0, rejection: { code: "ledger/bad-signature", index: 1 } },
    ]);
    const point = { height: asHeight(2), time: asSeconds(1_700_000_002) };
    const block = toy.ledger.finalize({ ...point, transactions: [{ bytes, verified: true }] });
    same(block.outcomes, [{ status: "committed", events: 1 }]);
  });

  it("without events keeps the app hash, whatever it refuses", () => {
    const toy = new Toy([add("a", 1)]);
    const { appHash } = toy.ledger;
    for (const block of [toy.block(), toy.block(transaction([add("a", -2)]))]) {
      same([block.appHash, block.previousAppHash], [appHash, appHash]);
      same(block.eventsRoot, merkleRoot([]));
    }
  });

  it("with events binds the app hash before it, its events and the state after it", () => {
    const toy = new Toy();
    const block = toy.block(transaction([add("a", 1)]), transaction([add("b", 1)], { nonce: 2 }));
    same(block.eventsRoot, merkleRoot(block.events));
    same(
      block.appHash,
      appHashOf({ previous: block.previousAppHash, events: block.eventsRoot, state: block.stateRoot }),
    );
    same([toy.ledger.appHash, toy.ledger.stateRoot], [block.appHash, block.stateRoot]);
    same(toy.ledger.time, block.time);
  });

  it("comes after the one before it, is committed once, and only when it was finalised", () => {
    const toy = new Toy();
    const point = { time: asSeconds(1_700_000_001), transactions: [] };
    throws(() => toy.ledger.commit(none), InvariantError);
    throws(() => toy.ledger.finalize({ ...point, height: asHeight(2) }), InvariantError);
    toy.ledger.finalize({ ...point, height: asHeight(1) });
    throws(() => toy.ledger.finalize({ ...point, height: asHeight(1) }), InvariantError);
    throws(() => toy.ledger.proveRecord("purse/a"), InvariantError);
    toy.ledger.commit(none);
    throws(() => toy.ledger.commit(none), InvariantError);
  });

  it("that was finalised and not committed never was", () => {
    const store = new MemoryStateStore();
    const toy = new Toy([add("a", 1)], store);
    toy.ledger.finalize({
      height: asHeight(1),
      time: asSeconds(1_700_000_001),
      transactions: [{ bytes: transaction([add("a", 1)]), verified: false }],
    });
    const again = new Toy([add("a", 1)], store);
    same([again.ledger.height, again.sum("a")], [0, 1]);
    same(outcomeOf(again.block(transaction([add("a", 1)]))), "committed");
  });
});

describe("receipts and proofs", () => {
  it("a result's leaf is the engine's: code and data, so that a refusal is provable", () => {
    const committed = new TextEncoder().encode('{"events":1,"status":"committed"}');
    same(toHex(resultLeafOf({ status: "committed", events: 1 })), `12${"21"}${toHex(committed)}`);
    const code = `ledger/${"x".repeat(100)}`;
    const leaf = resultLeafOf({ status: "rejected", command: 2, rejection: { code } });
    const data = new TextEncoder().encode(`{"command":2,"rejection":{"code":"${code}"},"status":"rejected"}`);
    same([...leaf.subarray(0, 5)], [0x08, 0x01, 0x12, (data.length & 0x7f) | 0x80, data.length >> 7]);
    same(toHex(leaf.subarray(5)), toHex(data));
  });

  it("a finalised block has a leaf for each of its outcomes", () => {
    const toy = new Toy();
    const transactions = [transaction([add("a", 1)]), transaction([add("a", -9)], { nonce: 2 })];
    const block = toy.ledger.finalize({
      height: asHeight(1),
      time: asSeconds(1_700_000_001),
      transactions: transactions.map((bytes) => ({ bytes, verified: false })),
    });
    same(block.resultLeaves, block.outcomes.map(resultLeafOf));
    same(
      block.executed.map(({ leaf }) => leaf),
      block.events,
    );
  });

  it("a record is proven with its value, an absent one with its absence", () => {
    const toy = new Toy([add("a", 7)]);
    for (const key of ["purse/a", "purse/b"]) {
      const proof = toy.ledger.proveRecord(key);
      const record = toy.ledger.record(key);
      ok(equal(stateRootOf(proof, keyHashOf(key)) ?? none, toy.ledger.stateRoot));
      const value = valueIn(proof, keyHashOf(key));
      same(value && toHex(value), record && toHex(valueHashOf(record)));
    }
  });
});

describe("opening again", () => {
  const told = () => {
    const store = new MemoryStateStore();
    const toy = new Toy([add("a", 1)], store);
    toy.run(add("a", 1), add("b", 2));
    toy.run(add("b", -3));
    return { store, toy };
  };

  it("goes on where the store stands", () => {
    const { store, toy } = told();
    const again = new Toy([add("a", 1)], store);
    same([again.ledger.height, again.ledger.time, again.roots()], [toy.ledger.height, toy.ledger.time, toy.roots()]);
    const next = transaction([add("b", 1)], { nonce: 77 });
    same([outcomeOf(again.block(next)), again.sum("b")], ["committed", 3]);
  });

  it("stops at records that do not lead to the tip's state root", () => {
    const { store } = told();
    const rotten = Object.assign(Object.create(store), {
      height: () => store.height(),
      block: (height: never) => store.block(height),
      records: () => [...store.records()].map(({ key }) => ({ key, value: none })),
    });
    throws(
      () => new Toy([add("a", 1)], rotten),
      (error) => error instanceof StateCorruption && error.message.includes("block 2"),
    );
  });

  it("stops when the tip's block is missing", () => {
    const { store } = told();
    const missing = Object.assign(Object.create(store), { height: () => store.height(), block: () => undefined });
    throws(() => new Toy([add("a", 1)], missing), StateCorruption);
  });

  it("never mistakes one state for another", () => {
    const { toy } = told();
    ok(!equal(toy.ledger.stateRoot, new Toy([add("a", 1)]).ledger.stateRoot));
  });
});
