import { deepStrictEqual as same, ok as yes } from "node:assert";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { masterKeysInMemory } from "@meridian/vault/master-keys";
import { vaultStorePromises } from "@meridian/vault/store.conformance";
import { Vault } from "@meridian/vault/vault";
import { SqliteVaultStore } from "./sqlite-vault-store.ts";

const folderOf = () => mkdtempSync(join(tmpdir(), "meridian-vault-"));
const filesIn = (folder: string) => ({ content: join(folder, "content.db"), keys: join(folder, "keys.db") });

vaultStorePromises("SQLite", async () => {
  const folder = folderOf();
  let store = new SqliteVaultStore(filesIn(folder));
  return {
    store,
    reopen: async () => {
      await store.close();
      store = new SqliteVaultStore(filesIn(folder));
      return store;
    },
    holds: (bytes) => readdirSync(folder).some((file) => readFileSync(join(folder, file)).includes(Buffer.from(bytes))),
    dispose: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

const hospital = "first-people-hospital" as OrganisationId;
const patient = "p-li" as PersonId;
const prescription = "rx-1" as PrescriptionId;
const contentOf = { organisation: hospital, prescriptions: [prescription] };
const master = new Secret(new Uint8Array(32).fill(1));
const patientPublicKey = x25519PublicKeyOf(new Uint8Array(32).fill(6));

function vaultIn(folder: string) {
  const store = new SqliteVaultStore(filesIn(folder));
  const masterKeys = masterKeysInMemory(new Map([[hospital, master]]));
  const randomness = { bytes: (count: number) => new Uint8Array(randomBytes(count)) };
  return { store, vault: new Vault({ store, masterKeys, randomness }) };
}

async function folderWithDocument(run: (folder: string, commitment: Commitment) => Promise<void>): Promise<void> {
  const folder = folderOf();
  try {
    const { store, vault } = vaultIn(folder);
    const document = new Secret(utf8("amoxicillin"));
    const about = { patient, custodian: hospital, kind: "prescription", patientPublicKey };
    const put = await vault.put({ ...about, document, contentOf });
    await store.close();
    if (put.ok) await run(folder, put.value.commitment);
    yes(put.ok);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
async function faultsIn(folder: string, commitment: Commitment) {
  const { store, vault } = vaultIn(folder);
  const { faults } = await vault.verify([commitment]);
  await store.close();
  return faults;
}

describe("a flipped byte on the disk", () => {
  const cells = [
    ["content", "documents", "patient"],
    ["content", "documents", "custodian"],
    ["content", "documents", "kind"],
    ["content", "documents", "content_of"],
    ["content", "documents", "nonce"],
    ["content", "documents", "wrapped_key"],
    ["content", "documents", "patient_key"],
    ["content", "documents", "ciphertext"],
    ["keys", "patient_keys", "id"],
    ["keys", "patient_keys", "patient"],
    ["keys", "patient_keys", "custodian"],
    ["keys", "patient_keys", "wrapped"],
    ["keys", "copies", "commitment"],
    ["keys", "copies", "enc"],
    ["keys", "copies", "sealed"],
  ] as const;
  for (const [file, table, column] of cells)
    it(`in ${table}.${column} is found, and names the document`, () =>
      folderWithDocument(async (folder, commitment) => {
        same(await faultsIn(folder, commitment), []);
        const database = new DatabaseSync(filesIn(folder)[file]);
        const cell = database.prepare(`SELECT ${column} AS cell FROM ${table}`).get()?.["cell"];
        const bytes = typeof cell === "string" ? utf8(cell) : Uint8Array.from(cell as Uint8Array);
        bytes[3] = (bytes[3] ?? 0) ^ 1;
        const changed = typeof cell === "string" ? new TextDecoder().decode(bytes) : bytes;
        database.prepare(`UPDATE ${table} SET ${column} = ?`).run(changed);
        database.close();
        const faults = await faultsIn(folder, commitment);
        same(
          faults.map((fault) => [fault.code, "commitment" in fault && fault.commitment]),
          [["damaged", commitment]],
        );
      }));

  it("in the ciphertext, written past the database, is found too", () =>
    folderWithDocument(async (folder, commitment) => {
      const { store } = vaultIn(folder);
      const ciphertext = (await store.document(commitment))?.ciphertext ?? new Uint8Array();
      await store.close();
      const file = readFileSync(filesIn(folder).content);
      const at = file.indexOf(Buffer.from(ciphertext));
      yes(at > 0);
      file[at] = (file[at] ?? 0) ^ 128;
      writeFileSync(filesIn(folder).content, file);
      same(await faultsIn(folder, commitment), [{ code: "damaged", commitment, part: "content" }]);
    }));
});

it("takes over a file of before documents said what they are the content of: they leave under no prescription", async () => {
  const folder = folderOf();
  const before = vaultIn(folder);
  const document = new Secret(utf8("amoxicillin"));
  const put = await before.vault.put({ document, patient, custodian: hospital, kind: "prescription" });
  await before.store.close();
  const database = new DatabaseSync(filesIn(folder).content);
  database.exec("ALTER TABLE documents DROP COLUMN content_of");
  database.close();
  yes(put.ok);
  const { commitment } = put.value;
  const { store, vault } = vaultIn(folder);
  const opened = await vault.open(commitment);
  same(opened.ok && opened.value.document.reveal(), utf8("amoxicillin"));
  const order = { prescription, organisation: hospital, patient, custodian: hospital };
  same(await vault.refusalOf(commitment, order), { code: "other-document", commitment, member: "prescription" });
  const later = await vault.put({ document, patient, custodian: hospital, kind: "prescription", contentOf });
  same(later.ok && (await vault.refusalOf(later.value.commitment, order)), undefined);
  await store.close();
  rmSync(folder, { recursive: true });
});

it("says whose master keys it needs", () =>
  folderWithDocument(async (folder) => {
    const store = new SqliteVaultStore(filesIn(folder));
    same(store.custodians(), [hospital]);
    await store.erase(patient, hospital);
    same(store.custodians(), []);
    await store.close();
  }));

it("keeps what a put resolved for when the process is killed the next moment", async () => {
  const folder = folderOf();
  const script = `
    import { randomBytes } from "node:crypto";
    import { writeSync } from "node:fs";
    import { Secret } from "@meridian/base/secret";
    import { masterKeysInMemory } from "@meridian/vault/master-keys";
    import { Vault } from "@meridian/vault/vault";
    import { SqliteVaultStore } from "@meridian/vault-sqlite/sqlite-vault-store";
    const store = new SqliteVaultStore(${JSON.stringify(filesIn(folder))});
    const masterKeys = masterKeysInMemory(new Map([["${hospital}", new Secret(new Uint8Array(32).fill(1))]]));
    const randomness = { bytes: (count) => new Uint8Array(randomBytes(count)) };
    const vault = new Vault({ store, masterKeys, randomness });
    for (let n = 0; ; n++) {
      const document = new Secret(new TextEncoder().encode("document " + n));
      const put = await vault.put({ document, patient: "p-" + n % 5, custodian: "${hospital}", kind: "prescription" });
      writeSync(1, put.value.commitment + "\\n");
    }`;
  const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.length > 40 * 65) child.kill("SIGKILL");
  }
  if (child.signalCode === null) await once(child, "exit");
  const commitments = printed.split("\n").slice(0, -1) as Commitment[];
  yes(commitments.length >= 40);
  const { store, vault } = vaultIn(folder);
  const verification = await vault.verify(commitments);
  await store.close();
  rmSync(folder, { recursive: true });
  same(verification, { checked: commitments.length, erased: [], faults: [] });
});
