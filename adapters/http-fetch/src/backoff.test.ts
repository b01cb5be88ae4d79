import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { waitBefore } from "./backoff.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

describe("the pause before another attempt", () => {
  const cases: readonly (readonly [
    says: string,
    attempt: number,
    retryAfter: string | null,
    chance: number,
    want: number,
  ])[] = [
    ["is the first one at first", 1, null, 0, 100],
    ["doubles", 4, null, 0, 800],
    ["ends at the longest", 20, null, 1, 5_000],
    ["is spread by up to half", 1, null, 1, 150],
    ["is what the node asks for in seconds", 3, "2", 0, 2_000],
    ["is what the node asks for by a date", 1, "Sat, 21 Nov 2026 12:00:01 GMT", 0, 1_000],
    ["is nothing for a date that has passed", 1, "Sat, 21 Nov 2026 11:00:00 GMT", 0, 0],
    ["is never longer than the longest, whatever is asked for", 1, "3600", 0, 5_000],
    ["ignores what is neither", 1, "soon", 0, 100],
  ];
  for (const [says, attempt, retryAfter, chance, want] of cases)
    it(says, () => same(waitBefore(attempt, retryAfter, 100, 5_000, now, chance), want));
});
