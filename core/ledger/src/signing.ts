import { verifyStrict } from "@meridian/crypto/ed25519";
import { faultOfAssertion, type RelyingParty } from "@meridian/crypto/webauthn";
import { challengeOf } from "@meridian/kernel/challenge";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { WireSignature, WireTransaction } from "./wire.ts";

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
