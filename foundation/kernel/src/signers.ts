import { toHex, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import type { KeyKind } from "./transaction.ts";

/** A key as a signature names it: the public bytes in hexadecimal. */
export type SigningKey = { readonly kind: KeyKind; readonly publicKey: string };

/** 2^128 lists of keys would have to be tried to meet a given one. */
const BYTES = 16;

/**
 * Names all keys that sign and no others, in the order of their signatures, for of two authors who both might a contract
 * takes the first: the first 16 bytes, hexadecimal, of SHA-256 over the lines `<kind>:<public key>`, parted by a line feed.
 */
export function signersDigestOf(keys: readonly SigningKey[]): string {
  const lines = keys.map(({ kind, publicKey }) => `${kind}:${publicKey}`);
  return toHex(sha256(utf8(lines.join("\n"))).subarray(0, BYTES));
}
