import { deepEqual } from "node:assert/strict";
import { describe, it } from "node:test";
import { type EntryRow, inOrder, sumsOf } from "./rows.ts";

const booking = (entry: EntryRow["entry"], at: number, sign: number): EntryRow => ({
  id: "s",
  entry,
  prescription: "p",
  pharmacy: "h",
  total: (sign * 240) as EntryRow["total"],
  fund: 0 as EntryRow["fund"],
  account: (sign * 150) as EntryRow["account"],
  cash: (sign * 90) as EntryRow["cash"],
  at,
});

describe("bookings of a settlement", () => {
  for (const [what, later] of [
    ["later", 61],
    ["of the same second", 60],
  ] as const) {
    it(`stand as they happened, with a reversal ${what}`, () => {
      const both = [booking("negation", later, -1), booking("settlement", 60, 1)];
      deepEqual(
        inOrder(both).map(({ entry }) => entry),
        ["settlement", "negation"],
      );
    });
  }

  it("come to nothing with their reversal", () => {
    const sums = sumsOf([booking("settlement", 60, 1), booking("negation", 60, -1)]);
    deepEqual({ ...sums }, { total: 0, fund: 0, account: 0, cash: 0 });
  });
});
