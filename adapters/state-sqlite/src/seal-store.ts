import { DatabaseSync, type StatementSync } from "node:sqlite";
import { equal, toHex } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import { StateCorruption } from "@meridian/ledger/state-store";
import { type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import {
  decodeSeal,
  decodeValidators,
  encodeSeal,
  encodeValidators,
  type KeptSeal,
  type Seals,
} from "@meridian/proof/seal";
import { closeWhole } from "./close-whole.ts";
import { writing } from "./disk-full.ts";

/** Bytes of SHA-256 kept beside each seal, to notice rot. Whether a seal is true, its signatures say. */
const CHECK_BYTES = 8;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS seals (
    height INTEGER PRIMARY KEY, seal BLOB NOT NULL, digest BLOB NOT NULL, canonical INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS changes (height INTEGER PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS sets (hash BLOB PRIMARY KEY, validators BLOB NOT NULL) WITHOUT ROWID;
`;

/**
 * Headers and commits that CometBFT made, and the validator sets they name, in one SQLite file of the node's own: the
 * engine may prune them, and evidence must not need an engine. What a crash of the machine takes from the end can be had
 * from the engine again, so synchronous=NORMAL.
 */
export class SealStore implements Seals {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #mode: "writer" | "reader";
  readonly #read: StatementSync;
  readonly #readSet: StatementSync;
  readonly #readChanges: StatementSync;
  readonly #readFirst: StatementSync;
  readonly #readLast: StatementSync;

  /** `reader` opens beside the one writer, in another thread or process; the file must be there. */
  constructor(file: string, mode: "writer" | "reader" = "writer") {
    this.#file = file;
    this.#mode = mode;
    this.#database = new DatabaseSync(file, { readOnly: mode === "reader" });
    if (mode === "writer") {
      this.#database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
      writing(file, () => this.#database.exec(SCHEMA));
    }
    this.#read = this.#database.prepare("SELECT seal, digest, canonical FROM seals WHERE height = ?");
    this.#readSet = this.#database.prepare("SELECT validators FROM sets WHERE hash = ?");
    this.#readChanges = this.#database.prepare(
      "SELECT height FROM changes WHERE height BETWEEN ? AND ? ORDER BY height",
    );
    this.#readFirst = this.#database.prepare("SELECT min(height) AS height FROM seals");
    this.#readLast = this.#database.prepare("SELECT max(height) AS height FROM seals");
  }

  /** The lowest height that has a seal here. */
  first(): number | undefined {
    return (this.#readFirst.get()?.["height"] ?? undefined) as number | undefined;
  }

  /** The highest height that has a seal here. */
  last(): number | undefined {
    return (this.#readLast.get()?.["height"] ?? undefined) as number | undefined;
  }

  at(height: number): KeptSeal | undefined {
    const row = this.#read.get(height);
    if (row === undefined) return undefined;
    const bytes = row["seal"] as Uint8Array;
    const seal = equal(row["digest"] as Uint8Array, digestOf(bytes)) ? decodeSeal(bytes) : undefined;
    if (seal === undefined) throw new StateCorruption(`the seal of block ${height} is not what was written`);
    return { ...seal, canonical: row["canonical"] === 1 };
  }

  validatorsOf(hash: Uint8Array): readonly Validator[] | undefined {
    const row = this.#readSet.get(hash);
    if (row === undefined) return undefined;
    const validators = decodeValidators(row["validators"] as Uint8Array);
    if (validators === undefined || !equal(validatorSetHash(validators), hash))
      throw new StateCorruption(`the validator set ${toHex(hash)} is not what was written`);
    return validators;
  }

  changes(from: number, through: number): readonly number[] {
    return this.#readChanges.all(from, through).map((row) => Number(row["height"]));
  }

  /**
   * Keeps a seal with the set that signed it, all or nothing. The same again changes nothing, and the canonical commit
   * takes the place of the one that was only seen.
   */
  keep({ header, commit, canonical }: KeptSeal, validators: readonly Validator[]): void {
    const bytes = encodeSeal({ header, commit });
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      writing(this.#file, () => this.#put(header, bytes, canonical, validators));
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #put(header: KeptSeal["header"], bytes: Uint8Array, canonical: boolean, validators: readonly Validator[]): void {
    this.#database
      .prepare(
        "INSERT INTO seals (height, seal, digest, canonical) VALUES (?, ?, ?, ?) ON CONFLICT (height) DO UPDATE " +
          "SET seal = excluded.seal, digest = excluded.digest, canonical = excluded.canonical " +
          "WHERE canonical <= excluded.canonical",
      )
      .run(header.height, bytes, digestOf(bytes), canonical ? 1 : 0);
    this.#database
      .prepare("INSERT OR IGNORE INTO sets (hash, validators) VALUES (?, ?)")
      .run(validatorSetHash(validators), encodeValidators(validators));
    if (!equal(header.nextValidatorsHash, header.validatorsHash))
      this.#database.prepare("INSERT OR IGNORE INTO changes (height) VALUES (?)").run(header.height);
    this.#database.exec("COMMIT");
  }

  close(): void {
    if (this.#mode === "writer") closeWhole(this.#database);
    else this.#database.close();
  }
}

const digestOf = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, CHECK_BYTES);
