import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { BUNDLE_BYTES_MAX, BUNDLE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { decodeTransaction } from "@meridian/ledger/decode";
import { add, transaction } from "@meridian/ledger/toy.conformance";
import fc from "fast-check";
import { BUNDLE_ROOM, decodeBundle, encodeBundle, isBundle, sizeInBundle } from "./bundle.ts";

const member = fc.uint8Array({ minLength: 1, maxLength: 600 });

describe("bundle", () => {
  it("is written as it always was", () => {
    const members = [Uint8Array.of(1, 2, 3), new Uint8Array(256).fill(0xab)];
    same(toHex(encodeBundle(members)), `81000002${"0003"}010203${"0100"}${"ab".repeat(256)}`);
    same(toHex(encodeBundle([Uint8Array.of(9)], 7)), "81070001000109");
  });

  it("is no transaction, and no transaction is one", () => {
    const single = transaction([add("p", 1)]);
    same([isBundle(single), decodeBundle(single)], [false, undefined]);
    same(decodeTransaction(encodeBundle([single])).ok, false);
  });

  it("gives back its members, and is the only spelling of them", () => {
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 40 }), (members) => {
        const bytes = encodeBundle(members);
        same(
          decodeBundle(bytes)?.map((each) => Uint8Array.from(each)),
          members,
        );
        same(decodeBundle(Uint8Array.of(...bytes, 0)), undefined);
        same(decodeBundle(bytes.subarray(0, -1)), undefined);
      }),
    );
  });

  it("is refused whole whatever is wrong with it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        const bytes = Uint8Array.of(0x81, ...noise);
        const members = decodeBundle(bytes);
        if (members !== undefined) same(encodeBundle(members, bytes[1]), bytes);
      }),
    );
    same(decodeBundle(Uint8Array.of(0x81, 0, 0, 0)), undefined);
    same(decodeBundle(Uint8Array.of(0x81, 0, 0, 1, 0, 0)), undefined);
    same(decodeBundle(new Uint8Array()), undefined);
  });

  it("has at most so many members and so many bytes", () => {
    const ones = Array.from({ length: BUNDLE_TRANSACTIONS_MAX }, () => Uint8Array.of(1));
    same(decodeBundle(encodeBundle(ones))?.length, BUNDLE_TRANSACTIONS_MAX);
    same(decodeBundle(encodeBundle([...ones, Uint8Array.of(1)])), undefined);
    const large = Array.from({ length: 7 }, () => new Uint8Array(32_768).fill(1));
    const rest = BUNDLE_ROOM - large.length * sizeInBundle(32_768) - sizeInBundle(0);
    const full = encodeBundle([...large, new Uint8Array(rest).fill(1)]);
    same([full.length, decodeBundle(full)?.length], [BUNDLE_BYTES_MAX, 8]);
    same(decodeBundle(encodeBundle([...large, new Uint8Array(rest + 1).fill(1)])), undefined);
  });
});
