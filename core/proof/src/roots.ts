import { canonicalBytes } from "@meridian/base/json";
import { type MerklePath, merklePath, merkleRoot } from "@meridian/crypto/merkle";
import type { StateEntry } from "@meridian/crypto/statemap";
import { eventLeafOf, keyHashOf, recordKeyOf, valueHashOf } from "@meridian/kernel/roots";
import type { Outcome } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import type { ExecResult } from "./comet/block.ts";

/** From the encodings of `@meridian/kernel/roots` to what a path or an entry proves. */

/** RFC 6962 root over the events of one block in their order: 32 bytes. */
export const eventsRootOf = (events: readonly EventEnvelope[]): Uint8Array => merkleRoot(events.map(eventLeafOf));

export const eventPathOf = (events: readonly EventEnvelope[], index: number): MerklePath =>
  merklePath(events.map(eventLeafOf), index);

/** A record's entry in the state map. A domain's name has no slash, so no two records share a key. */
export const recordLeafOf = (domain: string, record: string, state: unknown): StateEntry => ({
  key: keyHashOf(recordKeyOf(domain, record)),
  value: valueHashOf(canonicalBytes(state)),
});

/**
 * How a transaction ended, as the engine's results tree binds it: code 0 or 1, and the outcome as canonical JSON in
 * `data`, so that a refusal with its reason is proven like a success.
 */
export const resultOf = (outcome: Outcome): ExecResult => ({
  code: outcome.status === "committed" ? 0 : 1,
  data: canonicalBytes(outcome),
  gasWanted: 0,
  gasUsed: 0,
});
