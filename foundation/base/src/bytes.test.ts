import { ok, deepStrictEqual as same } from "node:assert";
import { Buffer } from "node:buffer";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  compare,
  concat,
  equal,
  fromBase64,
  fromBase64Url,
  fromHex,
  textOf,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
} from "./bytes.ts";

const bytes = fc.uint8Array({ maxLength: 80 });
const plain = (given: Uint8Array | undefined): Uint8Array | undefined => given && Uint8Array.from(given);

describe("bytes and their texts", () => {
  it("write and read as Node's Buffer does", () =>
    fc.assert(
      fc.property(bytes, (given) => {
        const buffer = Buffer.from(given);
        same(toHex(given), buffer.toString("hex"));
        same(toBase64(given), buffer.toString("base64"));
        same(toBase64Url(given), buffer.toString("base64url"));
        same(fromHex(toHex(given)), given);
        same(fromHex(toHex(given).toUpperCase()), given);
        same(fromBase64(toBase64(given)), given);
        same(fromBase64Url(toBase64Url(given)), given);
      }),
    ));

  it("accept a base64url text exactly when it is how those bytes are written", () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ABCQgwxyz019-_=+/ ."), maxLength: 9 }), (text) => {
        const read = Buffer.from(text, "base64url");
        same(plain(fromBase64Url(text)), read.toString("base64url") === text ? plain(read) : undefined);
        const standard = Buffer.from(text, "base64");
        same(plain(fromBase64(text)), standard.toString("base64") === text ? plain(standard) : undefined);
      }),
      { numRuns: 2_000 },
    ));

  for (const text of ["0", "0g", "g0", " 00", "0x00", "00 ", "é0", "０0"])
    it(`refuse "${text}" as hexadecimal`, () => same(fromHex(text), undefined));
  for (const text of ["A", "AA==", "AB", "AAB", "A+", "A/", "A A", "A\n", "AAAAA", "Ā", "AAAĀ"])
    it(`refuse ${JSON.stringify(text)} as base64url`, () => same(fromBase64Url(text), undefined));
  for (const text of ["AA", "AA=", "AB==", "AAB=", "A-==", "A===", "====", "AAA=AAAA", "=AAA"])
    it(`refuse "${text}" as base64`, () => same(fromBase64(text), undefined));

  it("lose no byte of well-formed UTF-8, the byte order mark included", () => {
    for (const text of ["", "\ufeffa", "处方", "💊", "\u0000"]) same(textOf(utf8(text)), text);
    same(utf8("处方💊"), Uint8Array.from(Buffer.from("处方💊")));
  });

  for (const hex of ["ff", "c080", "eda080", "f4908080", "e5a4", "80"])
    it(`have no text when they are ${hex}, which is not UTF-8`, () =>
      same(textOf(fromHex(hex) ?? utf8("")), undefined));

  it("compare as Buffer does, and join", () =>
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        same(Math.sign(compare(a, b)), Buffer.compare(a, b));
        same(equal(a, b), Buffer.compare(a, b) === 0);
        ok(equal(concat(a, b), Uint8Array.from(Buffer.concat([a, b]))));
      }),
    ));
});
