import { concat, fromBase64Url, toBase64Url } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, OrganisationId, PersonId } from "@meridian/base/ids";
import { canonicalBytes, parseCanonical } from "@meridian/base/json";
import { DOCUMENT_BYTES_MAX } from "@meridian/base/limits";
import { either, fits, hash, id, literal, object, text } from "@meridian/base/shape";
import { SALT_BYTES } from "@meridian/crypto/commitment";
import type { Parcel } from "./parcel.ts";

const FORMAT = "meridian/parcel/v1";
const HEAD_BYTES_MAX = 2_048;
const CIPHERTEXT_BYTES_MAX = DOCUMENT_BYTES_MAX + SALT_BYTES + 16;
/** The longest parcel there is, for whoever must bound a request. */
export const PARCEL_BYTES_MAX = 4 + HEAD_BYTES_MAX + CIPHERTEXT_BYTES_MAX;

const base64UrlOf = (bytes: number) => {
  const length = Math.ceil((bytes * 4) / 3);
  return text({ min: length, max: length, pattern: /^[A-Za-z0-9_-]*$/ });
};
const headShape = object({
  format: literal(FORMAT),
  commitment: hash<Commitment>(),
  patient: id<PersonId>(),
  custodian: id<OrganisationId>(),
  kind: id(),
  nonce: base64UrlOf(12),
  disclosure: either(id<DisclosureId>(), literal("")),
  ground: id(),
  enc: base64UrlOf(32),
  key: base64UrlOf(48),
});

/** Length of the head (4 bytes, big-endian), the head in canonical JSON, the ciphertext. */
export function encodeParcel({ key, nonce, ciphertext, ...rest }: Parcel): Uint8Array {
  const head = canonicalBytes({
    ...rest,
    format: FORMAT,
    nonce: toBase64Url(nonce),
    enc: toBase64Url(key.enc),
    key: toBase64Url(key.ciphertext),
  });
  const length = Uint8Array.of(0, 0, head.length >> 8, head.length & 255);
  return concat(length, head, ciphertext);
}

/** Undefined when the bytes are no parcel. Whether it opens is another question. */
export function decodeParcel(bytes: Uint8Array): Parcel | undefined {
  if (bytes.length < 4 || bytes.length > PARCEL_BYTES_MAX) return undefined;
  const length = ((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  if (length < 0 || length > HEAD_BYTES_MAX || 4 + length > bytes.length) return undefined;
  const head = parseCanonical(bytes.subarray(4, 4 + length));
  if (!fits(headShape, head)) return undefined;
  const nonce = fromBase64Url(head.nonce);
  const enc = fromBase64Url(head.enc);
  const sealedKey = fromBase64Url(head.key);
  if (nonce === undefined || enc === undefined || sealedKey === undefined) return undefined;
  const { commitment, patient, custodian, kind, disclosure, ground } = head;
  const ciphertext = bytes.slice(4 + length);
  const key = { enc, ciphertext: sealedKey };
  return { commitment, patient, custodian, kind, nonce, ciphertext, disclosure, ground, key };
}
