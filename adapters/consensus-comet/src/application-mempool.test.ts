import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { decodeTransaction, headOf } from "@meridian/ledger/decode";
import { rules } from "@meridian/ledger/toy.conformance";
import { encodeWire } from "@meridian/ledger/wire";
import { CheckTxType, RequestQuery } from "cosmjs-types/tendermint/abci/types";
import type { ApplicationOptions } from "./application.ts";
import {
  BUSY,
  bundle,
  commandFor,
  FOREIGN,
  forged,
  MALFORMED,
  OK,
  OVER,
  paying,
  start,
} from "./application-harness.conformance.ts";
import { encodeBundle } from "./bundle.ts";
import { keyOf } from "./pool.ts";

describe("application: the mempool", () => {
  it("takes a bundle of good transactions, and a single one, and verifies each once", async () => {
    const { check, counted } = start();
    const members = [paying(1), paying(2), paying(3)];
    same(await check(bundle(...members)), OK);
    same(counted.verified, 3);
    same(await check(bundle(...members), 1), OK);
    same(await check(bundle(members[1] as Uint8Array, paying(4))), OK);
    same(counted.verified, 4);
    same(await check(members[0] as Uint8Array), OK);
    same(counted.verified, 4);
  });

  it("refuses a bundle whole for one bad member, and keeps none of it", async () => {
    const { check, application } = start();
    const good = paying(1);
    for (const bad of [forged(paying(2)), utf8("no transaction"), bundle(paying(3))])
      same(await check(bundle(good, bad)), MALFORMED);
    same(await check(Uint8Array.of(0x81, 0, 0, 9)), MALFORMED);
    same(await check(new Uint8Array()), MALFORMED);
    same([application.pool.transactions, application.pool.bytes], [0, 0]);
  });

  it("refuses what is for another network, or for a time so far ahead that it would only lie there", async () => {
    const { check } = start();
    same(await check(bundle(paying(1), paying(1, { network: "other" }))), FOREIGN);
    same(await check(bundle(paying(1, { validUntil: VALIDITY_HEIGHTS_MAX + 100 }))), FOREIGN);
    // Another node may be a few blocks ahead of this one.
    same(await check(bundle(paying(1, { validUntil: VALIDITY_HEIGHTS_MAX + 5 }))), OK);
  });

  it("keeps a bundle until the last of its members is in a block or out of its window", async () => {
    const { check, decide, application } = start();
    const [one, two] = [paying(1), paying(2, { validUntil: 3 })];
    const both = bundle(one, two);
    same(await check(both), OK);
    await decide(one);
    same(await check(both, 1), OK);
    await decide();
    same(await check(both, 1), OK);
    await decide();
    same(await check(both, 1), OVER);
    same([application.pool.transactions, application.pool.bytes], [0, 0]);
  });

  it("takes a copy of a bundle that waits, for whoever lacks it, and drops it at the next recheck", async () => {
    const { check, decide, counted } = start();
    const members = [paying(1), paying(2)];
    const [first, copy] = [encodeBundle(members), encodeBundle(members, 1)];
    same([await check(first), await check(copy), counted.verified], [OK, OK, 2]);
    await decide();
    same([await check(first, 1), await check(copy, 1)], [OK, OVER]);
    same([await check(copy), counted.verified], [OK, 2], "and takes it again");
    await decide();
    same([await check(copy, 1), counted.verified], [OK, 2], "for good where the engine has lost the first");
  });

  it("welcomes two blocks of transactions to the mempool: of each member a share, and what the others leave", async () => {
    const set = Array.from({ length: 8 }, (_, n) => ({ publicKey: String(n), power: 1 }));
    const membership = { validators: () => set, admitsPeer: () => true, commandFor };
    const { application, check } = start(undefined, { rules: { ...rules, membership } });
    same(application.welcome(0), 512, "of one node not more, though 800 may wait");
    await check(bundle(...Array.from({ length: 250 }, () => paying(1))));
    await check(bundle(...Array.from({ length: 150 }, () => paying(1))));
    same([application.welcome(0), application.welcome(150)], [400, 512]);
    await check(bundle(...Array.from({ length: 250 }, () => paying(1))));
    await check(bundle(...Array.from({ length: 100 }, () => paying(1))));
    same(application.welcome(0), 100, "an eighth of 800");
    same(application.welcome(100), 150);
  });

  it("recognises a spent bundle that comes late, without looking at its signatures again", async () => {
    const { check, decide, counted } = start();
    const members = [paying(3), paying(4)];
    await check(bundle(...members));
    await decide(...members);
    const before = counted.verified;
    same(await check(bundle(...members)), OVER);
    same(counted.verified, before);
  });

  it("verifies only so much at a time, so that a flood does not hold up the blocks", async () => {
    const held: (() => void)[] = [];
    const slow: ApplicationOptions["verifier"] = {
      verify: (transactions) => new Promise((resolve) => held.push(() => resolve(transactions.map(() => undefined)))),
    };
    const { check, application } = start(undefined, { verifier: slow });
    // Each counts as one signature and its payload: with 19 bundles of 256 there is still room for one, with 20 for none.
    const nobody = { kind: "ed25519", publicKey: new Uint8Array(32), signature: new Uint8Array(64) } as const;
    const noise = (n: number): Uint8Array =>
      bundle(
        ...Array.from({ length: 256 }, (_, at) =>
          encodeWire({ payload: Uint8Array.of(1, n, at), signatures: [nobody] }),
        ),
      );
    const known = paying(1);
    const decoded = decodeTransaction(known);
    ok(decoded.ok);
    const mine = { key: keyOf(known), bytes: known, head: headOf(decoded.value) };
    application.pool.putBundle(keyOf(bundle(known)), [mine]);
    const flood = Array.from({ length: 24 }, (_, n) => check(noise(n)));
    same(await check(noise(24)), BUSY);
    same(await check(bundle(known)), OK, "its own it knows");
    same(held.length, 20);
    for (const go of held.splice(0)) go();
    same(
      (await Promise.all(flood)).map((code) => code),
      [...Array.from({ length: 20 }, () => MALFORMED), ...Array.from({ length: 4 }, () => BUSY)],
    );
    void check(noise(25));
    same(held.length, 1);
  });

  it("refuses what has not the form of a transaction at once, whatever stands beside it, and has nothing verified", async () => {
    const never: ApplicationOptions["verifier"] = { verify: () => Promise.reject(new Error("asked")) };
    const { application } = start(undefined, { verifier: never });
    for (const tx of [utf8("noise"), bundle(utf8("noise")), bundle(paying(1), Uint8Array.of(1)), new Uint8Array()]) {
      const answer = application.checkTx({ tx, type: CheckTxType.NEW });
      same(answer instanceof Promise ? "later" : answer.code, MALFORMED);
    }
  });

  it("counts what verifying costs, not transactions: large ones of many signatures are fewer", async () => {
    let held = 0;
    const never: ApplicationOptions["verifier"] = {
      verify: () => {
        held++;
        return new Promise(() => undefined);
      },
    };
    const { check } = start(undefined, { verifier: never });
    const by = Array.from({ length: 8 }, (_, n) => `signer ${n}`);
    const dear = (): Uint8Array => paying(1, { by });
    const codes: number[] = [];
    for (let n = 0; n < 13; n++)
      void check(bundle(...Array.from({ length: 100 }, dear))).then((code) => codes.push(code));
    await new Promise((turn) => setImmediate(turn));
    same([held, codes], [12, [BUSY]], "of transactions of one signature, four times as many");
  });

  it("keeps of what waits neither its commands nor their parts, which take many times the room of their bytes", async () => {
    const { check, application } = start();
    const waiting = paying(1);
    same(await check(bundle(waiting)), OK);
    const [member] = application.pool.left(keyOf(bundle(waiting)));
    ok(member);
    same(Object.keys(member).sort(), ["bytes", "head", "key"]);
    same(Object.keys(member.head).sort(), ["id", "payload"]);
    same(Object.keys(member.head.payload).sort(), ["network", "validUntil"]);
  });

  it("asks the ledger who may connect", () => {
    const membership = {
      validators: () => undefined,
      admitsPeer: (_: unknown, id: string) => id === "ab12",
      commandFor,
    };
    const { application } = start(undefined, { rules: { ...rules, membership } });
    const ask = (path: string): number => application.query(RequestQuery.fromPartial({ path })).code;
    same(
      [ask("/p2p/filter/id/ab12"), ask("/p2p/filter/id/ab13"), ask("/p2p/filter/addr/10.0.0.1:1"), ask("/store")],
      [0, 1, 0, 1],
    );
    same(start().application.query(RequestQuery.fromPartial({ path: "/p2p/filter/id/ab12" })).code, 1);
  });

  it("lets in whom its operator named until it has a block of the engine, then whom the ledger names alone", async () => {
    const { application, decide } = start(undefined, { peers: ["ab14"] });
    const ask = (id: string): number =>
      application.query(RequestQuery.fromPartial({ path: `/p2p/filter/id/${id}` })).code;
    same([ask("ab14"), ask("ab15")], [0, 1]);
    await decide(paying(1));
    same([ask("ab14"), ask("ab15")], [1, 1]);
  });
});
