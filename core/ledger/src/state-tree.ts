import { compare, concat, toHex } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { sha256 } from "@meridian/crypto/hash";
import { hashPairs } from "@meridian/crypto/pairs";
import {
  BUCKET_ENTRIES_MAX,
  BUCKET_TAG,
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
/** Nodes hashed by one call. */
const BATCH = 1_024;

/** Entries in the order of their making, 64 bytes each (key hash, value hash); leaves of filled buckets, 32 each. */
export type TreeContents = { readonly entries: Uint8Array; readonly leaves: Uint8Array };

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
  readonly #pairs = new Uint8Array(BATCH * 2 * HASH);
  readonly #digests = new Uint8Array(BATCH * HASH);
  readonly #order = new Int32Array(BUCKET_ENTRIES_MAX);
  readonly #bucket = new Uint8Array(BUCKET_TAG.length + BUCKET_ENTRIES_MAX * ENTRY);
  #entries = 0;

  /** Sets values of keys; both are hashes of 32 bytes. Every node on the way is hashed once. */
  update(entries: readonly StateEntry[]): void {
    const touched = new Set<number>();
    for (const entry of entries) {
      const bucket = bucketOf(entry.key);
      this.#put(bucket, entry);
      touched.add(bucket);
    }
    const buckets = Uint32Array.from(touched).sort();
    for (const bucket of buckets) this.#hashBucket(bucket);
    this.#hashAbove(buckets);
  }

  /** Fills an empty map with all records at once: each node is hashed once, level by level. */
  load(records: Iterable<StoredRecord>): void {
    for (const { key, value } of records) {
      const entry = { key: keyHashOf(key), value: valueHashOf(value) };
      this.#put(bucketOf(entry.key), entry);
    }
    this.#hashAll();
  }

  /**
   * Adds an entry to a map that is being filled, to be hashed by `settle`. False when the bucket has no room left, which
   * chance does not do to it.
   */
  add({ key, value }: StateEntry): boolean {
    const bucket = bucketOf(key);
    let length = 0;
    for (let at = this.#heads[bucket] ?? 0; at !== 0; at = this.#nextOf(at)) length++;
    if (length < BUCKET_ENTRIES_MAX) this.#append(bucket, { key, value });
    return length < BUCKET_ENTRIES_MAX;
  }

  /** Hashes the map once all of it has been added. */
  settle(): void {
    this.#hashAll();
  }

  /** What `restore` needs to make the same map without hashing what a million records add up to. */
  contents(): TreeContents {
    const entries = new Uint8Array(this.#entries * ENTRY);
    for (let at = 1; at <= this.#entries; at++) entries.set(this.#bytesOf(at), (at - 1) * ENTRY);
    const buckets = this.#filledBuckets();
    const leaves = new Uint8Array(buckets.length * HASH);
    for (const [i, bucket] of buckets.entries()) leaves.set(this.#nodeAt(BUCKETS + bucket, 0), i * HASH);
    return { entries, leaves };
  }

  /** Fills an empty map from what `contents` gave. Whoever kept it answers for its bytes; the root is hashed anew. */
  restore({ entries, leaves }: TreeContents): void {
    for (let at = 0; at + ENTRY <= entries.length; at += ENTRY) {
      const key = entries.subarray(at, at + HASH);
      this.#append(bucketOf(key), { key, value: entries.subarray(at + HASH, at + ENTRY) });
    }
    const buckets = this.#filledBuckets();
    for (const [i, bucket] of buckets.entries())
      this.#nodes.set(leaves.subarray(i * HASH, (i + 1) * HASH), (BUCKETS + bucket) * HASH);
    this.#hashAbove(buckets);
  }

  #hashAll(): void {
    const buckets = this.#filledBuckets();
    for (const bucket of buckets) this.#hashBucket(bucket);
    this.#hashAbove(buckets);
  }

  /** In rising order. */
  #filledBuckets(): Uint32Array {
    const buckets = new Uint32Array(BUCKETS);
    let count = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) if (this.#heads[bucket] !== 0) buckets[count++] = bucket;
    return buckets.subarray(0, count);
  }

  #hashAbove(buckets: Uint32Array): void {
    let level = parentsOf(buckets.map((bucket) => BUCKETS + bucket));
    for (let depth = STATE_TREE_DEPTH - 1; depth >= 0 && level.length > 0; depth--) {
      this.#hashNodes(level, depth);
      level = parentsOf(level);
    }
  }

  root(): Uint8Array {
    return this.#nodeAt(1, 0);
  }

  /** The value hash that the map holds for a key hash. A view: it changes with the map. */
  value(keyHash: Uint8Array): Uint8Array | undefined {
    for (let at = this.#heads[bucketOf(keyHash)] ?? 0; at !== 0; at = this.#nextOf(at)) {
      const bytes = this.#bytesOf(at);
      if (compare(bytes.subarray(0, HASH), keyHash) === 0) return bytes.subarray(HASH);
    }
    return undefined;
  }

  /** Proves what the map holds for a key, or that it holds nothing. */
  prove(keyHash: Uint8Array): StateProof {
    const bucket = bucketOf(keyHash);
    const siblings: Uint8Array[] = [];
    for (let node = BUCKETS + bucket, depth = STATE_TREE_DEPTH; node > 1; node >>>= 1, depth--)
      siblings.push(this.#nodeAt(node ^ 1, depth));
    return { bucket: this.#entriesOf(bucket), siblings };
  }

  /** What `bucketLeaf` of the bucket's entries is, put together in place: a restart does this a million times. */
  #hashBucket(bucket: number): void {
    let length = 0;
    for (let at = this.#heads[bucket] ?? 0; at !== 0; at = this.#nextOf(at)) this.#order[length++] = at;
    const order = this.#order.subarray(0, length);
    if (length > 1)
      order.sort((a, b) => compare(this.#bytesOf(a).subarray(0, HASH), this.#bytesOf(b).subarray(0, HASH)));
    for (let i = 0; i < length; i++) this.#bucket.set(this.#bytesOf(order[i] ?? 0), BUCKET_TAG.length + i * ENTRY);
    this.#bucket.set(BUCKET_TAG);
    this.#nodes.set(sha256(this.#bucket.subarray(0, BUCKET_TAG.length + length * ENTRY)), (BUCKETS + bucket) * HASH);
  }

  /** Hashes inner nodes of one depth, given in rising order, from their children. */
  #hashNodes(nodes: Uint32Array, depth: number): void {
    for (let from = 0; from < nodes.length; from += BATCH) {
      const batch = nodes.subarray(from, from + BATCH);
      for (const [i, node] of batch.entries()) {
        const left = 2 * node;
        this.#pairs.set(this.#nodes.subarray(left * HASH, (left + 2) * HASH), i * 2 * HASH);
        if (this.#isEmpty(left)) this.#pairs.set(emptyAt(depth + 1), i * 2 * HASH);
        if (this.#isEmpty(left + 1)) this.#pairs.set(emptyAt(depth + 1), (2 * i + 1) * HASH);
      }
      hashPairs(this.#pairs.subarray(0, batch.length * 2 * HASH), this.#digests.subarray(0, batch.length * HASH));
      for (const [i, node] of batch.entries())
        this.#nodes.set(this.#digests.subarray(i * HASH, (i + 1) * HASH), node * HASH);
    }
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
    this.#append(bucket, { key, value });
  }

  /** Adds an entry whose key is not in the bucket. */
  #append(bucket: number, { key, value }: StateEntry): void {
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

/** The parents of nodes in rising order, each once, in rising order. */
function parentsOf(nodes: Uint32Array): Uint32Array {
  const parents = new Uint32Array(nodes.length);
  let count = 0;
  for (const node of nodes) {
    const parent = node >>> 1;
    if (parent > 0 && (count === 0 || parents[count - 1] !== parent)) parents[count++] = parent;
  }
  return parents.subarray(0, count);
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
