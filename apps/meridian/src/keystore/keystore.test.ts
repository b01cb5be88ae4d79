import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { Keystore } from "./keystore.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-keys-"));
after(() => rmSync(folder, { recursive: true }));
const keystore = new Keystore(folder, { n: 1_024, r: 8, p: 1 });
const passphrase = new Secret("correct horse 电池");
const seed = new Secret(new Uint8Array(32).fill(7));
const fileOf = (name: string): string => join(folder, "keys", `${name}.json`);
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  result.ok ? "ok" : (result.error?.code ?? "");

describe("keystore", () => {
  it("keeps a seed behind a passphrase and gives back the same", () => {
    const made = keystore.add("hospital", passphrase, seed);
    holds(made.ok);
    is(made.value.publicKey, toHex(publicKeyOf(seed.reveal())));
    const opened = keystore.open("hospital", passphrase);
    holds(opened.ok);
    same(opened.value.reveal(), seed.reveal());
    is(readFileSync(fileOf("hospital"), "utf8").includes(toHex(seed.reveal())), false);
  });
  it("refuses a wrong passphrase, and none", () => {
    is(codeOf(keystore.open("hospital", new Secret("correct horse"))), "wrong-passphrase");
    is(codeOf(keystore.open("hospital", undefined)), "passphrase-missing");
  });
  it("keeps a seed open where no passphrase is given", () => {
    holds(keystore.add("demo", undefined).ok);
    const opened = keystore.open("demo", undefined);
    holds(opened.ok);
    const shown = keystore.show("demo");
    is(shown.ok && shown.value.publicKey, toHex(publicKeyOf(opened.value.reveal())));
  });
  it("never replaces a key", () => is(codeOf(keystore.add("hospital", passphrase)), "key-exists"));
  it("lists keys without a secret", () => {
    same(
      keystore.list().map(({ name, sealed }) => [name, sealed]),
      [
        ["demo", false],
        ["hospital", true],
      ],
    );
    is(JSON.stringify(keystore.list()).includes(toHex(seed.reveal())), false);
  });
  it("refuses names that lead elsewhere, and keys that are not there", () => {
    is(codeOf(keystore.add("../hospital", undefined)), "bad-name");
    is(codeOf(keystore.show("nobody")), "unknown-key");
  });
  it("is for its owner only", { skip: process.platform === "win32" }, () => {
    is(statSync(fileOf("demo")).mode & 0o777, 0o600);
    is(statSync(join(folder, "keys")).mode & 0o777, 0o700);
    chmodSync(fileOf("demo"), 0o644);
    is(codeOf(keystore.open("demo", undefined)), "open-to-others");
    chmodSync(fileOf("demo"), 0o600);
  });
  it("notices every changed place of a sealed file", () => {
    const whole = readFileSync(fileOf("hospital"), "utf8");
    const file = JSON.parse(whole);
    const flip = (hex: string): string => (hex.startsWith("0") ? "1" : "0") + hex.slice(1);
    for (const place of ["salt", "nonce", "ciphertext"]) {
      writeFileSync(
        fileOf("hospital"),
        JSON.stringify({ ...file, seed: { ...file.seed, [place]: flip(file.seed[place]) } }),
      );
      is(codeOf(keystore.open("hospital", passphrase)), "wrong-passphrase", place);
    }
    writeFileSync(fileOf("hospital"), JSON.stringify({ ...file, publicKey: flip(file.publicKey) }));
    is(codeOf(keystore.open("hospital", passphrase)), "wrong-passphrase");
    for (const seed of [{ ...file.seed, n: 1_048_576, r: 32 }, { ...file.seed, n: 1_000 }, { sealed: "rot13" }]) {
      writeFileSync(fileOf("hospital"), JSON.stringify({ ...file, seed }));
      is(codeOf(keystore.open("hospital", passphrase)), "damaged-key");
    }
    writeFileSync(fileOf("hospital"), whole);
    is(codeOf(keystore.open("hospital", passphrase)), "ok");
  });
});
