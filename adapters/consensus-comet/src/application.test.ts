import { ok, deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { resultLeafOf } from "@meridian/kernel/roots";
import type { ValidatorEntry } from "@meridian/ledger/membership";
import type { Rules } from "@meridian/ledger/rules";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { GENESIS_TIME, outcomeOf, purse, rules } from "@meridian/ledger/toy.conformance";
import { ExecTxResult, RequestFinalizeBlock, RequestInitChain } from "cosmjs-types/tendermint/abci/types";
import { commandFor, forged, nobody, paying, start } from "./application-harness.conformance.ts";

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
