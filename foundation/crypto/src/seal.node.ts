import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
} from "node:crypto";
import { concat } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { hpkeOver } from "./hpke.ts";

/** The same as in `seal.ts`, by OpenSSL. */

const TAG_BYTES = 16;
/** The initial value of RFC 3394 section 2.2.3.1. */
const WRAP_IV = Buffer.alloc(8, 0xa6);
// RFC 8410: the DER in front of 32 raw bytes.
const SPKI_PREFIX = Buffer.from("302a300506032b656e032100", "hex");
const PKCS8_PREFIX = Buffer.from("302e020100300506032b656e04220420", "hex");

export function sealAead(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  invariant(key.length === 32 && nonce.length === 12, "AES-256-GCM takes a key of 32 and a nonce of 12 bytes");
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(aad);
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

export function openAead(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  aad: Uint8Array,
): Uint8Array | undefined {
  invariant(key.length === 32, "AES-256-GCM takes a key of 32 bytes");
  if (nonce.length !== 12 || ciphertext.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
  const plaintext = decipher.update(ciphertext.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain(plaintext);
}

export function wrapKey(wrapping: Uint8Array, key: Uint8Array): Uint8Array {
  invariant(wrapping.length === 32, "a wrapping key has 32 bytes");
  invariant(key.length >= 16 && key.length % 8 === 0, "a wrapped key has at least two blocks of 8 bytes");
  const cipher = createCipheriv("id-aes256-wrap", wrapping, WRAP_IV);
  return concat(cipher.update(key), cipher.final());
}

export function unwrapKey(wrapping: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  invariant(wrapping.length === 32, "a wrapping key has 32 bytes");
  if (wrapped.length < 24 || wrapped.length % 8 !== 0) return undefined;
  const decipher = createDecipheriv("id-aes256-wrap", wrapping, WRAP_IV);
  try {
    return concat(decipher.update(wrapped), decipher.final());
  } catch {
    return undefined;
  }
}

export const x25519PublicKeyOf = (secretKey: Uint8Array): Uint8Array =>
  plain(createPublicKey(privateKeyOf(secretKey)).export({ format: "der", type: "spki" }).subarray(-32));

function x25519(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  if (publicKey.length !== 32) return undefined;
  const theirs = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: "der", type: "spki" });
  try {
    // OpenSSL refuses the all-zero result, which is that of every key of small order (RFC 7748 section 6.1).
    return plain(diffieHellman({ privateKey: privateKeyOf(secretKey), publicKey: theirs }));
  } catch {
    return undefined;
  }
}

function privateKeyOf(secretKey: Uint8Array): KeyObject {
  invariant(secretKey.length === 32, "an X25519 secret key has 32 bytes");
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secretKey]), format: "der", type: "pkcs8" });
}

export const { hpkeSeal, hpkeOpen } = hpkeOver({
  hmac: (key, data) => createHmac("sha256", key).update(data).digest(),
  x25519,
  x25519PublicKeyOf,
  sealAead,
  openAead,
});

/** A Buffer is a Uint8Array with habits of its own; nobody outside should meet them. */
const plain = (buffer: Buffer): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
