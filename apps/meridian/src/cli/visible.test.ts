import { strictEqual as is, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { visible, visibleJson, visibleLines } from "./visible.ts";

const ESCAPE = "\u001b";
const table: readonly (readonly [says: string, given: string, shown: string])[] = [
  ["a sequence that clears the screen", `${ESCAPE}[2J`, "\\u{1b}[2J"],
  ["the same begun by a C1 character", "\u009b2J", "\\u{9b}2J"],
  ["line breaks of every kind", "a\r\nb\u0085c\u2028d\u2029e", "a\\u{d}\\u{a}b\\u{85}c\\u{2028}d\\u{2029}e"],
  ["what turns the direction of writing", "\u202eabc\u2066d\u200f", "\\u{202e}abc\\u{2066}d\\u{200f}"],
  ["what has no width", "rx\u200b\u200d\u2060\ufeff-1", "rx\\u{200b}\\u{200d}\\u{2060}\\u{feff}-1"],
  ["fillers and tags", "\u3164\u{e0041}", "\\u{3164}\\u{e0041}"],
  ["half of a character", "\ud800", "\\u{d800}"],
  ["backspace, delete and NUL", "a\b\u007f\0", "a\\u{8}\\u{7f}\\u{0}"],
];

describe("text of somebody else", () => {
  for (const [says, given, shown] of table) it(`shows ${says}`, () => is(visible(given), shown));
  it("stays as it is in any script", () => {
    for (const text of ["最高人民法院 Court", "Ünïted 한국 العربية", "CNY 1.50 «ok»"]) is(visible(text), text);
  });
  it("keeps only line breaks that are our own", () => is(visibleLines("a\nb\r"), "a\nb\\u{d}"));
  it("stays the same value as JSON", () => {
    for (const [, given] of table) {
      const json = visibleJson(JSON.stringify({ [given]: given }, undefined, 2));
      same(JSON.parse(json), { [given]: given });
      is(visibleLines(json), json);
    }
  });
});
