import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import type { TransactionHead } from "@meridian/ledger/decode";
import { type Known, Pool } from "./pool.ts";

const of = (name: string, bytes = 100): Known => ({
  key: name,
  bytes: new Uint8Array(bytes),
  head: { id: name } as unknown as TransactionHead,
});
function start(most = 10_000) {
  const over = new Set<string>();
  const pool = new Pool(({ id }) => over.has(id), most);
  const left = (key: string): readonly string[] => pool.left(key).map((known) => known.key);
  return { pool, over, left };
}
const [a, b, c] = [of("a"), of("b"), of("c")];

describe("pool", () => {
  it("knows the members of its bundles, and what is left of each in order", () => {
    const { pool, over, left } = start();
    pool.putBundle("1", [a, b, c]);
    same([pool.find("b"), pool.find("d"), left("1"), left("2")], [b, undefined, ["a", "b", "c"], []]);
    over.add("a");
    same(left("1"), ["b", "c"]);
    over.add("c");
    same(left("1"), ["b", "c"], "only the first is certainly not over");
    over.add("b");
    same(left("1"), []);
  });

  it("keeps no more of what came in than the transaction itself", () => {
    const { pool } = start();
    const chunk = Buffer.alloc(65_536);
    const known = { ...a, bytes: chunk.subarray(7, 107) };
    pool.putBundle("1", [known]);
    pool.putLoose({ ...known, key: "loose" });
    for (const key of ["a", "loose"]) same(pool.find(key)?.bytes.buffer.byteLength, 100, key);
  });

  it("forgets a transaction with the last bundle that holds it", () => {
    const { pool, over } = start();
    pool.putBundle("1", [a, b]);
    pool.putBundle("2", [b, c, b]);
    pool.putBundle("2", [a]);
    over.add("a").add("b");
    pool.settle(asHeight(1));
    same([pool.transactions, pool.bytes, pool.find("a"), pool.find("b")], [2, 300, undefined, b]);
    over.add("c");
    pool.settle(asHeight(2));
    same([pool.transactions, pool.bytes], [0, 0]);
  });

  it("recognises a spent bundle for a while", () => {
    const { pool, over } = start();
    pool.putBundle("1", [a]);
    over.add("a");
    pool.settle(asHeight(1));
    pool.settle(asHeight(21));
    same(pool.hasBundle("1"), true);
    pool.settle(asHeight(22));
    same(pool.hasBundle("1"), false);
  });

  it("wants at a recheck what is left of a bundle and no bundle before it brings", () => {
    const { pool, over } = start();
    const [at7, at8] = [asHeight(7), asHeight(8)];
    pool.putBundle("1", [a, b]);
    pool.putBundle("copy", [b, a]);
    pool.putBundle("more", [a, c]);
    same(
      ["1", "copy", "more", "unknown"].map((key) => pool.isWanted(key, at7)),
      [true, false, true, false],
    );
    same([pool.hasBundle("copy"), pool.find("b"), pool.bytes], [false, b, 400]);
    over.add("c");
    same(
      ["1", "more"].map((key) => pool.isWanted(key, at8)),
      [true, false],
      "what is over needs nobody to bring it",
    );
    over.add("a").add("b");
    same(pool.isWanted("1", at8), false);
  });

  it("keeps the copy of a bundle that the engine has lost", () => {
    const { pool } = start();
    pool.putBundle("1", [a, b]);
    same(pool.isWanted("1", asHeight(7)), true);
    pool.putBundle("copy", [a, b]);
    same(
      ["copy", "1"].map((key) => pool.isWanted(key, asHeight(8))),
      [true, false],
      "met first, whichever came first",
    );
    same([pool.find("a"), pool.bytes], [a, 200]);
  });

  it("wants a bundle that names a member twice", () => {
    const { pool } = start();
    pool.putBundle("1", [a, a]);
    same(pool.isWanted("1", asHeight(7)), true);
    pool.putBundle("2", [a]);
    same([pool.isWanted("2", asHeight(7)), pool.find("a"), pool.bytes], [false, a, 200]);
  });

  it("forgets the oldest bundles when it holds too much, but never the newest", () => {
    const { pool, left } = start(250);
    pool.putBundle("1", [a]);
    pool.putBundle("2", [b, a]);
    same([pool.hasBundle("1"), pool.bytes, left("2")], [false, 200, ["b", "a"]]);
    pool.putBundle("3", [of("large", 900)]);
    same([pool.hasBundle("2"), pool.bytes, pool.transactions, left("3")], [false, 900, 1, ["large"]]);
  });

  it("forgets what it met in proposals with the next block", () => {
    const { pool } = start();
    pool.putBundle("1", [a]);
    for (const known of [a, b]) pool.putLoose(known);
    same([pool.transactions, pool.find("b")], [2, b]);
    pool.settle(asHeight(1));
    same([pool.find("a"), pool.find("b")], [a, undefined]);
  });
});
