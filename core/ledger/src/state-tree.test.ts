import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, equal, toHex, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import {
  BUCKET_ENTRIES_MAX,
  bucketOf,
  type StateEntry,
  type StateProof,
  stateRootOf,
  valueIn,
} from "@meridian/crypto/statemap";
import { keyHashOf, valueHashOf } from "@meridian/kernel/roots";
import fc from "fast-check";
import { StateTree } from "./state-tree.ts";

/** Few buckets, so that keys collide; the rest of the key tells them apart. */
const keyOf = (bucket: number, n: number): Uint8Array =>
  concat(Uint8Array.of(bucket & 1 ? 0xff : 0x00, bucket & 2 ? 0x80 : 0x7f, 0xf0), sha256(Uint8Array.of(n)).subarray(3));
const entries = fc.array(
  fc
    .record({ bucket: fc.nat(3), n: fc.nat(5), value: fc.nat(255) })
    .map(({ bucket, n, value }): StateEntry => ({ key: keyOf(bucket, n), value: new Uint8Array(32).fill(value) })),
  { maxLength: 24 },
);
/** The last value of each key. */
const lastOf = (given: readonly StateEntry[]): StateEntry[] => [
  ...new Map(given.map((entry) => [toHex(entry.key), entry])).values(),
];
const treeOf = (given: readonly StateEntry[]): StateTree => {
  const tree = new StateTree();
  tree.update(given);
  return tree;
};
const isProof = (proof: StateProof, key: Uint8Array, root: Uint8Array): boolean =>
  equal(stateRootOf(proof, key) ?? new Uint8Array(), root);

describe("the state tree", () => {
  it("of nothing has the root of twenty levels of empty nodes", () => {
    let node: Uint8Array = new Uint8Array(32);
    for (let depth = 0; depth < 20; depth++) node = sha256(concat(node, node));
    same(new StateTree().root(), node);
  });

  it("has one root for one content, in whatever order and portions it came", () =>
    fc.assert(
      fc.property(entries, fc.nat(24), fc.infiniteStream(fc.nat()), (given, cut, shuffle) => {
        const last = lastOf(given);
        const root = treeOf(last).root();
        const inParts = new StateTree();
        inParts.update(given.slice(0, cut));
        inParts.update(given.slice(cut));
        same(inParts.root(), root);
        const shuffled = last
          .map((entry) => ({ entry, at: shuffle.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        same(treeOf(shuffled).root(), root);
      }),
      { numRuns: 10 },
    ));

  it("proves what it holds and what it does not, in the way that strangers check", () =>
    fc.assert(
      fc.property(entries, (given) => {
        const tree = treeOf(given);
        const root = tree.root();
        const held = new Map(lastOf(given).map(({ key, value }) => [toHex(key), value]));
        for (let bucket = 0; bucket < 4; bucket++)
          for (let n = 0; n < 7; n++) {
            const key = keyOf(bucket, n);
            const proof = tree.prove(key);
            ok(isProof(proof, key, root));
            same(valueIn(proof, key), held.get(toHex(key)));
          }
      }),
      { numRuns: 8 },
    ));

  it("a proof with anything changed leads to another root or nowhere", () =>
    fc.assert(
      fc.property(entries, fc.nat(3), fc.nat(1_000), fc.integer({ min: 1, max: 255 }), (given, bucket, at, mask) => {
        const tree = treeOf(given);
        const root = tree.root();
        const key = keyOf(bucket, 0);
        const { bucket: held, siblings } = tree.prove(key);
        const flip = (bytes: Uint8Array): Uint8Array => bytes.with(at % 32, (bytes[at % 32] ?? 0) ^ mask);
        const i = at % siblings.length;
        ok(!isProof({ bucket: held, siblings: siblings.with(i, flip(siblings[i] as Uint8Array)) }, key, root));
        ok(!isProof({ bucket: [...held, { key, value: flip(key) }], siblings }, key, root));
        for (const [j, entry] of held.entries()) {
          ok(!isProof({ bucket: held.toSpliced(j, 1), siblings }, key, root));
          ok(!isProof({ bucket: held.with(j, { ...entry, value: flip(entry.value) }), siblings }, key, root));
          ok(!isProof({ bucket: held.with(j, { ...entry, key: flip(entry.key) }), siblings }, key, root));
        }
        // Two empty buckets in like surroundings share a proof, which is as true of the one as of the other.
        const other = keyOf(bucket ^ 1, 0);
        if (isProof({ bucket: held, siblings }, other, root)) same([held, tree.prove(other).bucket], [[], []]);
      }),
      { numRuns: 10 },
    ));

  it("loaded from records is the tree that grew with them", () => {
    const records = Array.from({ length: 500 }, (_, n) => ({ key: `purse/${n}`, value: utf8(`{"sum":${n}}`) }));
    const loaded = new StateTree();
    loaded.load(records);
    const grown = treeOf(records.map(({ key, value }) => ({ key: keyHashOf(key), value: valueHashOf(value) })));
    same(loaded.root(), grown.root());
    loaded.update([{ key: keyHashOf("purse/7"), value: valueHashOf(utf8("{}")) }]);
    grown.update([{ key: keyHashOf("purse/7"), value: valueHashOf(utf8("{}")) }]);
    same(loaded.root(), grown.root());
    same(loaded.prove(keyHashOf("purse/8")), grown.prove(keyHashOf("purse/8")));
  });

  it("keeps entries of one bucket apart, in key order, and stops at what a proof can hold", () => {
    const inOne = (n: number): StateEntry => ({
      key: concat(new Uint8Array(3), new Uint8Array(27), Uint8Array.of(n >> 8, n & 255)),
      value: new Uint8Array(32).fill(1),
    });
    const tree = treeOf([inOne(2), inOne(1), inOne(3)]);
    const { bucket } = tree.prove(inOne(9).key);
    same(
      bucket.map(({ key }) => key[31]),
      [1, 2, 3],
    );
    same(bucketOf(inOne(9).key), 0);
    tree.update(Array.from({ length: BUCKET_ENTRIES_MAX }, (_, n) => inOne(n)));
    ok(isProof(tree.prove(inOne(7).key), inOne(7).key, tree.root()));
    let refusal: unknown;
    try {
      tree.update([inOne(BUCKET_ENTRIES_MAX)]);
    } catch (error) {
      refusal = (error as Error).message;
    }
    ok(String(refusal).includes("is full"));
  });
});
