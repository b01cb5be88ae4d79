import { toHex, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import type { KeyKind } from "./transaction.ts";

/** A key as a signature names it: the public bytes in hexadecimal. */
export type SigningKey = { readonly kind: KeyKind; readonly publicKey: string };

/** 2^128 sets of keys would have to be tried to meet a given one. */
const BYTES = 16;

/**
 * Names all keys that sign, in any order, and no others: the first 16 bytes, hexadecimal, of SHA-256 over the lines
 * `<kind>:<public key>`, sorted and parted by a line feed.
 */
export const signersDigestOf = (keys: readonly SigningKey[]): string =>
  toHex(
    sha256(
      utf8(
        keys
          .map(({ kind, publicKey }) => `${kind}:${publicKey}`)
          .sort()
          .join("\n"),
      ),
    ).subarray(0, BYTES),
  );
