import { concat } from "@meridian/base/bytes";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";

/** SHA-256 (FIPS 180-4) of the parts one after another: 32 bytes. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  nobleSha256(parts.length === 1 ? (parts[0] as Uint8Array) : concat(...parts));
