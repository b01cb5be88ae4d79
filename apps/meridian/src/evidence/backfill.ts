import { equal } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { type Chain, isAgreed } from "@meridian/consensus-comet/snapshot-window";
import { follows, idsOf } from "@meridian/ledger/restoring";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import type { Header } from "@meridian/proof/comet/header";
import { isValidatorSet, type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import type { KeptSeal, Seals } from "@meridian/proof/seal";

/** A member's blocks and seals; nothing of them is believed. */
export type OlderBlocks = {
  readonly block: (height: Height) => StoredBlock | undefined;
  readonly seals: Pick<Seals, "at" | "validatorsOf">;
};

/** This node's own: where older blocks go, and where the seals of those that the engine ordered go. */
export type Backfilled = {
  readonly store: StateStore;
  readonly seals: Pick<Seals, "at">;
  readonly keepSeal: (seal: KeptSeal, validators: readonly Validator[]) => void;
};

/** The highest block that could not be taken, and why. What was taken before it stays. */
export type BackfillFault = { readonly height: Height; readonly what: "missing" | "no-seal" | "not-agreed" };

type Older = { readonly block: StoredBlock; readonly seal: KeptSeal; readonly validators: readonly Validator[] };

/**
 * Fetches what a node that joined with a snapshot lacks, downwards from its first block to the one behind genesis. Each
 * header is the one that the header above names by its hash, and confirms its block (ADR-17). Yields each height from
 * which the store begins then.
 */
export function* backfill(
  own: Backfilled,
  from: OlderBlocks,
  chain: Chain,
): Generator<Height, BackfillFault | undefined> {
  const { store } = own;
  let above = own.seals.at(store.base())?.header;
  if (above === undefined) return { height: store.base(), what: "no-seal" };
  // A block without events has the state root of the one before it, so it waits until that is known.
  let waiting: Older[] = [];
  for (let at = store.base() - 1; at >= 1; at--) {
    const height = asHeight(at);
    const older = olderAt(from, chain, height, above);
    if (typeof older === "string") return { height, what: older };
    above = older.seal.header;
    const before = at === 1 ? store.block(asHeight(0)) : undefined;
    waiting.push(older);
    if (older.block.events.length === 0 && at > 1) continue;
    if (!isSound(waiting, before)) return { height, what: "not-agreed" };
    for (const { block, seal, validators } of waiting) {
      if (block.height >= chain.initialHeight) own.keepSeal(seal, validators);
      store.prepend(block);
    }
    waiting = [];
    yield height;
  }
  return undefined;
}

/** Whether blocks, from the highest down to the first one with events, have the roots that they say. */
const isSound = (blocks: readonly Older[], genesis: StoredBlock | undefined): boolean =>
  blocks.every(({ block }, i) => follows(block, blocks[i + 1]?.block ?? genesis));

function olderAt(
  { block: blockAt, seals }: OlderBlocks,
  chain: Chain,
  height: Height,
  above: Header,
): Older | BackfillFault["what"] {
  const claim = blockAt(height);
  if (claim === undefined) return "missing";
  const seal = seals.at(height);
  if (seal === undefined) return "no-seal";
  if (claim.transactions.length !== claim.outcomes.length || !isAgreed(chain, above, claim, seal)) return "not-agreed";
  const hash = seal.header.validatorsHash;
  const validators = height < chain.initialHeight ? chain.founders : seals.validatorsOf(hash);
  if (validators === undefined || !isValidatorSet(validators) || !equal(validatorSetHash(validators), hash))
    return "no-seal";
  // What the engine told with a block only the events of it confirm.
  const { notices: _, ...rest } = claim;
  const block = { ...rest, ids: idsOf(claim, chain.network) };
  return { block, seal: { ...seal, canonical: true }, validators };
}
