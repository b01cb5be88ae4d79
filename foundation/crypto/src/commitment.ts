import { equal, fromHex, utf8 } from "@meridian/base/bytes";
import type { Commitment } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { hashText } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";

export const SALT_BYTES = 32;
const PREFIX = utf8("meridian/document/v1");
const ZERO = Uint8Array.of(0);

/**
 * What the ledger holds of a document: SHA-256 of `meridian/document/v1`, a zero byte, the salt (32 bytes) and the
 * document. The salt is random and sealed with the document: a bare hash of a small document can be guessed, and
 * after erasure nobody may be able to try.
 */
export function commitmentOf(salt: Uint8Array, document: Uint8Array): Commitment {
  invariant(salt.length === SALT_BYTES, "a salt has 32 bytes");
  return hashText<Commitment>(sha256(PREFIX, ZERO, salt, document));
}

export function commitsTo(commitment: Commitment, salt: Uint8Array, document: Uint8Array): boolean {
  const expected = fromHex(commitment);
  return expected !== undefined && equal(expected, sha256(PREFIX, ZERO, salt, document));
}
