import { strictEqual as is, notStrictEqual as isNot } from "node:assert";
import { describe, it } from "node:test";
import { concat, toHex, utf8 } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import { commitmentOf } from "@meridian/crypto/commitment";
import { sha256 } from "@meridian/crypto/hash";
import { merklePath, merkleRoot } from "@meridian/crypto/merkle";
import { resultLeafOf } from "@meridian/kernel/roots";
import { pathShape, rootAbove, writePath } from "./path.ts";
import { recordLeafOf } from "./roots.ts";

describe("a path with sides", () => {
  it("leads every leaf of every small tree to the root, and no leaf by another's sides", () => {
    for (let size = 1; size <= 20; size++) {
      const leaves = Array.from({ length: size }, (_, i) => utf8(`leaf ${i}`));
      const root = toHex(merkleRoot(leaves));
      for (const [i, leaf] of leaves.entries()) {
        const path = writePath(merklePath(leaves, i));
        is(fits(pathShape, path), true);
        is(toHex(rootAbove(path, leaf) ?? new Uint8Array()), root);
        isNot(toHex(rootAbove(path, utf8("other")) ?? new Uint8Array()), root);
        for (let at = 0; at < path.sides.length; at++) {
          const sides = path.sides.slice(0, at) + (path.sides[at] === "l" ? "r" : "l") + path.sides.slice(at + 1);
          isNot(toHex(rootAbove({ ...path, sides }, leaf) ?? new Uint8Array()), root);
        }
      }
    }
  });
  it("leads nowhere when sides and aunts differ in number", () => {
    is(rootAbove({ sides: "", aunts: ["00".repeat(32) as Hash] }, utf8("leaf")), undefined);
    is(rootAbove({ sides: "l", aunts: [] }, utf8("leaf")), undefined);
  });
});

describe("the leaves", () => {
  it("bind a record's name and its canonical JSON", () => {
    const { key, value } = recordLeafOf("prescription", "rx-1", { b: 1, a: 2 });
    is(toHex(key), toHex(sha256(utf8("prescription/rx-1"))));
    is(toHex(value), toHex(sha256(utf8('{"a":2,"b":1}'))));
  });
  it("bind an outcome as code and canonical JSON", () => {
    const leaf = (json: string, head: readonly number[]): string =>
      toHex(concat(Uint8Array.of(...head, 0x12, json.length), utf8(json)));
    is(toHex(resultLeafOf({ status: "committed", events: 2 })), leaf('{"events":2,"status":"committed"}', []));
    is(
      toHex(resultLeafOf({ status: "rejected", command: 1, rejection: { code: "a/b" } })),
      leaf('{"command":1,"rejection":{"code":"a/b"},"status":"rejected"}', [8, 1]),
    );
  });
  it("bind a document to its salt", () => {
    const salt = new Uint8Array(32).fill(7);
    const expected = sha256(concat(utf8("meridian/document/v1\0"), salt, utf8("content")));
    is(commitmentOf(salt, utf8("content")), toHex(expected));
  });
});
