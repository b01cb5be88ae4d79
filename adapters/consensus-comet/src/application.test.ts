import { ok, deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import { BLOCK_BYTES_MAX, BLOCK_TRANSACTIONS_MAX, VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { resultLeafOf } from "@meridian/kernel/roots";
import type { Command } from "@meridian/kernel/transaction";
import { decodeTransaction } from "@meridian/ledger/decode";
import { Ledger } from "@meridian/ledger/ledger";
import type { ValidatorEntry } from "@meridian/ledger/membership";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { add, GENESIS_TIME, NETWORK, outcomeOf, purse, rules, transaction } from "@meridian/ledger/toy.conformance";
import {
  ExecTxResult,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestPrepareProposal,
  RequestProcessProposal,
  RequestQuery,
} from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { Application, type ApplicationOptions } from "./application.ts";
import { encodeBundle } from "./bundle.ts";
import { verifier } from "./engine-harness.conformance.ts";
import { keyOf } from "./pool.ts";
import { sizeInBlock } from "./proposal.ts";

const OK = 0;
const MALFORMED = 1;
const FOREIGN = 2;
const OVER = 3;
const BUSY = 4;
const ACCEPT = 1;
const REJECT = 2;

/** The application and what stands around it. Counts the transactions whose signatures it has checked. */
function start(store = new MemoryStateStore(), changes: Partial<ApplicationOptions> & { readonly rules?: Rules } = {}) {
  const ledger = new Ledger(changes.rules ?? rules, store, { time: GENESIS_TIME, commands: [] });
  const blocks: StoredBlock[] = [];
  const counted = { verified: 0 };
  const application = new Application({
    network: NETWORK,
    ledger,
    verifier: {
      verify: (transactions) => {
        counted.verified += transactions.length;
        return verifier.verify(transactions);
      },
    },
    initialHeight: 1,
    now: () => ledger.time,
    onCommitted: (block) => blocks.push(block),
    ...changes,
  });
  const check = async (tx: Uint8Array, type = 0): Promise<number> => (await application.checkTx({ tx, type })).code;
  const prepare = (txs: readonly Uint8Array[], maxTxBytes = BLOCK_BYTES_MAX): readonly Uint8Array[] =>
    application.prepareProposal(
      RequestPrepareProposal.fromPartial({
        txs: [...txs],
        maxTxBytes: BigInt(maxTxBytes),
        time: { seconds: BigInt(ledger.time) },
      }),
    ).txs;
  const process = async (txs: readonly Uint8Array[], hash = utf8("block")): Promise<number> =>
    (await application.processProposal(RequestProcessProposal.fromPartial({ txs: [...txs], hash }))).status;
  const finalize = (txs: readonly Uint8Array[], more: Partial<RequestFinalizeBlock> = {}) =>
    application.finalizeBlock(
      RequestFinalizeBlock.fromPartial({
        txs: [...txs],
        hash: utf8("block"),
        height: BigInt(ledger.height + 1),
        time: { seconds: BigInt(GENESIS_TIME + ledger.height), nanos: 999_999_999 },
        ...more,
      }),
    );
  /** Decides a block as an engine does that has seen its proposal. */
  const decide = async (...txs: readonly Uint8Array[]): Promise<StoredBlock> => {
    const hash = utf8(`block ${ledger.height + 1}`);
    same(await process(txs, hash), ACCEPT);
    await finalize(txs, { hash });
    application.commit();
    await Promise.resolve();
    return blocks.at(-1) as StoredBlock;
  };
  return { application, ledger, store, blocks, counted, check, prepare, process, finalize, decide };
}

let nonce = 0;
const paying = (sum: number, changes: Parameters<typeof transaction>[1] = {}): Uint8Array =>
  transaction([add("p", sum)], { nonce: ++nonce, validUntil: 50, ...changes });
const bundle = (...members: readonly Uint8Array[]): Uint8Array => encodeBundle(members);
const forged = (bytes: Uint8Array): Uint8Array => {
  const other = bytes.slice();
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
  return other;
};
const nobody = { chainId: NETWORK, initialHeight: 1n, validators: [] };

describe("application: where the chain begins", () => {
  it("says height 0 until the first block of the engine is stored, then the last one", async () => {
    const { application, decide, ledger } = start();
    same(application.info().lastBlockHeight, 0n);
    await decide(paying(1));
    same(
      [application.info().lastBlockHeight, toHex(application.info().lastBlockAppHash), application.info().appVersion],
      [1n, toHex(ledger.appHash), 1n],
    );
  });

  it("begins where an embedded chain ended, with its app hash", async () => {
    const before = start();
    await before.decide(paying(1));
    await before.decide(paying(2));
    const { application, ledger, decide } = start(before.store, { initialHeight: 3 });
    same([application.info().lastBlockHeight, application.info().lastBlockAppHash.length], [0n, 0]);
    const begun = application.initChain(RequestInitChain.fromPartial({ ...nobody, initialHeight: 3n }));
    same(toHex(begun.appHash), toHex(before.ledger.appHash));
    same((await decide(paying(3))).height, 3);
    same([application.info().lastBlockHeight, ledger.height], [3n, 3]);
  });

  it("answers InitChain again as long as nothing is stored, and never afterwards", async () => {
    const { application, decide } = start();
    const request = RequestInitChain.fromPartial(nobody);
    same(application.initChain(request), application.initChain(request));
    await decide(paying(1));
    throws(() => application.initChain(request), /invariant: the ledger stands before/);
  });

  it("stops when engine and ledger are not of one chain", () => {
    const { application } = start();
    const of = (changes: object) => () =>
      application.initChain(RequestInitChain.fromPartial({ ...nobody, ...changes }));
    throws(of({ chainId: "other" }), /invariant/);
    throws(of({ initialHeight: 2n }), /invariant/);
  });
});

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
    const noise = (n: number): Uint8Array => bundle(...Array.from({ length: 256 }, (_, at) => Uint8Array.of(1, n, at)));
    const known = paying(1);
    const decoded = decodeTransaction(known);
    ok(decoded.ok);
    const mine = { key: keyOf(known), bytes: known, decoded: decoded.value };
    application.pool.putBundle(keyOf(bundle(known)), [mine]);
    const flood = Array.from({ length: 20 }, (_, n) => check(noise(n)));
    same(await check(noise(20)), BUSY);
    same(await check(bundle(known)), OK, "its own it knows");
    same(held.length, 16);
    for (const go of held.splice(0)) go();
    same(
      (await Promise.all(flood)).map((code) => code),
      [...Array.from({ length: 16 }, () => MALFORMED), ...Array.from({ length: 4 }, () => BUSY)],
    );
    void check(noise(21));
    same(held.length, 1);
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

const commandFor = ({ validator }: { readonly validator: string }): Command => add(validator, 7);

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
    const known = { key: keyOf(own), bytes: own, decoded: decoded.value };
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

  it("rejects bundles, noise, false signatures, and more than a block may hold", async () => {
    const { process } = start();
    const good = paying(1);
    for (const bad of [bundle(good), utf8("noise"), new Uint8Array(), forged(good)])
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

describe("application: blocks", () => {
  it("executes what it has seen as a proposal without verifying again, and tells of it after the commit", async () => {
    const { process, finalize, application, blocks, counted, ledger } = start();
    const txs = [paying(5), paying(-100)];
    await process(txs);
    same(counted.verified, 2);
    const { txResults, appHash, validatorUpdates } = await finalize(txs);
    same([counted.verified, ledger.height, ledger.isBetweenBlocks], [2, 0, false]);
    application.commit();
    same([blocks.length, ledger.isBetweenBlocks], [0, true]);
    await Promise.resolve();
    const block = blocks[0] as StoredBlock;
    same([block.height, block.time, block.seal.length], [1, GENESIS_TIME, 0]);
    same(toHex(appHash), toHex(block.appHash));
    same(validatorUpdates, []);
    same(
      txResults.map(({ code }) => code),
      [0, 1],
    );
    same(
      txResults.map((result) => toHex(ExecTxResult.encode(result).finish())),
      block.outcomes.map((outcome) => toHex(resultLeafOf(outcome))),
    );
  });

  it("executes blocks that it has never seen, as when it catches up, to the same app hash", async () => {
    const [seen, unseen] = [start(), start()];
    for (let n = 0; n < 3; n++) {
      const txs = [paying(n), forged(paying(n)), utf8("noise")];
      for (const { finalize, application } of [seen, unseen]) {
        await finalize(txs);
        application.commit();
      }
    }
    same(toHex(seen.ledger.appHash), toHex(unseen.ledger.appHash));
    await Promise.resolve();
    same(
      unseen.blocks.map((block) => [outcomeOf(block, 0), outcomeOf(block, 1), outcomeOf(block, 2)]),
      Array.from({ length: 3 }, () => ["committed", "ledger/bad-signature", "ledger/malformed"]),
    );
  });

  it("stores nothing before Commit: after a crash in between the block comes again and leads to the same", async () => {
    const crashed = start();
    const txs = [paying(1)];
    const first = await crashed.finalize(txs);
    same(crashed.store.height(), 0);
    const again = start(crashed.store);
    same(again.application.info().lastBlockHeight, 0n);
    const second = await again.finalize(txs);
    same(toHex(second.appHash), toHex(first.appHash));
    again.application.commit();
    same(again.store.height(), 1);
  });

  it("answers again for a block that only the engine has lost, and executes it once", async () => {
    const { finalize, application, ledger } = start();
    const txs = [paying(1)];
    const answers = await Promise.all([finalize(txs), finalize(txs)]);
    answers.push(await finalize(txs));
    same(new Set(answers).size, 1);
    await finalize(txs, { hash: utf8("another") }).then(
      () => ok(false, "two blocks at one height"),
      ({ message }: Error) => same(message, "invariant: one block is decided at a height"),
    );
    application.commit();
    same(ledger.height, 1);
  });

  it("stops at a height that is not the next one, and at a Commit of nothing", async () => {
    const { finalize, application } = start();
    await finalize([], { height: 2n }).then(
      () => ok(false, "out of order"),
      ({ message }: Error) => same(message, "invariant: blocks come in order"),
    );
    throws(() => application.commit(), /invariant/);
    throws(() => application.extendVote(), /invariant/);
    throws(() => application.verifyVoteExtension(), /invariant/);
  });

  it("hands on what the engine found out, in order, and what it makes of the validator set", async () => {
    const keys = ["a", "b"].map((name) => toHex(publicKeyOf(sha256(utf8(name)))));
    const entry = (at: number, power: number): ValidatorEntry => ({ publicKey: keys[at] as string, power });
    // The set follows from a record: b comes when p has something, a goes when it has much.
    const validators: NonNullable<Rules["membership"]>["validators"] = (read) => {
      const { sum } = read(purse, "p") as { sum: number };
      return [...(sum < 50 ? [entry(0, 10)] : []), ...(sum > 0 ? [entry(1, 7)] : [])];
    };
    const membership = { validators, admitsPeer: () => true, commandFor };
    const { application, finalize, ledger, blocks } = start(undefined, { rules: { ...rules, membership } });
    const set = [{ pubKey: { ed25519: publicKeyOf(sha256(utf8("a"))) }, power: 10n }];
    application.initChain(RequestInitChain.fromPartial({ ...nobody, validators: set }));
    throws(() => application.initChain(RequestInitChain.fromPartial(nobody)), /invariant/);
    const validator = { address: new Uint8Array(20).fill(0xaa), power: 10n };
    const told = [1, 2].map((type) => ({ type, validator, height: BigInt(type), time: { seconds: 9n, nanos: 1 } }));
    const updatesOf = async (txs: readonly Uint8Array[], misbehavior = told) => {
      const { validatorUpdates } = await finalize(
        txs,
        RequestFinalizeBlock.fromPartial({
          txs: [...txs],
          misbehavior,
          hash: utf8("x"),
          height: BigInt(ledger.height + 1),
          time: { seconds: 9n },
        }),
      );
      application.commit();
      return validatorUpdates.map(({ pubKey, power }) => [toHex(pubKey?.ed25519 ?? new Uint8Array()), power]);
    };
    same(await updatesOf([paying(1)]), [[keys[1], 7n]]);
    same(await updatesOf([paying(1)], []), []);
    same(await updatesOf([paying(90)], []), [[keys[0], 0n]]);
    await Promise.resolve();
    same(
      blocks[0]?.notices?.map(({ type, height, time }) => [type, height, time]),
      [
        ["duplicate-vote", 1, 9],
        ["light-client-attack", 2, 9],
      ],
    );
    same(blocks[0]?.events.length, 3);
    same(blocks[1]?.notices, undefined);
  });
});

describe("application: snapshots", () => {
  it("has none and takes none without the port", () => {
    const { application } = start();
    const snapshot = { height: 9n, format: 1, chunks: 1, hash: new Uint8Array(32), metadata: new Uint8Array() };
    same(application.listSnapshots().snapshots, []);
    same(application.offerSnapshot({ snapshot, appHash: new Uint8Array(32) }).result, 2);
    same(application.loadSnapshotChunk({ height: 9n, format: 1, chunk: 0 }).chunk.length, 0);
    same(application.applySnapshotChunk({ index: 0, chunk: new Uint8Array(), sender: "s" }).result, 2);
  });

  it("speaks the engine's words for what the port says", () => {
    const offer = { height: 9, format: 1, chunks: 2, hash: new Uint8Array(32), metadata: new Uint8Array() };
    const applied = ["accept", "bad", "reject"] as const;
    const offered = ["accept", "reject", "reject-format"] as const;
    const { application } = start(undefined, {
      snapshots: {
        list: () => [offer],
        chunk: (height, format, index) => Uint8Array.of(height, format, index),
        offer: ({ format }) => offered[format] as (typeof offered)[number],
        apply: (index) => applied[index] as (typeof applied)[number],
      },
    });
    same(application.listSnapshots().snapshots, [{ ...offer, height: 9n }]);
    same(application.loadSnapshotChunk({ height: 9n, format: 1, chunk: 2 }).chunk, Uint8Array.of(9, 1, 2));
    const results = [0, 1, 2].map(
      (format) => application.offerSnapshot({ snapshot: { ...offer, format, height: 9n }, appHash: offer.hash }).result,
    );
    same(results, [1, 3, 4]);
    const apply = (index: number) => application.applySnapshotChunk({ index, chunk: offer.hash, sender: "s" });
    same([0, 1, 2].map(apply), [
      { result: 1, refetchChunks: [], rejectSenders: [] },
      { result: 3, refetchChunks: [1], rejectSenders: ["s"] },
      { result: 5, refetchChunks: [], rejectSenders: [] },
    ]);
  });
});
