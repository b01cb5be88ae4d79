import { sha256 } from "@meridian/crypto/hash";

/**
 * SHA-256 of many 64-byte pairs at once: pair i of `pairs` goes to bytes 32i of `digests`. One level of a Merkle tree
 * is one call.
 */
export function hashPairs(pairs: Uint8Array, digests: Uint8Array): void {
  for (let i = 0; i < pairs.length / 64; i++) digests.set(sha256(pairs.subarray(64 * i, 64 * i + 64)), 32 * i);
}
