import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { PatientCopy, PatientKey, PatientKeyId } from "@meridian/vault/vault-store";
import { inTransaction } from "./transaction.ts";

/**
 * Everything that opens anything: small, backed up apart from the ciphertext, and for a short time only, because a
 * key in an old backup is a key that was not destroyed.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS patient_keys (
    id TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    custodian TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    UNIQUE (patient, custodian)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS copies (
    commitment TEXT PRIMARY KEY,
    patient_key TEXT NOT NULL,
    enc BLOB NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS copies_by_patient_key ON copies (patient_key);
  CREATE TABLE IF NOT EXISTS erased_keys (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`;

export class KeysFile {
  readonly #database: DatabaseSync;
  readonly #insertKey: StatementSync;
  readonly #insertCopy: StatementSync;
  readonly #insertErased: StatementSync;
  readonly #deleteKey: StatementSync;
  readonly #deleteCopies: StatementSync;
  readonly #current: StatementSync;
  readonly #key: StatementSync;
  readonly #erased: StatementSync;
  readonly #copy: StatementSync;
  readonly #custodians: StatementSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    // Exclusive: a second reader could keep old pages in the log, and with them a key that was erased.
    this.#database.exec(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " +
        "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
    );
    this.#database.exec(SCHEMA);
    // A crash may have come between an erasure and this last step of it.
    this.#emptyLog();
    const prepare = (sql: string): StatementSync => this.#database.prepare(sql);
    this.#insertKey = prepare("INSERT INTO patient_keys (id, patient, custodian, wrapped) VALUES (?, ?, ?, ?)");
    this.#insertCopy = prepare("INSERT INTO copies (commitment, patient_key, enc, sealed) VALUES (?, ?, ?, ?)");
    this.#insertErased = prepare("INSERT INTO erased_keys (id) VALUES (?)");
    this.#deleteKey = prepare("DELETE FROM patient_keys WHERE id = ?");
    this.#deleteCopies = prepare("DELETE FROM copies WHERE patient_key = ?");
    this.#current = prepare("SELECT * FROM patient_keys WHERE patient = ? AND custodian = ?");
    this.#key = prepare("SELECT * FROM patient_keys WHERE id = ?");
    this.#erased = prepare("SELECT 1 FROM erased_keys WHERE id = ?");
    this.#copy = prepare("SELECT * FROM copies WHERE commitment = ?");
    this.#custodians = prepare("SELECT DISTINCT custodian FROM patient_keys ORDER BY custodian");
  }

  put(keys: readonly PatientKey[], copies: readonly PatientCopy[]): void {
    if (keys.length === 0 && copies.length === 0) return;
    inTransaction(this.#database, () => {
      for (const { id, patient, custodian, wrapped } of keys) this.#insertKey.run(id, patient, custodian, wrapped);
      for (const { commitment, patientKey, key } of copies)
        this.#insertCopy.run(commitment, patientKey, key.enc, key.ciphertext);
    });
  }

  current(patient: PersonId, custodian: OrganisationId): PatientKey | undefined {
    return keyOf(this.#current.get(patient, custodian));
  }

  key(id: PatientKeyId): PatientKey | "erased" | undefined {
    if (this.#erased.get(id) !== undefined) return "erased";
    return keyOf(this.#key.get(id));
  }

  copy(commitment: Commitment): PatientCopy | undefined {
    const row = this.#copy.get(commitment);
    if (row === undefined) return undefined;
    return {
      commitment: row["commitment"] as Commitment,
      patientKey: String(row["patient_key"]),
      key: { enc: row["enc"] as Uint8Array, ciphertext: row["sealed"] as Uint8Array },
    };
  }

  custodians(): readonly OrganisationId[] {
    return this.#custodians.all().map((row) => row["custodian"] as OrganisationId);
  }

  /** With `secure_delete` the pages are overwritten; emptying the log takes away the pages of before. */
  erase(id: PatientKeyId): void {
    inTransaction(this.#database, () => {
      this.#deleteCopies.run(id);
      this.#deleteKey.run(id);
      this.#insertErased.run(id);
    });
    this.#emptyLog();
  }

  close(): void {
    this.#database.close();
  }

  #emptyLog(): void {
    const row = this.#database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
    invariant(row?.["busy"] === 0, "nobody else reads the keys file");
  }
}

const keyOf = (row: Record<string, unknown> | undefined): PatientKey | undefined =>
  row && {
    id: String(row["id"]),
    patient: row["patient"] as PersonId,
    custodian: row["custodian"] as OrganisationId,
    wrapped: row["wrapped"] as Uint8Array,
  };
