import { invariant } from "@meridian/base/invariant";
import { aeskw, gcm } from "@noble/ciphers/aes.js";
import { x25519 as curve } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { hpkeOver } from "./hpke.ts";

/**
 * Sealing in plain JavaScript, as a browser and the offline verifier run it. Under Node the package resolves to
 * `seal.node.ts`, which is held to the same answers by the same vectors. Keys of a wrong length are bugs; sealed
 * bytes of any kind are not, and open to undefined.
 */

const TAG_BYTES = 16;

/** AES-256-GCM (NIST SP 800-38D): ciphertext with its tag of 16 bytes. One key and nonce seal one message only. */
export function sealAead(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  invariant(key.length === 32 && nonce.length === 12, "AES-256-GCM takes a key of 32 and a nonce of 12 bytes");
  return gcm(key, nonce, aad).encrypt(plaintext);
}

/** The plaintext, or undefined when key, nonce, ciphertext or aad are not those of the sealing. */
export function openAead(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  aad: Uint8Array,
): Uint8Array | undefined {
  invariant(key.length === 32, "AES-256-GCM takes a key of 32 bytes");
  if (nonce.length !== 12 || ciphertext.length < TAG_BYTES) return undefined;
  try {
    return gcm(key, nonce, aad).decrypt(ciphertext);
  } catch {
    return undefined;
  }
}

/** AES Key Wrap (RFC 3394) under a key of 32 bytes: 8 bytes longer than the key, whose length is a multiple of 8. */
export function wrapKey(wrapping: Uint8Array, key: Uint8Array): Uint8Array {
  invariant(wrapping.length === 32, "a wrapping key has 32 bytes");
  invariant(key.length >= 16 && key.length % 8 === 0, "a wrapped key has at least two blocks of 8 bytes");
  return aeskw(wrapping).encrypt(key);
}

/** The key, or undefined when it was wrapped by another key or was changed. */
export function unwrapKey(wrapping: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  invariant(wrapping.length === 32, "a wrapping key has 32 bytes");
  if (wrapped.length < 24 || wrapped.length % 8 !== 0) return undefined;
  try {
    return aeskw(wrapping).decrypt(wrapped);
  } catch {
    return undefined;
  }
}

/** X25519 (RFC 7748): 32 bytes of either. */
export const x25519PublicKeyOf = (secretKey: Uint8Array): Uint8Array => curve.getPublicKey(secretKey);

function x25519(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  if (publicKey.length !== 32) return undefined;
  try {
    return curve.getSharedSecret(secretKey, publicKey);
  } catch {
    return undefined;
  }
}

export const { hpkeSeal, hpkeOpen } = hpkeOver({
  hmac: (key, data) => hmac(sha256, key, data),
  x25519,
  x25519PublicKeyOf,
  sealAead,
  openAead,
});
