import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { PAYLOAD_BYTES_MAX, TRANSACTION_BYTES_MAX } from "@meridian/base/limits";
import { sha256 } from "@meridian/crypto/hash";
import { decodeTransaction, transactionIdOf } from "./decode.ts";
import { add, payloadOf, transaction } from "./toy.conformance.ts";
import { encodeWire, type WireSignature } from "./wire.ts";

const key = (fill: number): WireSignature => ({
  kind: "ed25519",
  publicKey: new Uint8Array(32).fill(fill),
  signature: new Uint8Array(64),
});
const passkey: WireSignature = {
  kind: "webauthn-p256",
  publicKey: new Uint8Array(65).fill(4),
  authenticatorData: new Uint8Array(),
  clientDataJSON: new Uint8Array(),
  signature: new Uint8Array(64),
};
const signed = (payload: Uint8Array | string, signatures: readonly WireSignature[] = [key(1)]): Uint8Array =>
  encodeWire({ payload: typeof payload === "string" ? utf8(payload) : payload, signatures });
const payload = payloadOf([add("a", 1)]);
const text = new TextDecoder().decode(payload);
const named = (names: readonly string[], by: readonly string[]) => transaction([add("a", 1)], { names, by });
const filler = (bytes: number): string => `{"commands":[{"domain":"a","pad":"${"x".repeat(bytes)}","type":"b"}]}`;

const table: readonly (readonly [says: string, bytes: Uint8Array, refusal: unknown])[] = [
  ["takes what fits", signed(payload), undefined],
  ["takes eight different keys", signed(payload, [1, 2, 3, 4, 5, 6, 7, 8].map(key)), undefined],
  [
    "refuses more bytes than a transaction has",
    new Uint8Array(TRANSACTION_BYTES_MAX + 1),
    { code: "too-large", bytes: TRANSACTION_BYTES_MAX + 1, most: TRANSACTION_BYTES_MAX },
  ],
  ["refuses what is no transaction", utf8("{}"), { code: "malformed", at: "transaction" }],
  ["refuses nothing", new Uint8Array(), { code: "malformed", at: "transaction" }],
  ["refuses a payload that is too long", signed(filler(PAYLOAD_BYTES_MAX)), { code: "malformed", at: "transaction" }],
  ["refuses a payload with a space", signed(text.replace(":", ": ")), { code: "not-canonical" }],
  [
    "refuses a payload with its members in another order",
    signed(`{"nonce":"","commands":[]}`),
    { code: "not-canonical" },
  ],
  ["refuses a payload that is no JSON", signed("hello"), { code: "not-canonical" }],
  ["refuses a payload that is a number", signed("1"), { code: "malformed", at: "payload" }],
  ["refuses a payload with a member missing", signed("{}"), { code: "malformed", at: "payload.network" }],
  [
    "refuses a payload with a member more",
    signed(text.replace('"nonce"', '"n":1,"nonce"').replace('"network":"toy","n":1', '"n":1,"network":"toy"')),
    { code: "malformed", at: "payload.n" },
  ],
  ["refuses one key that signs twice", signed(payload, [key(1), key(2), key(1)]), { code: "signed-twice" }],
  [
    "refuses one key that signs twice, differently",
    signed(payload, [passkey, { ...passkey, clientDataJSON: utf8("{}") }]),
    { code: "signed-twice" },
  ],
  ["takes what exactly those sign whom it names", named(["anna", "bert"], ["anna", "bert"]), undefined],
  ["refuses their signatures in another order", named(["anna", "bert"], ["bert", "anna"]), { code: "signers-differ" }],
  ["refuses what another signs", named(["anna"], ["bert"]), { code: "signers-differ" }],
  ["refuses what another signs along", named(["anna"], ["anna", "bert"]), { code: "signers-differ" }],
  ["refuses what one of them has not signed", named(["anna", "bert"], ["anna"]), { code: "signers-differ" }],
];

describe("decoding, without state and without looking at signatures", () => {
  for (const [says, bytes, refusal] of table)
    it(says, () => {
      const decoded = decodeTransaction(bytes);
      same(decoded.ok ? undefined : decoded.error, refusal);
    });

  it("the id is SHA-256 of the payload, whoever signed", () => {
    const ids = [signed(payload), signed(payload, [key(2)]), transaction([add("a", 1)])].map((bytes) => {
      const decoded = decodeTransaction(bytes);
      return decoded.ok && decoded.value.id;
    });
    same(new Set(ids), new Set([transactionIdOf(payload)]));
    same(transactionIdOf(payload), Buffer.from(sha256(payload)).toString("hex"));
  });
});
