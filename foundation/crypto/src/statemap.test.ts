import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, toHex } from "@meridian/base/bytes";
import {
  BUCKET_ENTRIES_MAX,
  bucketLeaf,
  bucketOf,
  STATE_TREE_DEPTH,
  type StateEntry,
  type StateProof,
  stateRootOf,
  valueIn,
} from "./statemap.ts";

const filled = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
/** A key of bucket 0xabcde whose last byte is given. */
const key = (last: number, third = 0xe0): Uint8Array =>
  concat(Uint8Array.of(0xab, 0xcd, third), new Uint8Array(28), Uint8Array.of(last));
const entry = (last: number): StateEntry => ({ key: key(last), value: filled(last) });
const siblings = Array.from({ length: STATE_TREE_DEPTH }, (_, i) => filled(i));
const proof: StateProof = { bucket: [entry(1), entry(2)], siblings };

describe("the authenticated map's proofs", () => {
  it("a bucket is the first twenty bits of the key", () => {
    same(bucketOf(key(9)), 0xabcde);
    same(bucketOf(key(9, 0xef)), 0xabcde);
    same(bucketOf(key(9, 0xf0)), 0xabcdf);
    same([bucketOf(filled(0)), bucketOf(filled(255))], [0, 2 ** 20 - 1]);
  });

  it("an empty bucket's leaf is zeros, so no entry can have it", () => {
    same(bucketLeaf([]), new Uint8Array(32));
    same(
      bucketLeaf([entry(1)]).some((byte) => byte !== 0),
      true,
    );
  });

  it("leads to the root that its golden vector says", () =>
    same(
      toHex(stateRootOf(proof, key(1)) ?? new Uint8Array()),
      "c3efbdab993179082dc3cb616a5519edae7d759733d6ed906349b0a7fc296db4",
    ));

  it("one bucket proves the presence of its keys and the absence of all others in it", () => {
    same(valueIn(proof, key(2)), filled(2));
    same(valueIn(proof, key(3)), undefined);
    same(stateRootOf(proof, key(3)), stateRootOf(proof, key(1)));
  });

  const refused: readonly (readonly [says: string, proof: StateProof, key: Uint8Array])[] = [
    ["of another bucket", proof, key(1, 0xf0)],
    ["for a short key", proof, key(1).subarray(1)],
    ["with a sibling too few", { ...proof, siblings: siblings.slice(1) }, key(1)],
    ["with a sibling too many", { ...proof, siblings: [...siblings, filled(1)] }, key(1)],
    ["with a short sibling", { ...proof, siblings: [filled(1).subarray(1), ...siblings.slice(1)] }, key(1)],
    ["with entries out of order", { ...proof, bucket: [entry(2), entry(1)] }, key(1)],
    ["with an entry twice", { ...proof, bucket: [entry(1), entry(1)] }, key(1)],
    ["with an entry of another bucket", { ...proof, bucket: [entry(1), { ...entry(2), key: key(2, 0xf0) }] }, key(1)],
    ["with a short value", { ...proof, bucket: [{ key: key(1), value: filled(1).subarray(1) }] }, key(1)],
    ["with a long key", { ...proof, bucket: [{ key: concat(key(1), filled(1)), value: filled(1) }] }, key(1)],
    [
      "with more entries than a bucket holds",
      {
        ...proof,
        bucket: Array.from({ length: BUCKET_ENTRIES_MAX + 1 }, (_, i) => ({
          key: concat(Uint8Array.of(0xab, 0xcd, 0xe0), new Uint8Array(27), Uint8Array.of(i >> 8, i & 255)),
          value: filled(1),
        })),
      },
      key(1),
    ],
  ];
  for (const [says, given, about] of refused)
    it(`lead nowhere ${says}`, () => same(stateRootOf(given, about), undefined));
});
