import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import { KINDS } from "./handlers.ts";

/** Every message that passes between engine and application, with something in every field that either side reads. */

const bytes = (fill: number, length = 20): Uint8Array => new Uint8Array(length).fill(fill);
const time = { seconds: 1_700_000_000n, nanos: 5 };
const validator = { address: bytes(1), power: 10n };
const misbehavior = [{ type: 1, validator, height: 3n, time, totalVotingPower: 40n }];
const lastCommit = { round: 1, votes: [{ validator, blockIdFlag: 2 }] };
const block = {
  txs: [bytes(2, 300), bytes(3, 1)],
  misbehavior,
  hash: bytes(4, 32),
  height: 2n ** 53n,
  time,
  nextValidatorsHash: bytes(5, 32),
  proposerAddress: bytes(6),
};
const { hash: _hash, ...proposal } = block;
const snapshot = { height: 9n, format: 1, chunks: 3, hash: bytes(7, 32), metadata: bytes(8, 4) };
const update = { pubKey: { ed25519: bytes(9, 32) }, power: 0n };

const requests: readonly Partial<Request>[] = [
  { echo: { message: "脉链" } },
  { flush: {} },
  { info: { version: "0.38.25", blockVersion: 11n, p2pVersion: 8n, abciVersion: "2.0.0" } },
  {
    initChain: Request.fromPartial({ initChain: { time, chainId: "toy", validators: [update], initialHeight: 7n } })
      .initChain,
  },
  { query: { data: bytes(1), path: "/p2p/filter/id/ab", height: 5n, prove: true } },
  { checkTx: { tx: bytes(1, 262_144), type: 1 } },
  { commit: {} },
  { listSnapshots: {} },
  { offerSnapshot: { snapshot, appHash: bytes(1, 32) } },
  { loadSnapshotChunk: { height: 9n, format: 1, chunk: 2 } },
  { applySnapshotChunk: { index: 2, chunk: bytes(1, 70_000), sender: "peer" } },
  { prepareProposal: { ...proposal, maxTxBytes: 4_000_000n, localLastCommit: { round: 1, votes: [] } } },
  { processProposal: { ...block, proposedLastCommit: lastCommit } },
  { extendVote: { ...block, proposedLastCommit: lastCommit } },
  { verifyVoteExtension: { hash: bytes(1, 32), validatorAddress: bytes(2), height: 3n, voteExtension: bytes(3) } },
  { finalizeBlock: { ...block, decidedLastCommit: lastCommit } },
].map((each) => each as Partial<Request>);

const responses: readonly Partial<Response>[] = [
  { exception: { error: "invariant" } },
  { echo: { message: "脉链" } },
  { flush: {} },
  { info: { data: "meridian", version: "1", appVersion: 1n, lastBlockHeight: 7n, lastBlockAppHash: bytes(1, 32) } },
  { initChain: { consensusParams: undefined, validators: [], appHash: bytes(1, 32) } },
  { query: Response.fromPartial({ query: { code: 1, codespace: "meridian" } }).query },
  { checkTx: Response.fromPartial({ checkTx: { code: 3, log: "over", codespace: "meridian" } }).checkTx },
  { commit: { retainHeight: 0n } },
  { listSnapshots: { snapshots: [snapshot] } },
  { offerSnapshot: { result: 4 } },
  { loadSnapshotChunk: { chunk: bytes(1, 70_000) } },
  { applySnapshotChunk: { result: 3, refetchChunks: [2], rejectSenders: ["peer"] } },
  { prepareProposal: { txs: block.txs } },
  { processProposal: { status: 1 } },
  { extendVote: { voteExtension: new Uint8Array() } },
  { verifyVoteExtension: { status: 1 } },
  {
    finalizeBlock: Response.fromPartial({
      finalizeBlock: { txResults: [{ code: 1, data: bytes(1) }], validatorUpdates: [update], appHash: bytes(2, 32) },
    }).finalizeBlock,
  },
].map((each) => each as Partial<Response>);

const present = (message: object): unknown =>
  Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));

describe("ABCI messages", () => {
  for (const request of requests)
    it(`request ${Object.keys(request)[0]} comes out as it went in`, () =>
      same(present(Request.decode(Request.encode(request as Request).finish())), request));

  for (const response of responses)
    it(`response ${Object.keys(response)[0]} comes out as it went in`, () =>
      same(present(Response.decode(Response.encode(response as Response).finish())), response));

  it("are all here", () => {
    for (const kind of KINDS) {
      ok(requests.some((each) => kind in each));
      ok(responses.some((each) => kind in each));
    }
  });
});
