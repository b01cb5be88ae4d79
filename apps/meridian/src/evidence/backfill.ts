import { equal } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { type Chain, isAgreed } from "@meridian/consensus-comet/snapshot-window";
import { follows, idsOf } from "@meridian/ledger/restoring";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import type { Header } from "@meridian/proof/comet/header";
import { isValidatorSet, type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import { checkFinality } from "@meridian/proof/light";
import { encodeSeal, type KeptSeal, type Seal, type Seals } from "@meridian/proof/seal";

/** A member's blocks and seals; nothing of them is believed. */
export type OlderBlocks = {
  readonly block: (height: Height) => StoredBlock | undefined;
  readonly seals: Pick<Seals, "at" | "validatorsOf">;
};

/** A block as a member gave it, its seal, and the set that signed it where the member told; nothing of it is believed. */
export type OlderBlock = {
  readonly block: Omit<StoredBlock, "ids">;
  readonly seal: Seal;
  readonly validators: readonly Validator[] | undefined;
};

/** This node's own: where older blocks go, and where the seals of those that the engine ordered go. */
export type Backfilled = {
  readonly store: StateStore;
  readonly seals: Pick<Seals, "at">;
  readonly keepSeal: (seal: KeptSeal, validators: readonly Validator[]) => void;
  /** Called before the first block goes in: what was made of the later ones alone is to be made anew. */
  readonly begins?: () => void;
};

/**
 * The highest block that could not be taken, and why. What was taken before it stays. The last three are said of a
 * member's answer: it is of another form, it is longer than was asked for, it ended or stopped coming in the middle.
 */
export type BackfillFault = {
  readonly height: Height;
  readonly what: "missing" | "no-seal" | "not-agreed" | "malformed" | "too-long" | "broken-off";
};

type Agreed = { readonly block: StoredBlock; readonly seal: KeptSeal; readonly validators: readonly Validator[] };

/**
 * Takes what a node that joined with a snapshot lacks, block by block downwards from its first one to the one behind
 * genesis. Each header is the one that the header above names by its hash, and confirms its block (ADR-17).
 */
export class Backfilling {
  readonly #own: Backfilled;
  readonly #chain: Chain;
  #above: Header | undefined;
  #next: number;
  /** A block without events has the state root of the one before it, so it waits until that is known. */
  #waiting: Agreed[] = [];
  #hasBegun = false;

  constructor(own: Backfilled, chain: Chain) {
    this.#own = own;
    this.#chain = chain;
    const base = own.store.base();
    this.#above = own.seals.at(base)?.header;
    this.#next = base - 1;
  }

  /** Height of the block that is wanted next; undefined when all are here. */
  get next(): Height | undefined {
    return this.#next >= 1 ? asHeight(this.#next) : undefined;
  }

  /** Lowest height whose block is in the store. */
  get base(): Height {
    return this.#own.store.base();
  }

  /** Takes the block of the height that is wanted, or says why not; a fault is final. */
  take(older: OlderBlock | "missing" | "no-seal"): BackfillFault | undefined {
    const height = asHeight(this.#next);
    if (this.#above === undefined) return { height: this.base, what: "no-seal" };
    const agreed = typeof older === "string" ? older : agreedOf(this.#chain, this.#above, older);
    if (typeof agreed === "string") return { height, what: agreed };
    this.#above = agreed.seal.header;
    this.#next--;
    this.#waiting.push(agreed);
    if (agreed.block.events.length === 0 && height > 1) return undefined;
    return this.#keep(height === 1 ? this.#own.store.block(asHeight(0)) : undefined)
      ? undefined
      : { height, what: "not-agreed" };
  }

  #keep(genesis: StoredBlock | undefined): boolean {
    if (!isSound(this.#waiting, genesis)) return false;
    if (!this.#hasBegun) this.#own.begins?.();
    this.#hasBegun = true;
    for (const { block, seal, validators } of this.#waiting) {
      if (block.height >= this.#chain.initialHeight) this.#own.keepSeal(seal, validators);
      this.#own.store.prepend(block);
    }
    this.#waiting = [];
    return true;
  }
}

/** Whether blocks, from the highest down to the first one with events, have the roots that they say. */
const isSound = (blocks: readonly Agreed[], genesis: StoredBlock | undefined): boolean =>
  blocks.every(({ block }, i) => follows(block, blocks[i + 1]?.block ?? genesis));

function agreedOf(
  chain: Chain,
  above: Header,
  { block: claim, seal, validators: told }: OlderBlock,
): Agreed | BackfillFault["what"] {
  const { height } = claim;
  if (claim.transactions.length !== claim.outcomes.length || !isAgreed(chain, above, { ...claim, ids: [] }, seal))
    return "not-agreed";
  const isOfFounders = height < chain.initialHeight;
  const validators = isOfFounders ? chain.founders : told;
  const hash = seal.header.validatorsHash;
  if (validators === undefined || !isValidatorSet(validators) || !equal(validatorSetHash(validators), hash))
    return "no-seal";
  // The header above names the signatures, but not the round and the parts of the block that they sign.
  if (!checkFinality(chain.network, { ...seal, validators }, "enough").ok) return "not-agreed";
  // What the engine told with a block only the events of it confirm.
  const { notices: _, ...rest } = claim;
  const own = isOfFounders ? encodeSeal(seal) : new Uint8Array();
  const block = { ...rest, seal: own, ids: idsOf(claim, chain.network) };
  return { block, seal: { ...seal, canonical: true }, validators };
}

/** Fetches from another store all that is wanted. Yields each height from which the store begins then. */
export function* backfill(filling: Backfilling, from: OlderBlocks): Generator<Height, BackfillFault | undefined> {
  for (let height = filling.next; height !== undefined; height = filling.next) {
    const fault = filling.take(olderAt(from, height));
    if (fault !== undefined) return fault;
    if (filling.base === height) yield height;
  }
  return undefined;
}

function olderAt({ block: blockAt, seals }: OlderBlocks, height: Height): OlderBlock | "missing" | "no-seal" {
  const block = blockAt(height);
  if (block === undefined) return "missing";
  const seal = seals.at(height);
  if (seal === undefined) return "no-seal";
  return { block, seal, validators: seals.validatorsOf(seal.header.validatorsHash) };
}
