import { equal } from "@meridian/base/bytes";
import { merkleRoot } from "@meridian/crypto/merkle";
import { resultLeafOf } from "@meridian/kernel/roots";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { dataHash } from "@meridian/proof/comet/block";
import { commitHash } from "@meridian/proof/comet/commit";
import { type BlockId, NO_BLOCK } from "@meridian/proof/comet/header";
import { compareTimes } from "@meridian/proof/comet/time";
import { type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import { checkFinality, type FinalityFault } from "@meridian/proof/light";
import type { KeptSeal, Seal } from "@meridian/proof/seal";

/** Holds header and commit of a block against what this node has of it and of the one before. */

export type SealFault = {
  readonly what:
    | FinalityFault["code"]
    | "header-height"
    | "header-time"
    | "time-goes-back"
    | "not-linked"
    | "last-commit"
    | "transactions-hash"
    | "results-hash"
    | "header-app-hash"
    | "other-validators";
  readonly detail?: string;
};

export type SealedBlock = { readonly block: StoredBlock; readonly seal: KeptSeal };

/** CometBFT began here to order a chain that one process had ordered until then: it knows no block before its first. */
export const isTakenOver = (block: StoredBlock, before: StoredBlock | undefined): boolean =>
  before !== undefined && before.seal.length > 0 && block.seal.length === 0;

const NOTHING = merkleRoot([]);

/**
 * What a header says of its block and of the one before. There is none at height 1; a node that began with a snapshot
 * does not know the one before its first.
 */
export function headerFault(
  block: StoredBlock,
  { header, commit }: KeptSeal,
  before: SealedBlock | undefined | "unknown",
): SealFault | undefined {
  return ownFault(block, { header, commit }) ?? (before === "unknown" ? undefined : linkFault(block, header, before));
}

function ownFault(block: StoredBlock, { header, commit }: Seal): SealFault | undefined {
  if (header.height !== block.height || commit.height !== block.height) return { what: "header-height" };
  if (header.time.seconds !== block.time) return { what: "header-time" };
  if (!equal(header.dataHash, dataHash(block.transactions))) return { what: "transactions-hash" };
  return equal(header.appHash, block.previousAppHash) ? undefined : { what: "header-app-hash" };
}

function linkFault(block: StoredBlock, header: Seal["header"], before: SealedBlock | undefined): SealFault | undefined {
  if (before !== undefined && compareTimes(before.seal.header.time, header.time) >= 0)
    return { what: "time-goes-back" };
  const linked = isTakenOver(block, before?.block) ? undefined : before;
  if (!sameBlock(header.lastBlockId, linked?.seal.commit.blockId ?? NO_BLOCK)) return { what: "not-linked" };
  // Other votes for the same block than the next header names prove as much, but hash to something else.
  const isComparable = linked?.seal.canonical ?? true;
  if (isComparable && !equal(header.lastCommitHash, linked === undefined ? NOTHING : commitHash(linked.seal.commit)))
    return { what: "last-commit" };
  if (!equal(header.lastResultsHash, merkleRoot((linked?.block.outcomes ?? []).map(resultLeafOf))))
    return { what: "results-hash" };
  return undefined;
}

/** `announced` is the hash of the set that must sign, `validators` that set where it is known. */
export function signersFault(
  { header, commit }: KeptSeal,
  announced: Uint8Array,
  validators: readonly Validator[] | undefined,
  network: string,
): SealFault | undefined {
  if (!equal(header.validatorsHash, announced)) return { what: "other-validators" };
  if (validators === undefined || !equal(validatorSetHash(validators), announced))
    return { what: "wrong-validator-set" };
  const finality = checkFinality(network, { header, commit, validators }, "all");
  if (finality.ok) return undefined;
  const { code, ...data } = finality.error;
  return { what: code, detail: JSON.stringify(data) };
}

const sameBlock = (a: BlockId, b: BlockId): boolean =>
  equal(a.hash, b.hash) && a.parts.total === b.parts.total && equal(a.parts.hash, b.parts.hash);
