import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, toHex, utf8 } from "@meridian/base/bytes";
import { PAYLOAD_BYTES_MAX, SIGNATURES_MAX, TRANSACTION_BYTES_MAX } from "@meridian/base/limits";
import { fits } from "@meridian/base/shape";
import { signedTransactionShape } from "@meridian/kernel/transaction";
import fc from "fast-check";
import { decodeWire, encodeWire, signatureJsonOf, type WireSignature, type WireTransaction, wireOf } from "./wire.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const anySignature: fc.Arbitrary<WireSignature> = fc.oneof(
  fc.record({ kind: fc.constant("ed25519" as const), publicKey: bytes(32), signature: bytes(64) }),
  fc.record({
    kind: fc.constant("webauthn-p256" as const),
    publicKey: bytes(65),
    authenticatorData: fc.uint8Array({ maxLength: 60 }),
    clientDataJSON: fc.uint8Array({ maxLength: 60 }),
    signature: bytes(64),
  }),
);
const anyTransaction: fc.Arbitrary<WireTransaction> = fc.record({
  payload: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  signatures: fc.array(anySignature, { minLength: 1, maxLength: SIGNATURES_MAX }),
});
const plain = (given: WireTransaction | undefined): unknown => given && JSON.stringify(given);

const ed25519: WireSignature = {
  kind: "ed25519",
  publicKey: new Uint8Array(32).fill(1),
  signature: new Uint8Array(64).fill(2),
};
const passkey: WireSignature = {
  kind: "webauthn-p256",
  publicKey: new Uint8Array(65).fill(4),
  authenticatorData: utf8("data"),
  clientDataJSON: utf8("{}"),
  signature: new Uint8Array(64).fill(3),
};
const one = encodeWire({ payload: utf8("{}"), signatures: [ed25519, passkey] });
const changed = (at: number, value: number): Uint8Array => one.with(at, value);
const with_ = (changes: Partial<WireTransaction>): Uint8Array =>
  encodeWire({ payload: utf8("{}"), signatures: [ed25519], ...changes });

describe("a transaction as bytes", () => {
  it("is laid out as its golden vector says", () =>
    same(
      toHex(one),
      `01${"00000002"}${"7b7d"}02` +
        `01${"01".repeat(32)}${"02".repeat(64)}` +
        `02${"04".repeat(65)}0004${"64617461"}0002${"7b7d"}${"03".repeat(64)}`,
    ));

  it("reads as it was written, in bytes and in JSON", () =>
    fc.assert(
      fc.property(anyTransaction, (given) => {
        const wire = encodeWire(given);
        const read = decodeWire(wire);
        same(plain(read), plain(given));
        ok(read !== undefined);
        same(encodeWire(read), wire);
      }),
    ));

  it("comes back from the JSON that people send", () => {
    const json = { payload: "{}", signatures: [ed25519, passkey].map(signatureJsonOf) };
    ok(fits(signedTransactionShape, json));
    same(wireOf(json), one);
  });

  it("is refused when it ends early, wherever", () => {
    for (let length = 0; length < one.length; length++) same(decodeWire(one.subarray(0, length)), undefined);
  });

  it("is never read from bytes that would be written otherwise", () =>
    fc.assert(
      fc.property(fc.nat(one.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const given = changed(at, value);
        const read = decodeWire(given);
        if (read !== undefined) same(encodeWire(read), given);
      }),
    ));

  const refused: readonly (readonly [says: string, bytes: Uint8Array])[] = [
    ["with a byte behind it", concat(one, Uint8Array.of(0))],
    ["of another version", changed(0, 2)],
    ["with a kind of key that nobody knows", changed(8, 3)],
    ["with a kind of zero", changed(8, 0)],
    ["without signatures", with_({ signatures: [] })],
    ["with nine signatures", with_({ signatures: Array(SIGNATURES_MAX + 1).fill(ed25519) })],
    ["without a payload", with_({ payload: new Uint8Array() })],
    ["with a payload one byte too long", with_({ payload: new Uint8Array(PAYLOAD_BYTES_MAX + 1) })],
    [
      "with authenticator data too long",
      with_({ signatures: [{ ...passkey, authenticatorData: new Uint8Array(1_025) }] }),
    ],
    ["with client data too long", with_({ signatures: [{ ...passkey, clientDataJSON: new Uint8Array(1_025) }] })],
    ["of more bytes than a transaction has", new Uint8Array(TRANSACTION_BYTES_MAX + 1).fill(1)],
    ["that claims a payload of 4 GB", Uint8Array.of(1, 255, 255, 255, 255, 0)],
  ];
  for (const [says, given] of refused) it(`is refused ${says}`, () => same(decodeWire(given), undefined));

  it("may have everything at its limit at once", () => {
    const full: WireSignature = {
      ...passkey,
      authenticatorData: new Uint8Array(1_024),
      clientDataJSON: new Uint8Array(900),
    };
    const wire = with_({
      payload: new Uint8Array(PAYLOAD_BYTES_MAX),
      signatures: Array(SIGNATURES_MAX - 1).fill(full),
    });
    ok(wire.length <= TRANSACTION_BYTES_MAX);
    same(decodeWire(wire)?.signatures.length, SIGNATURES_MAX - 1);
  });

  for (const [says, change] of [
    ["a key that is not hexadecimal", { key: "zz".repeat(32) }],
    ["a signature of half a byte", { signature: "0" }],
  ] as const)
    it(`has no bytes from JSON with ${says}`, () =>
      same(wireOf({ payload: "{}", signatures: [{ ...signatureJsonOf(ed25519), ...change }] }), undefined));
  it("has no bytes from JSON with stray bits in base64url", () =>
    same(
      wireOf({ payload: "{}", signatures: [{ ...signatureJsonOf(passkey), clientDataJSON: "AB" } as never] }),
      undefined,
    ));
});
