import { concat, fromBase64Url, fromHex, toBase64Url, toHex, utf8 } from "@meridian/base/bytes";
import { PAYLOAD_BYTES_MAX, SIGNATURES_MAX, TRANSACTION_BYTES_MAX, WEBAUTHN_BYTES_MAX } from "@meridian/base/limits";
import type { KeyKind, Signature, SignedTransaction } from "@meridian/kernel/transaction";

/**
 * A transaction as bytes, the form that is ordered, stored and hashed into a block:
 *
 *   version (1) = 1 | payload length (4, big-endian) | payload | signature count (1) | signatures
 *   ed25519 (kind 1):       kind (1) | key (32) | signature (64)
 *   webauthn-p256 (kind 2): kind (1) | key (65) | length (2) | authenticator data | length (2) | client data | signature (64)
 *
 * Nothing may follow, and there is one encoding for one transaction.
 */
const VERSION = 1;
const KINDS: { readonly [K in KeyKind]: number } = { ed25519: 1, "webauthn-p256": 2 };

export type WireSignature =
  | { readonly kind: "ed25519"; readonly publicKey: Uint8Array; readonly signature: Uint8Array }
  | {
      readonly kind: "webauthn-p256";
      readonly publicKey: Uint8Array;
      readonly authenticatorData: Uint8Array;
      readonly clientDataJSON: Uint8Array;
      readonly signature: Uint8Array;
    };

export type WireTransaction = { readonly payload: Uint8Array; readonly signatures: readonly WireSignature[] };

export function encodeWire({ payload, signatures }: WireTransaction): Uint8Array {
  return concat(
    Uint8Array.of(VERSION),
    bigEndian(payload.length, 4),
    payload,
    Uint8Array.of(signatures.length),
    ...signatures.map(encodeSignature),
  );
}

function encodeSignature(signature: WireSignature): Uint8Array {
  const head = concat(Uint8Array.of(KINDS[signature.kind]), signature.publicKey);
  if (signature.kind === "ed25519") return concat(head, signature.signature);
  const { authenticatorData, clientDataJSON } = signature;
  return concat(
    head,
    bigEndian(authenticatorData.length, 2),
    authenticatorData,
    bigEndian(clientDataJSON.length, 2),
    clientDataJSON,
    signature.signature,
  );
}

/** The parts of the bytes (views into them), or undefined when they are not one transaction. */
export function decodeWire(bytes: Uint8Array): WireTransaction | undefined {
  if (bytes.length > TRANSACTION_BYTES_MAX) return undefined;
  const reader = new Reader(bytes);
  if (reader.number(1) !== VERSION) return undefined;
  const length = reader.number(4);
  if (length === undefined || length < 1 || length > PAYLOAD_BYTES_MAX) return undefined;
  const payload = reader.take(length);
  const count = reader.number(1);
  if (payload === undefined || count === undefined || count < 1 || count > SIGNATURES_MAX) return undefined;
  const signatures: WireSignature[] = [];
  for (let i = 0; i < count; i++) {
    const signature = decodeSignature(reader);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return reader.isAtEnd() ? { payload, signatures } : undefined;
}

function decodeSignature(reader: Reader): WireSignature | undefined {
  const kind = reader.number(1);
  if (kind === KINDS.ed25519) {
    const publicKey = reader.take(32);
    const signature = reader.take(64);
    return publicKey && signature && { kind: "ed25519", publicKey, signature };
  }
  if (kind !== KINDS["webauthn-p256"]) return undefined;
  const publicKey = reader.take(65);
  const authenticatorData = reader.counted();
  const clientDataJSON = reader.counted();
  const signature = reader.take(64);
  if (!publicKey || !authenticatorData || !clientDataJSON || !signature) return undefined;
  return { kind: "webauthn-p256", publicKey, authenticatorData, clientDataJSON, signature };
}

/** Walks through bytes; every step past the end answers undefined. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array | undefined {
    const end = this.#at + length;
    if (end > this.#bytes.length) return undefined;
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  number(bytes: number): number | undefined {
    return this.take(bytes)?.reduce((value, byte) => value * 256 + byte, 0);
  }

  counted(): Uint8Array | undefined {
    const length = this.number(2);
    return length === undefined || length > WEBAUTHN_BYTES_MAX ? undefined : this.take(length);
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}

const bigEndian = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256);

/** From the JSON form that people and tools send. Undefined when a text is not the encoding it should be. */
export function wireOf({ payload, signatures }: SignedTransaction): Uint8Array | undefined {
  const parts = signatures.map(wireSignatureOf);
  if (parts.some((part) => part === undefined)) return undefined;
  return encodeWire({ payload: utf8(payload), signatures: parts.filter((part) => part !== undefined) });
}

function wireSignatureOf(given: Signature): WireSignature | undefined {
  const publicKey = fromHex(given.key);
  const signature = fromHex(given.signature);
  if (publicKey === undefined || signature === undefined) return undefined;
  if (given.kind === "ed25519") return { kind: "ed25519", publicKey, signature };
  const authenticatorData = fromBase64Url(given.authenticatorData);
  const clientDataJSON = fromBase64Url(given.clientDataJSON);
  if (authenticatorData === undefined || clientDataJSON === undefined) return undefined;
  return { kind: "webauthn-p256", publicKey, authenticatorData, clientDataJSON, signature };
}

/** Back to the JSON form. */
export function signatureJsonOf(signature: WireSignature): Signature {
  const key = toHex(signature.publicKey);
  const text = toHex(signature.signature);
  if (signature.kind === "ed25519") return { kind: "ed25519", key, signature: text };
  return {
    kind: "webauthn-p256",
    key,
    authenticatorData: toBase64Url(signature.authenticatorData),
    clientDataJSON: toBase64Url(signature.clientDataJSON),
    signature: text,
  };
}
