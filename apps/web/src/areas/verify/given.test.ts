import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { differingGroup, givenBytes, givenText, groupsOf } from "./given.ts";

const why = (text: string): string => {
  const given = givenText(text);
  return given.kind === "refused" ? given.why : given.kind;
};

describe("what is given to the verifier", () => {
  it("is judged by its content", () => {
    const id = "AB".repeat(32);
    assert.deepEqual(givenText(` ${id}\n`), { kind: "id", id: id.toLowerCase() });
    const table: readonly (readonly [given: string, becomes: string])[] = [
      ["", "empty"],
      ["hello", "not-json"],
      ["12", "not-json"],
      ['{"format":"meridian-evidence/1","network":', "truncated"],
      ['{"format":"meridian-evidence/1"}', "evidence"],
      ['{"format":"meridian-evidence/1",,}', "evidence"],
      ['{"format":"meridian-evidence/9"}', "other-version"],
      ['{"validators":[],"commands":[]}', "genesis"],
      ['{"seed":"00"}', "secret"],
      ['{"a":1}', "other-json"],
      ["%PDF-1.7", "binary"],
    ];
    for (const [given, becomes] of table) assert.equal(why(given), becomes, given);
    assert.deepEqual(givenBytes(Uint8Array.of(0xff, 0xd8, 0xff, 0)), { kind: "refused", why: "binary" });
    assert.equal(givenBytes(utf8('{"format":"meridian-evidence/1"}')).kind, "evidence");
  });

  it("compares fingerprints group by group, as they are printed", () => {
    const fingerprint = "0123456789abcdef".repeat(4);
    assert.equal(groupsOf(fingerprint).length, 16);
    assert.equal(differingGroup("0123 4567 89AB", fingerprint), 0);
    assert.equal(differingGroup("0123 4567 99AB", fingerprint), 3);
    assert.equal(differingGroup(`${fingerprint}0`, fingerprint), 17);
  });
});
