import { concat, utf8 } from "@meridian/base/bytes";
import { verifyStrict } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { faultOfAssertion, type RelyingParty } from "@meridian/crypto/webauthn";
import type { WireSignature, WireTransaction } from "./wire.ts";

/** Keeps a signature on a transaction from being one on anything else. */
const PREFIX = concat(utf8("meridian/transaction/v1"), Uint8Array.of(0));

/** What an Ed25519 key signs. */
export const signedBytesOf = (payload: Uint8Array): Uint8Array => concat(PREFIX, payload);

/** What a passkey is challenged with: authenticators sign a hash they are given. */
export const challengeOf = (payload: Uint8Array): Uint8Array => sha256(signedBytesOf(payload));

/** Index of the first signature that does not hold, or undefined when all do. Needs no state, so any thread may ask. */
export function firstBadSignature(
  { payload, signatures }: WireTransaction,
  relyingParty: RelyingParty,
): number | undefined {
  const at = signatures.findIndex((signature) => !holds(signature, payload, relyingParty));
  return at < 0 ? undefined : at;
}

function holds(signature: WireSignature, payload: Uint8Array, relyingParty: RelyingParty): boolean {
  if (signature.kind === "ed25519")
    return verifyStrict(signature.publicKey, signedBytesOf(payload), signature.signature);
  return faultOfAssertion(signature, challengeOf(payload), relyingParty) === undefined;
}
