import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { KnownSeals } from "./known-seals.ts";

const ADDRESSES = ["AA".repeat(20), "BB".repeat(20)];

/** A node with blocks up to a tip, of which the last may get other signatures. */
function nodeAt({ tip, isSettled = true }: { readonly tip: number; readonly isSettled?: boolean }) {
  const asked: string[] = [];
  const sealOf = (height: number, canonical: boolean) => ({
    header: { height: String(height), proposer_address: ADDRESSES[0], validators_hash: "FF" },
    commit: {
      signatures: ADDRESSES.map((address, i) => ({
        block_id_flag: i === 0 || canonical ? 2 : 1,
        validator_address: i === 0 || canonical ? address : "",
      })),
    },
    canonical,
  });
  const ask = async (_method: string, path: string) => {
    asked.push(path);
    const search = new URL(path, "http://node").searchParams;
    const [from, limit] = [Number(search.get("from")), Number(search.get("limit"))];
    const heights = Array.from({ length: limit }, (_, i) => from + i).filter((height) => height <= tip);
    return {
      seals: heights.map((height) => sealOf(height, isSettled || height < tip)),
      validators: { FF: ADDRESSES.map((address) => ({ address, voting_power: "10" })) },
    } as never;
  };
  return { asked, ask };
}
const heightsFrom = (from: number, through: number) => Array.from({ length: through - from + 1 }, (_, i) => from + i);

describe("seals that a page has read", () => {
  it("say who signed, and are asked for in one question and once", async () => {
    const known = new KnownSeals();
    const node = nodeAt({ tip: 50 });
    await known.read(node, heightsFrom(1, 50));
    await known.read(node, heightsFrom(1, 50));
    same(node.asked, ["/v1/seals?from=1&limit=50"]);
    same(known.all.get(7), {
      height: 7,
      proposer: "aa".repeat(20),
      signed: new Set(["aa".repeat(20), "bb".repeat(20)]),
      canonical: true,
      validators: ADDRESSES.map((address) => ({ address: address.toLowerCase(), power: 10 })),
    });
  });

  it("grow by what is new when a block comes, and listeners hear of it", async () => {
    const known = new KnownSeals();
    let changes = 0;
    known.onChange(() => changes++);
    await known.read(nodeAt({ tip: 50 }), heightsFrom(1, 50));
    const node = nodeAt({ tip: 51 });
    await known.read(node, heightsFrom(2, 51));
    same([node.asked, changes, known.all.size], [["/v1/seals?from=51&limit=1"], 2, 51]);
  });

  it("of the last block are replaced once the next one names them", async () => {
    const known = new KnownSeals();
    await known.read(nodeAt({ tip: 3, isSettled: false }), [1, 2, 3]);
    same([known.all.get(3)?.signed.size, known.unsettled([1, 2, 3])], [1, [3]]);
    await known.read(nodeAt({ tip: 4, isSettled: false }), [2, 3, 4]);
    same([known.all.get(3)?.signed.size, known.unsettled([2, 3, 4])], [2, [4]]);
  });

  it("are at most a hundred to a question, and none of genesis", async () => {
    const node = nodeAt({ tip: 150 });
    await new KnownSeals().read(node, heightsFrom(0, 150));
    same(node.asked, ["/v1/seals?from=1&limit=100", "/v1/seals?from=101&limit=50"]);
  });

  it("that the node does not have stay unknown, and are not asked for without end", async () => {
    const known = new KnownSeals();
    const node = nodeAt({ tip: 3 });
    await known.read(node, [3, 4, 5]);
    same([node.asked.length, known.unsettled([3, 4, 5])], [1, [4, 5]]);
  });
});
