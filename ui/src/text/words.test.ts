import { describe, expect, it } from "vitest";
import { counted } from "./words.ts";

describe("so many in English", () => {
  it("is one of a thing, or several, also where the number is written out", () => {
    expect([0, 1, 2].map((count) => counted(count, "event"))).toEqual(["0 events", "1 event", "2 events"]);
    expect(["1", "1,024"].map((count) => counted(count, "day"))).toEqual(["1 day", "1,024 days"]);
  });
  it("takes another word for several where an s is not enough", () => {
    expect([1, 3].map((count) => counted(count, "finding has", "findings have"))).toEqual([
      "1 finding has",
      "3 findings have",
    ]);
  });
});
