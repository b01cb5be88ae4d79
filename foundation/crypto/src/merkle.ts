import { concat, equal } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";

/** RFC 6962 section 2.1 Merkle trees over SHA-256, as CometBFT builds them (crypto/merkle). */

const EMPTY = new Uint8Array();
const LEAF = Uint8Array.of(0);
/** 0x01 and two hashes: every inner node is hashed from here, so that a tree costs no garbage. */
const pair = new Uint8Array(65).fill(1, 0, 1);

export const hashLeaf = (leaf: Uint8Array): Uint8Array => sha256(concat(LEAF, leaf));
export function hashInner(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 33);
  return sha256(pair);
}

/** The way from one leaf up: `aunts` from the leaf's neighbour to the root's. */
export type MerklePath = {
  readonly total: number;
  readonly index: number;
  readonly aunts: readonly Uint8Array[];
};

/** The largest power of two below `length`: where RFC 6962 splits. */
function splitPoint(length: number): number {
  let point = 1;
  while (point * 2 < length) point *= 2;
  return point;
}

/** Root of a list of leaves; of none, SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  return leaves.length === 0 ? sha256(new Uint8Array()) : rootOfHashes(hashesOf(leaves), 0, leaves.length);
}

/** Results of transactions are mostly one and the same object, so a leaf that stands beside itself is hashed once. */
function hashesOf(leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  let last: Uint8Array | undefined;
  let hash: Uint8Array = EMPTY;
  return leaves.map((leaf) => {
    if (leaf !== last) hash = hashLeaf(leaf);
    last = leaf;
    return hash;
  });
}

function rootOfHashes(hashes: readonly Uint8Array[], from: number, to: number): Uint8Array {
  if (to - from === 1) return hashes[from] as Uint8Array;
  const split = from + splitPoint(to - from);
  return hashInner(rootOfHashes(hashes, from, split), rootOfHashes(hashes, split, to));
}

/** The path of the leaf at `index`, which must be one of the leaves. */
export function merklePath(leaves: readonly Uint8Array[], index: number): MerklePath {
  const hashes = leaves.map(hashLeaf);
  const aunts: Uint8Array[] = [];
  const descend = (from: number, to: number): void => {
    if (to - from === 1) return;
    const split = from + splitPoint(to - from);
    if (index < split) {
      descend(from, split);
      aunts.push(rootOfHashes(hashes, split, to));
    } else {
      descend(split, to);
      aunts.push(rootOfHashes(hashes, from, split));
    }
  };
  descend(0, leaves.length);
  return { total: leaves.length, index, aunts };
}

/** The root that a path leads to from these leaf bytes; undefined when the path cannot be one. */
export function rootOfPath({ total, index, aunts }: MerklePath, leaf: Uint8Array): Uint8Array | undefined {
  if (!Number.isSafeInteger(total) || !Number.isSafeInteger(index) || index < 0 || index >= total) return undefined;
  if (aunts.some((aunt) => aunt.length !== 32)) return undefined;
  const climb = (at: number, of: number, left: number): Uint8Array | undefined => {
    if (of === 1) return left === 0 ? hashLeaf(leaf) : undefined;
    const aunt = aunts[left - 1];
    if (aunt === undefined) return undefined;
    const split = splitPoint(of);
    const below = at < split ? climb(at, split, left - 1) : climb(at - split, of - split, left - 1);
    if (below === undefined) return undefined;
    return at < split ? hashInner(below, aunt) : hashInner(aunt, below);
  };
  return climb(index, total, aunts.length);
}

export const pathLeadsTo = (path: MerklePath, leaf: Uint8Array, root: Uint8Array): boolean => {
  const reached = rootOfPath(path, leaf);
  return reached !== undefined && equal(reached, root);
};
