import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { Chain } from "./chain.conformance.ts";
import { VALIDATOR_SEEDS } from "./scene.conformance.ts";
import { decodeSeal, decodeValidators, encodeSeal, encodeValidators } from "./seal.ts";

const { header, commit, validators } = new Chain(VALIDATOR_SEEDS).append();

describe("a kept seal", () => {
  it("is read back as it was written", () => same(decodeSeal(encodeSeal({ header, commit })), { header, commit }));
  it("is none where there are no bytes, or others", () => {
    for (const bytes of [new Uint8Array(), utf8("{}"), encodeValidators(validators)])
      same(decodeSeal(bytes), undefined);
  });
});

describe("a kept validator set", () => {
  it("is read back as it was written", () => same(decodeValidators(encodeValidators(validators)), validators));
  it("is none where there are no bytes, or others", () => {
    for (const bytes of [new Uint8Array(), utf8("{}"), encodeSeal({ header, commit })])
      same(decodeValidators(bytes), undefined);
  });
});
