import { BUNDLE_BYTES_MAX, BUNDLE_TRANSACTIONS_MAX } from "@meridian/base/limits";

/**
 * Transactions that one node hands to the others together (ADR-14). A bundle lives in mempools only; no block holds one.
 *
 *   version (1) = 0x81 | attempt (1) | count (2, big-endian) | count times: length (2, big-endian) | transaction
 *
 * The wire versions of single transactions stay below 0x80, so the first byte tells the two apart. Nothing may follow,
 * and there is one encoding for one list and attempt. The attempt makes new bytes of the same members: engines pass on
 * what they have not seen, and one that has dropped a bundle is not sent it again.
 */
const VERSION = 0x81;
const HEAD_BYTES = 4;
const LENGTH_BYTES = 2;

export const isBundle = (bytes: Uint8Array): boolean => bytes[0] === VERSION;

/** Bytes that a transaction of so many takes up in a bundle. */
export const sizeInBundle = (bytes: number): number => LENGTH_BYTES + bytes;
/** Bytes for the members of a bundle, each with its length. */
export const BUNDLE_ROOM = BUNDLE_BYTES_MAX - HEAD_BYTES;

/** From 1 to `BUNDLE_TRANSACTIONS_MAX` transactions that fit `BUNDLE_ROOM`; attempts are counted from 0 through 255. */
export function encodeBundle(members: readonly Uint8Array[], attempt = 0): Uint8Array {
  let total = HEAD_BYTES;
  for (const { length } of members) total += sizeInBundle(length);
  const bytes = new Uint8Array(total);
  bytes[0] = VERSION;
  bytes[1] = attempt;
  bytes[2] = members.length >> 8;
  bytes[3] = members.length & 0xff;
  let at = HEAD_BYTES;
  for (const member of members) {
    bytes[at] = member.length >> 8;
    bytes[at + 1] = member.length & 0xff;
    bytes.set(member, at + LENGTH_BYTES);
    at += sizeInBundle(member.length);
  }
  return bytes;
}

/** The members (views into the bytes), or undefined when the bytes are not one bundle. */
export function decodeBundle(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  if (bytes.length < HEAD_BYTES || bytes.length > BUNDLE_BYTES_MAX || !isBundle(bytes)) return undefined;
  const count = numberAt(bytes, 2);
  if (count < 1 || count > BUNDLE_TRANSACTIONS_MAX) return undefined;
  const members: Uint8Array[] = [];
  let at = HEAD_BYTES;
  for (let i = 0; i < count; i++) {
    const start = at + LENGTH_BYTES;
    if (start > bytes.length) return undefined;
    const length = numberAt(bytes, at);
    at = start + length;
    if (length === 0 || at > bytes.length) return undefined;
    members.push(bytes.subarray(start, at));
  }
  return at === bytes.length ? members : undefined;
}

const numberAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
