import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { Keystore } from "./keystore.ts";
import { MasterKeyFiles } from "./master-keys.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-master-"));
after(() => rmSync(folder, { recursive: true }));
const keystore = new Keystore(folder);
const files = new MasterKeyFiles(keystore, { n: 1_024, r: 8, p: 1 });
const [hospital, clinic] = ["hospital" as OrganisationId, "clinic" as OrganisationId];
const passphrase = new Secret("correct horse 电池");
const fileOf = (organisation: string): string => join(folder, "keys", "master", `${organisation}.json`);
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  result.ok ? "ok" : (result.error?.code ?? "");

describe("master keys in files", () => {
  it("are made once, sealed under the passphrase, and open again", () => {
    same(files.organisations(), []);
    const made = files.make(hospital, passphrase);
    const opened = files.open(hospital, passphrase);
    holds(opened.ok);
    same(opened.value.reveal(), made.reveal());
    is(readFileSync(fileOf(hospital), "utf8").includes(toHex(made.reveal())), false);
    is(codeOf(files.open(hospital, new Secret("correct horse"))), "wrong-passphrase");
    is(codeOf(files.open(hospital, undefined)), "passphrase-missing");
  });
  it("lie open where no passphrase is given", () => {
    const made = files.make(clinic, undefined);
    const opened = files.open(clinic, undefined);
    holds(opened.ok);
    same(opened.value.reveal(), made.reveal());
    same(files.organisations(), [clinic, hospital]);
  });
  it("are no keys that sign", () => same(keystore.list(), []));
  it("are for their owner only", { skip: process.platform === "win32" }, () => {
    is(statSync(fileOf(clinic)).mode & 0o777, 0o600);
    chmodSync(fileOf(clinic), 0o644);
    is(codeOf(files.open(clinic, undefined)), "open-to-others");
    chmodSync(fileOf(clinic), 0o600);
  });
  it("are not taken when their file was changed or is another's", () => {
    const written = readFileSync(fileOf(clinic), "utf8");
    const flipped = JSON.parse(written);
    flipped.key.hex = (flipped.key.hex.startsWith("0") ? "1" : "0") + flipped.key.hex.slice(1);
    for (const changed of [JSON.stringify(flipped), written.slice(0, 80), readFileSync(fileOf(hospital), "utf8")]) {
      writeFileSync(fileOf(clinic), changed);
      is(codeOf(files.open(clinic, passphrase)), "damaged-key");
    }
    const moved = readFileSync(fileOf(hospital), "utf8").replace(
      '"organisation": "hospital"',
      '"organisation": "clinic"',
    );
    writeFileSync(fileOf(clinic), moved);
    is(codeOf(files.open(clinic, passphrase)), "wrong-passphrase");
    is(codeOf(files.open("nobody" as OrganisationId, passphrase)), "unknown-key");
  });
});
