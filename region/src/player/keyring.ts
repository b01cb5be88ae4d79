import type { PrescriptionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { ed25519Signer, type Signer } from "@meridian/client/signer";
import type { PublicKey } from "@meridian/crypto/key-id";
import { demonstrationKeySeed } from "../generator/keys.ts";

/** Everybody's demonstration keys, made when they are first needed. */
export class Keyring {
  readonly #seed: string;
  readonly #signers = new Map<string, Signer>();

  constructor(regionSeed: string) {
    this.#seed = regionSeed;
  }

  signerOf(holder: string): Signer {
    const known = this.#signers.get(holder);
    if (known !== undefined) return known;
    const signer = ed25519Signer(new Secret(demonstrationKeySeed(this.#seed, holder)));
    this.#signers.set(holder, signer);
    return signer;
  }

  publicKeyOf(holder: string): PublicKey {
    return { kind: "ed25519", publicKey: this.signerOf(holder).publicKey };
  }
}

/** The key that is in the patient's code for one prescription; nobody's in the register. */
export const accessOf = (prescription: PrescriptionId): string => `access/${prescription}`;
/** The key with which an organisation validates blocks, apart from the one with which it signs. */
export const validatorOf = (organisation: string): string => `validator/${organisation}`;
/** The key by which an organisation's engine proves to other engines who it is. */
export const nodeOf = (organisation: string): string => `node/${organisation}`;
