import { compare, concat, equal } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";

/**
 * The authenticated map over all records (ADR-0005): a binary Merkle tree of fixed depth over buckets. A record's
 * bucket is given by the first bits of its key hash; a bucket's leaf is SHA-256 of 0x00 and its (key hash, value hash)
 * pairs in key order, an empty bucket's leaf is 32 zero bytes, an inner node is SHA-256 of its two children. The depth
 * is fixed, so a leaf and an inner node cannot be taken for one another. Bucket and siblings prove presence and
 * absence alike.
 */
export const STATE_TREE_DEPTH = 20;
/** Whoever chooses keys could aim at one bucket; past this the bucket's proof would outgrow its file. */
export const BUCKET_ENTRIES_MAX = 4_096;

export type StateEntry = { readonly key: Uint8Array; readonly value: Uint8Array };
export type StateProof = {
  /** All entries of the key's bucket, in key order. */
  readonly bucket: readonly StateEntry[];
  /** From the bucket's neighbour up to the root's child. */
  readonly siblings: readonly Uint8Array[];
};

/** First byte of what a bucket's leaf is the hash of. */
export const BUCKET_TAG = Uint8Array.of(0);
const EMPTY_LEAF = new Uint8Array(32);

/** Which bucket a key hash falls into: its first STATE_TREE_DEPTH bits. */
export const bucketOf = (keyHash: Uint8Array): number =>
  (((keyHash[0] ?? 0) << 24) | ((keyHash[1] ?? 0) << 16) | ((keyHash[2] ?? 0) << 8) | (keyHash[3] ?? 0)) >>>
  (32 - STATE_TREE_DEPTH);

export const bucketLeaf = (entries: readonly StateEntry[]): Uint8Array =>
  entries.length === 0 ? EMPTY_LEAF : sha256(concat(BUCKET_TAG, ...entries.flatMap(({ key, value }) => [key, value])));

/** The state root that a proof leads to for this key; undefined when the proof cannot be about the key. */
export function stateRootOf(proof: StateProof, keyHash: Uint8Array): Uint8Array | undefined {
  if (keyHash.length !== 32 || proof.siblings.length !== STATE_TREE_DEPTH) return undefined;
  if (proof.bucket.length > BUCKET_ENTRIES_MAX) return undefined;
  const bucket = bucketOf(keyHash);
  for (const [i, entry] of proof.bucket.entries()) {
    const before = proof.bucket[i - 1];
    if (entry.key.length !== 32 || entry.value.length !== 32 || bucketOf(entry.key) !== bucket) return undefined;
    if (before !== undefined && compare(before.key, entry.key) >= 0) return undefined;
  }
  let node = bucketLeaf(proof.bucket);
  let position = bucket;
  for (const sibling of proof.siblings) {
    if (sibling.length !== 32) return undefined;
    node = sha256(position % 2 === 0 ? concat(node, sibling) : concat(sibling, node));
    position = Math.floor(position / 2);
  }
  return node;
}

/** What the proof says the map holds for the key: its value hash, or undefined for "nothing". */
export const valueIn = (proof: StateProof, keyHash: Uint8Array): Uint8Array | undefined =>
  proof.bucket.find(({ key }) => equal(key, keyHash))?.value;
