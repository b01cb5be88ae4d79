import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { BLOCK_BYTES_MAX, BLOCK_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { sha256 } from "@meridian/crypto/hash";
import { decodeWithoutIds, encodeBlock } from "./block-codec.ts";
import { add, Toy, transaction } from "./toy.conformance.ts";

const frame = (bytes: Uint8Array): Uint8Array => {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concat(length, bytes);
};
const withDigest = (body: Uint8Array): Uint8Array => concat(sha256(body), body);
const headOf = (changes: object): Uint8Array =>
  frame(canonicalBytes({ outcomes: [], time: 1, transactions: 0, ...changes }));
const five = concat(...Array.from({ length: 5 }, () => frame(new Uint8Array(32))));
/** So many frames without a byte. */
const nothings = (count: number): Uint8Array => new Uint8Array(4 * count);
const decoded = (body: Uint8Array, height = 1) => decodeWithoutIds(asHeight(height), withDigest(body)) !== undefined;

const withOutcome = (outcome: object) => concat(headOf({ outcomes: [outcome] }), five);

describe("a block as a stranger writes it", () => {
  it("is what it is, when it is one", () => {
    const toy = new Toy([add("a", 1)]);
    toy.block(transaction([add("a", 2)]));
    for (const height of [0, 1].map(asHeight)) {
      const block = toy.store.block(height);
      const written = block && encodeBlock(block);
      const read = written && decodeWithoutIds(height, written);
      same(read && encodeBlock({ ...read, ids: [] }), written);
      same([read?.transactions.length, read?.events.length], [height, 1]);
    }
  });

  const rows: readonly (readonly [says: string, body: Uint8Array, height?: number])[] = [
    ["nothing but empty frames", nothings(2_000_000)],
    ["far more events than its transactions can have caused", concat(headOf({ transactions: 1 }), five, nothings(514))],
    ["many events that nothing caused", concat(headOf({}), five, nothings(257))],
    ["more events than a genesis", concat(headOf({}), five, nothings(1_000_001)), 0],
    ["more transactions than a block", concat(headOf({ transactions: BLOCK_TRANSACTIONS_MAX + 1 }), five)],
    ["more notices than a network has validators", concat(headOf({ notices: Array(1_001).fill({}) }), five)],
    ["a head beyond all measure", concat(headOf({ pad: "x".repeat(2 * BLOCK_BYTES_MAX) }), five)],
    ["a frame that goes on after its end", concat(headOf({}), five, Uint8Array.of(0, 0, 0, 9))],
    ["no roots", headOf({})],
    ["an outcome with more in it", withOutcome({ status: "committed", events: 9, x: "x" })],
    ["an outcome whose number is a text", withOutcome({ status: "committed", events: "1" })],
    ["an outcome of more events than there are", withOutcome({ status: "committed", events: 257 })],
    ["an outcome that nobody knows", withOutcome({ status: "maybe" })],
    ["a refusal without a code", withOutcome({ status: "rejected", command: 0, rejection: {} })],
  ];
  for (const [says, body, height] of rows) it(`is none with ${says}`, () => same(decoded(body, height), false));

  it("is one with outcomes as executing makes them", () => {
    same(decoded(withOutcome({ status: "committed", events: 9 })), true);
    same(decoded(withOutcome({ status: "rejected", command: 0, rejection: { code: "a/b", more: [1] } })), true);
  });

  it("is one with as many events as its transactions and notices can have caused", () => {
    same(decoded(concat(headOf({ transactions: 1 }), five, nothings(257))), true);
    same(decoded(concat(headOf({ notices: [{}] }), five, nothings(256))), true);
  });
});
