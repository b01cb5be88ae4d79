import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { equal } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { sha256 } from "@meridian/crypto/hash";
import type { TreeSnapshot } from "@meridian/ledger/state-store";

/**
 * A snapshot beside the database: SHA-256 of the rest (32) | height (8, big-endian) | bytes of entries (8) | entries |
 * leaves. Written to a second file that then takes the place of the first, and not synced: a shortcut that is lost, torn
 * or left out because the disk is full only costs the next start some time.
 */
const DIGEST = 32;
const HEAD = 16;

export function writeSnapshot(file: string, { height, entries, leaves }: TreeSnapshot): void {
  const body = new Uint8Array(HEAD + entries.length + leaves.length);
  const view = new DataView(body.buffer);
  view.setBigUint64(0, BigInt(height));
  view.setBigUint64(8, BigInt(entries.length));
  body.set(entries, HEAD);
  body.set(leaves, HEAD + entries.length);
  const next = `${file}.next`;
  try {
    writeWhole(next, body);
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    // What cannot do without the room will say so.
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

function writeWhole(file: string, body: Uint8Array): void {
  const descriptor = openSync(file, "w", 0o600);
  try {
    writeSync(descriptor, sha256(body));
    for (let at = 0; at < body.length; ) at += writeSync(descriptor, body, at);
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined when there is none, or when its bytes are not what was written. */
export function readSnapshot(file: string): TreeSnapshot | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const body = bytes.subarray(DIGEST);
  if (body.length < HEAD || !equal(bytes.subarray(0, DIGEST), sha256(body))) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const leavesAt = HEAD + Number(view.getBigUint64(8));
  return {
    height: asHeight(Number(view.getBigUint64(0))),
    entries: body.subarray(HEAD, leavesAt),
    leaves: body.subarray(leavesAt),
  };
}
