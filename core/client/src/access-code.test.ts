import { strictEqual as equal, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, PrescriptionId } from "@meridian/base/ids";
import {
  accessCodeDocument,
  accessCodeLink,
  accessCodeText,
  linkedAccessCode,
  readAccessCode,
  readAccessCodeDocument,
} from "./access-code.ts";

const code = { prescription: "rx-2026.07_a" as PrescriptionId, seed: new Uint8Array(32).map((_, i) => i * 7) };
const text = accessCodeText(code);

describe("the access code", () => {
  it("reads as it was written, also with dots in the id and blanks of a scanner", () => {
    same(readAccessCode(text), code);
    same(readAccessCode(` ${text}\r\n`), code);
  });

  it("has the form that scanners know", () =>
    equal(text, "MRX1.rx-2026.07_a.AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK-2vcTL0tk"));

  const others: readonly (readonly [why: string, text: string])[] = [
    ["another mark", text.replace("MRX1", "MRX2")],
    ["a seed too short", text.slice(0, -1)],
    ["a seed too long", `${text}A`],
    ["no prescription", text.replace("rx-2026.07_a.", "")],
    ["a trace code of a medicine", "81234567890123456789"],
    ["nothing", ""],
  ];
  for (const [why, scanned] of others) it(`is not read from ${why}`, () => equal(readAccessCode(scanned), undefined));

  it("reads from its document", () => same(readAccessCodeDocument(accessCodeDocument(code)), code));

  it("is not read from another document", () => {
    for (const document of ["", "{}", '{"resourceType":"Bundle"}'])
      equal(readAccessCodeDocument(utf8(document)), undefined);
  });
});

describe("the link to the code's document", () => {
  const commitment = "ab".repeat(32) as Commitment;

  it("is found in the bundle that carries it", () =>
    equal(linkedAccessCode({ resourceType: "Bundle", link: accessCodeLink(commitment) }), commitment));

  it("is not found elsewhere", () => {
    for (const bundle of [
      undefined,
      null,
      {},
      { link: {} },
      { link: [null] },
      { link: [{ relation: "access-code", url: "x" }] },
    ])
      equal(linkedAccessCode(bundle), undefined);
  });
});
