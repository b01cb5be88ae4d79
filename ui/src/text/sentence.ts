import { concat, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";

const PREFIX = concat(utf8("meridian/sentence/v1"), Uint8Array.of(0));
const SALT_BYTES = 16;

/**
 * The nonce of a transaction whose author was shown this sentence: the first 16 bytes of SHA-256 over
 * `meridian/sentence/v1`, 0, salt (16 bytes), sentence (UTF-8). So what is signed covers what was shown, and whoever keeps
 * sentence and salt can show which it was; the ledger learns neither.
 */
export const nonceOfSentence = (sentence: string, salt: Uint8Array): Uint8Array =>
  sha256(concat(PREFIX, salt.subarray(0, SALT_BYTES), utf8(sentence))).subarray(0, 16);
