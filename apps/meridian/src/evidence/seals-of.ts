import { equal } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { validatorsOf } from "@meridian/network/trust";
import { validatorSetHash } from "@meridian/proof/comet/validators";
import { decodeSeal, type KeptSeal, type Seals } from "@meridian/proof/seal";
import type { EvidenceSource } from "./source.ts";

/** Seals of what CometBFT ordered, as its node keeps them. */
export type KeptSeals = Seals & { first(): number | undefined };

type Chain = Pick<EvidenceSource, "genesis"> & {
  readonly history: Pick<EvidenceSource["history"], "height" | "block">;
};

/**
 * The seals of a node's whole chain: of the blocks that one process ordered, and, where CometBFT has ordered since or
 * from the first block on, of those in the node's store.
 */
export function sealsOf({ genesis, history }: Chain, kept?: KeptSeals): Seals {
  const first = validatorsOf(genesis);
  const firstHash = validatorSetHash(first);
  const own = (height: number): KeptSeal | undefined => {
    const block = history.block(asHeight(height));
    const seal = block && decodeSeal(block.seal);
    return seal && { ...seal, canonical: true };
  };
  // One process makes no block after the one that announces its successors, so it is the last of its own.
  const closing = (): number => {
    const began = kept?.first();
    return began === undefined ? history.height : began - 1;
  };
  return {
    at: (height) => kept?.at(height) ?? own(height),
    validatorsOf: (hash) => (equal(hash, firstHash) ? first : kept?.validatorsOf(hash)),
    changes: (from, through) => {
      const last = closing();
      const header = last >= from && last <= through ? own(last)?.header : undefined;
      const isHandover = header !== undefined && !equal(header.validatorsHash, header.nextValidatorsHash);
      return [...(isHandover ? [last] : []), ...(kept?.changes(from, through) ?? [])];
    },
  };
}
