import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import fc from "fast-check";
import { sha256 } from "./hash.ts";
import { merklePath, merkleRoot, pathLeadsTo } from "./merkle.ts";

describe("RFC 6962 trees", () => {
  it("the root of nothing is SHA-256 of nothing", () =>
    same(toHex(merkleRoot([])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));

  it("reproduces the engine's data hash of three transactions", () =>
    same(
      toHex(merkleRoot(["a=1", "b=2", "c=3"].map((text) => sha256(utf8(text))))),
      "cd3c90ad6c3b41ddeb31246298b9142e318c252a2bca42f9751713fabd8e3c37",
    ));

  it("every leaf's path leads to the root, and no other leaf's, place's or length's does", () => {
    const tree = fc.tuple(fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 40 }), fc.nat());
    fc.assert(
      fc.property(tree, ([leaves, pick]) => {
        const index = pick % leaves.length;
        const leaf = leaves[index] as Uint8Array;
        const root = merkleRoot(leaves);
        const path = merklePath(leaves, index);
        ok(pathLeadsTo(path, leaf, root));
        ok(!pathLeadsTo(path, utf8("a leaf that is in no tree"), root));
        ok(!pathLeadsTo({ ...path, index: leaves.length }, leaf, root));
        ok(!pathLeadsTo({ ...path, aunts: [...path.aunts, root] }, leaf, root));
        if (path.aunts.length > 0) ok(!pathLeadsTo({ ...path, aunts: path.aunts.slice(1) }, leaf, root));
      }),
      { numRuns: 200 },
    );
  });
});
