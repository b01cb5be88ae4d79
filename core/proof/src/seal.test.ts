import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { textOf, toHex, utf8 } from "@meridian/base/bytes";
import { Chain } from "./chain.conformance.ts";
import { headerHash } from "./comet/header.ts";
import { validatorSetHash } from "./comet/validators.ts";
import { VALIDATOR_SEEDS } from "./scene.conformance.ts";
import { decodeSeal, decodeValidators, encodeSeal, encodeValidators } from "./seal.ts";

const { header, commit, validators } = new Chain(VALIDATOR_SEEDS).append();

describe("a kept seal", () => {
  it("is read back as it was written", () => {
    const bytes = encodeSeal({ header, commit });
    const seal = decodeSeal(bytes);
    same(seal && textOf(encodeSeal(seal)), textOf(bytes));
    same(seal && toHex(headerHash(seal.header)), toHex(headerHash(header)));
  });
  it("is none where there are no bytes, or others", () => {
    for (const bytes of [new Uint8Array(), utf8("{}"), encodeValidators(validators)])
      same(decodeSeal(bytes), undefined);
  });
});

describe("a kept validator set", () => {
  it("is read back as it was written", () => {
    const bytes = encodeValidators(validators);
    const set = decodeValidators(bytes);
    same(set && textOf(encodeValidators(set)), textOf(bytes));
    same(set && toHex(validatorSetHash(set)), toHex(header.validatorsHash));
  });
  it("is none where there are no bytes, or others", () => {
    for (const bytes of [new Uint8Array(), utf8("{}"), encodeSeal({ header, commit })])
      same(decodeValidators(bytes), undefined);
  });
});
