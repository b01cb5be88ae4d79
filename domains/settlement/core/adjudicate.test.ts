import { deepStrictEqual as same, throws, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { canonicalText } from "@meridian/base/json";
import { fits } from "@meridian/base/shape";
import fc from "fast-check";
import { type Adjudication, adjudicate, type Claim, type ClaimLine, negate, type Standing } from "./adjudicate.ts";
import { CATEGORIES, type Scheme, SITES, schemeHash, schemeShape } from "./scheme.ts";
import { employeeScheme, residentScheme } from "./schemes/demonstration.ts";
import { spread } from "./spread.ts";
import { stepTexts } from "./steps.ts";

const standing = (fundUsed = 0, deductibleUsed = 0, accountBalance = 0): Standing =>
  ({ fundUsed, deductibleUsed, accountBalance }) as Standing;
const line = (category: ClaimLine["category"], unitPrice: number, more: Partial<ClaimLine> = {}): ClaimLine =>
  ({ line: 1, product: "XA10BAE037A001010100001", category, quantity: 1, unitPrice, ...more }) as ClaimLine;
const claim = (lines: readonly ClaimLine[], site: Claim["site"] = "hospital-tertiary"): Claim => ({
  site,
  year: 2026,
  lines: lines.map((one, at) => ({ ...one, line: at + 1 })),
});
const legs = ({ total, fund, account, cash }: Adjudication): readonly number[] => [total, fund, account, cash];

describe("an adjudication", () => {
  const met = standing(0, 20_000);
  type Case = readonly [
    says: string,
    scheme: Scheme,
    lines: readonly ClaimLine[],
    standing: Standing,
    legs: readonly [total: number, fund: number, account: number, cash: number],
    site?: Claim["site"],
  ];
  const cases: readonly Case[] = [
    [
      "pays half of category A at a tertiary hospital",
      employeeScheme,
      [line("A", 10_000)],
      met,
      [10_000, 5_000, 0, 5_000],
    ],
    [
      "pays more nearer to home",
      employeeScheme,
      [line("A", 10_000)],
      met,
      [10_000, 7_000, 0, 3_000],
      "hospital-primary",
    ],
    [
      "pays a dual-channel pharmacy like a hospital",
      employeeScheme,
      [line("A", 10_000)],
      met,
      [10_000, 5_000, 0, 5_000],
      "pharmacy-dual-channel",
    ],
    [
      "leaves other pharmacies to account and cash",
      employeeScheme,
      [line("A", 10_000)],
      standing(0, 20_000, 4_000),
      [10_000, 0, 4_000, 6_000],
      "pharmacy",
    ],
    ["takes a tenth of category B off first", employeeScheme, [line("B", 10_000)], met, [10_000, 4_500, 0, 5_500]],
    [
      "leaves what is off the list to the patient",
      employeeScheme,
      [line("self-pay", 10_000)],
      met,
      [10_000, 0, 0, 10_000],
    ],
    [
      "looks up to the payment standard",
      employeeScheme,
      [line("A", 5_000, { quantity: 2, standard: 4_000 as never })],
      met,
      [10_000, 4_000, 0, 6_000],
    ],
    ["takes the deductible first", employeeScheme, [line("A", 30_000)], standing(), [30_000, 5_000, 0, 25_000]],
    ["takes what is left of it", employeeScheme, [line("A", 30_000)], standing(0, 15_000), [30_000, 12_500, 0, 17_500]],
    ["pays nothing below it", employeeScheme, [line("A", 20_000)], standing(), [20_000, 0, 0, 20_000]],
    ["pays one fen of two above it", employeeScheme, [line("A", 20_002)], standing(), [20_002, 1, 0, 20_001]],
    ["rounds the fund's part down", employeeScheme, [line("A", 20_001)], standing(), [20_001, 0, 0, 20_001]],
    ["stops at the cap", employeeScheme, [line("A", 10_000)], standing(299_000, 20_000), [10_000, 1_000, 0, 9_000]],
    ["pays nothing beyond it", employeeScheme, [line("A", 10_000)], standing(300_000, 20_000), [10_000, 0, 0, 10_000]],
    [
      "uses the account before cash",
      employeeScheme,
      [line("A", 10_000)],
      standing(0, 20_000, 9_999),
      [10_000, 5_000, 5_000, 0],
    ],
    [
      "lets a resident's account pay for the list alone",
      residentScheme,
      [line("A", 10_000), line("self-pay", 5_000)],
      standing(0, 10_000, 99_999),
      [15_000, 3_000, 7_000, 5_000],
    ],
    ["charges nothing for nothing", employeeScheme, [line("A", 0)], standing(), [0, 0, 0, 0]],
  ];
  for (const [says, scheme, lines, before, want, site] of cases)
    it(says, () => same(legs(adjudicate(scheme, claim(lines, site), before)), want));

  it("keeps the reason of every step", () => {
    const { lines, steps } = adjudicate(employeeScheme, claim([line("B", 30_000)]), standing(0, 15_000, 1_000));
    same(lines[0]?.steps, [
      { code: "amount", inputs: { quantity: 1, unitPrice: 30_000 }, output: 30_000 },
      { code: "own-share", inputs: { listed: 30_000, share: 1_000 }, output: 3_000 },
      { code: "deductible", inputs: { eligible: 27_000, left: 5_000 }, output: 5_000 },
      { code: "share-of-fund", inputs: { above: 22_000 }, output: 11_000 },
    ]);
    same(steps, [
      { code: "rate", inputs: { payable: 22_000, rate: 5_000 }, output: 11_000 },
      { code: "cap", inputs: { fund: 11_000, left: 300_000 }, output: 11_000 },
      { code: "account", inputs: { due: 19_000, balance: 1_000 }, output: 1_000 },
      { code: "cash", inputs: { total: 30_000, fund: 11_000, account: 1_000 }, output: 18_000 },
    ]);
    for (const { code } of [...steps, ...(lines[0]?.steps ?? [])]) yes(stepTexts[code].zh && stepTexts[code].en);
  });
  it("stops on what cannot be a claim", () => {
    throws(() => adjudicate(employeeScheme, claim([]), standing()));
    throws(() => adjudicate(employeeScheme, claim([line("A", 1.5)]), standing()));
    throws(() => adjudicate(employeeScheme, claim([line("A", 10_000_000_000, { quantity: 2 })]), standing()));
    throws(() => adjudicate(employeeScheme, claim([line("A", 1)]), standing(-1)));
    throws(() => adjudicate(employeeScheme, { ...claim([]), lines: [line("A", 1), line("A", 1)] }, standing()));
  });
});

describe("the demonstration schemes", () => {
  it("fit the shape that the ledger asks of a scheme", () =>
    same(
      [employeeScheme, residentScheme].map((scheme) => fits(schemeShape, scheme)),
      [true, true],
    ));
  it("keep their hashes, which pin what was decided by them", () =>
    same([employeeScheme, residentScheme].map(schemeHash), [
      "f709cc86d2b2e8f9e3f2c332d02a146ae4cac0b3f9e7107c10e37ad3e9411c80",
      "7cad2a1a724efd48a4040c9501af913817963e5af13b4b981c02041097c52209",
    ]));
});

describe("any adjudication", () => {
  const anyLine = fc
    .record(
      {
        category: fc.constantFrom(...CATEGORIES),
        quantity: fc.integer({ min: 1, max: 50 }),
        unitPrice: fc.nat(50_000),
        standard: fc.nat(50_000),
      },
      { requiredKeys: ["category", "quantity", "unitPrice"] },
    )
    .map(({ category, unitPrice, ...more }) => line(category, unitPrice, more as Partial<ClaimLine>));
  const anyClaim = fc
    .tuple(fc.array(anyLine, { minLength: 1, maxLength: 6 }), fc.constantFrom(...SITES))
    .map(([lines, site]) => claim(lines, site));
  const anyStanding = fc
    .tuple(fc.nat(350_000), fc.nat(25_000), fc.nat(100_000))
    .map(([fund, deductible, balance]) => standing(fund, deductible, balance));
  const share = fc.nat(10_000);
  const anyScheme: fc.Arbitrary<Scheme> = fc
    .tuple(share, share, share, fc.nat(30_000), fc.nat(400_000), fc.constantFrom("anything", "on-list"))
    .map(([a, b, rate, deductible, annualCap, accountPays]) => ({
      ...employeeScheme,
      ownShare: { A: a, B: b, "self-pay": 10_000 },
      rate: { ...employeeScheme.rate, "hospital-tertiary": rate },
      deductible: deductible as Scheme["deductible"],
      annualCap: annualCap as Scheme["annualCap"],
      accountPays: accountPays as Scheme["accountPays"],
    }));
  const property = (check: (scheme: Scheme, claimed: Claim, before: Standing) => void): void =>
    fc.assert(fc.property(anyScheme, anyClaim, anyStanding, check), { numRuns: 200 });

  it("sums to the fen, line by line, and is never negative", () =>
    property((scheme, claimed, before) => {
      const result = adjudicate(scheme, claimed, before);
      const { total, fund, account, cash, deductible, lines } = result;
      same(fund + account + cash, total);
      for (const amount of [total, fund, account, cash, deductible]) yes(amount >= 0 && Number.isSafeInteger(amount));
      for (const key of ["total", "fund", "deductible"] as const)
        same(
          lines.reduce((sum, one) => sum + one[key], 0),
          result[key],
        );
      for (const one of lines)
        yes(one.fund >= 0 && one.fund <= one.listed - one.deductible && one.fund + one.patient === one.total);
    }));
  it("never exceeds the cap, the deductible or the account", () =>
    property((scheme, claimed, before) => {
      const { fund, deductible, account, after } = adjudicate(scheme, claimed, before);
      yes(fund <= Math.max(0, scheme.annualCap - before.fundUsed));
      yes(deductible <= Math.max(0, scheme.deductible - before.deductibleUsed));
      yes(account <= before.accountBalance);
      yes(after.fundUsed <= Math.max(scheme.annualCap, before.fundUsed) && after.accountBalance >= 0);
    }));
  it("is the same twice", () =>
    property((scheme, claimed, before) =>
      same(canonicalText(adjudicate(scheme, claimed, before)), canonicalText(adjudicate(scheme, claimed, before))),
    ));
  it("sums to nothing with its negation, which negated is itself", () =>
    property((scheme, claimed, before) => {
      const one = adjudicate(scheme, claimed, before);
      const other = negate(one);
      for (const key of ["total", "fund", "account", "cash", "deductible"] as const) same(one[key] + other[key], 0);
      for (const [at, { fund, patient }] of one.lines.entries()) {
        same(fund + (other.lines[at]?.fund ?? Number.NaN), 0);
        same(patient + (other.lines[at]?.patient ?? Number.NaN), 0);
      }
      same(other.after, one.before);
      same(canonicalText(negate(other)), canonicalText(one));
    }));
  it("gives the fund no less when a price rises, and no more when more of the cap is used", () =>
    property((scheme, claimed, before) => {
      const { fund } = adjudicate(scheme, claimed, before);
      const [first, ...rest] = claimed.lines;
      yes(first);
      const dearer = {
        ...claimed,
        lines: [{ ...first, unitPrice: (first.unitPrice + 1) as ClaimLine["unitPrice"] }, ...rest],
      };
      yes(adjudicate(scheme, dearer, before).fund >= fund);
      yes(adjudicate(scheme, claimed, standing(before.fundUsed + 1, before.deductibleUsed)).fund <= fund);
      yes(adjudicate(scheme, claimed, standing(before.fundUsed, before.deductibleUsed + 1)).fund >= fund);
    }));
  it("pays category A the same in one line or in many", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(50_000), anyStanding, (count, unitPrice, before) => {
        const whole = adjudicate(employeeScheme, claim([line("A", unitPrice, { quantity: count })]), before);
        const split = adjudicate(
          employeeScheme,
          claim(Array.from({ length: count }, () => line("A", unitPrice))),
          before,
        );
        same(legs(whole), legs(split));
      }),
      { numRuns: 100 },
    ));
});

describe("spreading", () => {
  const cases: readonly (readonly [whole: number, weights: readonly number[], parts: readonly number[]])[] = [
    [10, [1, 1, 1], [4, 3, 3]],
    [2, [3, 1], [2, 0]],
    [0, [5, 5], [0, 0]],
    [0, [0, 0], [0, 0]],
    [7, [0, 7], [0, 7]],
    [9_999_999_999, [9_999_999_999, 1], [9_999_999_998, 1]],
  ];
  for (const [whole, weights, parts] of cases)
    it(`${whole} over ${weights.join(", ")} gives ${parts.join(", ")}`, () => same(spread(whole, weights), parts));
  it("gives nothing to nothing", () => throws(() => spread(1, [0, 0])));
});
