import { describe, expect, it } from "vitest";
import { dayText } from "./format.ts";

describe("a day", () => {
  const now = new Date(2026, 10, 30);
  const at = (year: number): number => new Date(year, 2, 5, 12).getTime() / 1_000;

  it("of this year is told without its year", () => {
    expect([dayText(at(2026), "zh", now), dayText(at(2026), "en", now)].join()).not.toContain("2026");
  });
  it("of another year is told with it", () => {
    expect(dayText(at(2025), "zh", now)).toContain("2025年3月5日");
    expect(dayText(at(2025), "en", now)).toContain("5 March 2025");
  });
});
