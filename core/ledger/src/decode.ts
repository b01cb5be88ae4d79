import { textOf, toHex } from "@meridian/base/bytes";
import type { TransactionId } from "@meridian/base/ids";
import { parseCanonical, parseJson } from "@meridian/base/json";
import { TRANSACTION_BYTES_MAX } from "@meridian/base/limits";
import { err, ok, type Result } from "@meridian/base/result";
import { sha256 } from "@meridian/crypto/hash";
import { signersDigestOf } from "@meridian/kernel/signers";
import { type Payload, payloadShape } from "@meridian/kernel/transaction";
import type { LedgerRejection } from "./rejections.ts";
import { decodeWire, type WireSignature, type WireTransaction } from "./wire.ts";

export type DecodedTransaction = {
  readonly id: TransactionId;
  readonly payloadBytes: Uint8Array;
  readonly payload: Payload;
  readonly signatures: readonly WireSignature[];
};

/**
 * What is kept of a transaction while it waits: whether it may stand in a block. All of it, decoded, can take many times
 * the memory of its bytes, so who waits is known by this, and decoded again when its turn comes.
 */
export type TransactionHead = {
  readonly id: TransactionId;
  readonly payload: Pick<Payload, "network" | "validUntil">;
};

export const headOf = ({ id, payload: { network, validUntil } }: TransactionHead): TransactionHead => ({
  id,
  payload: { network, validUntil },
});

/** SHA-256 of the payload. Signatures play no part: an ECDSA signature has twins. */
export const transactionIdOf = (payloadBytes: Uint8Array): TransactionId =>
  toHex(sha256(payloadBytes)) as TransactionId;

/** Everything that can be said of a transaction without state and without looking at its signatures. */
export function decodeTransaction(bytes: Uint8Array): Result<DecodedTransaction, LedgerRejection> {
  if (bytes.length > TRANSACTION_BYTES_MAX)
    return err({ code: "too-large", bytes: bytes.length, most: TRANSACTION_BYTES_MAX });
  const wire = decodeWire(bytes);
  if (wire === undefined) return err({ code: "malformed", at: "transaction" });
  const payload = parseCanonical(wire.payload);
  if (payload === undefined) return err({ code: "not-canonical" });
  const fault = payloadShape.fault(payload, "payload");
  if (fault !== undefined) return err({ code: "malformed", at: fault });
  const refusal = faultOfSigners(wire, payload as Payload);
  return refusal === undefined ? ok(decodedOf(wire, payload as Payload)) : err(refusal);
}

function faultOfSigners({ signatures }: WireTransaction, { signers }: Payload): LedgerRejection | undefined {
  const keys = signatures.map(({ kind, publicKey }) => ({ kind, publicKey: toHex(publicKey) }));
  if (keys.length > 1 && new Set(keys.map(({ publicKey }) => publicKey)).size < keys.length)
    return { code: "signed-twice" };
  if (signers === undefined || signers === signersDigestOf(keys)) return undefined;
  return { code: "signers-differ" };
}

/** As `decodeTransaction`, for bytes that it has accepted before, in another thread of this node; `id` is what it found. */
export function decodeAgain(bytes: Uint8Array, id?: TransactionId): Result<DecodedTransaction, LedgerRejection> {
  const wire = decodeWire(bytes);
  const payload = wire && parseJson(textOf(wire.payload) ?? "");
  if (wire === undefined || payload === undefined) return err({ code: "malformed", at: "transaction" });
  return ok(decodedOf(wire, payload as Payload, id));
}

const decodedOf = (
  { payload: payloadBytes, signatures }: WireTransaction,
  payload: Payload,
  id = transactionIdOf(payloadBytes),
): DecodedTransaction => ({
  id,
  payloadBytes,
  payload,
  signatures,
});
