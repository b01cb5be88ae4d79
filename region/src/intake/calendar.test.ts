import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ageInMonths, type Day, dayAfter, dayOf, dayOfDateTime, textOfDay } from "./calendar.ts";

const day = (text: string): Day => {
  const found = dayOf(text);
  assert.ok(found, text);
  return found;
};

test("a day exists or does not", () => {
  for (const text of ["2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01"]) assert.equal(textOfDay(day(text)), text);
  for (const text of ["2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-1-1", "", "2026-1-01"])
    assert.equal(dayOf(text), undefined, text);
});

test("a date without its day or month stands for its last day", () => {
  assert.equal(textOfDay(day("2024-02")), "2024-02-29");
  assert.equal(textOfDay(day("2024")), "2024-12-31");
});

test("a dateTime has its day in its own time zone", () => {
  const days: readonly (readonly [string, string | undefined])[] = [
    ["2017-03-21T23:37:54+00:00", "2017-03-21"],
    ["2017-03-21T23:37:54.123Z", "2017-03-21"],
    ["2017-03-21", "2017-03-21"],
    ["2017-03-21T24:00:00Z", undefined],
    ["2017-03-21T23:37:54", undefined],
    ["2017-03-21T23:37Z", undefined],
    ["2017-03-21T23:37:54+15:00", undefined],
    ["2017-02-30T23:37:54Z", undefined],
  ];
  for (const [text, expected] of days) {
    const found = dayOfDateTime(text);
    assert.equal(found && textOfDay(found), expected, text);
  }
});

test("a month of life completes on its day, or at the end of a month that lacks it", () => {
  const ages: readonly (readonly [birth: string, on: string, months: number])[] = [
    ["2020-01-15", "2020-02-14", 0],
    ["2020-01-15", "2020-02-15", 1],
    ["2020-01-31", "2020-02-28", 0],
    ["2020-01-31", "2020-02-29", 1],
    ["2020-01-31", "2021-02-28", 13],
    ["2004-02-29", "2022-02-28", 216],
    ["2008-11-20", "2026-11-19", 215],
    ["2008-11-20", "2026-11-20", 216],
    ["2026-11-21", "2026-11-20", -1],
    ["2026-11-20", "2026-11-20", 0],
  ];
  for (const [birth, on, months] of ages) assert.equal(ageInMonths(day(birth), day(on)), months, `${birth} ${on}`);
});

test("days are counted as the calendar of the machine counts them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80_000 }), fc.integer({ min: -40_000, max: 40_000 }), (start, step) => {
      const textOf = (days: number) => new Date((days - 25_000) * 86_400_000).toISOString().slice(0, 10);
      assert.equal(textOfDay(dayAfter(day(textOf(start)), step)), textOf(start + step));
    }),
    { numRuns: 300 },
  );
});
