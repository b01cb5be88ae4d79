import { textOf } from "@meridian/base/bytes";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { Receipt } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import type { StoredBlock } from "@meridian/ledger/state-store";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Reading } from "@meridian/projector/reading";
import type { Seals } from "@meridian/proof/seal";
import type { RecordProof } from "../engine/messages.ts";
import { type SearchFault, UNBOUNDED } from "./searches.ts";

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
  /** Rows, where there are any: they lead to a prescription's event without a walk through blocks. */
  readonly reading?: Pick<Reading, "rowsFor">;
};

/** An event by its place: `position` counts from 0 among the events of its block. */
export type EventPlace = { readonly height: Height; readonly position: number };
/** The latest event of a record, or the latest of that type. */
export type EventOfRecord = { readonly domain: string; readonly record: string; readonly type?: string };

/** Blocks that are read before others get their turn on this thread. */
const BLOCKS_PER_TURN = 64;

/** Where the record's last such event stands; undefined when the ledger has none. */
export async function findEvent(
  source: EvidenceSource,
  wanted: EventOfRecord,
  searches = UNBOUNDED,
): Promise<Result<EventPlace | undefined, SearchFault>> {
  // Every event leaves a record, so a name that nobody ever used is not looked for in all blocks.
  const { value } = await source.engine.proveRecord(recordKeyOf(wanted.domain, wanted.record));
  if (value === null) return ok(undefined);
  const row = await rowOf(source, wanted);
  const above = row?.through ?? -1;
  if (above >= source.history.height) return ok(row?.place);
  const newer = await searches.run(() => walkBack(source, wanted, above, searches.blocksMax));
  return newer.ok ? ok(newer.value ?? row?.place) : newer;
}

/** From the tip down to above a height, or through as many blocks. */
async function walkBack(
  { history }: EvidenceSource,
  wanted: EventOfRecord,
  above: number,
  most: number,
): Promise<Result<EventPlace | undefined, SearchFault>> {
  // With all blocks there, genesis is the first; otherwise what lies between them and genesis may be newer than it.
  const { base = asHeight(1), height } = history;
  const wished = Math.max(base === 1 ? 0 : base, above + 1);
  const lowest = Math.max(wished, height - most + 1);
  for (let at: number = height; at >= lowest; at--) {
    const { events } = blockAt(history, asHeight(at));
    for (let position = events.length - 1; position >= 0; position--) {
      const leaf = events[position];
      if (leaf !== undefined && isOf(leaf, wanted)) return ok({ height: asHeight(at), position });
    }
    if (at % BLOCKS_PER_TURN === 0) await new Promise((later) => setImmediate(later));
  }
  return lowest > wished ? err({ code: "too-far-back", from: lowest }) : ok(undefined);
}

type Found = { readonly place: EventPlace | undefined; readonly through: Height };

/** The event as the prescriptions' timeline has it, and up to which height that is all there is. */
async function rowOf({ reading }: EvidenceSource, { domain, record, type }: EventOfRecord): Promise<Found | undefined> {
  if (reading === undefined || domain !== "prescription") return undefined;
  const page = await reading.rowsFor({ authority: true }, "prescription_events", {
    equals: { prescription: record, ...(type !== undefined && { type }) },
    order: { descending: true },
    limit: 1,
  });
  if (!page.ok) return undefined;
  const [row] = page.value.rows;
  const place = row && { height: asHeight(Number(row["height"])), position: Number(row["position"]) };
  return { place, through: page.value.height };
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
