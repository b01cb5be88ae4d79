import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import fc from "fast-check";
import { CAPABILITIES, coalitionsOf, quorumOf, SHOWN_MAX, seatsFor } from "./coalitions.ts";

/** Seats by control, as `aab`: three validators, two of them controlled by a. */
const seats = (controls: string) =>
  [...controls].map((control, i) => ({ organisation: `o${i + 1}` as OrganisationId, control }));
const of = (controls: string, capability: (typeof CAPABILITIES)[number]) => {
  const found = coalitionsOf(seats(controls)).capabilities.find((entry) => entry.capability === capability);
  return { ...found, organisations: found?.organisations.count, controls: found?.controls.first };
};

describe("what a set tolerates", () => {
  for (const [n, quorum, tolerated, tolerance, fewest, next] of [
    [1, 1, 0, "none", 1, 4],
    [2, 2, 0, "none", 1, 4],
    [3, 3, 0, "none", 1, 4],
    [4, 3, 1, "exact", 4, 7],
    [5, 4, 1, "spare", 4, 7],
    [6, 5, 1, "spare", 4, 7],
    [7, 5, 2, "exact", 7, 10],
    [100, 67, 33, "exact", 100, 103],
  ] as const)
    it(`with ${n} validators: ${tolerated}, ${tolerance}`, () => {
      const { capabilities: _, ...rest } = coalitionsOf(seats("abcdefghij".repeat(10).slice(0, n)));
      same(rest, { validators: n, quorum, tolerated, tolerance, fewest, next });
    });
});

describe("who together could", () => {
  for (const [n, halt, fork, rewrite] of [
    [1, 1, 1, 1],
    [2, 1, 2, 2],
    [3, 1, 3, 3],
    [4, 2, 2, 3],
    [5, 2, 3, 4],
    [6, 2, 4, 5],
    [7, 3, 3, 5],
    [10, 4, 4, 7],
  ] as const)
    it(`of ${n}: ${halt} halt and censor, ${fork} fork, ${rewrite} rewrite`, () => {
      same(
        CAPABILITIES.map((capability) => seatsFor(capability, n)),
        [halt, halt, fork, rewrite],
      );
    });

  it("halt four: every pair of organisations, and a control that has two of them alone", () => {
    same(of("aabc", "halt"), { capability: "halt", seats: 2, organisations: "6", controls: [["a"], ["b", "c"]] });
  });
  it("rewrite seven: a control of four needs one more, and only one", () => {
    same(of("aaaabcd", "rewrite").controls, [
      ["a", "b"],
      ["a", "c"],
      ["a", "d"],
    ]);
  });
  it("is counted exactly and shown in part when there are very many", () => {
    const { organisations } = coalitionsOf(
      Array.from({ length: 100 }, (_, i) => ({ organisation: `o${i + 100}` as OrganisationId, control: "a" })),
    ).capabilities[0] ?? { organisations: undefined };
    // 100 choose 34.
    same(organisations?.count, "580717429720889409486981450");
    same([organisations?.first.length, organisations?.smallest], [SHOWN_MAX, 34]);
  });
  it("is nobody in an empty set", () => same(coalitionsOf([]).capabilities[0]?.organisations.first, []));
});

const set = fc
  .array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1, maxLength: 9 })
  .map((controls) => seats(controls.join("")));

it("finds exactly the coalitions that suffice and would not with a member less", () => {
  fc.assert(
    fc.property(set, fc.constantFrom(...CAPABILITIES), (validators, capability) => {
      const needed = seatsFor(capability, validators.length);
      const names = [...new Set(validators.map(({ control }) => control))];
      const held = (group: readonly string[]) => validators.filter(({ control }) => group.includes(control)).length;
      const groups = Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_, i) => bits & (1 << i)));
      const minimal = groups.filter(
        (group) => held(group) >= needed && group.every((one) => held(group.filter((other) => other !== one)) < needed),
      );
      const { controls } = coalitionsOf(validators).capabilities.find((entry) => entry.capability === capability) ?? {};
      same(controls?.count, String(minimal.length));
      same(controls?.smallest, Math.min(...minimal.map(({ length }) => length)));
      same(controls?.first.length, Math.min(SHOWN_MAX, minimal.length));
      const known = new Set(minimal.map((group) => [...group].sort().join()));
      for (const shown of controls?.first ?? []) yes(known.has([...shown].sort().join()));
    }),
    { numRuns: 200 },
  );
});

it("two quorums share a seat that did not double-sign, unless as many as `fork` says did", () => {
  for (let n = 1; n <= 100; n++) {
    const fork = seatsFor("fork", n);
    const honest = n - fork;
    // Both halves of the honest complete a quorum with those who sign twice; with one fewer liar they do not.
    yes(2 * (quorumOf(n) - fork) <= honest);
    yes(2 * (quorumOf(n) - (fork - 1)) > honest + 1);
    yes(3 * fork > n);
  }
});
