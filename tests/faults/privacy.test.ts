import { ok, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { textOf } from "@meridian/base/bytes";
import { canonicalText } from "@meridian/base/json";
import { medicines } from "@meridian/formulary/lookup";
import { startRegion } from "@meridian/meridian-app/region/start";
import { diagnoses } from "@meridian/region/generator/diagnoses";
import { documentOf } from "@meridian/region/generator/document";
import { generateEncounter } from "@meridian/region/generator/encounter";
import { generateRegion, type Region } from "@meridian/region/generator/region";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { blocksOf } from "./chain-check.ts";
import { isFull } from "./chance.ts";

const SEED = "privacy";
/** One of each story. */
const PRESCRIPTIONS = isFull ? 240 : 60;

/** What must stand nowhere but in a vault: names and birth dates of persons, names and codes of medicines and diagnoses. */
function secretsOf(region: Region): readonly string[] {
  const { patients, staff } = region;
  const words = [
    ...[...patients, ...staff].flatMap(({ name }) => [name.zh, name.en]),
    ...patients.map(({ birthDate }) => birthDate),
    ...medicines.flatMap(({ name, code }) => [name.zh, name.en, code]),
    ...Object.values(diagnoses).flatMap(({ name, icd10 }) => [name.zh, name.en, icd10]),
  ];
  // Two Han characters, or five letters: shorter ones turn up anywhere by chance.
  return [...new Set(words)].filter((word) => Buffer.byteLength(word) >= 5);
}

/** Files of a region's folder that are no vault's keys: the ledger, its views and indexes, logs, and sealed documents. */
const isLedgerOrLog = (name: string): boolean => /\.(db|db-wal|log)$/.test(name);

it("no name, birth date, medicine or diagnosis of a region stands on its ledger, in its views or in its logs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-privacy-"));
  let said = "";
  const say = (text: string): void => {
    said += `${text}\n`;
  };
  try {
    const options = {
      folder,
      port: 0,
      once: true,
      json: true,
      seed: SEED,
      prescriptions: PRESCRIPTIONS,
      lang: "en",
    } as const;
    same(await startRegion(options, { progress: say, print: say }), 0, said);
    const { seed, day, patients } = JSON.parse(readFileSync(join(folder, "region.json"), "utf8"));
    const region = generateRegion(seed, { day, patients });
    const secrets = secretsOf(region);
    const document = canonicalText(documentOf(region, generateEncounter(region, 0)));
    ok(secrets.filter((word) => document.includes(word)).length >= 4, "a document has what is looked for");
    const places = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isLedgerOrLog(entry.name))
      .map((entry) => ({
        name: entry.name,
        folder: entry.parentPath,
        bytes: readFileSync(join(entry.parentPath, entry.name)),
      }));
    const place = places.find(({ name }) => name === "state.db")?.folder ?? folder;
    const names = places.map(({ name }) => name);
    for (const name of ["state.db", "views.db", "index.db", "vault.db"]) ok(names.includes(name), names.join(" "));
    const all = [...places, { name: "what it prints", bytes: Buffer.from(said) }];
    const found = all.flatMap(({ name, bytes }) => {
      const text = bytes.toString("latin1");
      return secrets
        .filter((word) => text.includes(Buffer.from(word).toString("latin1")))
        .map((word) => `${name}: ${word}`);
    });
    same(found, []);
    const store = new SqliteStateStore(join(place, "state.db"), "reader");
    const onLedger = [
      ...[...store.records()].map(({ value }) => textOf(value) ?? ""),
      ...[...blocksOf(store)].flatMap(({ events }) => events.map((leaf) => textOf(leaf) ?? "")),
    ].join("\n");
    store.close();
    ok(onLedger.includes('"prescription"') && onLedger.includes("DISPENSED"), "prescriptions were played");
    // GB 11643: region (6), birth date (8), sequence (3), check character; trace codes are longer.
    same(onLedger.match(/(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dX](?![0-9A-Za-z])/g), null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
