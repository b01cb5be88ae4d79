import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import fc from "fast-check";
import { textOf, utf8 } from "./bytes.ts";
import { InvariantError } from "./invariant.ts";
import { canonicalBytes, canonicalText, parseCanonical, parseJson } from "./json.ts";

const canonical: readonly (readonly [says: string, value: unknown, text: string])[] = [
  ["nothing", null, "null"],
  ["true and false", [true, false], "[true,false]"],
  ["no members and no items", { a: {}, b: [] }, '{"a":{},"b":[]}'],
  ["the largest and the smallest whole numbers", [2 ** 53 - 1, 1 - 2 ** 53], "[9007199254740991,-9007199254740991]"],
  ["a negative zero", -0, "0"],
  // RFC 8785 section 3.2.2.2: the string of its example.
  ["the standard's example text", '\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  [
    "control characters, short where JSON has a short form",
    "\b\t\n\f\r\u0000\u001f\u007f",
    '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f"',
  ],
  ["line separators and Chinese as they are", "\u2028\u2029处方", '"\u2028\u2029处方"'],
  // RFC 8785 section 3.2.3: the order of its example, by UTF-16 code units.
  [
    "names in the standard's order",
    {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    },
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  ],
  ["numbers as names in the order of their texts", { 10: 1, 9: 2, a: 3, "": 4 }, '{"":4,"10":1,"9":2,"a":3}'],
  ["no member that is undefined", { a: undefined, b: 1 }, '{"b":1}'],
];

const uncanonical: readonly (readonly [says: string, text: string])[] = [
  ["nothing at all", ""],
  ["what is no JSON", "{a:1}"],
  ["a name twice", '{"a":1,"a":1}'],
  ["a name twice, once escaped", '{"a":1,"\\u0061":1}'],
  ["names out of order", '{"b":1,"a":2}'],
  ["a space", '{"a": 1}'],
  ["a final line feed", '{"a":1}\n'],
  ["two values", "1 2"],
  ["a negative zero", "[-0]"],
  ["a fraction of zero", "[1.0]"],
  ["a fraction", "[1.5]"],
  ["an exponent", "[1e3]"],
  ["a number too large for a double", "[1e400]"],
  ["a number beyond the safe integers", "[9007199254740993]"],
  ["the first number beyond the safe integers", "[9007199254740992]"],
  ["a needless escape", '["\\u0061"]'],
  ["an escaped slash", '["\\/"]'],
  ["an escape in capitals", '["\\u001F"]'],
  ["a lone high surrogate", '["\\ud800"]'],
  ["a lone low surrogate as a name", '{"\\udc00":1}'],
  ["a byte order mark", "\ufeff{}"],
];

describe("canonical JSON", () => {
  for (const [says, value, text] of canonical)
    it(`writes ${says}`, () => {
      same(canonicalText(value), text);
      same(textOf(canonicalBytes(value)), text);
    });

  for (const [says, value] of [
    ["a fraction", 1.5],
    ["a number beyond the safe integers", 2 ** 53],
    ["not a number", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["a big integer", 1n],
    ["a function", () => 1],
    ["undefined in a list", [undefined]],
  ] as const)
    it(`has no text for ${says}`, () => throws(() => canonicalText(value), InvariantError));

  for (const [says, text] of uncanonical)
    it(`does not read ${says}`, () => same(parseCanonical(utf8(text)), undefined));

  it("does not read bytes that are not UTF-8", () => same(parseCanonical(Uint8Array.of(0x22, 0xff, 0x22)), undefined));

  it("reads 32 levels inside one another and no more", () => {
    const nested = (levels: number): Uint8Array => utf8("[".repeat(levels) + "]".repeat(levels));
    same(textOf(canonicalBytes(parseCanonical(nested(33)))), "[".repeat(33) + "]".repeat(33));
    same(parseCanonical(nested(34)), undefined);
    same(parseCanonical(nested(8_000)), undefined);
  });

  it("takes a member named like a prototype for a member", () => {
    same(textOf(canonicalBytes(parseCanonical(utf8('{"__proto__":{"a":1}}')))), '{"__proto__":{"a":1}}');
    same(({} as { a?: number }).a, undefined);
  });

  it("answers undefined for a text that is no JSON", () => same(parseJson("{"), undefined));

  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.maxSafeInteger().map((n) => n + 0),
      fc.string({ unit: "binary" }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("json"), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: "binary", maxLength: 4 }), tie("json"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  it("reads back what it wrote, and only that", () =>
    fc.assert(
      fc.property(json, (value) => {
        same(parseCanonical(canonicalBytes(value)), value);
      }),
      { numRuns: 300 },
    ));

  it("reads objects whose names are one text when they are joined, whichever came first", () => {
    const texts = [
      '{"10":0,"9":0,"a\\nb":0,"c":0}',
      '{"10":0,"9":0,"a":0,"b\\nc":0}',
      '{"10":0,"9":0,"a\\nb\\nc":0,"d":0}',
    ];
    for (const text of [...texts, ...texts]) same(textOf(canonicalBytes(parseCanonical(utf8(text)))), text);
  });

  it("is written alike whatever was written before", () => {
    const names = fc.string({ unit: fc.constantFrom("9", "1", "0", "a", "b", "\n"), maxLength: 4 });
    const sortedAnew = (members: Readonly<Record<string, number>>): string =>
      `{${Object.entries(members)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
        .join(",")}}`;
    fc.assert(
      fc.property(fc.dictionary(names, fc.nat(), { maxKeys: 5, noNullPrototype: true }), (members) => {
        same(canonicalText(members), sortedAnew(members));
      }),
      { numRuns: 5_000 },
    );
  });

  it("reads a text exactly when it is how its value is written", () =>
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        const value = parseCanonical(utf8(text));
        if (value !== undefined) same(canonicalText(value), text);
      }),
      { numRuns: 300 },
    ));
});
