import { ok as holds, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { founders, SealedChain, sealedRules } from "@meridian/consensus-comet/sealed-chain.conformance";
import { encodeBlock } from "@meridian/ledger/block-codec";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { add } from "@meridian/ledger/toy.conformance";
import type { Seals } from "@meridian/proof/seal";
import { Backfilling } from "./backfill.ts";
import { historyAnswer, readHistory } from "./history-answer.ts";

const INITIAL = 4;
const BASE = 8;
const chain = new SealedChain(new MemoryStateStore(), INITIAL);
for (const sum of [3, 0, 4, 5, 0, 0, 6, 7, 0, 8]) chain.run(...(sum === 0 ? [] : [add("b", sum), add("v1", 1)]));
const rules = { network: sealedRules.network, initialHeight: INITIAL, founders };
const seals: Seals = { ...chain.seals, changes: () => [] };
const blockAt = (height: number): StoredBlock => chain.store.block(asHeight(height)) as StoredBlock;

const entries = (from: number, history = chain.store): readonly Uint8Array[] => [
  ...historyAnswer(history, seals, asHeight(from), 1),
];
/** Whatever comes over a connection comes in pieces of any size. */
async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(body: AsyncIterable<Uint8Array>, from: number, most = 100) {
  const all = [];
  for await (const each of readHistory(body, asHeight(from), most)) all.push(each);
  return all;
}
const lastOf = async (...of: Parameters<typeof read>) => (await read(...of)).at(-1);

describe("an answer of whole blocks", () => {
  it("is read as it was written, however it is cut", async () => {
    const bytes = concat(...entries(7));
    for (const size of [1, 7, 1_000, bytes.length]) {
      const all = await read(cut(bytes, size), 7);
      same(
        all.map((each) => typeof each === "string" || [each.block.height, each.validators?.length]),
        [7, 6, 5, 4, 3, 2, 1].map((height) => [height, 4]),
      );
    }
  });

  it("names a set of validators once, until another one signed", () => {
    const [first, second] = entries(3).map((entry) => entry.length);
    holds((first ?? 0) > (second ?? 0) + 500, `${first} ${second}`);
  });

  it("ends early where blocks are large", () => {
    const large = { ...blockAt(7), events: [new Uint8Array(3_000_000)] };
    const history = { ...chain.store, block: (height: number) => ({ ...large, height: asHeight(height) }) };
    same(entries(7, history as never).length, 2);
  });

  it("that goes on after what was asked for, promises more than a block may have, or breaks is found out", async () => {
    const bytes = concat(...entries(7));
    same(await lastOf(cut(bytes, 1_000), 7, 3), "too-long");
    same((await read(cut(bytes, 1_000), 7, 3)).length, 4, "and what was asked for is read");
    same(await lastOf(cut(concat(bytes, Uint8Array.of(0, 0, 0, 0)), 1_000), 7), "too-long");
    same(await lastOf(cut(concat(bytes, Uint8Array.of(0, 0, 0, 9)), 1_000), 7), "too-long");
    same(await lastOf(cut(Uint8Array.of(255, 255, 255, 255), 4), 7), "too-long");
    for (const at of [2, 50, bytes.length - 1])
      same(await lastOf(cut(bytes.subarray(0, at), 1_000), 7), "broken-off", String(at));
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 200);
      throw new Error("connection lost");
    }
    same(await lastOf(breaking(), 7), "broken-off");
    same(await lastOf(cut(concat(Uint8Array.of(0, 0, 0, 3), utf8("abc"), new Uint8Array(4)), 4), 7), "malformed");
  });

  it("of which any byte has changed gives no block that is not the chain's", async () => {
    const bytes = concat(...entries(7));
    for (let n = 0; n < 400; n++) {
      const at = (n * 7_919) % bytes.length;
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (n % 8));
      const store = new MemoryStateStore();
      store.commit(blockAt(0), []);
      const refill = store.refill();
      for (let height = BASE; height <= chain.height; height++) refill.putBlock(blockAt(height));
      refill.keep();
      const filling = new Backfilling({ store, seals, keepSeal: () => {} }, rules);
      for (const each of await read(cut(changed, 1_000), 7))
        if (typeof each === "string" || filling.take(each) !== undefined) break;
      for (let height = store.base(); height < BASE; height++)
        same(toHex(encodeBlock(store.block(asHeight(height)) as StoredBlock)), toHex(encodeBlock(blockAt(height))));
    }
  });
});
