import { verifyStrict } from "@meridian/crypto/ed25519";
import { faultOfAssertion, type RelyingParty } from "@meridian/crypto/webauthn";
import { challengeOf } from "@meridian/kernel/challenge";
import { signedBytesOf } from "@meridian/kernel/signing";
import { decodeWire, type WireSignature, type WireTransaction } from "./wire.ts";

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

/** In verifications of an Ed25519 signature: what verifying one of each kind takes, and reading this many bytes of payload. */
const WORK = { ed25519: 1, "webauthn-p256": 7 } as const;
const PAYLOAD_BYTES_A_UNIT = 400;

/**
 * What checking a transaction costs, in verifications of an Ed25519 signature, about; undefined for bytes that are none.
 * Counting transactions would bound nothing: signatures of passkeys take far longer than those of keys, and one may have
 * many.
 */
export function workOf(bytes: Uint8Array): number | undefined {
  const wire = decodeWire(bytes);
  if (wire === undefined) return undefined;
  const reading = Math.ceil(wire.payload.length / PAYLOAD_BYTES_A_UNIT);
  return wire.signatures.reduce((sum, { kind }) => sum + WORK[kind], reading);
}
