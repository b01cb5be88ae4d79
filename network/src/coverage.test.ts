import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import type { Commitment, Fen, Hash, PersonId, Seconds } from "@meridian/base/ids";
import { schemeHash } from "@meridian/settlement/scheme";
import { employeeScheme } from "@meridian/settlement/schemes/demonstration";
import { type State, schemeKey, standingKey } from "@meridian/settlement/state";
import { coverageOf, type Draft } from "./coverage.ts";

const patient = "p-1" as PersonId;
const scheme = schemeHash(employeeScheme);
/** 2026-06-01T00:00:00Z. */
const JUNE = 1_780_272_000 as Seconds;
const yuan = (count: number): Fen => (count * 100) as Fen;
const PRICES = new Map([
  ["cheap", { category: "A", unitPrice: yuan(1) }],
  ["dear", { category: "A", unitPrice: yuan(9_000) }],
  ["own", { category: "self-pay", unitPrice: yuan(1) }],
] as const);
const draft: Draft = { patient, scheme, site: "hospital-tertiary", lines: [{ product: "cheap", units: 300 }] };

async function covered(
  changes: Partial<Draft> = {},
  used: readonly [fund: number, deductible: number] = [0, 0],
  time: Seconds = JUNE,
) {
  const [fund, deductible] = used;
  const records = new Map<string, State>([
    [schemeKey(scheme), { status: "scheme", scheme: employeeScheme }],
    [
      standingKey(patient, 2_026),
      {
        status: "standing",
        fundUsed: yuan(fund),
        deductibleUsed: yuan(deductible),
        detail: "dd".repeat(32) as Commitment,
      },
    ],
  ]);
  const priceOf = (product: string) => PRICES.get(product as "cheap");
  return coverageOf({ ...draft, ...changes }, time, priceOf, async (_, id) => records.get(id) ?? { status: "none" });
}

describe("the coverage of a draft", () => {
  // 300 yuan of a listed drug, at half above 200 yuan a year, up to 3,000 a year.
  const facts: readonly [fact: string, used: readonly [number, number], fund: number][] = [
    ["begins after the deductible in a fresh year", [0, 0], 50],
    ["counts what the patient bore of the deductible already", [100, 150], 125],
    ["is the full rate once the deductible is over", [100, 200], 150],
    ["ends at the cap of the year", [2_900, 200], 100],
    ["is nothing when the year's cap is used up", [3_000, 200], 0],
  ];
  for (const [fact, used, fund] of facts)
    it(fact, async () => {
      const legs = { total: yuan(300), fund: yuan(fund), account: yuan(0), cash: yuan(300 - fund) };
      same(await covered({}, used), { ok: true, value: legs });
    });

  it("tells amounts and nothing of the standing behind them", async () => {
    const answer = await covered({}, [100, 150]);
    yes(answer.ok);
    same(Object.keys(answer.value), ["total", "fund", "account", "cash"]);
  });

  it("is that of the year at hand: what was used in another counts for nothing", async () => {
    const nextYear = (JUNE + 365 * 86_400) as Seconds;
    const answer = await covered({}, [3_000, 200], nextYear);
    same(answer.ok && answer.value.fund, yuan(50));
  });

  it("leaves out what is not on the list", async () => {
    const answer = await covered({ lines: [{ product: "own", units: 300 }] }, [0, 200]);
    same(answer.ok && answer.value.fund, 0);
  });

  const refused: readonly [changes: Partial<Draft>, error: object, time?: Seconds][] = [
    [{ scheme: "0".repeat(64) as Hash }, { code: "settlement/unknown-scheme" }],
    [
      {},
      {
        code: "settlement/scheme-not-in-force",
        from: employeeScheme.validFrom,
        until: employeeScheme.validUntil,
      },
      (employeeScheme.validUntil + 1) as Seconds,
    ],
    [
      {
        lines: [
          { product: "cheap", units: 1 },
          { product: "unheard-of", units: 1 },
        ],
      },
      { code: "not-reckonable", line: 1 },
    ],
    [{ lines: Array.from({ length: 20 }, () => ({ product: "dear", units: 10_000 })) }, { code: "not-reckonable" }],
  ];
  for (const [changes, error, time] of refused)
    it(`refuses ${JSON.stringify(error)}`, async () =>
      same(await covered(changes, [0, 0], time), { ok: false, error }));
});
