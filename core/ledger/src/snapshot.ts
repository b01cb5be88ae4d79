import { compare, concat, equal, textOf, utf8 } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { ID_LENGTH_MAX, RECORD_BYTES_MAX } from "@meridian/base/limits";
import { sha256 } from "@meridian/crypto/hash";
import { decodeWithoutIds, encodeBlock } from "./block-codec.ts";
import type { StoredBlock, StoredRecord } from "./state-store.ts";

/**
 * A snapshot of the state after block H, format 1 (ADR-17). Integers are big-endian.
 *
 *     stream    = records | blocks
 *     record    = bytes of key (2) | key, UTF-8 | bytes of value (4) | value, canonical JSON;   rising by key
 *     block     = bytes (4) | block as in `block-codec.ts`, without notices;                    heights `from` to H
 *     piece i   = bytes i x 4 MiB to (i + 1) x 4 MiB of the stream; the last one may be shorter
 *     metadata  = H (8) | from (8) | records (8) | bytes of the stream (8) | SHA-256 of each piece (32)
 *     hash      = SHA-256("meridian/snapshot/v1\0" | metadata)
 *
 * The blocks are those from whose transactions the ids of the replay window follow, and as many before them as it takes
 * to begin with one that has events. Everything in a snapshot follows from the chain, so two nodes make the same bytes.
 */
export type SnapshotHead = {
  readonly height: Height;
  /** Height of the first block in it. */
  readonly from: Height;
  readonly records: number;
  /** Bytes of the stream. */
  readonly bytes: number;
  readonly pieces: readonly Uint8Array[];
};

export const SNAPSHOT_FORMAT = 1;
export const PIECE_BYTES = 4 * 1_024 * 1_024;
/** A stream of 256 GiB; its metadata of 2 MiB still goes into one message of the engine (4 MB). */
const PIECES_MAX = 65_536;
/** A key is `domain/id`. */
const KEY_BYTES_MAX = 4 * (2 * ID_LENGTH_MAX + 1);
/** A block of 4 MiB with all of its events; a node with a larger one makes no snapshot. */
export const BLOCK_FRAME_MAX = 128 * 1_024 * 1_024;

const HEAD = 32;
const HASH = 32;
const TAG = concat(utf8("meridian/snapshot/v1"), Uint8Array.of(0));

export function encodeMetadata({ height, from, records, bytes, pieces }: SnapshotHead): Uint8Array {
  const head = new Uint8Array(HEAD);
  const view = new DataView(head.buffer);
  for (const [i, number] of [height, from, records, bytes].entries()) view.setBigUint64(8 * i, BigInt(number));
  return concat(head, ...pieces);
}

/** Undefined when the bytes are no metadata that a node writes. */
export function decodeMetadata(metadata: Uint8Array): SnapshotHead | undefined {
  const count = (metadata.length - HEAD) / HASH;
  if (!Number.isInteger(count) || count < 1 || count > PIECES_MAX) return undefined;
  const view = new DataView(metadata.buffer, metadata.byteOffset, HEAD);
  const [height = 0, from = 0, records = 0, bytes = 0] = [0, 8, 16, 24].map((at) => Number(view.getBigUint64(at)));
  if (![height, from, records, bytes].every(Number.isSafeInteger)) return undefined;
  if (from < 1 || height < from || Math.ceil(bytes / PIECE_BYTES) !== count) return undefined;
  const pieces = Array.from({ length: count }, (_, i) => metadata.slice(HEAD + i * HASH, HEAD + (i + 1) * HASH));
  return { height: asHeight(height), from: asHeight(from), records, bytes, pieces };
}

export const snapshotHashOf = (metadata: Uint8Array): Uint8Array => sha256(concat(TAG, metadata));

/** Whether these bytes, unpacked, are the piece that the metadata names. */
export const isPiece = ({ pieces }: SnapshotHead, index: number, piece: Uint8Array): boolean =>
  equal(pieces[index] ?? new Uint8Array(), sha256(piece));

export function recordFrame({ key, value }: StoredRecord): Uint8Array {
  const name = utf8(key);
  const frame = new Uint8Array(6 + name.length + value.length);
  const view = new DataView(frame.buffer);
  view.setUint16(0, name.length);
  frame.set(name, 2);
  view.setUint32(2 + name.length, value.length);
  frame.set(value, 6 + name.length);
  return frame;
}

/** What the engine told with a block is left out: only the events that came of it are agreed on. */
export function blockFrame({ notices: _, ...block }: StoredBlock): Uint8Array {
  const body = encodeBlock(block);
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, 4);
  return frame;
}

/** Cuts a stream into pieces as it grows. */
export class Cutter {
  readonly #take: (piece: Uint8Array) => void;
  readonly #hashes: Uint8Array[] = [];
  #piece = new Uint8Array(PIECE_BYTES);
  #filled = 0;

  /** `take` is given each piece once, in order; its bytes are good until it returns. */
  constructor(take: (piece: Uint8Array) => void) {
    this.#take = take;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + PIECE_BYTES - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === PIECE_BYTES) this.#cut();
    }
  }

  /** Gives out the last piece; hashes of all, and how long the stream was. */
  end(): Pick<SnapshotHead, "bytes" | "pieces"> {
    const bytes = this.#hashes.length * PIECE_BYTES + this.#filled;
    if (this.#filled > 0) this.#cut();
    return { bytes, pieces: this.#hashes };
  }

  #cut(): void {
    const piece = this.#piece.subarray(0, this.#filled);
    this.#hashes.push(sha256(piece));
    this.#take(piece);
    this.#filled = 0;
  }
}

export type Read = { readonly record: StoredRecord } | { readonly block: Omit<StoredBlock, "ids"> };

/** Reads a stream piece by piece. What a stranger sent may be anything, so all of it is looked at before it is used. */
export class StreamReader {
  readonly #head: SnapshotHead;
  #rest: Uint8Array = new Uint8Array();
  #lastKey: Uint8Array = new Uint8Array();
  #records = 0;
  #bytes = 0;
  #nextBlock: number;

  constructor(head: SnapshotHead) {
    this.#head = head;
    this.#nextBlock = head.from;
  }

  /** Whether everything that the head promises has been read, and nothing else. */
  get isComplete(): boolean {
    const { records, height, bytes } = this.#head;
    return this.#bytes === bytes && this.#records === records && this.#nextBlock > height && this.#rest.length === 0;
  }

  /** Hands out all that is whole by now; false when the bytes are no such stream, and then it is over. */
  push(piece: Uint8Array, each: (read: Read) => boolean): boolean {
    this.#bytes += piece.length;
    const bytes = this.#rest.length === 0 ? piece : concat(this.#rest, piece);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (;;) {
      const length = this.#records < this.#head.records ? recordLength(view, at) : blockLength(view, at);
      if (length === "wrong") return false;
      if (length === "more" || at + length > bytes.length) break;
      const frame = bytes.subarray(at, at + length);
      const read = this.#records < this.#head.records ? this.#record(frame) : this.#block(frame);
      if (read === undefined || !each(read)) return false;
      at += length;
    }
    this.#rest = bytes.slice(at);
    return true;
  }

  #record(frame: Uint8Array): Read | undefined {
    const keyEnd = 2 + new DataView(frame.buffer, frame.byteOffset).getUint16(0);
    const name = frame.slice(2, keyEnd);
    const key = textOf(name);
    if (key === undefined || compare(name, this.#lastKey) <= 0) return undefined;
    this.#lastKey = name;
    this.#records++;
    return { record: { key, value: frame.slice(keyEnd + 4) } };
  }

  #block(frame: Uint8Array): Read | undefined {
    if (this.#nextBlock > this.#head.height) return undefined;
    const block = decodeWithoutIds(asHeight(this.#nextBlock++), frame.subarray(4));
    return block && { block };
  }
}

type Length = number | "more" | "wrong";

function recordLength(view: DataView, at: number): Length {
  if (at + 2 > view.byteLength) return "more";
  const key = view.getUint16(at);
  if (key === 0 || key > KEY_BYTES_MAX) return "wrong";
  if (at + 6 + key > view.byteLength) return "more";
  const value = view.getUint32(at + 2 + key);
  return value > RECORD_BYTES_MAX ? "wrong" : 6 + key + value;
}

function blockLength(view: DataView, at: number): Length {
  if (at + 4 > view.byteLength) return "more";
  const body = view.getUint32(at);
  return body > BLOCK_FRAME_MAX ? "wrong" : 4 + body;
}
