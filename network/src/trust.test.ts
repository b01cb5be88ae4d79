import { strictEqual as is, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { signedBytesOf } from "@meridian/kernel/signing";
import { encodeWire, type WireSignature } from "@meridian/ledger/wire";
import { genesis, seedOf } from "./region.conformance.ts";
import { transactionRulesOf, trustOf } from "./trust.ts";

const payload = utf8("{}");
const byKey = (signed: Uint8Array): WireSignature => {
  const seed = seedOf("physician");
  return { kind: "ed25519", publicKey: publicKeyOf(seed), signature: sign(seed, signedBytesOf(signed)) };
};
const nobodysPasskey: WireSignature = {
  kind: "webauthn-p256",
  publicKey: new Uint8Array(65),
  authenticatorData: new Uint8Array(37),
  clientDataJSON: payload,
  signature: new Uint8Array(64),
};
const wire = (...signatures: readonly WireSignature[]): Uint8Array => encodeWire({ payload, signatures });

describe("rules of a transaction for whoever verifies one", () => {
  const without = transactionRulesOf();
  const { transactions: own } = trustOf(genesis);

  it("pass over passkeys alone where the relying party is unknown, and say so", () => {
    same([without.unchecked, own.unchecked], ["webauthn-p256", undefined]);
    const both = wire(byKey(payload), nobodysPasskey);
    is(without.firstBadSignature(both), undefined);
    is(own.firstBadSignature(both), 1);
  });
  it("check every key's signature, whatever stands beside it", () => {
    for (const rules of [without, own]) is(rules.firstBadSignature(wire(byKey(utf8("[]")), nobodysPasskey)), 0);
    is(without.firstBadSignature(wire(nobodysPasskey, byKey(utf8("[]")))), 1);
    is(without.firstBadSignature(utf8("noise")), 0);
  });
  it("open the bytes alike, with and without it", () => {
    const both = wire(byKey(payload), nobodysPasskey);
    same(without.open(both), own.open(both));
    same(
      without.open(both)?.signatures.map(({ kind }) => kind),
      ["ed25519", "webauthn-p256"],
    );
    is(without.open(utf8("noise")), undefined);
  });
});
