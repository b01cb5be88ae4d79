import { notStrictEqual as differ, strictEqual as same } from "node:assert";
import { createHash } from "node:crypto";
import { it } from "node:test";
import { keyIdOf, keyIdOfPublicKey } from "./key-id.ts";

const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);

it("is SHA-256 over the kind, a colon and the public bytes", () => {
  same(keyIdOf("ed25519", bytes), createHash("sha256").update("ed25519:").update(bytes).digest("hex"));
});

it("keeps its golden vector", () => {
  same(keyIdOf("ed25519", bytes), "41a20f50e4e289c741dfad4389d2fd380f2f1f15e0ac1dd98d46bf29dbd777c3");
});

it("is the same from bytes and from a command's key", () => {
  same(keyIdOfPublicKey({ kind: "ed25519", publicKey: Buffer.from(bytes).toString("hex") }), keyIdOf("ed25519", bytes));
});

it("differs by kind", () => differ(keyIdOf("webauthn-p256", bytes), keyIdOf("ed25519", bytes)));
