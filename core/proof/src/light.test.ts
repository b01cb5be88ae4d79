import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { equal, fromBase64, fromHex } from "@meridian/base/bytes";
import { rootOfPath } from "@meridian/crypto/merkle";
import { transactionLeaf } from "./comet/block.ts";
import { commitHash } from "./comet/commit.ts";
import { headerHash } from "./comet/header.ts";
import { hexOf } from "./comet/json.ts";
import { commitFromRpc, headerFromRpc, validatorsFromRpc } from "./comet/rpc.ts";
import { timeOf, ZERO_TIME } from "./comet/time.ts";
import { inSetOrder } from "./comet/validators.ts";
import { checkFinality, checkStep, type LightBlock, type TrustedHeader } from "./light.ts";

/** Scenarios and recordings are read in place; in continuous integration they have to be there. */
const data = new URL("../../../../shared/data/light-client/", import.meta.url);
const isThere = existsSync(data);
const skip = isThere || process.env["CI"] ? false : `scenarios and recordings are not at ${data.pathname}`;

// biome-ignore lint/suspicious/noExplicitAny: recorded answers are walked as they are.
const load = (path: string): any => JSON.parse(readFileSync(new URL(path, data), "utf8"));

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

it("finds the light-client scenarios", { skip }, () => holds(isThere, `nothing at ${data.pathname}`));

describe("the model-based light-client scenarios of tendermint-rs", { skip }, () => {
  const files = isThere ? readdirSync(new URL("scenarios/", data)) : [];
  const verdicts: Record<string, number> = {};
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const setOf = (set: any) => validatorsFromRpc(set.validators);
  for (const file of files)
    it(`agrees with ${file.replace(".json", "")}`, () => {
      const { initial, input } = load(`scenarios/${file}`);
      let trusted: TrustedHeader = {
        header: must(headerFromRpc(initial.signed_header.header)),
        nextValidators: inSetOrder(must(setOf(initial.next_validator_set))),
      };
      for (const { block, now, verdict } of input) {
        const policy = {
          now: timeOf(now) ?? ZERO_TIME,
          trustingPeriod: Number(initial.trusting_period) / 1e9,
          clockDrift: 0,
        };
        const next: LightBlock = {
          header: must(headerFromRpc(block.signed_header.header)),
          commit: must(commitFromRpc(block.signed_header.commit)),
          validators: inSetOrder(must(setOf(block.validator_set))),
        };
        const step = checkStep(trusted, next, policy);
        const said = step.ok ? "SUCCESS" : step.error.code === "not-enough-trust" ? "NOT_ENOUGH_TRUST" : "INVALID";
        is(said, verdict, JSON.stringify(step));
        verdicts[said] = (verdicts[said] ?? 0) + 1;
        if (step.ok)
          trusted = { header: next.header, nextValidators: inSetOrder(must(setOf(block.next_validator_set))) };
      }
    });
  it("has seen all 99 steps", () => same(verdicts, { SUCCESS: 44, NOT_ENOUGH_TRUST: 42, INVALID: 13 }));
});

describe("recordings of a CometBFT v0.38 node", { skip }, () => {
  it("has the recorded hash for every header from height 1 on, and for every commit", () => {
    const metas = load("recordings/blockchain_from_1_to_10.json").result.block_metas;
    is(metas.length, 10);
    for (const { header, block_id } of metas) is(hexOf(headerHash(must(headerFromRpc(header)))), block_id.hash);
    const { block } = load("recordings/block_at_height_10.json").result;
    is(hexOf(commitHash(must(commitFromRpc(block.last_commit)))), block.header.last_commit_hash);
  });
  it("accepts the recorded commit, with every signature", () => {
    const { chain_id, validators } = load("recordings/genesis.json").result.genesis;
    const { header, commit } = load("recordings/commit_at_height_10.json").result.signed_header;
    const block: LightBlock = {
      header: must(headerFromRpc(header)),
      commit: must(commitFromRpc(commit)),
      validators: must(validatorsFromRpc(validators)),
    };
    same(checkFinality(chain_id, block), { ok: true, value: { signed: "10", total: "10" } });
    same(checkFinality("other", block), { ok: false, error: { code: "wrong-chain", chain: chain_id } });
  });
  it("follows the recorded path of every transaction", () => {
    const { txs } = load("recordings/tx_search_with_prove.json").result;
    is(txs.length, 9);
    for (const { tx, proof } of txs) {
      const aunts = (proof.proof.aunts ?? []).map((aunt: string) => fromBase64(aunt));
      const path = { total: Number(proof.proof.total), index: Number(proof.proof.index), aunts };
      const root = rootOfPath(path, transactionLeaf(fromBase64(tx) ?? new Uint8Array()));
      holds(root !== undefined && equal(root, fromHex(proof.root_hash) ?? new Uint8Array()));
    }
  });
});
