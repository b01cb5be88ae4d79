import { p256 } from "@noble/curves/nist.js";

/**
 * ECDSA over P-256 with SHA-256 (FIPS 186-5). The key is an uncompressed point (65 bytes, SEC 1 section 2.3.3), the
 * signature r || s (64 bytes) with s in the lower half of the order: of the two signatures that ECDSA allows, one.
 */
export function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isAcceptableP256Key(publicKey) || signature.length !== 64) return false;
  try {
    return p256.verify(signature, message, publicKey, { lowS: true, prehash: true, format: "compact" });
  } catch {
    return false;
  }
}

/** Whether a public key may be registered: an uncompressed point on the curve. */
export function isAcceptableP256Key(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4) return false;
  try {
    p256.Point.fromBytes(publicKey).assertValidity();
    return true;
  } catch {
    return false;
  }
}
