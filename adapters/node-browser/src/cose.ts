import { concat, equal } from "@meridian/base/bytes";

const HEAD = 37;
const HAS_CREDENTIAL = 0x40;
const AAGUID = 16;
const COORDINATE = 32;
/** The one spelling of an ES256 key on P-256 that CTAP2's canonical CBOR allows (RFC 9053, section 2.1 and 7.1.1). */
const BEFORE_X = Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20);
const BEFORE_Y = Uint8Array.of(0x22, 0x58, 0x20);
const UNCOMPRESSED = Uint8Array.of(4);

/** A new credential as the authenticator describes it. */
export type Credential = {
  readonly id: Uint8Array;
  /** Uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array;
};

/** Undefined when authenticator data name no credential, or one of another algorithm (WebAuthn Level 3, section 6.1). */
export function credentialIn(authenticatorData: Uint8Array): Credential | undefined {
  if (((authenticatorData[HEAD - 5] ?? 0) & HAS_CREDENTIAL) === 0) return undefined;
  const at = HEAD + AAGUID;
  const length = ((authenticatorData[at] ?? 0) << 8) | (authenticatorData[at + 1] ?? 0);
  const id = authenticatorData.slice(at + 2, at + 2 + length);
  const publicKey = pointOf(authenticatorData.subarray(at + 2 + length));
  return id.length !== length || length === 0 || publicKey === undefined ? undefined : { id, publicKey };
}

/** The point of a COSE key; what follows it (extensions) is not looked at. */
function pointOf(cose: Uint8Array): Uint8Array | undefined {
  const x = BEFORE_X.length;
  const y = x + COORDINATE + BEFORE_Y.length;
  if (cose.length < y + COORDINATE) return undefined;
  if (!equal(cose.subarray(0, x), BEFORE_X)) return undefined;
  if (!equal(cose.subarray(x + COORDINATE, y), BEFORE_Y)) return undefined;
  return concat(UNCOMPRESSED, cose.subarray(x, x + COORDINATE), cose.subarray(y, y + COORDINATE));
}
