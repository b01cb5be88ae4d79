import { equal } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import type { ValidatorEntry } from "@meridian/ledger/membership";
import { type Divergence, recheck } from "@meridian/ledger/recheck";
import type { Rules } from "@meridian/ledger/rules";
import { StateCorruption, type StateStore } from "@meridian/ledger/state-store";
import { type GenesisDocument, genesisStateOf } from "@meridian/network/genesis";
import { validatorsOf } from "@meridian/network/trust";
import { setOf, validatorSetHash } from "@meridian/proof/comet/validators";
import type { Seals } from "@meridian/proof/seal";
import { headerFault, type SealedBlock, type SealFault, signersFault } from "./seal-check.ts";
import { sealsOf } from "./seals-of.ts";

/** The first thing in a stored ledger that does not hold. */
export type LedgerFault = {
  readonly height: Height;
  readonly what:
    | Divergence["what"]
    | SealFault["what"]
    /** A stored byte is not what was written; `detail` names the block or record. */
    | "damaged"
    | "no-seal"
    /** The set that the header announces is not the one that the members decided. */
    | "next-validators";
  readonly detail?: string;
};

/**
 * Holds a stored ledger against itself from genesis on: every transaction executed and its signatures verified again,
 * every root compared, every header linked to the one before it and signed by more than two thirds of the set that the
 * one before announced. Yields each height that holds; returns the first fault, or undefined. `seals` is where those of a
 * node of CometBFT are found; the last blocks may have none yet, for they come from the engine after the block.
 */
export function* checkLedger(
  rules: Rules,
  store: StateStore,
  genesis: GenesisDocument,
  seals: Seals = sealsOf({ genesis, history: blocksOf(store) }),
): Generator<Height, LedgerFault | undefined> {
  let announced = validatorSetHash(validatorsOf(genesis));
  let before: SealedBlock | undefined;
  let unsealed: Height | undefined;
  let height = asHeight(0);
  /** The set in the state, after the block at hand and after the one before it. */
  let inState: readonly (readonly ValidatorEntry[] | undefined)[] = [];
  try {
    if (store.block(height) === undefined) return { height, what: "missing" };
    height = asHeight(1);
    const again = recheck(rules, store, genesisStateOf(genesis), ({ validators }) => {
      inState = [validators, inState[0]];
    });
    for (;;) {
      const step = again.next();
      if (step.done === true) return step.value && faultOf(step.value);
      height = step.value;
      const block = store.block(height);
      if (block === undefined) return { height, what: "missing" };
      const seal = seals.at(height);
      if (seal === undefined && inState[1] === undefined) return { height, what: "no-seal" };
      if (seal === undefined) unsealed ??= height;
      else {
        if (unsealed !== undefined) return { height: unsealed, what: "no-seal" };
        const fault =
          headerFault(block, seal, before) ??
          signersFault(seal, announced, seals.validatorsOf(announced), genesis.network) ??
          announcementFault(seal.header, block.seal.length > 0, inState[1]);
        if (fault !== undefined) return { height, ...fault };
        announced = seal.header.nextValidatorsHash;
        before = { block, seal };
      }
      yield height;
      height = asHeight(height + 1);
    }
  } catch (error) {
    if (!(error instanceof StateCorruption)) throw error;
    return { height: asHeight(Math.min(height, store.height() ?? 0)), what: "damaged", detail: error.message };
  }
}

const blocksOf = (store: StateStore) => ({
  get height() {
    return store.height() ?? asHeight(0);
  },
  block: (height: Height) => store.block(height),
});

/**
 * A header announces the set that the state held after the block before it (CometBFT state/execution.go, updateState).
 * As long as one process orders, it announces its own again until it hands over.
 */
function announcementFault(
  { validatorsHash, nextValidatorsHash }: SealedBlock["seal"]["header"],
  isEmbedded: boolean,
  inState: readonly ValidatorEntry[] | undefined,
): Omit<LedgerFault, "height"> | undefined {
  if (isEmbedded && equal(validatorsHash, nextValidatorsHash)) return undefined;
  const decided = inState && validatorSetHash(setOf(inState));
  return decided !== undefined && equal(decided, nextValidatorsHash) ? undefined : { what: "next-validators" };
}

/** The record that differs, where there is one, is the detail. */
const faultOf = ({ record, ...divergence }: Divergence): LedgerFault => ({
  ...divergence,
  ...(record !== undefined && { detail: record }),
});
