import { concat, utf8 } from "@meridian/base/bytes";
import { canonicalBytes } from "@meridian/base/json";
import { sha256 } from "@meridian/crypto/hash";
import { type MerklePath, merklePath, merkleRoot } from "@meridian/crypto/merkle";
import type { StateEntry } from "@meridian/crypto/statemap";
import type { Outcome } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import type { ExecResult } from "./comet/block.ts";

/** What Meridian's part of a header commits to: the formats of version 1, fixed from the first block on. */

const APP_HASH_TAG = utf8("meridian/app/v1\0");

/** All three are 32 bytes. `previous` is the application hash before the block. */
export type AppRoots = {
  readonly previous: Uint8Array;
  readonly events: Uint8Array;
  readonly state: Uint8Array;
};

/**
 * State after a block with events: SHA-256 of "meridian/app/v1", a zero byte, and the three roots. It stands in the
 * header of the next block. A block without events leaves it as it was, and neither height nor time is in it; else
 * an engine that makes blocks only for changes would never rest.
 */
export const appHashOf = ({ previous, events, state }: AppRoots): Uint8Array =>
  sha256(concat(APP_HASH_TAG, previous, events, state));

/** `previous` of the first application hash, before any event. */
export const NO_APP_HASH: Uint8Array = new Uint8Array(32);

/** The leaf of an event in its block's tree: canonical JSON of exactly these four members. */
export const eventLeafOf = ({ domain, record, transaction, event }: EventEnvelope): Uint8Array =>
  canonicalBytes({ domain, record, transaction, event });

/** RFC 6962 root over the events of one block in their order: 32 bytes. */
export const eventsRootOf = (events: readonly EventEnvelope[]): Uint8Array => merkleRoot(events.map(eventLeafOf));

export const eventPathOf = (events: readonly EventEnvelope[], index: number): MerklePath =>
  merklePath(events.map(eventLeafOf), index);

/** Where a record stands in the state map. A domain's name has no slash, so no two records share a key. */
export const recordKeyOf = (domain: string, record: string): Uint8Array => sha256(utf8(`${domain}/${record}`));

/** A record's entry in the state map: hash of its name, hash of its canonical JSON. */
export const recordLeafOf = (domain: string, record: string, state: unknown): StateEntry => ({
  key: recordKeyOf(domain, record),
  value: sha256(canonicalBytes(state)),
});

/**
 * How a transaction ended, as the engine's results tree binds it: code 0 or 1, and the outcome itself as canonical
 * JSON in `data`, so that a refusal with its reason can be proven like a success.
 */
export const resultOf = (outcome: Outcome): ExecResult => ({
  code: outcome.status === "committed" ? 0 : 1,
  data: canonicalBytes(outcome),
  gasWanted: 0,
  gasUsed: 0,
});

const DOCUMENT_TAG = utf8("meridian/document/v1\0");

/** Commitment to a document: SHA-256 of "meridian/document/v1", a zero byte, 32 bytes of salt and the content. */
export const commitmentOf = (salt: Uint8Array, content: Uint8Array): Uint8Array =>
  sha256(concat(DOCUMENT_TAG, salt, content));
