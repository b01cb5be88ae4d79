import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { BLOCK_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { BlockPace } from "./block-pace.ts";

const paced = (...blocks: readonly (readonly [transactions: number, milliseconds: number])[]): number => {
  const pace = new BlockPace();
  for (const [transactions, milliseconds] of blocks) pace.took(transactions, milliseconds);
  return pace.most;
};

describe("how many transactions a proposal takes in", () => {
  it("is moderate before a block has told what one costs", () => same(paced(), 400));
  it("is what takes two fifths of a second", () => same(paced([500, 250]), 800));
  it("is never more than a block may hold, nor so few that votes cost more", () => {
    same(paced([1_000, 1]), BLOCK_TRANSACTIONS_MAX);
    same(paced([20, 60_000]), 100);
  });
  it("leaves small blocks out: their cost is not that of their transactions", () =>
    same(paced([500, 250], [1, 90]), 800));
  it("follows a machine that becomes busier, step by step", () => {
    const once = paced([500, 250], [500, 500]);
    ok(once < 800 && once > 400, String(once));
    ok(paced([500, 250], ...Array<[number, number]>(20).fill([500, 500])) < 410);
  });
});
