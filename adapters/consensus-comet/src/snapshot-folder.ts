import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { decodeMetadata, PIECE_BYTES, SNAPSHOT_FORMAT, snapshotHashOf } from "@meridian/ledger/snapshot";
import type { SnapshotOffer } from "./ports.ts";

/** Finished snapshots that are kept: somebody may still be fetching the one before the last. */
const KEPT = 2;
const UNFINISHED = ".new";
const METADATA = "metadata";
/** Faster than the network that most nodes have, and the records of a prescription shrink to a third. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** A chunk as it travels: one frame of Zstandard (RFC 8878). */
export const pack = (piece: Uint8Array): Uint8Array => zstdCompressSync(piece, LEVEL);

/** Undefined when the bytes are no such frame, or would be longer than `most` bytes, which are never made. */
export function unpack(chunk: Uint8Array, most: number = PIECE_BYTES): Uint8Array | undefined {
  try {
    // Not as Node's Buffer, whose `slice` copies nothing.
    const { buffer, byteOffset, length } = zstdDecompressSync(chunk, { maxOutputLength: most });
    return new Uint8Array(buffer, byteOffset, length);
  } catch {
    return undefined;
  }
}

/**
 * Snapshots of this node in a folder: each in a folder of its own by height, with the file `metadata` and one file a
 * chunk, `0` and so on. One that is being made has another name, and gets its own when it is whole.
 */
export class SnapshotFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The latest first. What can't be read is left out. */
  list(): readonly SnapshotOffer[] {
    return this.#heights().flatMap((height) => {
      const metadata = this.#read(height, METADATA);
      const head = metadata && decodeMetadata(metadata);
      if (metadata === undefined || head?.height !== height) return [];
      const chunks = head.pieces.length + 1;
      return [{ height, format: SNAPSHOT_FORMAT, chunks, hash: snapshotHashOf(metadata), metadata }];
    });
  }

  chunk(height: number, index: number): Uint8Array | undefined {
    return Number.isSafeInteger(height) && Number.isSafeInteger(index) && index >= 0
      ? this.#read(height, String(index))
      : undefined;
  }

  /** Makes room for the chunks of a new snapshot; what a stopped node left unfinished goes. */
  begin(height: number): void {
    this.dropUnfinished();
    mkdirSync(this.#unfinished(height), { recursive: true, mode: 0o700 });
  }

  put(height: number, index: number, chunk: Uint8Array): void {
    writeFileSync(join(this.#unfinished(height), String(index)), chunk, { mode: 0o600, flush: true });
  }

  /** Shows the snapshot, whole, and lets older ones go. */
  finish(height: number, metadata: Uint8Array): void {
    writeFileSync(join(this.#unfinished(height), METADATA), metadata, { mode: 0o600, flush: true });
    rmSync(join(this.#folder, String(height)), { recursive: true, force: true });
    renameSync(this.#unfinished(height), join(this.#folder, String(height)));
    for (const old of this.#heights().slice(KEPT)) rmSync(join(this.#folder, String(old)), { recursive: true });
  }

  dropUnfinished(): void {
    for (const name of this.#names())
      if (name.endsWith(UNFINISHED)) rmSync(join(this.#folder, name), { recursive: true, force: true });
  }

  #unfinished(height: number): string {
    return join(this.#folder, `${height}${UNFINISHED}`);
  }

  #heights(): number[] {
    const heights = this.#names().filter((name) => /^[1-9]\d{0,15}$/.test(name));
    return heights.map(Number).sort((a, b) => b - a);
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder);
    } catch {
      return [];
    }
  }

  #read(height: number, name: string): Uint8Array | undefined {
    try {
      return readFileSync(join(this.#folder, String(height), name));
    } catch {
      return undefined;
    }
  }
}
