import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { listOf, structOf } from "./environment.ts";
import { compileGuard } from "./guard.ts";

const environment = {
  n: "int",
  flag: "bool",
  s: "string",
  words: listOf("string", 6),
  one: structOf({ m: "int" }),
} as const;
type Variables = {
  readonly n: number;
  readonly flag: boolean;
  readonly s: string;
  readonly words: readonly string[];
  readonly one: { readonly m: number };
};
/** An expression and the same in TypeScript. Integers are bigint, as CEL's are; undefined is an error. */
type Twin<T> = { readonly text: string; readonly run: (v: Variables) => T | undefined };

const lift =
  <A, B, C>(f: (a: A, b: B) => C | undefined) =>
  (a: Twin<A>, b: Twin<B>) =>
  (v: Variables): C | undefined => {
    const [x, y] = [a.run(v), b.run(v)];
    return x === undefined || y === undefined ? undefined : f(x, y);
  };
const in64 = (i: bigint) => (BigInt.asIntN(64, i) === i ? i : undefined);
const arithmetic = {
  "+": lift((a: bigint, b: bigint) => in64(a + b)),
  "-": lift((a: bigint, b: bigint) => in64(a - b)),
  "*": lift((a: bigint, b: bigint) => in64(a * b)),
  "/": lift((a: bigint, b: bigint) => (b === 0n ? undefined : in64(a / b))),
  "%": lift((a: bigint, b: bigint) => (b === 0n ? undefined : a % b)),
};
const order = {
  "<": lift((a: bigint, b: bigint) => a < b),
  "<=": lift((a: bigint, b: bigint) => a <= b),
  "==": lift((a: bigint, b: bigint) => a === b),
  "!=": lift((a: bigint, b: bigint) => a !== b),
};
/** CEL's && and || are commutative over errors: one decisive side is enough. */
const and = (a?: boolean, b?: boolean) =>
  a === false || b === false ? false : a === undefined || b === undefined ? undefined : true;
const or = (a?: boolean, b?: boolean) =>
  a === true || b === true ? true : a === undefined || b === undefined ? undefined : false;

const { bool } = fc.letrec<{ int: Twin<bigint>; bool: Twin<boolean> }>((tie) => ({
  int: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.integer().map((i) => ({ text: String(i), run: () => BigInt(i) })),
    fc.constant({ text: "n", run: (v: Variables) => BigInt(v.n) }),
    fc.constant({ text: "one.m", run: (v: Variables) => BigInt(v.one.m) }),
    fc.constant({ text: "size(words)", run: (v: Variables) => BigInt(v.words.length) }),
    fc
      .tuple(fc.constantFrom("+", "-", "*", "/", "%"), tie("int"), tie("int"))
      .map(([op, a, b]) => ({ text: `(${a.text} ${op} ${b.text})`, run: arithmetic[op](a, b) })),
  ),
  bool: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant({ text: "flag", run: (v: Variables) => v.flag }),
    fc.constant({ text: "s in words", run: (v: Variables) => v.words.includes(v.s) }),
    fc
      .constantFrom("a", "b", "")
      .map((w) => ({ text: `s.startsWith("${w}")`, run: (v: Variables) => v.s.startsWith(w) })),
    fc.constantFrom("all", "exists").map((macro) => ({
      text: `words.${macro}(w, w == s)`,
      run: (v: Variables) => (macro === "all" ? v.words.every((w) => w === v.s) : v.words.some((w) => w === v.s)),
    })),
    fc.constant({
      text: 'size(words.filter(w, w.contains("a"))) == 1 && words.exists_one(w, w.contains("a"))',
      run: (v: Variables) => v.words.filter((w) => w.includes("a")).length === 1,
    }),
    fc
      .tuple(fc.constantFrom("<", "<=", "==", "!="), tie("int"), tie("int"))
      .map(([op, a, b]) => ({ text: `(${a.text} ${op} ${b.text})`, run: order[op](a, b) })),
    tie("bool").map((a) => ({
      text: `!(${a.text})`,
      run: (v: Variables) => {
        const x = a.run(v);
        return x === undefined ? undefined : !x;
      },
    })),
    fc.tuple(fc.boolean(), tie("bool"), tie("bool")).map(([isAnd, a, b]) => ({
      text: `((${a.text}) ${isAnd ? "&&" : "||"} (${b.text}))`,
      run: (v: Variables) => (isAnd ? and : or)(a.run(v), b.run(v)),
    })),
    fc.tuple(tie("bool"), tie("bool"), tie("bool")).map(([c, a, b]) => ({
      text: `((${c.text}) ? (${a.text}) : (${b.text}))`,
      run: (v: Variables) => {
        const chosen = c.run(v);
        return chosen === undefined ? undefined : (chosen ? a : b).run(v);
      },
    })),
  ),
}));

const word = fc.constantFrom("", "a", "b", "ab");
const values: fc.Arbitrary<Variables> = fc.record({
  n: fc.maxSafeInteger(),
  flag: fc.boolean(),
  s: word,
  words: fc.array(word, { maxLength: 6 }),
  one: fc.record({ m: fc.oneof(fc.constant(0), fc.maxSafeInteger()) }),
});

it("answers as TypeScript does, errors denying", () => {
  let compiled = 0;
  fc.assert(
    fc.property(bool, values, (twin, variables) => {
      const guard = compileGuard(twin.text, environment);
      // Size is the only reason for which a generated expression may be refused.
      if (!guard.ok)
        return assert.match(guard.error.code, /^(too-many-nodes|too-costly|text-too-long|too-many-brackets)$/);
      compiled += 1;
      assert.equal(guard.value.evaluate(variables), twin.run(variables) === true, twin.text);
    }),
    { numRuns: 500 },
  );
  assert.ok(compiled > 250, `${compiled} expressions compiled`);
});

it("answers every text with a guard or a fault, never with an exception", () => {
  const piece = fc.constantFrom(
    "n",
    "flag",
    "words",
    "s",
    ".",
    "(",
    ")",
    "[",
    "]",
    "&&",
    "!",
    "-",
    "1",
    "==",
    "?",
    ":",
    '"',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 40 }).map((p) => p.join("")),
      ),
      (text) => {
        const guard = compileGuard(text, environment);
        assert.ok(guard.ok || guard.error.code.length > 0);
      },
    ),
    { numRuns: 500 },
  );
});
