import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isoUtc, yearOf } from "./calendar.ts";

describe("the calendar", () => {
  const cases: readonly (readonly [seconds: number, offset: number, year: number])[] = [
    [0, 0, 1970],
    [1_767_196_799, 28_800, 2025],
    [1_767_196_800, 28_800, 2026],
    [1_767_196_800, 0, 2025],
    [1_830_268_799, 28_800, 2027],
    [1_830_268_800, 28_800, 2028],
  ];
  for (const [seconds, offset, year] of cases)
    it(`puts second ${seconds} in ${year} at offset ${offset}`, () => same(yearOf(seconds, offset), year));
  it("agrees with the platform on any second to the year 9999", () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) =>
        same(isoUtc(seconds), new Date(seconds * 1_000).toISOString().replace(".000Z", "Z")),
      ),
      { numRuns: 300 },
    ));
});
