import { createPublicKey, type KeyObject, verify } from "node:crypto";
import sodium from "sodium-native";
import * as portable from "./ed25519.ts";

/** The same rules as in `ed25519.ts` by libsodium (44 us a verification) and OpenSSL. */

const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

export function verifyStrict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return sodium.crypto_sign_verify_detached(asBuffer(signature), asBuffer(message), asBuffer(publicKey));
}

export const isAcceptableEd25519Key = portable.isAcceptableEd25519Key;

/**
 * Whatever OpenSSL accepts is valid under ZIP-215 too; what it refuses gets the exact rule. So an odd but accepted
 * signature cannot break a proof, and the usual one stays fast.
 */
export function verifyZip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = keyObjectOf(publicKey);
  if (key !== undefined && verify(null, message, key, signature)) return true;
  return portable.verifyZip215(publicKey, message, signature);
}

export function sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const signature = Buffer.alloc(64);
  sodium.crypto_sign_detached(signature, asBuffer(message), expand(seed).secret);
  return new Uint8Array(signature.buffer, signature.byteOffset, 64);
}

export const publicKeyOf = (seed: Uint8Array): Uint8Array => Uint8Array.from(expand(seed).public);

type Pair = { readonly public: Buffer; readonly secret: Buffer };
const pairs = new Map<string, Pair>();
const PAIRS_MAX = 1_024;

/** Expanding a seed costs as much as signing, so the last ones are remembered. */
function expand(seed: Uint8Array): Pair {
  const name = asBuffer(seed).toString("latin1");
  const known = pairs.get(name);
  if (known !== undefined) return known;
  const pair = { public: Buffer.alloc(32), secret: Buffer.alloc(64) };
  sodium.crypto_sign_seed_keypair(pair.public, pair.secret, asBuffer(seed));
  if (pairs.size >= PAIRS_MAX) pairs.clear();
  pairs.set(name, pair);
  return pair;
}

function keyObjectOf(publicKey: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
