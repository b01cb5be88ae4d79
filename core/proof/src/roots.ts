import { canonicalBytes } from "@meridian/base/json";
import { type MerklePath, merklePath, merkleRoot } from "@meridian/crypto/merkle";
import type { StateEntry } from "@meridian/crypto/statemap";
import { eventLeafOf, keyHashOf, recordKeyOf, valueHashOf } from "@meridian/kernel/roots";
import type { EventEnvelope } from "@meridian/kernel/view";

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
