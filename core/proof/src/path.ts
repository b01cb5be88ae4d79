import { fromHex } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { hash, hashText, list, object, type TypeOf, text } from "@meridian/base/shape";
import { hashInner, hashLeaf, type MerklePath } from "@meridian/crypto/merkle";

/** Depth of a tree with more leaves than any block can have. */
const DEPTH_MAX = 32;

export const aunts = list(hash<Hash>(), { max: DEPTH_MAX });

/**
 * A Merkle path as an evidence file writes it: the aunts from the leaf upwards, and for each whether it stands to the
 * left or the right. Position and number of leaves, which other formats write instead, are not bound by the root: the
 * last of three leaves and the second of two have the same path.
 */
export const pathShape = object({
  sides: text({ min: 0, max: DEPTH_MAX, pattern: /^[lr]*$/ }),
  aunts,
});
export type PathJson = TypeOf<typeof pathShape>;

export const writePath = (path: MerklePath): PathJson => ({
  sides: sidesOf(path),
  aunts: path.aunts.map((aunt) => hashText<Hash>(aunt)),
});

/** RFC 6962 splits a list at the largest power of two below its length. */
function sidesOf({ total, index }: MerklePath): string {
  let sides = "";
  let [length, at] = [total, index];
  while (length > 1) {
    let split = 1;
    while (split * 2 < length) split *= 2;
    sides = (at < split ? "r" : "l") + sides;
    [length, at] = at < split ? [split, at] : [length - split, at - split];
  }
  return sides;
}

/** The root that the path leads to from these leaf bytes; undefined when sides and aunts do not match. */
export function rootAbove({ sides, aunts }: PathJson, leaf: Uint8Array): Uint8Array | undefined {
  if (sides.length !== aunts.length) return undefined;
  let node = hashLeaf(leaf);
  for (const [i, hex] of aunts.entries()) {
    const aunt = fromHex(hex);
    if (aunt === undefined) return undefined;
    node = sides[i] === "l" ? hashInner(aunt, node) : hashInner(node, aunt);
  }
  return node;
}
