import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { COMMANDS_MAX, SIGNATURES_MAX } from "@meridian/base/limits";
import { payloadShape, signatureShape, signedTransactionShape } from "./transaction.ts";

const payload = {
  network: "test-region",
  commands: [{ domain: "note", type: "write", anything: { goes: [1] } }],
  nonce: "0f".repeat(16),
  validUntil: 9,
};
const ed25519 = { kind: "ed25519", key: "00".repeat(32), signature: "11".repeat(64) };
const passkey = {
  kind: "webauthn-p256",
  key: `04${"00".repeat(64)}`,
  authenticatorData: "AA",
  clientDataJSON: "e30",
  signature: "11".repeat(64),
};

type Row = readonly [says: string, value: unknown, fault: string | undefined];
const rows: readonly (readonly [what: string, shape: { fault: typeof payloadShape.fault }, rows: readonly Row[]])[] = [
  [
    "a payload",
    payloadShape,
    [
      ["fits, whatever its commands hold besides domain and type", payload, undefined],
      ["has no other member", { ...payload, fee: 1 }, "v.fee"],
      ["names a network", { ...payload, network: "" }, "v.network"],
      ["has a command", { ...payload, commands: [] }, "v.commands"],
      [
        "has at most 16 commands",
        { ...payload, commands: Array(COMMANDS_MAX + 1).fill(payload.commands[0]) },
        "v.commands",
      ],
      ["has commands with a domain", { ...payload, commands: [{ type: "write" }] }, "v.commands[0].domain"],
      ["has commands with a type", { ...payload, commands: [{ domain: "note", type: "Write" }] }, "v.commands[0].type"],
      ["has commands that are objects", { ...payload, commands: [null] }, "v.commands[0]"],
      ["has a nonce of 16 bytes", { ...payload, nonce: "0f".repeat(15) }, "v.nonce"],
      ["has its nonce in lower case", { ...payload, nonce: "0F".repeat(16) }, "v.nonce"],
      ["may name its signers", { ...payload, signers: "0f".repeat(16) }, undefined],
      ["names its signers in 16 bytes", { ...payload, signers: "0f".repeat(32) }, "v.signers"],
      ["ends at a height", { ...payload, validUntil: 0 }, "v.validUntil"],
      ["ends at a whole height", { ...payload, validUntil: 1.5 }, "v.validUntil"],
    ],
  ],
  [
    "a signature",
    signatureShape,
    [
      ["is one of Ed25519", ed25519, undefined],
      ["is one of a passkey", passkey, undefined],
      ["is of no other kind", { ...ed25519, kind: "rsa" }, "v.kind"],
      ["has a key as long as its kind's", { ...ed25519, key: passkey.key }, "v.key"],
      ["has 64 bytes", { ...ed25519, signature: "11".repeat(63) }, "v.signature"],
      ["has no parts of the other kind", { ...ed25519, clientDataJSON: "" }, "v.clientDataJSON"],
      ["has its client data in base64url", { ...passkey, clientDataJSON: "e30=" }, "v.clientDataJSON"],
      ["has client data of 1,024 bytes at most", { ...passkey, clientDataJSON: "A".repeat(1_367) }, "v.clientDataJSON"],
    ],
  ],
  [
    "a transaction",
    signedTransactionShape,
    [
      ["is a payload's text with signatures", { payload: "{}", signatures: [ed25519, passkey] }, undefined],
      ["is signed", { payload: "{}", signatures: [] }, "v.signatures"],
      [
        "has at most 8 signatures",
        { payload: "{}", signatures: Array(SIGNATURES_MAX + 1).fill(ed25519) },
        "v.signatures",
      ],
      [
        "has a payload of 16,384 characters at most",
        { payload: "a".repeat(16_385), signatures: [ed25519] },
        "v.payload",
      ],
      ["has its payload as text", { payload: {}, signatures: [ed25519] }, "v.payload"],
    ],
  ],
];

for (const [what, shape, table] of rows)
  describe(what, () => {
    for (const [says, value, fault] of table) it(says, () => same(shape.fault(value, "v"), fault));
  });
