import { equal } from "@meridian/base/bytes";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";

/**
 * Ed25519 (RFC 8032) in plain JavaScript: the written form of the rules, and what a browser runs. Under Node the
 * package resolves to `ed25519.node.ts`, which is held to the same answers by the same vectors.
 */

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
type Point = ReturnType<typeof ed25519.Point.fromBytes>;

/**
 * The ledger's own rule for the signatures of transactions. A signature R || S by A is valid when
 *
 * 1. S < L (RFC 8032 section 5.1.7, so that nobody can make a second signature from a first),
 * 2. A and R are canonical encodings of points that are not of small order,
 * 3. [S]B - [k]A encodes to exactly the bytes of R, with k = SHA-512(R || A || message) mod L: the equation without
 *    the cofactor, so that a key or nonce with a small-order part has no second meaning.
 */
export function verifyStrict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const rBytes = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const a = pointOfLargeOrder(publicKey);
  const r = pointOfLargeOrder(rBytes);
  if (s >= L || a === undefined || r === undefined) return false;
  const k = littleEndian(sha512.create().update(rBytes).update(publicKey).update(message).digest()) % L;
  return equal(times(ed25519.Point.BASE, s).subtract(times(a, k)).toBytes(), rBytes);
}

/** Whether a public key may be registered: canonical, on the curve, not of small order. */
export const isAcceptableEd25519Key = (publicKey: Uint8Array): boolean => pointOfLargeOrder(publicKey) !== undefined;

/** The rule of consensus engines (ZIP-215), for the signatures of validators only. */
export function verifyZip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: true });
  } catch {
    return false;
  }
}

/** Signs with a 32-byte seed (RFC 8032 section 5.1.6): 64 bytes. */
export const sign = (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed);

export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

function pointOfLargeOrder(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 32) return undefined;
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return point.isSmallOrder() || !equal(point.toBytes(), bytes) ? undefined : point;
  } catch {
    return undefined;
  }
}

const times = (point: Point, scalar: bigint): Point =>
  scalar === 0n ? ed25519.Point.ZERO : point.multiplyUnsafe(scalar);

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}
