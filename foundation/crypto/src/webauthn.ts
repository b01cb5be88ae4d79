import { concat, equal, toBase64Url, utf8 } from "@meridian/base/bytes";
import { WEBAUTHN_BYTES_MAX } from "@meridian/base/limits";
import { sha256 } from "@meridian/crypto/hash";
import { verifyP256 } from "@meridian/crypto/p256";

/** A passkey's answer to a challenge (W3C Web Authentication Level 3, section 7.2), as it travels on the ledger. */
export type Assertion = {
  /** Uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array;
  readonly authenticatorData: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  /** r || s, low s. */
  readonly signature: Uint8Array;
};

/** Which relying party and origins the network accepts: parameters of the chain. */
export type RelyingParty = { readonly id: string; readonly origins: readonly string[] };

export type AssertionFault =
  | "too-long"
  | "wrong-relying-party"
  | "user-not-present"
  | "user-not-verified"
  | "impossible-backup-flags"
  | "wrong-client-data"
  | "cross-origin"
  | "wrong-signature";

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;

/**
 * Undefined when the assertion answers the challenge, else which check failed first. A pure function: the signature
 * counter, attestation and the wall clock play no part, because synced passkeys keep no counter and validators no clock.
 *
 * Client data are compared by section 5.8.1.2 of the specification (limited verification algorithm): the serialisation
 * fixes the order of the first members, and browsers add members only behind them, so no JSON parser has a say.
 */
export function faultOfAssertion(
  { publicKey, authenticatorData, clientDataJSON, signature }: Assertion,
  challenge: Uint8Array,
  { id, origins }: RelyingParty,
): AssertionFault | undefined {
  if (authenticatorData.length > WEBAUTHN_BYTES_MAX || clientDataJSON.length > WEBAUTHN_BYTES_MAX) return "too-long";
  if (authenticatorData.length < 37) return "wrong-relying-party";
  if (!equal(authenticatorData.subarray(0, 32), sha256(utf8(id)))) return "wrong-relying-party";
  const flags = authenticatorData[32] ?? 0;
  if ((flags & USER_PRESENT) === 0) return "user-not-present";
  if ((flags & USER_VERIFIED) === 0) return "user-not-verified";
  if ((flags & BACKED_UP) !== 0 && (flags & BACKUP_ELIGIBLE) === 0) return "impossible-backup-flags";
  const head = origins
    .map((origin) =>
      utf8(`{"type":"webauthn.get","challenge":"${toBase64Url(challenge)}","origin":${JSON.stringify(origin)}`),
    )
    .find((expected) => startsWith(clientDataJSON, expected));
  if (head === undefined) return "wrong-client-data";
  const rest = clientDataJSON.subarray(head.length);
  if (!startsWith(rest, utf8(',"crossOrigin":false}')) && !startsWith(rest, utf8(',"crossOrigin":false,')))
    return "cross-origin";
  const signed = concat(authenticatorData, sha256(clientDataJSON));
  return verifyP256(publicKey, signed, signature) ? undefined : "wrong-signature";
}

const startsWith = (bytes: Uint8Array, head: Uint8Array): boolean => equal(bytes.subarray(0, head.length), head);
