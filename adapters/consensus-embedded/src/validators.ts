import type { Secret } from "@meridian/base/secret";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { type Commit, type CommitSig, FOR_BLOCK, precommitSignBytes } from "@meridian/proof/comet/commit";
import type { BlockId } from "@meridian/proof/comet/header";
import type { Time } from "@meridian/proof/comet/time";
import { inSetOrder, type Validator, validatorOf } from "@meridian/proof/comet/validators";

/** A validator whose key this process holds. */
export type HostedValidator = { readonly seed: Secret<Uint8Array>; readonly power: number };

/** The validators of an embedded chain: all of them are hosted here, so every commit carries every signature. */
export class HostedValidators {
  readonly set: readonly Validator[];
  readonly #seeds = new Map<Validator, Secret<Uint8Array>>();

  constructor(hosted: readonly HostedValidator[]) {
    const validators = hosted.map(({ seed, power }) => {
      const validator = validatorOf(publicKeyOf(seed.reveal()), power);
      this.#seeds.set(validator, seed);
      return validator;
    });
    this.set = inSetOrder(validators);
  }

  /** Signs a block in the name of each. Only the sequencer calls this, once a height, before the block is durable. */
  sign(chainId: string, height: number, blockId: BlockId, time: Time): Commit {
    const bytes = precommitSignBytes(chainId, { height, round: 0, blockId, time });
    const signatures = this.set.map(
      (validator): CommitSig => ({
        flag: FOR_BLOCK,
        address: validator.address,
        time,
        signature: sign((this.#seeds.get(validator) as Secret<Uint8Array>).reveal(), bytes),
      }),
    );
    return { height, round: 0, blockId, signatures };
  }
}
