import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { BLOCK_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { decodeTransaction, headOf } from "@meridian/ledger/decode";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { add, outcomeOf, transaction } from "@meridian/ledger/toy.conformance";
import fc from "fast-check";
import { ACCEPT, bundle, forged, OK, paying, REJECT, start } from "./application-harness.conformance.ts";
import { keyOf } from "./pool.ts";
import { sizeInBlock } from "./proposal.ts";

describe("application: proposals", () => {
  it("unpacks bundles in their order, each transaction once, without what cannot stand in the block", async () => {
    const { check, prepare, decide } = start();
    const [a, b, c, done, late] = [paying(1), paying(2), paying(3), paying(4), paying(5, { validUntil: 2 })];
    const bundles = [bundle(a, done, b), bundle(b, late, c), a];
    for (const each of bundles) same(await check(each), OK);
    await decide(done);
    await decide();
    same(prepare(bundles), [a, b, c]);
    same(prepare([bundle(paying(9))]), [], "a bundle that nobody checked");
  });

  it("fills no more than the engine has room for, framing included", async () => {
    const { check, prepare } = start();
    const members = Array.from({ length: 9 }, (_, n) => paying(n));
    const all = bundle(...members);
    same(await check(all), OK);
    const size = members.slice(0, 4).reduce((sum, { length }) => sum + sizeInBlock(length), 0);
    same(prepare([all], size).length, 4);
    same(prepare([all], size - 1).length, 3);
    same(prepare([all], 0).length, 0);
  });

  it("leaves the first block after a long silence empty, which tells an old time, and no other", async () => {
    let silence = 0;
    const store = new MemoryStateStore();
    const { check, prepare, decide, application, ledger } = start(store, { now: () => ledger.time + silence });
    const all = bundle(paying(1), paying(2));
    same(await check(all), OK);
    same(prepare([all]).length, 2);
    await decide(...prepare([all]));
    silence = 60;
    const [later, own] = [bundle(paying(3)), paying(4)];
    const decoded = decodeTransaction(own);
    ok(decoded.ok);
    const known = { key: keyOf(own), bytes: own, head: headOf(decoded.value) };
    same(await check(later), OK);
    same([prepare([later]), prepare([later])], [[], []], "in every round");
    await decide();
    same(prepare([later]).length, 1, "though the clock may be wrong");
    await decide(...prepare([later]));
    application.pool.putBundle(keyOf(bundle(own)), [known]);
    same(prepare([bundle(own)]), []);
  });

  it("accepts what consists of good transactions, whoever made it and whether or not it was gossiped", async () => {
    const { process, counted } = start();
    const txs = [paying(1), paying(2)];
    same(await process(txs), ACCEPT);
    same(await process([]), ACCEPT);
    same(await process([...txs].reverse(), utf8("next round")), ACCEPT);
    same(counted.verified, 2);
  });

  it("rejects bundles, noise, false signatures, signers who are not named, and more than a block may hold", async () => {
    const { process } = start();
    const good = paying(1);
    const foreign = transaction([add("a", 1)], { names: ["anna"], by: ["bert"] });
    for (const bad of [bundle(good), utf8("noise"), new Uint8Array(), forged(good), foreign])
      same(await process([good, bad]), REJECT);
    same(await process(Array.from({ length: BLOCK_TRANSACTIONS_MAX + 1 }, () => good)), REJECT);
    const large = new Uint8Array(30_000);
    same(await process(Array.from({ length: 140 }, () => large)), REJECT);
  });

  it("makes proposals that are accepted everywhere, whatever lies in the mempool", async () => {
    const pool = Array.from({ length: 12 }, (_, n) => paying(n, { validUntil: 1 + (n % 4) }));
    const member = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 11 }).map((n) => pool[n] as Uint8Array) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 11 }).map((n) => forged(pool[n] as Uint8Array)) },
    );
    const bundles = fc.array(fc.array(member, { minLength: 1, maxLength: 6 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(bundles, fc.nat(4), fc.nat(3_000), async (contents, empties, room) => {
        const [mine, other] = [start(), start()];
        for (let n = 0; n < empties; n++) for (const each of [mine, other]) await each.decide();
        const offered = contents.map((members) => bundle(...members));
        for (const each of offered) await mine.check(each);
        const txs = mine.prepare(offered, room);
        ok(txs.reduce((sum, { length }) => sum + sizeInBlock(length), 0) <= room);
        same(await other.process(txs), ACCEPT);
        const block = await mine.decide(...txs);
        ok(block.outcomes.every((_, at) => outcomeOf(block, at) !== "ledger/replayed"));
        same(new Set(block.ids.map(({ id }) => id)).size, txs.length);
      }),
      { numRuns: 15 },
    );
  });
});
