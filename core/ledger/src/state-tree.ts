import { compare, concat, toHex } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { sha256 } from "@meridian/crypto/hash";
import {
  BUCKET_ENTRIES_MAX,
  bucketLeaf,
  bucketOf,
  STATE_TREE_DEPTH,
  type StateEntry,
  type StateProof,
} from "@meridian/crypto/statemap";
import { keyHashOf, valueHashOf } from "@meridian/kernel/roots";
import type { StoredRecord } from "./state-store.ts";

const BUCKETS = 2 ** STATE_TREE_DEPTH;
const HASH = 32;
const ENTRY = 64;
const CHUNK_ENTRIES = 65_536;

/**
 * The authenticated map over all records, in memory: what `@meridian/crypto/statemap` defines, made fast. Nodes lie in
 * one heap-ordered array (root at 1, children of i at 2i and 2i+1), so the two children that an inner node hashes are
 * neighbours; entries lie in chunks, chained per bucket. A node of all zeros stands for the empty tree of its level, so a
 * new map costs no hashing and the memory that nothing touched is never really taken.
 */
export class StateTree {
  readonly #nodes = new Uint8Array(2 * BUCKETS * HASH);
  readonly #words = new Uint32Array(this.#nodes.buffer);
  readonly #heads = new Int32Array(BUCKETS);
  readonly #chunks: { readonly bytes: Uint8Array; readonly next: Int32Array }[] = [];
  #entries = 0;

  /** Sets values of keys; both are hashes of 32 bytes. Every node on the way is hashed once. */
  update(entries: readonly StateEntry[]): void {
    const dirty = new Set<number>();
    for (const entry of entries) {
      const bucket = bucketOf(entry.key);
      this.#put(bucket, entry);
      dirty.add(bucket);
    }
    let level = new Set<number>();
    for (const bucket of dirty) {
      this.#nodes.set(bucketLeaf(this.#entriesOf(bucket)), (BUCKETS + bucket) * HASH);
      level.add((BUCKETS + bucket) >>> 1);
    }
    for (let depth = STATE_TREE_DEPTH - 1; level.size > 0 && depth >= 0; depth--) {
      const above = new Set<number>();
      for (const node of level) {
        this.#nodes.set(this.#hashChildren(node, depth), node * HASH);
        if (node > 1) above.add(node >>> 1);
      }
      level = above;
    }
  }

  /** Fills an empty map with all records at once: each node is hashed once, level by level. */
  load(records: Iterable<StoredRecord>): void {
    for (const { key, value } of records) {
      const entry = { key: keyHashOf(key), value: valueHashOf(value) };
      this.#put(bucketOf(entry.key), entry);
    }
    for (let bucket = 0; bucket < BUCKETS; bucket++)
      if (this.#heads[bucket] !== 0) this.#nodes.set(bucketLeaf(this.#entriesOf(bucket)), (BUCKETS + bucket) * HASH);
    for (let depth = STATE_TREE_DEPTH - 1; depth >= 0; depth--)
      for (let node = 2 ** depth; node < 2 ** (depth + 1); node++)
        if (!this.#isEmpty(2 * node) || !this.#isEmpty(2 * node + 1))
          this.#nodes.set(this.#hashChildren(node, depth), node * HASH);
  }

  root(): Uint8Array {
    return this.#nodeAt(1, 0);
  }

  /** Proves what the map holds for a key, or that it holds nothing. */
  prove(keyHash: Uint8Array): StateProof {
    const bucket = bucketOf(keyHash);
    const siblings: Uint8Array[] = [];
    for (let node = BUCKETS + bucket, depth = STATE_TREE_DEPTH; node > 1; node >>>= 1, depth--)
      siblings.push(this.#nodeAt(node ^ 1, depth));
    return { bucket: this.#entriesOf(bucket), siblings };
  }

  #hashChildren(node: number, depth: number): Uint8Array {
    const left = 2 * node;
    if (!this.#isEmpty(left) && !this.#isEmpty(left + 1))
      return sha256(this.#nodes.subarray(left * HASH, (left + 2) * HASH));
    return sha256(concat(this.#nodeAt(left, depth + 1), this.#nodeAt(left + 1, depth + 1)));
  }

  #nodeAt(node: number, depth: number): Uint8Array {
    if (this.#isEmpty(node)) return emptyAt(depth);
    return this.#nodes.slice(node * HASH, (node + 1) * HASH);
  }

  #isEmpty(node: number): boolean {
    const at = node * 8;
    for (let i = 0; i < 8; i++) if (this.#words[at + i] !== 0) return false;
    return true;
  }

  #put(bucket: number, { key, value }: StateEntry): void {
    let length = 0;
    for (let at = this.#heads[bucket] ?? 0; at !== 0; at = this.#nextOf(at), length++) {
      const bytes = this.#bytesOf(at);
      if (compare(bytes.subarray(0, HASH), key) === 0) {
        bytes.set(value, HASH);
        return;
      }
    }
    invariant(length < BUCKET_ENTRIES_MAX, `bucket of ${toHex(key)} is full`);
    const at = ++this.#entries;
    const chunk = Math.floor(at / CHUNK_ENTRIES);
    if (this.#chunks[chunk] === undefined)
      this.#chunks[chunk] = {
        bytes: new Uint8Array(CHUNK_ENTRIES * ENTRY),
        next: new Int32Array(CHUNK_ENTRIES),
      };
    const bytes = this.#bytesOf(at);
    bytes.set(key);
    bytes.set(value, HASH);
    this.#chunkOf(at).next[at % CHUNK_ENTRIES] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = at;
  }

  #entriesOf(bucket: number): readonly StateEntry[] {
    const entries: StateEntry[] = [];
    for (let at = this.#heads[bucket] ?? 0; at !== 0; at = this.#nextOf(at)) {
      const bytes = this.#bytesOf(at);
      entries.push({ key: bytes.slice(0, HASH), value: bytes.slice(HASH) });
    }
    return entries.length > 1 ? entries.sort((a, b) => compare(a.key, b.key)) : entries;
  }

  #bytesOf(at: number): Uint8Array {
    const from = (at % CHUNK_ENTRIES) * ENTRY;
    return this.#chunkOf(at).bytes.subarray(from, from + ENTRY);
  }

  #nextOf(at: number): number {
    return this.#chunkOf(at).next[at % CHUNK_ENTRIES] ?? 0;
  }

  #chunkOf(at: number): { readonly bytes: Uint8Array; readonly next: Int32Array } {
    const chunk = this.#chunks[Math.floor(at / CHUNK_ENTRIES)];
    invariant(chunk !== undefined, "an entry lies in a chunk");
    return chunk;
  }
}

const emptyNodes: Uint8Array[] = [];

/** The node of a tree that holds nothing, by depth: 32 zero bytes at the leaves, and upwards its hashes. */
function emptyAt(depth: number): Uint8Array {
  const known = emptyNodes[depth];
  if (known !== undefined) return known;
  const node = depth === STATE_TREE_DEPTH ? new Uint8Array(HASH) : hashTwice(emptyAt(depth + 1));
  emptyNodes[depth] = node;
  return node;
}

const hashTwice = (child: Uint8Array): Uint8Array => sha256(concat(child, child));
