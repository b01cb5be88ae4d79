import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { type SigningKey, signersDigestOf } from "./signers.ts";

const anna: SigningKey = { kind: "ed25519", publicKey: "0a".repeat(32) };
const bert: SigningKey = { kind: "ed25519", publicKey: "0b".repeat(32) };
const passkey: SigningKey = { kind: "webauthn-p256", publicKey: `04${"0c".repeat(64)}` };

describe("the digest that names who signs", () => {
  const vectors: readonly (readonly [says: string, keys: readonly SigningKey[], digest: string])[] = [
    ["one key", [anna], "c537391e2da0512c6f07837a369924a2"],
    ["two keys", [anna, bert], "246e638f33cf6722221ba25dae5d53b8"],
    ["a passkey beside them", [passkey, bert, anna], "df531f41a13d98daefb550ce1b9d9dec"],
  ];
  for (const [says, keys, digest] of vectors)
    it(`of ${says} is 16 bytes, in whatever order they are named`, () => {
      same(signersDigestOf(keys), digest);
      same(signersDigestOf([...keys].reverse()), digest);
    });

  it("differs with a key more, a key less, another key and another kind of the same bytes", () => {
    const sets = [[], [anna], [bert], [anna, bert], [{ ...anna, kind: "webauthn-p256" as const }]];
    same(new Set(sets.map(signersDigestOf)).size, sets.length);
  });
});
