import { equal } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { decodeSeal, type Seal } from "@meridian/proof/seal";
import { merkleRoot } from "@meridian/crypto/merkle";
import { resultLeafOf } from "@meridian/kernel/roots";
import { type Divergence, recheck } from "@meridian/ledger/recheck";
import type { Rules } from "@meridian/ledger/rules";
import { StateCorruption, type StateStore, type StoredBlock } from "@meridian/ledger/state-store";
import { type GenesisDocument, genesisStateOf } from "@meridian/network/genesis";
import { dataHash } from "@meridian/proof/comet/block";
import { commitHash } from "@meridian/proof/comet/commit";
import { type BlockId, NO_BLOCK } from "@meridian/proof/comet/header";
import { compareTimes } from "@meridian/proof/comet/time";
import { type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import { checkFinality, type FinalityFault } from "@meridian/proof/light";
import { validatorsOf } from "./trust.ts";

/** The first thing in a stored ledger that does not hold. */
export type LedgerFault = {
  readonly height: Height;
  readonly what:
    | Divergence["what"]
    | FinalityFault["code"]
    /** A stored byte is not what was written; `detail` names the block or record. */
    | "damaged"
    | "no-seal"
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

/**
 * Holds a stored ledger against itself from genesis on: every transaction executed and its signatures verified again,
 * every root compared, every header linked to the one before it and signed by more than two thirds. Yields each height
 * that holds; returns the first fault, or undefined.
 */
export function* checkLedger(
  rules: Rules,
  store: StateStore,
  genesis: GenesisDocument,
): Generator<Height, LedgerFault | undefined> {
  const validators = validatorsOf(genesis);
  let before: Checked | undefined;
  let height = asHeight(0);
  try {
    if (store.block(height) === undefined) return { height, what: "missing" };
    height = asHeight(1);
    const again = recheck(rules, store, genesisStateOf(genesis));
    for (;;) {
      const step = again.next();
      if (step.done === true) return step.value && faultOf(step.value);
      height = step.value;
      const block = store.block(height);
      if (block === undefined) return { height, what: "missing" };
      const seal = decodeSeal(block.seal);
      if (seal === undefined) return { height, what: "no-seal" };
      const fault = headerFault(block, seal, before) ?? signersFault(seal, validators, genesis.network);
      if (fault !== undefined) return { height, ...fault };
      before = { block, seal };
      yield height;
      height = asHeight(height + 1);
    }
  } catch (error) {
    if (!(error instanceof StateCorruption)) throw error;
    return { height: asHeight(Math.min(height, store.height() ?? 0)), what: "damaged", detail: error.message };
  }
}

/** The record that differs, where there is one, is the detail. */
const faultOf = ({ record, ...divergence }: Divergence): LedgerFault => ({
  ...divergence,
  ...(record !== undefined && { detail: record }),
});

type Checked = { readonly block: StoredBlock; readonly seal: Seal };
type Fault = Omit<LedgerFault, "height">;

/** What a header says of its block and of the one before. */
function headerFault(block: StoredBlock, { header, commit }: Seal, before: Checked | undefined): Fault | undefined {
  if (header.height !== block.height || commit.height !== block.height) return { what: "header-height" };
  if (header.time.seconds !== block.time) return { what: "header-time" };
  if (before !== undefined && compareTimes(before.seal.header.time, header.time) >= 0)
    return { what: "time-goes-back" };
  if (!sameBlock(header.lastBlockId, before?.seal.commit.blockId ?? NO_BLOCK)) return { what: "not-linked" };
  if (!equal(header.lastCommitHash, before === undefined ? merkleRoot([]) : commitHash(before.seal.commit)))
    return { what: "last-commit" };
  if (!equal(header.dataHash, dataHash(block.transactions))) return { what: "transactions-hash" };
  if (!equal(header.lastResultsHash, merkleRoot((before?.block.outcomes ?? []).map(resultLeafOf))))
    return { what: "results-hash" };
  if (!equal(header.appHash, block.previousAppHash)) return { what: "header-app-hash" };
  return undefined;
}

function signersFault(seal: Seal, validators: readonly Validator[], network: string): Fault | undefined {
  if (!equal(seal.header.validatorsHash, validatorSetHash(validators))) return { what: "other-validators" };
  const finality = checkFinality(network, { ...seal, validators }, "all");
  if (finality.ok) return undefined;
  const { code, ...data } = finality.error;
  return { what: code, detail: JSON.stringify(data) };
}

const sameBlock = (a: BlockId, b: BlockId): boolean =>
  equal(a.hash, b.hash) && a.parts.total === b.parts.total && equal(a.parts.hash, b.parts.hash);
