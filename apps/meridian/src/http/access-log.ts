import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Seconds } from "@meridian/base/ids";

/** That somebody read something about a person: an authority beside any audience, or staff in their own house. */
export type Access = {
  readonly sequence: number;
  /** By the host's clock. */
  readonly at: Seconds;
  readonly reader: string;
  /** Id of the key that signed the request, or opened the session. */
  readonly key: string;
  /** What was read: a table, `record` or `evidence` with its domain, or `document` with its kind. */
  readonly what: string;
};

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS accesses (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    reader TEXT NOT NULL,
    key TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS accesses_by_subject ON accesses (subject, sequence);
  CREATE TRIGGER IF NOT EXISTS accesses_stay BEFORE UPDATE ON accesses BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER IF NOT EXISTS accesses_last BEFORE DELETE ON accesses BEGIN SELECT RAISE(ABORT, 'append only'); END;
`;

/** Who looked, for whom it concerns: append only, on disk before the answer leaves. */
export class AccessLog {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;

  /** `file` may be `:memory:`. */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    this.#database.exec(SCHEMA);
    this.#insert = this.#database.prepare(
      "INSERT INTO accesses (at, reader, key, what, subject) VALUES (?, ?, ?, ?, ?)",
    );
    this.#select = this.#database.prepare(
      "SELECT sequence, at, reader, key, what FROM accesses WHERE subject = ? AND sequence > ? ORDER BY sequence LIMIT ?",
    );
  }

  /** One entry for each person whom what was read concerns. */
  add(access: Omit<Access, "sequence">, subjects: Iterable<string>): void {
    const { at, reader, key, what } = access;
    this.#database.exec("BEGIN IMMEDIATE");
    for (const subject of new Set(subjects)) this.#insert.run(at, reader, key, what, subject);
    this.#database.exec("COMMIT");
  }

  /** What concerns one person, in order, from after a sequence number. */
  of(subject: string, after: number, limit: number): readonly Access[] {
    return this.#select.all(subject, after, limit).map((row) => ({
      sequence: Number(row["sequence"]),
      at: Number(row["at"]) as Seconds,
      reader: String(row["reader"]),
      key: String(row["key"]),
      what: String(row["what"]),
    }));
  }

  close(): void {
    this.#database.close();
  }
}
