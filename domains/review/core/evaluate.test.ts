import { deepStrictEqual as same, throws, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { canonicalText } from "@meridian/base/json";
import fc from "fast-check";
import { attachableOf, evaluate, reviewerOf } from "./evaluate.ts";
import type { Medication, ReviewRequest, Setting, Severity } from "./rule.ts";
import { drug, request, years } from "./rules/author.ts";
import { demonstrationRules } from "./rules/demonstration.ts";

const reviewer = reviewerOf(demonstrationRules);
const rulesOf = (input: ReviewRequest) => reviewer.review(input).findings.map(({ rule }) => rule);

describe("days of supply, by where the patient is seen", () => {
  const MORE = "justified by a chronic condition";
  const NO = "not to be lifted";
  const facts: readonly [setting: Setting, days: number, found: readonly (readonly [string, Severity, string?])[]][] = [
    ["emergency", 3, []],
    ["emergency", 4, [["LAW-02", "critical", MORE]]],
    ["general", 7, []],
    ["general", 8, [["LAW-01", "critical", MORE]]],
    ["general", 84, [["LAW-01", "critical", MORE]]],
    [
      "general",
      85,
      [
        ["LAW-01", "critical", MORE],
        ["LAW-13", "critical", NO],
      ],
    ],
    ["chronic", 28, []],
    ["chronic", 29, [["LAW-14", "info"]]],
    ["chronic", 84, [["LAW-14", "info"]]],
    [
      "chronic",
      85,
      [
        ["LAW-13", "critical", NO],
        ["LAW-14", "info"],
      ],
    ],
    ["internet", 7, []],
    ["internet", 8, [["LAW-18", "warning", MORE]]],
    ["internet", 28, [["LAW-18", "warning", MORE]]],
    [
      "internet",
      29,
      [
        ["LAW-18", "warning", MORE],
        ["LAW-14", "info"],
      ],
    ],
    [
      "internet",
      85,
      [
        ["LAW-13", "critical", NO],
        ["LAW-18", "warning", MORE],
        ["LAW-14", "info"],
      ],
    ],
  ];
  for (const [setting, days, found] of facts)
    it(`${setting} care, ${days} days: ${found.map(([rule]) => rule).join(", ") || "nothing to say"}`, () => {
      const { findings } = reviewer.review(request([drug("C09CA01", { days })], {}, setting));
      same(
        findings.map(({ rule, severity, override: { allowed, reasons, coSign } }) => {
          if (severity === "info") return [rule, severity];
          const isJustified = allowed && !coSign && reasons.join() === "chronic-condition";
          return [rule, severity, isJustified ? MORE : allowed ? reasons : NO];
        }),
        found,
      );
    });
  it("stays critical online for an antimicrobial, which is no drug for long-term supply", () => {
    const amoxicillin = drug("J01CA04", { class: "antimicrobial", days: 8 });
    same(rulesOf(request([amoxicillin], {}, "internet")), ["LAW-19"]);
  });
});

describe("a review", () => {
  it("says which rules ran, so that silence means something", () => {
    const { ran, findings } = reviewer.review(request([drug("A02BC02", { days: 7 })]));
    same(findings, []);
    same(ran.count, demonstrationRules.rules.length);
    same(ran.rules.length, ran.count);
  });
  it("says which rules could not judge for want of data", () => {
    const { undecided } = reviewer.review(request([drug("A10BA02")]));
    same(
      undecided.map(({ rule, missing }) => [rule, missing]),
      [
        ["DOSE-11", ["dose"]],
        ["REN-01", ["egfr"]],
        ["LAW-01", ["days"]],
        ["LAW-13", ["days"]],
      ],
    );
  });
  it("adds up the doses of two products of one substance", () => {
    const half = drug("N02BE01", { dailyDoseMicrograms: 2_500_000, days: 3 });
    yes(rulesOf(request([half, half])).includes("DOSE-01"));
    yes(!rulesOf(request([half])).includes("DOSE-01"));
  });
  it("asks for a route where the law tells routes apart", () => {
    const morphine = drug("N02AA01", { class: "narcotic", days: 2 });
    const { undecided } = reviewer.review(request([morphine]));
    same(
      undecided.map(({ rule }) => rule),
      ["LAW-04", "LAW-05", "LAW-06"],
    );
  });
  it("names every medication involved", () => {
    const [found] = reviewer.review(request([drug("A02BA03"), drug("C10AA01"), drug("J01FA09")])).findings;
    same([found?.rule, found?.medications], ["DDI-ONC-11", [1, 2]]);
  });
  it("takes an age limit to the month", () => {
    const codeine = [drug("R05DA04", { days: 3 })];
    yes(rulesOf(request(codeine, { ageMonths: years(12) - 1 })).includes("AGE-01"));
    yes(!rulesOf(request(codeine, { ageMonths: years(12) })).includes("AGE-01"));
  });
  it("puts on the ledger numbers and positions alone", () => {
    const result = reviewer.review(request([drug("G04BE03"), drug("C01DA02"), drug("N02AA05"), drug("N05BA12")]));
    const { counts, coSign, final } = attachableOf(result);
    same(counts, { critical: 2, warning: 0, info: 0 });
    same(
      final.map((at) => result.findings[at]?.rule),
      ["DDI-LBL-01"],
    );
    same(
      coSign.map((at) => result.findings[at]?.rule),
      ["DDI-LBL-10"],
    );
  });
  it("refuses a rule set whose condition is no guard", () => {
    const [rule] = demonstrationRules.rules;
    yes(rule);
    throws(() => reviewerOf({ ...demonstrationRules, rules: [{ ...rule, when: "patient.name == ''" }] }));
    throws(() => reviewerOf({ ...demonstrationRules, rules: [rule, rule] }));
  });
});

describe("any review", () => {
  const codes = demonstrationRules.rules
    .flatMap(({ scope }) => [...scope.a, ...(scope.b ?? [])])
    .filter((code) => code.length >= 5);
  const medication: fc.Arbitrary<Medication> = fc.record(
    {
      atc: fc.constantFrom(...codes),
      class: fc.constantFrom("general", "narcotic", "antimicrobial", "psychotropic-1"),
      dailyDoseMicrograms: fc.nat(5_000_000),
      days: fc.nat(100),
      route: fc.constantFrom("oral", "injection", "transdermal"),
    },
    { requiredKeys: ["atc", "class"] },
  );
  const anything: fc.Arbitrary<ReviewRequest> = fc.record({
    setting: fc.constantFrom("general", "emergency", "chronic", "internet"),
    patient: fc.record(
      {
        ageMonths: fc.nat(1_200),
        sex: fc.constantFrom("female", "male", "unknown"),
        pregnant: fc.boolean(),
        lactating: fc.boolean(),
        allergies: fc.array(fc.constantFrom("class:penicillin", "M01A", "J01CA04"), { maxLength: 3 }),
        egfr: fc.nat(120),
      },
      { requiredKeys: ["ageMonths", "sex", "pregnant", "lactating", "allergies"] },
    ),
    medications: fc.array(medication, { maxLength: 6 }),
  });

  it("gives the same result twice, critical findings first, positions within the request", () => {
    fc.assert(
      fc.property(anything, (input) => {
        const result = reviewer.review(input);
        same(canonicalText(result), canonicalText(evaluate(input, demonstrationRules)));
        const ranks = result.findings.map(({ severity }) => ["critical", "warning", "info"].indexOf(severity));
        same(ranks, [...ranks].sort());
        for (const { medications } of [...result.findings, ...result.undecided]) {
          yes(medications.length > 0);
          for (const at of medications) yes(at >= 0 && at < input.medications.length);
        }
      }),
      { numRuns: 60 },
    );
  });
  it("never loses an interaction, a duplicate or an age when one more drug is ordered", () => {
    const lasting = new Set(["ddi", "dup", "age", "allergy", "pregnancy"]);
    fc.assert(
      fc.property(anything, medication, (input, more) => {
        const before = reviewer.review(input).findings.filter(({ kind }) => lasting.has(kind));
        const after = rulesOf({ ...input, medications: [...input.medications, more] });
        for (const { rule } of before) yes(after.includes(rule), rule);
      }),
      { numRuns: 60 },
    );
  });
});
