import { toHex } from "@meridian/base/bytes";
import type { Secret } from "@meridian/base/secret";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import type { SigningKey } from "@meridian/kernel/signers";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Signature } from "@meridian/kernel/transaction";

/** Whoever can sign a payload: a key in a keystore, a passkey, a card. The key itself stays where it is. */
export interface Signer extends SigningKey {
  sign(payload: Uint8Array): Promise<Signature> | Signature;
}

/** Signs with an Ed25519 seed held in this process. */
export function ed25519Signer(seed: Secret<Uint8Array>): Signer {
  const publicKey = toHex(publicKeyOf(seed.reveal()));
  return {
    kind: "ed25519",
    publicKey,
    sign: (payload) => ({
      kind: "ed25519",
      key: publicKey,
      signature: toHex(sign(seed.reveal(), signedBytesOf(payload))),
    }),
  };
}
