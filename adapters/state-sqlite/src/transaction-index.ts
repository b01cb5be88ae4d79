import { DatabaseSync, type StatementSync } from "node:sqlite";
import { fromHex, toHex } from "@meridian/base/bytes";
import { asHeight, type Height, type TransactionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { writing } from "./disk-full.ts";

export type TransactionPlace = { readonly height: Height; readonly index: number };

const ID_DIGITS = 64;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS transactions (id BLOB PRIMARY KEY, height INTEGER NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS reached (one INTEGER PRIMARY KEY CHECK (one = 1), height INTEGER NOT NULL);
  INSERT OR IGNORE INTO reached (one, height) VALUES (1, 0);
`;

/**
 * Where each transaction stands, so that a receipt is found by id. Follows from the blocks, so it need not survive a
 * crash: synchronous=NORMAL, and what is missing is read again from the blocks.
 */
export class TransactionIndex {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #insert: StatementSync;
  readonly #find: StatementSync;
  readonly #between: StatementSync;
  readonly #setHeight: StatementSync;
  #height: Height;

  constructor(file: string) {
    this.#file = file;
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
    writing(file, () => this.#database.exec(SCHEMA));
    // The first place stays: an id commits once, and a repetition in a later block changes nothing.
    this.#insert = this.#database.prepare("INSERT OR IGNORE INTO transactions (id, height, position) VALUES (?, ?, ?)");
    this.#find = this.#database.prepare("SELECT height, position FROM transactions WHERE id = ?");
    this.#between = this.#database.prepare("SELECT id FROM transactions WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?");
    this.#setHeight = this.#database.prepare("UPDATE reached SET height = ?");
    this.#height = asHeight(Number(this.#database.prepare("SELECT height FROM reached").get()?.["height"] ?? 0));
  }

  /** Through which height the index is complete. */
  get height(): Height {
    return this.#height;
  }

  /** Adds the next block's transactions; those whose id was not used up carry a zero window and are left out. */
  add(height: Height, ids: readonly { readonly id: TransactionId; readonly validUntil: Height }[]): void {
    invariant(height === this.#height + 1, "blocks are indexed in order");
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      writing(this.#file, () => {
        for (const [index, { id, validUntil }] of ids.entries())
          if (validUntil > 0) this.#insert.run(fromHex(id) ?? new Uint8Array(), height, index);
        this.#setHeight.run(height);
        this.#database.exec("COMMIT");
      });
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
    this.#height = height;
  }

  /** Leaves out what is below a height, which is above the next one. */
  beginAt(height: Height): void {
    invariant(height > this.#height, "an index only goes on");
    this.#setHeight.run(height - 1);
    this.#height = asHeight(height - 1);
  }

  find(id: TransactionId): TransactionPlace | undefined {
    const row = this.#find.get(fromHex(id) ?? new Uint8Array());
    if (row === undefined) return undefined;
    return { height: asHeight(Number(row["height"])), index: Number(row["position"]) };
  }

  /** Ids that begin with these hexadecimal digits, in order. */
  startingWith(digits: string, limit: number): readonly TransactionId[] {
    const [from, to] = [fromHex(digits.padEnd(ID_DIGITS, "0")), fromHex(digits.padEnd(ID_DIGITS, "f"))];
    if (from === undefined || to === undefined) return [];
    return this.#between.all(from, to, limit).map((row) => toHex(row["id"] as Uint8Array) as TransactionId);
  }

  close(): void {
    this.#database.close();
  }
}
