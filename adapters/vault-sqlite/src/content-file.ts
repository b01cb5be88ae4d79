import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { contentOfIn, contentOfText } from "@meridian/vault/content-of";
import type { PatientKeyId, StoredDocument } from "@meridian/vault/vault-store";
import { inTransaction } from "./transaction.ts";

/**
 * Ciphertext grows and is backed up for good. Rows are appended in the order they come, because a table ordered by
 * commitment, which is random, would touch a page of its own for every document.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY,
    commitment TEXT NOT NULL UNIQUE,
    patient TEXT NOT NULL,
    custodian TEXT NOT NULL,
    kind TEXT NOT NULL,
    content_of TEXT,
    nonce BLOB NOT NULL,
    patient_key TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    ciphertext BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS documents_by_patient_key ON documents (patient_key, commitment);
`;

/** A file of before `content_of` gets it: what was put then is the content of nothing, and leaves under no prescription. */
function addContentOf(database: DatabaseSync): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('documents')").all();
  if (columns.some(({ name }) => name === "content_of")) return;
  database.exec("ALTER TABLE documents ADD COLUMN content_of TEXT");
}

export class ContentFile {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #has: StatementSync;
  readonly #page: StatementSync;
  readonly #underKey: StatementSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16000;");
    this.#database.exec(SCHEMA);
    addContentOf(this.#database);
    this.#insert = this.#database.prepare(
      "INSERT INTO documents (commitment, patient, custodian, kind, content_of, nonce, patient_key, wrapped_key, ciphertext) " +
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    this.#select = this.#database.prepare("SELECT * FROM documents WHERE commitment = ?");
    this.#has = this.#database.prepare("SELECT 1 FROM documents WHERE commitment = ?");
    this.#page = this.#database.prepare(
      "SELECT commitment FROM documents WHERE commitment > ? ORDER BY commitment LIMIT ?",
    );
    this.#underKey = this.#database.prepare(
      "SELECT commitment FROM documents WHERE patient_key = ? ORDER BY commitment",
    );
  }

  put(documents: readonly StoredDocument[]): void {
    inTransaction(this.#database, () => {
      for (const document of documents) {
        const { commitment, patient, custodian, kind, contentOf, nonce, patientKey, wrappedKey, ciphertext } = document;
        const of = contentOf === undefined ? null : contentOfText(contentOf);
        this.#insert.run(commitment, patient, custodian, kind, of, nonce, patientKey, wrappedKey, ciphertext);
      }
    });
  }

  has(commitment: Commitment): boolean {
    return this.#has.get(commitment) !== undefined;
  }

  document(commitment: Commitment): StoredDocument | undefined {
    const row = this.#select.get(commitment);
    if (row === undefined) return undefined;
    const contentOf = contentOfIn(String(row["content_of"]));
    return {
      commitment: row["commitment"] as Commitment,
      patient: row["patient"] as PersonId,
      custodian: row["custodian"] as OrganisationId,
      kind: String(row["kind"]),
      ...(contentOf && { contentOf }),
      nonce: row["nonce"] as Uint8Array,
      ciphertext: row["ciphertext"] as Uint8Array,
      patientKey: String(row["patient_key"]),
      wrappedKey: row["wrapped_key"] as Uint8Array,
    };
  }

  commitments(after: Commitment | undefined, limit: number): readonly Commitment[] {
    return this.#page.all(after ?? "", limit).map((row) => row["commitment"] as Commitment);
  }

  underKey(key: PatientKeyId): readonly Commitment[] {
    return this.#underKey.all(key).map((row) => row["commitment"] as Commitment);
  }

  close(): void {
    this.#database.close();
  }
}
