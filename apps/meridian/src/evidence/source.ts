import { textOf } from "@meridian/base/bytes";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { parseJson } from "@meridian/base/json";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { Receipt } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import type { StoredBlock } from "@meridian/ledger/state-store";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Seals } from "@meridian/proof/seal";
import type { RecordProof } from "../engine/messages.ts";
import type { EventOfRecord, EventPlace, EventPlaces } from "./event-places.ts";

/** What evidence is made from: a running `MeridianNode`, or the folder that one left behind (`folder.ts`). */
export type EvidenceSource = {
  readonly genesis: GenesisDocument;
  readonly history: {
    readonly height: Height;
    /** Lowest height above 0 whose block is kept; 1 when left out. */
    readonly base?: Height;
    block(height: Height): StoredBlock | undefined;
    receipt(id: TransactionId): Receipt | undefined;
  };
  readonly engine: { proveRecord(key: string): Promise<RecordProof> };
  /** Left out where one process orders: its blocks carry their seals. */
  readonly seals?: Seals | undefined;
  /** Where there are rows: they lead to an event without a walk through blocks. */
  readonly places?: EventPlaces;
};

/** Where the record's last such event stands; undefined when the ledger has none. */
export async function findEvent(source: EvidenceSource, wanted: EventOfRecord): Promise<EventPlace | undefined> {
  // Every event leaves a record, so a name that nobody ever used is not looked for in all blocks.
  const { value } = await source.engine.proveRecord(recordKeyOf(wanted.domain, wanted.record));
  if (value === null) return undefined;
  const kept = await source.places?.last(wanted);
  return walkBack(source, wanted, kept?.through ?? -1) ?? kept?.place;
}

/** From the tip down to above a height: what came while rows were read, or in a folder all blocks. */
function walkBack({ history }: EvidenceSource, wanted: EventOfRecord, above: number): EventPlace | undefined {
  // With all blocks there, genesis is the first; otherwise what lies between them and genesis may be newer than it.
  const { base = asHeight(1), height } = history;
  const lowest = Math.max(base === 1 ? 0 : base, above + 1);
  for (let at: number = height; at >= lowest; at--) {
    const { events } = blockAt(history, asHeight(at));
    for (let position = events.length - 1; position >= 0; position--) {
      const leaf = events[position];
      if (leaf !== undefined && isOf(leaf, wanted)) return { height: asHeight(at), position };
    }
  }
  return undefined;
}

/** Reading a leaf costs more than looking whether the record's name stands in it. */
function isOf(leaf: Uint8Array, { domain, record, type }: EventOfRecord): boolean {
  const bytes = Buffer.from(leaf.buffer, leaf.byteOffset, leaf.byteLength);
  if (!bytes.includes(JSON.stringify(record))) return false;
  const envelope = envelopeOf(leaf);
  return (
    envelope.domain === domain && envelope.record === record && (type ?? envelope.event.type) === envelope.event.type
  );
}

export function envelopeOf(leaf: Uint8Array): EventEnvelope {
  const envelope = parseJson(textOf(leaf) ?? "");
  invariant(envelope !== undefined, "a stored event is canonical JSON");
  return envelope as EventEnvelope;
}

export function blockAt(history: EvidenceSource["history"], height: Height): StoredBlock {
  const block = history.block(height);
  invariant(block !== undefined, `block ${height} is in the store`);
  return block;
}
