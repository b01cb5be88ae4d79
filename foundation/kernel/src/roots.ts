import { concat, utf8 } from "@meridian/base/bytes";
import { canonicalBytes } from "@meridian/base/json";
import { sha256 } from "@meridian/crypto/hash";
import type { Outcome } from "./transaction.ts";
import type { EventEnvelope } from "./view.ts";

/** The encodings that roots commit to. All of them are consensus: golden vectors hold each. */

const APP_FORMAT = concat(utf8("meridian/app/v1"), Uint8Array.of(0));

export type AppRoots = {
  /** App hash before the block; 32 zero bytes before genesis. */
  readonly previous: Uint8Array;
  /** RFC 6962 root over the leaves of the block's events. */
  readonly events: Uint8Array;
  /** Root of the authenticated map over all records after the block. */
  readonly state: Uint8Array;
};

/**
 * What executing block H leads to; it stands in header H+1. A block without events keeps the app hash it found, and
 * neither height nor time goes in, so that an idle chain proves nothing new.
 */
export const appHashOf = ({ previous, events, state }: AppRoots): Uint8Array =>
  sha256(concat(APP_FORMAT, previous, events, state));

/** Leaf bytes of an event: what happened, to which record, by which transaction. */
export const eventLeafOf = ({ domain, record, transaction, event }: EventEnvelope): Uint8Array =>
  canonicalBytes({ domain, record, transaction, event });

export const recordKeyOf = (domain: string, record: string): string => `${domain}/${record}`;

/** Where a record stands in the authenticated map. */
export const keyHashOf = (recordKey: string): Uint8Array => sha256(utf8(recordKey));

/** What the map holds for a record: SHA-256 of its canonical JSON. */
export const valueHashOf = (recordBytes: Uint8Array): Uint8Array => sha256(recordBytes);

/**
 * The deterministic part of a result as CometBFT hashes it (ExecTxResult: code = 1, data = 2; types/results.go). Code 0
 * is committed, 1 rejected; data is the outcome as canonical JSON, so that a refusal can be proven like a success.
 */
export function resultLeafOf(outcome: Outcome): Uint8Array {
  const data = canonicalBytes(outcome);
  const head = outcome.status === "committed" ? [0x12] : [0x08, 0x01, 0x12];
  let length = data.length;
  while (length >= 0x80) {
    head.push((length & 0x7f) | 0x80);
    length = Math.floor(length / 128);
  }
  head.push(length);
  return concat(Uint8Array.from(head), data);
}
