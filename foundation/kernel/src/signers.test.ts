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
    ["two keys in the other order", [bert, anna], "67156ef9a4471fb933ef447282c9b4bf"],
    ["a passkey before them", [passkey, bert, anna], "6e4ea6d5073cc1ee96c94545bb3ef115"],
  ];
  for (const [says, keys, digest] of vectors) it(`of ${says} is 16 bytes`, () => same(signersDigestOf(keys), digest));

  it("differs with a key more, a key less, another order, another key and another kind of the same bytes", () => {
    const sets = [[], [anna], [bert], [anna, bert], [bert, anna], [{ ...anna, kind: "webauthn-p256" as const }]];
    same(new Set(sets.map(signersDigestOf)).size, sets.length);
  });
});
