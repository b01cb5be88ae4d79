import { match, ok, deepStrictEqual as same } from "node:assert";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, it } from "node:test";
import { concat, textOf, toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { sha256 } from "@meridian/crypto/hash";
import { checkLedger, type LedgerFault } from "@meridian/meridian-app/evidence/chain";
import { evidenceOfEvent, trustOf } from "@meridian/meridian-app/evidence/evidence";
import { FolderLedger } from "@meridian/meridian-app/evidence/folder";
import { rulesOf } from "@meridian/network/rules";
import { writeEvidence } from "@meridian/proof/evidence";
import { verifyEvidence } from "@meridian/proof/verify";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { masterKeysInMemory } from "@meridian/vault/master-keys";
import { Vault } from "@meridian/vault/vault";
import { SqliteVaultStore } from "@meridian/vault-sqlite/sqlite-vault-store";
import { blocksOf } from "./chain-check.ts";
import { bytesOf, chanceFor, flipped, isFull } from "./chance.ts";
import { genesis } from "./people.ts";
import { bring } from "./prescriptions.ts";
import { Region, staffedRegion } from "./region.ts";
import { sequenced } from "./sequenced.ts";

const FLIPS = isFull ? 500 : 40;
const folder = mkdtempSync(join(tmpdir(), "meridian-rot-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function writeChain(file: string): void {
  const region = staffedRegion();
  bring(region, "rx-1", "COMPLETED");
  bring(region, "rx-2", "SETTLED");
  const store = new SqliteStateStore(file);
  sequenced(region, store);
  store.close();
}

/** What the check of a whole ledger says of a file. */
function faultIn(file: string): LedgerFault | undefined {
  const store = new SqliteStateStore(file, "reader");
  try {
    const checking = checkLedger(rulesOf(genesis), store, genesis);
    for (;;) {
      const step = checking.next();
      if (step.done === true) return step.value;
    }
  } finally {
    store.close();
  }
}

/** Why a node does not open a file, or undefined when it does. */
function refusalOf(file: string): string | undefined {
  const store = new SqliteStateStore(file);
  try {
    new Region(store);
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    store.close();
  }
}

describe("a byte of the ledger that is not what was written", () => {
  const file = join(folder, "state.db");
  writeChain(file);
  // One file, without its log, to be copied and spoiled.
  const whole = new DatabaseSync(file);
  whole.exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;");
  whole.close();
  const keys = rowsOf("SELECT key FROM records").map(({ key }) => String(key));
  const heights = rowsOf("SELECT height FROM blocks").map(({ height }) => Number(height));

  it("is none in the file as it was written", () => same(faultIn(file), undefined));

  it("is found in any record, which is named, when a node opens and when the ledger is checked", () => {
    const random = chanceFor("rot in records");
    for (let n = 0; n < FLIPS; n++) {
      const key = random.pick(keys);
      const column = random.chance(80) ? "value" : "digest";
      const spoiled = spoil("records", column, "key", key, (bytes) => flipped(random, bytes));
      match(refusalOf(spoiled) ?? "it opens", new RegExp(`StateCorruption: record ${key} is not what was written`));
      const fault = faultIn(spoiled);
      same([fault?.what, fault?.detail], ["damaged", `record ${key} is not what was written`]);
    }
  });

  it("is found in any block, which is named, when the ledger is checked", () => {
    const random = chanceFor("rot in blocks");
    for (let n = 0; n < FLIPS; n++) {
      const height = random.pick(heights);
      const column = random.chance(80) ? "body" : "ids";
      const fault = faultIn(spoil("blocks", column, "height", height, (bytes) => flipped(random, bytes)));
      same([fault?.height, fault?.what], [height, "damaged"]);
      match(fault?.detail ?? "", new RegExp(`block ${height} `));
    }
  });

  it("is found even where somebody made its digest fit, and the block is named", () => {
    const random = chanceFor("forged blocks");
    for (let n = 0; n < FLIPS; n++) {
      const height = random.pick(heights.slice(1));
      const column = random.chance(80) ? "body" : "ids";
      const fault = faultIn(
        spoil("blocks", column, "height", height, (bytes) => {
          // The lengths of frames stay, or the block does not even decode.
          const content = flippedContent(bytes.subarray(32), column === "ids" ? 0 : undefined);
          return concat(sha256(content), content);
        }),
      );
      ok(fault !== undefined, `a forged ${column} of block ${height}`);
      ok(fault.height === height || fault.height === height + 1, `block ${height}: ${JSON.stringify(fault)}`);
    }

    function flippedContent(content: Uint8Array, frames: number | undefined): Uint8Array {
      if (frames !== undefined) return flipped(random, content);
      const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
      const spans: [from: number, to: number][] = [];
      for (let at = 0; at + 4 <= content.length; ) {
        const length = view.getUint32(at);
        if (length > 0 && at > 0) spans.push([at + 4, at + 4 + length]);
        at += 4 + length;
      }
      const [from, to] = random.pick(spans);
      const copy = Uint8Array.from(content);
      copy.set(flipped(random, content.subarray(from, to)), from);
      return copy;
    }
  });

  it("is found in a record whose digest fits, one that is gone and one too many: the state root says so", () => {
    const random = chanceFor("forged records");
    for (let n = 0; n < FLIPS; n++) {
      const key = random.pick(keys);
      const spoiled = join(folder, "spoiled.db");
      copyFileSync(file, spoiled);
      const database = new DatabaseSync(spoiled);
      const value = flipped(
        random,
        database.prepare("SELECT value FROM records WHERE key = ?").get(key)?.["value"] as Uint8Array,
      );
      const write = database.prepare("INSERT OR REPLACE INTO records (key, value, digest) VALUES (?, ?, ?)");
      const way = random.below(3);
      if (way === 0) database.prepare("DELETE FROM records WHERE key = ?").run(key);
      else {
        const name = way === 1 ? key : `${key}-more`;
        write.run(name, value, sha256(value).subarray(0, 8));
      }
      database.close();
      match(refusalOf(spoiled) ?? "it opens", /records do not lead to the state root of block \d+/);
      same(faultIn(spoiled)?.what, "records");
    }
  });

  it("anywhere in the file itself is found, or lies where nothing is stored", () => {
    const random = chanceFor("rot in the file");
    const bytes = readFileSync(file);
    const truth = contentsOf(file);
    const ends = { found: 0, unused: 0 };
    for (let n = 0; n < FLIPS; n++) {
      const spoiled = join(folder, "spoiled.db");
      writeFileSync(spoiled, flipped(random, bytes));
      let contents: string | undefined;
      try {
        contents = refusalOf(spoiled) === undefined && faultIn(spoiled) === undefined ? contentsOf(spoiled) : undefined;
      } catch {
        contents = undefined;
      }
      if (contents === undefined) ends.found++;
      else {
        same(contents, truth, "what is read is what was written");
        ends.unused++;
      }
      for (const rest of ["-wal", "-shm", "-journal"]) rmSync(`${spoiled}${rest}`, { force: true });
    }
    console.log(JSON.stringify(ends));
    ok(ends.found > ends.unused);
  });

  function rowsOf(sql: string): readonly Record<string, unknown>[] {
    const database = new DatabaseSync(file, { readOnly: true });
    const rows = database.prepare(sql).all();
    database.close();
    return rows;
  }

  function spoil(
    table: string,
    column: string,
    by: string,
    name: string | number,
    change: (bytes: Uint8Array) => Uint8Array,
  ): string {
    const spoiled = join(folder, "spoiled.db");
    copyFileSync(file, spoiled);
    const database = new DatabaseSync(spoiled);
    const bytes = database.prepare(`SELECT ${column} AS bytes FROM ${table} WHERE ${by} = ?`).get(name)?.["bytes"];
    database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${by} = ?`).run(change(bytes as Uint8Array), name);
    database.close();
    return spoiled;
  }

  /** Everything that the store gives out, as one hash. */
  function contentsOf(path: string): string {
    const store = new SqliteStateStore(path, "reader");
    const parts = [...store.records()].flatMap(({ key, value }) => [utf8(key), value]);
    for (const { transactions, events, seal, appHash } of blocksOf(store))
      parts.push(...transactions, ...events, seal, appHash);
    store.close();
    return toHex(sha256(...parts));
  }
});

describe("a byte of an evidence file that is not what was written", () => {
  it("is found by whoever verifies it, who is told the step that fails", async () => {
    const random = chanceFor("rot in evidence");
    const place = join(folder, "evidence");
    mkdirSync(place);
    writeChain(join(place, "state.db"));
    const source = new FolderLedger(place, genesis);
    const evidence = await evidenceOfEvent(source, { domain: "prescription", record: "rx-1", type: "dispensed" });
    ok(evidence.ok);
    const text = writeEvidence(evidence.value);
    const trust = trustOf(genesis);
    ok(verifyEvidence(text, trust).ok && verifyEvidence(text, trust).trusted);
    const failed = new Map<string, number>();
    for (let n = 0; n < 25 * FLIPS; n++) {
      const spoiled = textOf(flipped(random, utf8(text)));
      // Bytes that are no text are no file to read.
      if (spoiled === undefined) continue;
      const report = verifyEvidence(spoiled, trust);
      if (report.ok) {
        // The names that the maker of the file gave are nobody's proof; the reader's own go before them.
        same(
          report.facts?.validators.every(({ namedBy }) => namedBy === "reader"),
          true,
        );
        continue;
      }
      const step = report.fault?.step ?? "unnamed";
      failed.set(step, (failed.get(step) ?? 0) + 1);
    }
    source.close();
    same(failed.get("unnamed"), undefined);
    console.log(JSON.stringify(Object.fromEntries(failed)));
    ok(failed.size >= 3, "steps of several kinds fail");
  });
});

describe("a byte of a vault that is not what was written", () => {
  it("is found in any column of any row, and the document's commitment is named", async () => {
    const random = chanceFor("rot in vault");
    const files = { content: join(folder, "content.db"), keys: join(folder, "keys.db") };
    const custodian = "hospital" as OrganisationId;
    const masterKeys = masterKeysInMemory(new Map([[custodian, new Secret(bytesOf(random, 32))]]));
    const vaultOf = (names: typeof files) => {
      const store = new SqliteVaultStore(names);
      return {
        store,
        vault: new Vault({ store, masterKeys, randomness: { bytes: (count) => bytesOf(random, count) } }),
      };
    };
    const { store, vault } = vaultOf(files);
    const stored = await vault.putMany(
      Array.from({ length: 8 }, (_, n) => ({
        document: new Secret(bytesOf(random, 300)),
        patient: `p-${n % 3}` as PersonId,
        custodian,
        kind: "prescription",
      })),
    );
    ok(stored.ok);
    const commitments = stored.value.map(({ commitment }) => commitment);
    await store.close();
    const columns = [
      [
        "content",
        "documents",
        "commitment",
        ["nonce", "wrapped_key", "ciphertext", "patient", "custodian", "kind", "patient_key"],
      ],
      ["keys", "patient_keys", "id", ["wrapped", "patient", "custodian", "id"]],
    ] as const;
    for (let n = 0; n < 2 * FLIPS; n++) {
      const spoiled = { content: join(folder, `c${n}.db`), keys: join(folder, `k${n}.db`) };
      copyFileSync(files.content, spoiled.content);
      copyFileSync(files.keys, spoiled.keys);
      const [which, table, by, names] = random.pick(columns);
      const column = random.pick(names);
      const database = new DatabaseSync(spoiled[which]);
      const row = random.pick(database.prepare(`SELECT ${by} AS name, ${column} AS part FROM ${table}`).all());
      const part = row["part"];
      const changed =
        typeof part === "string"
          ? `${part.slice(0, -1)}${part.endsWith("7") ? "8" : "7"}`
          : flipped(random, part as Uint8Array);
      database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${by} = ?`).run(changed, row["name"] as string);
      database.close();
      const reopened = vaultOf(spoiled);
      const { faults, erased } = await reopened.vault.verify(commitments);
      await reopened.store.close();
      same(erased, []);
      const named = faults.map((fault) => ("commitment" in fault ? fault.commitment : fault.code));
      ok(named.length > 0, `${table}.${column}`);
      if (table === "documents") same(named, [row["name"]]);
      else
        ok(
          named.every((name) => (commitments as readonly string[]).includes(name)),
          `${table}.${column}: ${named}`,
        );
    }
  });
});
