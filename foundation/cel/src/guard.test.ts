import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listOf, structOf } from "./environment.ts";
import type { CelFault } from "./fault.ts";
import { compileGuard } from "./guard.ts";

const medicine = structOf({ atc: "string", days: "int", codes: listOf("string", 8) });
const environment = {
  now: "int",
  rx: structOf({ expiresAt: "int", held: "bool", status: "string", classes: listOf("string", 8) }),
  medicines: listOf(medicine, 16),
  long: listOf("string", 64),
} as const;
const variables = {
  now: 1_000,
  rx: { expiresAt: 2_000, held: false, status: "ACTIVE", classes: ["general", "narcotic"] },
  medicines: [
    { atc: "J02AC01", days: 7, codes: ["a"] },
    { atc: "C10AA01", days: 3, codes: [] },
  ],
  long: ["x"],
};

const evaluate = (expression: string, changes: Partial<typeof variables> = {}): boolean => {
  const guard = compileGuard(expression, environment);
  assert.ok(guard.ok, `${expression}: ${JSON.stringify(guard)}`);
  return guard.value.evaluate({ ...variables, ...changes });
};
const faultOf = (expression: string): CelFault => {
  const guard = compileGuard(expression, environment);
  assert.ok(!guard.ok, `${expression} compiles`);
  return guard.error;
};

describe("what rxcel-1 accepts", () => {
  const table: readonly (readonly [expression: string, answer: boolean])[] = [
    ["true", true],
    ["now <= rx.expiresAt && !rx.held", true],
    ["now + 1000 == rx.expiresAt", true],
    ["-now == -1000 && -(now) < 0 && now % 7 == 6 && now / 3 == 333 && -7 / 2 == -3", true],
    ['rx.status == "ACTIVE" || now / 0 == 1', true],
    ['rx.held ? now == 0 : rx.status != ""', true],
    ['rx.status in ["ACTIVE", "CLAIMED"]', true],
    ['"narcotic" in rx.classes', true],
    ["now in [1000, 2000]", true],
    ["size(rx.classes) == 2 && rx.classes.size() == 2", true],
    ['rx.status.startsWith("ACT") && rx.status.endsWith("IVE") && rx.status.contains("TI")', true],
    ['rx.classes.all(c, c in ["general", "antimicrobial"])', false],
    ['medicines.exists(m, m.atc.startsWith("J02") && m.days > 5)', true],
    ['medicines.exists_one(m, "a" in m.codes)', true],
    ["size(medicines.filter(m, m.days > 1)) == 2", true],
    ["medicines.filter(m, m.days > 5).exists(m, m.days == 7)", true],
    ['rx.status == "\u5904\u65b9"', false],
  ];
  for (const [expression, answer] of table)
    it(`${expression} is ${answer}`, () => assert.equal(evaluate(expression), answer));
});

describe("what rxcel-1 refuses", () => {
  const terms = (term: string, count: number, by: string) => Array.from({ length: count }, () => term).join(by);
  const table: readonly (readonly [rule: string, expression: string, fault: object])[] = [
    ["a text that does not parse", "now <=", { code: "syntax", offset: 4 }],
    ["an empty text", "", { code: "syntax" }],
    ["fractions", "1.5 < 2.0", { code: "forbidden", construct: "doubleValue literal" }],
    ["unsigned integers", "1u == 1u", { code: "forbidden", construct: "uint64Value literal" }],
    ["bytes", 'b"a" == b"a"', { code: "forbidden", construct: "bytesValue literal" }],
    ["null", "null == null", { code: "forbidden", construct: "nullValue literal" }],
    ["maps", '{"a": 1}.exists(k, true)', { code: "forbidden", construct: "map or message literal" }],
    ["messages", "google.protobuf.Timestamp{} == 1", { code: "forbidden", construct: "map or message literal" }],
    ["timestamps", 'timestamp("2026-01-01T00:00:00Z") == now', { code: "forbidden", construct: "timestamp()" }],
    ["durations", 'duration("1h") == now', { code: "forbidden", construct: "duration()" }],
    ["clock accessors", "now.getHours() == 3", { code: "forbidden", construct: "getHours()" }],
    ["conversions", "double(now) == now", { code: "forbidden", construct: "double()" }],
    ["dynamic types", "dyn(now) == now", { code: "forbidden", construct: "dyn()" }],
    ["regular expressions", 'rx.status.matches("^(a+)+$")', { code: "forbidden", construct: "matches()" }],
    ["map", "medicines.map(m, m.days) == [7]", { code: "forbidden", construct: "map()" }],
    ["indexes", 'rx.classes[0] == "general"', { code: "forbidden", construct: "_[_]()" }],
    ["has", "has(rx.held)", { code: "forbidden", construct: "has()" }],
    ["iteration over a struct", "rx.all(k, true)", { code: "type-mismatch", operator: "all" }],
    ["joining texts", 'rx.status + "a" == "b"', { code: "type-mismatch", operator: "_+_" }],
    ["an order of texts", 'rx.status < "b"', { code: "type-mismatch", operator: "_<_" }],
    ["comparing unlike types", "rx.status == 1", { code: "type-mismatch", types: ["string", "int"] }],
    ["comparing lists", "rx.classes == long", { code: "type-mismatch", operator: "_==_" }],
    ["membership of an unlike type", "now in rx.classes", { code: "type-mismatch", operator: "in" }],
    ["negating a number", "!now", { code: "type-mismatch", operator: "!_" }],
    ["unlike branches", "rx.held ? 1 : true", { code: "type-mismatch", operator: "_?_:_" }],
    ["an integer for an answer", "now + 1", { code: "not-boolean", type: "int" }],
    ["unknown variables", "later > 1", { code: "unknown-name", name: "later" }],
    ["names of JavaScript", "constructor == 1", { code: "unknown-name", name: "constructor" }],
    ["unknown fields", "rx.price > 1", { code: "unknown-field", field: "price" }],
    ["fields of JavaScript", 'rx.toString == ""', { code: "unknown-field", field: "toString" }],
    ["iteration variables outside", "medicines.all(m, true) && m.days > 1", { code: "unknown-name", name: "m" }],
    ["shadowing", "medicines.all(now, true)", { code: "shadowed-name", name: "now" }],
    ["nested comprehensions", "medicines.all(m, m.codes.all(c, c in long))", { code: "nested-comprehension" }],
    ["a cube", "long.all(a, long.all(b, long.all(c, true)))", { code: "nested-comprehension" }],
    ["integers beyond the ledger's", "now < 9007199254740992", { code: "integer-out-of-range" }],
    ["texts longer than 2048", terms("now > 1", 250, " && "), { code: "text-too-long" }],
    ["more than 200 nodes", terms("now>1", 60, "&&"), { code: "too-many-nodes", max: 200 }],
    ["more than 64 brackets", `${"(".repeat(65)}true${")".repeat(65)}`, { code: "too-many-brackets", max: 64 }],
    ["more than 64 conditionals", `${"true?true:".repeat(65)}true`, { code: "too-many-brackets", max: 64 }],
    ["what costs more than 10000", terms("long.all(a, a in long)", 2, " && "), { code: "too-costly", max: 10_000 }],
  ];
  for (const [rule, expression, fault] of table)
    it(rule, () => assert.partialDeepStrictEqual(faultOf(expression), fault));
});

describe("a guard", () => {
  it("denies when an integer overflows 64 bits", () => {
    assert.equal(evaluate("now * now * now > 0", { now: Number.MAX_SAFE_INTEGER }), false);
    assert.equal(evaluate("!(now * now * now > 0)", { now: Number.MAX_SAFE_INTEGER }), false);
  });

  it("denies a division by zero, whichever way it is asked", () => {
    assert.equal(evaluate("1 / now == 1", { now: 0 }), false);
    assert.equal(evaluate("!(1 % now == 1)", { now: 0 }), false);
  });

  it("denies variables that misfit their types or caps", () => {
    for (const rx of [
      undefined,
      {},
      { ...variables.rx, expiresAt: 1.5 },
      { ...variables.rx, status: "a".repeat(1_025) },
      { ...variables.rx, classes: Array.from({ length: 9 }, () => "general") },
    ])
      assert.equal(
        evaluate('rx.expiresAt > 0 || rx.status == "" || size(rx.classes) > 0', { rx: rx as typeof variables.rx }),
        false,
      );
  });

  it("reads no field that it does not name", () => {
    const rx = {
      held: false,
      get classes(): string[] {
        throw new Error("read");
      },
    };
    assert.equal(evaluate("!rx.held && now > 0 && !rx.held", { rx: rx as unknown as typeof variables.rx }), true);
  });

  it("has one canonical text for one tree", () => {
    const texts = ["now<=rx.expiresAt&&!rx.held", "(now <= rx.expiresAt) && ( !rx.held )"].map((expression) => {
      const guard = compileGuard(expression, environment);
      return guard.ok ? guard.value.canonical : "";
    });
    assert.deepEqual(texts, Array(2).fill("(_&&_ (_<=_ now rx.expiresAt) (!_ rx.held))"));
  });

  it("answers alike in every time zone", () => {
    const { TZ: zone } = process.env;
    const answers = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Shanghai"].map((tz) => {
      Object.assign(process.env, { TZ: tz });
      // 2026-03-08T02:00Z and 2026-03-29T02:00Z fall into hours that two of these zones skip.
      return [1_772_935_200, 1_774_749_600].map((now) => evaluate("now % 86400 == 7200 && now / 3600 > 0", { now }));
    });
    if (zone === undefined) Reflect.deleteProperty(process.env, "TZ");
    else Object.assign(process.env, { TZ: zone });
    assert.deepEqual(answers, Array(4).fill([true, true]));
  });
});
