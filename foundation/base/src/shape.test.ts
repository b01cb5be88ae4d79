import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import {
  boolean,
  either,
  fits,
  hash,
  hashText,
  hexBytes,
  id,
  integer,
  list,
  literal,
  mapping,
  object,
  oneOf,
  optional,
  type Shape,
  text,
  union,
} from "./shape.ts";

const point = object({ x: integer({ min: 0, max: 9 }), note: optional(text({ max: 3 })) });
const move = union("type", {
  step: object({ type: literal("step"), by: integer({ min: 1, max: 3 }) }),
  rest: object({ type: literal("rest") }),
});

type Row = readonly [shape: Shape<unknown>, value: unknown, fault: string | undefined];
/** Where each value departs from its shape, the path beginning with `v`. */
const tables: { readonly [combinator: string]: readonly Row[] } = {
  text: [
    [text({ max: 3 }), "abc", undefined],
    [text({ max: 3 }), "abcd", "v"],
    [text({ max: 3 }), "", "v"],
    [text({ min: 0, max: 3 }), "", undefined],
    [text({ max: 3 }), 1, "v"],
    [text({ max: 3 }), null, "v"],
    [text({ max: 3 }), new String("abc"), "v"],
    [text({ max: 9, pattern: /^a+$/ }), "aaa", undefined],
    [text({ max: 9, pattern: /^a+$/ }), "ab", "v"],
    [text({ max: 9, pattern: /^a+$/ }), "a\n", "v"],
  ],
  id: [
    [id(), "pharmacy-7.a_B", undefined],
    [id(), "-a", "v"],
    [id(), ".a", "v"],
    [id(), "a/b", "v"],
    [id(), "药", "v"],
    [id(), "a".repeat(64), undefined],
    [id(), "a".repeat(65), "v"],
  ],
  hash: [
    [hash(), "0f".repeat(32), undefined],
    [hash(), "0F".repeat(32), "v"],
    [hash(), "0f".repeat(31), "v"],
    [hash(), `${"0f".repeat(31)}0g`, "v"],
    [hexBytes(2), "00ff", undefined],
    [hexBytes(2), "00f", "v"],
    [hexBytes(2), "00FF", "v"],
  ],
  integer: [
    [integer({ min: 0, max: 5 }), 0, undefined],
    [integer({ min: 0, max: 5 }), 5, undefined],
    [integer({ min: 0, max: 5 }), 6, "v"],
    [integer({ min: 0, max: 5 }), -1, "v"],
    [integer({ min: 0, max: 5 }), 1.5, "v"],
    [integer({ min: 0, max: 5 }), "1", "v"],
    [integer({ min: 0, max: 5 }), 1n, "v"],
    [integer({ min: 0, max: 2 ** 60 }), 2 ** 53, "v"],
  ],
  "boolean, literal and oneOf": [
    [boolean, false, undefined],
    [boolean, 0, "v"],
    [literal("a"), "a", undefined],
    [literal("a"), "b", "v"],
    [literal(1), "1", "v"],
    [oneOf("a", "b"), "b", undefined],
    [oneOf("a", "b"), "c", "v"],
    [oneOf("a", "b"), "toString", "v"],
  ],
  list: [
    [list(boolean, { max: 2 }), [true, false], undefined],
    [list(boolean, { max: 2 }), [], undefined],
    [list(boolean, { min: 1, max: 2 }), [], "v"],
    [list(boolean, { max: 2 }), [true, true, true], "v"],
    [list(boolean, { max: 2 }), [true, 1], "v[1]"],
    [list(boolean, { max: 2 }), { 0: true, length: 1 }, "v"],
    [list(oneOf("a", "b"), { max: 2, unique: true }), ["a", "a"], "v"],
    [list(oneOf("a", "b"), { max: 2, unique: true }), ["a", "b"], undefined],
  ],
  mapping: [
    [mapping(boolean, { max: 2 }), { a: true }, undefined],
    [mapping(boolean, { max: 2 }), { a: 1 }, "v.a"],
    [mapping(boolean, { max: 2 }), { "a b": true }, "v.?"],
    [mapping(boolean, { max: 1 }), { a: true, b: true }, "v"],
    [mapping(boolean, { min: 1, max: 1 }), {}, "v"],
    [mapping(boolean, { max: 1 }), [true], "v"],
  ],
  object: [
    [point, { x: 1 }, undefined],
    [point, { x: 1, note: "hi" }, undefined],
    [point, { x: 1, note: undefined }, "v.note"],
    [point, { x: 1, note: null }, "v.note"],
    [point, {}, "v.x"],
    [point, { x: 1, y: 2 }, "v.y"],
    [point, { x: 1, toString: 2 }, "v.toString"],
    [point, JSON.parse('{"x":1,"__proto__":{}}'), "v.__proto__"],
    [point, [1], "v"],
    [point, null, "v"],
    [point, "x", "v"],
  ],
  union: [
    [move, { type: "step", by: 2 }, undefined],
    [move, { type: "rest" }, undefined],
    [move, { type: "rest", by: 2 }, "v.by"],
    [move, { type: "step", by: 9 }, "v.by"],
    [move, { type: "toString" }, "v.type"],
    [move, { type: 1 }, "v.type"],
    [move, {}, "v.type"],
    [move, [], "v"],
  ],
  either: [
    [either(boolean, point), true, undefined],
    [either(boolean, point), { x: 1 }, undefined],
    [either(point, boolean), { x: 10 }, "v.x"],
  ],
};

for (const [combinator, rows] of Object.entries(tables))
  describe(`shape ${combinator}`, () => {
    for (const [i, [shape, value, fault]] of rows.entries())
      it(`row ${i + 1}: ${fault === undefined ? "fits" : `is off at ${fault}`}`, () => {
        same(shape.fault(value, "v"), fault);
        same(fits(shape, value), fault === undefined);
      });
  });

describe("shapes as JSON Schema 2020-12", () => {
  it("say what they enforce", () => {
    same(point.schema, {
      type: "object",
      properties: {
        x: { type: "integer", minimum: 0, maximum: 9 },
        note: { type: "string", minLength: 1, maxLength: 3 },
      },
      required: ["x"],
      additionalProperties: false,
    });
    same(list(oneOf("a", "b"), { min: 1, max: 2, unique: true }).schema, {
      type: "array",
      items: { enum: ["a", "b"] },
      minItems: 1,
      maxItems: 2,
      uniqueItems: true,
    });
    same(mapping(boolean, { max: 4 }).schema, {
      type: "object",
      additionalProperties: { type: "boolean" },
      minProperties: 0,
      maxProperties: 4,
    });
    same(hash().schema, { type: "string", minLength: 64, maxLength: 64, pattern: "^[0-9a-f]{64}$" });
    same(union("type", { rest: object({ type: literal("rest") }) }).schema, {
      oneOf: [
        { type: "object", properties: { type: { const: "rest" } }, required: ["type"], additionalProperties: false },
      ],
    });
    same(either(boolean, literal(1)).schema, { anyOf: [{ type: "boolean" }, { const: 1 }] });
  });

  it("hash bytes are shown in the form that the hash shape takes", () =>
    same(hash().fault(hashText(new Uint8Array(32).fill(0xab)), "v"), undefined));
});
