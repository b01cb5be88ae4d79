import { toHex } from "@meridian/base/bytes";
import { describe, expect, it } from "vitest";
import { nonceOfSentence } from "./sentence.ts";

const salt = new Uint8Array(16).fill(7);

describe("the nonce of a sentence", () => {
  it("is the first half of a hash that a golden value holds", () => {
    expect(toHex(nonceOfSentence("撤销处方", salt))).toBe("414e479452c4e8b6fa3c1af83de92fa4");
  });
  it("is another for another sentence, and for the same with another salt", () => {
    const nonces = [
      nonceOfSentence("Cancel the prescription", salt),
      nonceOfSentence("Cancel the prescription.", salt),
      nonceOfSentence("Cancel the prescription", new Uint8Array(16)),
    ].map(toHex);
    expect(new Set(nonces).size).toBe(3);
  });
});
