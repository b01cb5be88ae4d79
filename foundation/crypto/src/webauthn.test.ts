import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, fromBase64Url, utf8 } from "@meridian/base/bytes";
import { sha256 } from "./hash.ts";
import { type Assertion, type AssertionFault, faultOfAssertion, type RelyingParty } from "./webauthn.ts";

const bytes = (text: string): Uint8Array => fromBase64Url(text) ?? new Uint8Array();

/** Recorded from Chromium's virtual authenticator (ES256); the client data carry the extra member it adds at random. */
const recorded: Assertion = {
  publicKey: bytes("BDt0n9wi7BDRxIGTizFU2e5hDwtOiAxw86Qx0ft6q7PIsX78TeHZuGfeViBVb4FJtw3KYBfC_QQd3Es-bc18BJA"),
  authenticatorData: bytes("SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MdAAAAAg"),
  clientDataJSON: bytes(
    "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiYzdMUzNaWG1lWXBtTFFtcW1yRnB2c2ltbWdzQlpYSEN0d19QM2paQTdYdyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6NDE1MDUiLCJjcm9zc09yaWdpbiI6ZmFsc2UsIm90aGVyX2tleXNfY2FuX2JlX2FkZGVkX2hlcmUiOiJkbyBub3QgY29tcGFyZSBjbGllbnREYXRhSlNPTiBhZ2FpbnN0IGEgdGVtcGxhdGUuIFNlZSBodHRwczovL2dvby5nbC95YWJQZXgifQ",
  ),
  signature: bytes("y6N_YBz7CPKwC06h6VUgeD3LdCS23PGcbAbZWJpvawFVN4TqQDJ-ug7kkdBlwed2nNTiPcKtLrSr8E1KHPDvPw"),
};
const signedText =
  '{"v":1,"chain":"rhn-test","type":"consent.grant","patient":"did:rhn:p1","grantee":"did:rhn:hosp2","scope":["lab"],"exp":1799999999,"nonce":7}';
const challenge = sha256(concat(utf8("rhn/tx/v1"), Uint8Array.of(0), utf8(signedText)));
const party: RelyingParty = { id: "localhost", origins: ["http://localhost:8180", "http://localhost:41505"] };

const changed = (at: number, mask: number, source: Uint8Array): Uint8Array => {
  const copy = Uint8Array.from(source);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
};
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const highTwin = (signature: Uint8Array): Uint8Array => {
  const s = signature.subarray(32).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const twin = Uint8Array.from({ length: 32 }, (_, i) => Number(((ORDER - s) >> BigInt(8 * (31 - i))) & 255n));
  return concat(signature.subarray(0, 32), twin);
};

type Case = readonly [
  says: string,
  change: Partial<Assertion>,
  party: Partial<RelyingParty>,
  want: AssertionFault | undefined,
];
const cases: readonly Case[] = [
  ["accepts the recording, extra member and all", {}, {}, undefined],
  ["refuses another origin", {}, { origins: ["https://evil.example"] }, "wrong-client-data"],
  ["refuses an origin that only begins alike", {}, { origins: ["http://localhost:4150"] }, "wrong-client-data"],
  ["refuses another relying party", {}, { id: "evil.example" }, "wrong-relying-party"],
  ["refuses a changed signature", { signature: changed(5, 1, recorded.signature) }, {}, "wrong-signature"],
  ["refuses the twin with high s", { signature: highTwin(recorded.signature) }, {}, "wrong-signature"],
  [
    "refuses a changed counter",
    { authenticatorData: changed(36, 1, recorded.authenticatorData) },
    {},
    "wrong-signature",
  ],
  ["refuses an absent user", { authenticatorData: changed(32, 1, recorded.authenticatorData) }, {}, "user-not-present"],
  [
    "refuses an unverified user",
    { authenticatorData: changed(32, 4, recorded.authenticatorData) },
    {},
    "user-not-verified",
  ],
  [
    "refuses a backup that cannot be",
    { authenticatorData: changed(32, 0x08, recorded.authenticatorData) },
    {},
    "impossible-backup-flags",
  ],
  [
    "refuses truncated authenticator data",
    { authenticatorData: recorded.authenticatorData.subarray(0, 36) },
    {},
    "wrong-relying-party",
  ],
  ["refuses client data over 1,024 bytes", { clientDataJSON: new Uint8Array(1_025) }, {}, "too-long"],
];

describe("passkey assertions", () => {
  for (const [says, change, partyChange, want] of cases)
    it(says, () => same(faultOfAssertion({ ...recorded, ...change }, challenge, { ...party, ...partyChange }), want));

  it("refuses an answer to another challenge", () =>
    same(faultOfAssertion(recorded, sha256(utf8("another")), party), "wrong-client-data"));

  it("refuses a page inside a foreign frame", () => {
    const text = `{"type":"webauthn.get","challenge":"c7LS3ZXmeYpmLQmqmrFpvsimmgsBZXHCtw_P3jZA7Xw","origin":"http://localhost:41505","crossOrigin":true}`;
    same(faultOfAssertion({ ...recorded, clientDataJSON: utf8(text) }, challenge, party), "cross-origin");
  });
});
