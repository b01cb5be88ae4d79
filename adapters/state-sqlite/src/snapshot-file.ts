import { closeSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { asHeight } from "@meridian/base/ids";
import type { TreeSnapshot } from "@meridian/ledger/state-store";

/**
 * A snapshot beside the database: height (8 bytes, big-endian) | entries. Written to a second file that then takes the
 * place of the first, and not synced: a shortcut that is lost or torn only costs the next start some time.
 */
const HEAD = 8;
const ENTRY = 64;

export function writeSnapshot(file: string, { height, entries }: TreeSnapshot): void {
  const head = new Uint8Array(HEAD);
  new DataView(head.buffer).setBigUint64(0, BigInt(height));
  const next = `${file}.next`;
  const descriptor = openSync(next, "w", 0o600);
  try {
    writeSync(descriptor, head);
    for (let at = 0; at < entries.length; ) at += writeSync(descriptor, entries, at);
  } finally {
    closeSync(descriptor);
  }
  renameSync(next, file);
}

/** Undefined when there is none, or when it cannot be one. */
export function readSnapshot(file: string): TreeSnapshot | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  if (bytes.length < HEAD || (bytes.length - HEAD) % ENTRY !== 0) return undefined;
  const height = new DataView(bytes.buffer, bytes.byteOffset, HEAD).getBigUint64(0);
  if (height > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return { height: asHeight(Number(height)), entries: bytes.subarray(HEAD) };
}
