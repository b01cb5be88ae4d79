import { DatabaseSync, type StatementSync } from "node:sqlite";
import { equal } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { sha256 } from "@meridian/crypto/hash";
import { decodeBlock, decodeIds, encodeBlock, encodeIds } from "@meridian/ledger/block-codec";
import {
  StateCorruption,
  type StateRefill,
  type StateStore,
  type StoredBlock,
  type StoredRecord,
  type TreeSnapshot,
  type WrittenRecord,
} from "@meridian/ledger/state-store";
import { closeWhole } from "./close-whole.ts";
import { writing } from "./disk-full.ts";
import { readSnapshot, writeSnapshot } from "./snapshot-file.ts";

/**
 * Bytes of SHA-256 kept beside each record. Enough to notice rot; whoever can write to the disk is caught by the state
 * root, not by this.
 */
const CHECK_BYTES = 8;
/** Pages that a writer keeps in memory, where nobody says otherwise. */
const CACHE_MIB = 128;

// Ids stand before the body: a restart reads them alone, and SQLite would walk through a body to what is behind it.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS blocks (height INTEGER PRIMARY KEY, ids BLOB NOT NULL, body BLOB NOT NULL);
`;

/**
 * The state in one SQLite file. WAL with synchronous=FULL: one fdatasync before a commit returns. The checkpoint comes
 * every 4,000 pages: at the default of 1,000 it takes as long as the commits it follows, at 16,000 one commit in a few
 * dozen waits a tenth of a second for it.
 */
export class SqliteStateStore implements StateStore {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #snapshotFile: string;
  readonly #readRecord: StatementSync;
  readonly #writeRecord: StatementSync;
  readonly #readBlock: StatementSync;
  readonly #writeBlock: StatementSync;
  readonly #readHeight: StatementSync;
  readonly #readBase: StatementSync;
  readonly #mode: "writer" | "reader";
  #height: Height | undefined;
  #isFilling = false;

  /** `reader` opens beside the one writer, in another thread or process: it sees each block once it is committed. */
  constructor(file: string, mode: "writer" | "reader" = "writer", cacheMiB = CACHE_MIB) {
    this.#file = file;
    this.#snapshotFile = `${file}-tree`;
    this.#database = new DatabaseSync(file, { readOnly: mode === "reader" });
    if (mode === "writer") {
      this.#database.exec(
        `PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-${cacheMiB * 1_024};`,
      );
      writing(file, () => this.#database.exec(SCHEMA));
    }
    this.#readRecord = this.#database.prepare("SELECT value, digest FROM records WHERE key = ?");
    this.#writeRecord = this.#database.prepare(
      "INSERT INTO records (key, value, digest) VALUES (?, ?, ?) " +
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value, digest = excluded.digest",
    );
    this.#readBlock = this.#database.prepare("SELECT body, ids FROM blocks WHERE height = ?");
    this.#writeBlock = this.#database.prepare("INSERT INTO blocks (height, body, ids) VALUES (?, ?, ?)");
    this.#readHeight = this.#database.prepare("SELECT max(height) AS height FROM blocks");
    this.#readBase = this.#database.prepare("SELECT min(height) AS height FROM blocks WHERE height > 0");
    this.#mode = mode;
    this.#height = this.#tip();
  }

  height(): Height | undefined {
    return this.#mode === "writer" ? this.#height : this.#tip();
  }

  #tip(): Height | undefined {
    return (this.#readHeight.get()?.["height"] ?? undefined) as Height | undefined;
  }

  record(key: string): Uint8Array | undefined {
    const row = this.#readRecord.get(key);
    return row === undefined ? undefined : checked(key, row);
  }

  *records(): Iterable<StoredRecord> {
    for (const row of this.#database.prepare("SELECT key, value, digest FROM records ORDER BY key").iterate()) {
      const key = String(row["key"]);
      yield { key, value: checked(key, row) };
    }
  }

  block(height: Height): StoredBlock | undefined {
    const row = this.#readBlock.get(height);
    if (row === undefined) return undefined;
    const block = decodeBlock(height, row["body"] as Uint8Array, row["ids"] as Uint8Array);
    if (block === undefined) throw new StateCorruption(`block ${height} is not what was written`);
    return block;
  }

  base(): Height {
    return asHeight(Number(this.#readBase.get()?.["height"] ?? 1));
  }

  *idsAfter(after: Height, validAfter: Height): Iterable<StoredBlock["ids"][number]> {
    const rows = this.#database.prepare("SELECT height, ids FROM blocks WHERE height > ? ORDER BY height");
    for (const row of rows.iterate(after)) {
      const ids = decodeIds(row["ids"] as Uint8Array, validAfter);
      if (ids === undefined) throw new StateCorruption(`ids of block ${row["height"]} are not what was written`);
      yield* ids;
    }
  }

  commit(block: StoredBlock, records: readonly WrittenRecord[]): void {
    invariant(block.height === (this.#height === undefined ? 0 : this.#height + 1), "blocks come in order");
    invariant(!this.#isFilling, "no block is committed while the state is replaced");
    try {
      writing(this.#file, () => {
        this.#database.exec("BEGIN IMMEDIATE");
        for (const record of records) this.#put(record);
        this.#putBlock(block);
        this.#database.exec("COMMIT");
      });
    } catch (error) {
      // On a full disk SQLite may have taken it back by itself.
      this.#rollBack();
      throw error;
    }
    this.#height = block.height;
  }

  /**
   * One transaction of SQLite, however long, on a connection of its own: what is not committed is not there after a crash,
   * and nobody else sees it.
   */
  refill(): StateRefill {
    invariant(this.#mode === "writer" && !this.#isFilling, "one state is replaced at a time, by the writer");
    const other = new SqliteStateStore(this.#file);
    writing(this.#file, () =>
      other.#database.exec("BEGIN IMMEDIATE; DELETE FROM records; DELETE FROM blocks WHERE height > 0;"),
    );
    this.#isFilling = true;
    let tip = 0;
    const end = (): void => {
      this.#isFilling = false;
      // What is not committed is rolled back by closing.
      other.#database.close();
    };
    return {
      put: (record) => writing(this.#file, () => other.#put(record)),
      putBlock: (block) => {
        invariant(block.height > 0 && (tip === 0 || block.height === tip + 1), "blocks come in order");
        writing(this.#file, () => other.#putBlock(block));
        tip = block.height;
      },
      record: (key) => other.record(key),
      block: (height) => other.block(height),
      keep: () => {
        try {
          writing(this.#file, () => other.#database.exec("COMMIT"));
          this.#height = asHeight(tip);
        } finally {
          end();
        }
      },
      drop: end,
    };
  }

  prepend(block: StoredBlock): void {
    invariant(block.height > 0 && block.height + 1 === this.base(), "the block before the first one");
    writing(this.#file, () => this.#putBlock(block));
  }

  #put({ key, value, hash }: WrittenRecord): void {
    this.#writeRecord.run(key, value, hash.subarray(0, CHECK_BYTES));
  }

  #putBlock(block: StoredBlock): void {
    this.#writeBlock.run(block.height, encodeBlock(block), encodeIds(block.ids));
  }

  #rollBack(): void {
    if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
  }

  /**
   * For a reader: everything read from here on is of one and the same height, whatever the writer does meanwhile, until
   * what comes back is called. SQLite's log of changes can't be shortened as long.
   */
  hold(): () => void {
    this.#database.exec("BEGIN");
    this.#tip();
    return () => this.#rollBack();
  }

  snapshot(): TreeSnapshot | undefined {
    return readSnapshot(this.#snapshotFile);
  }

  keepSnapshot(snapshot: TreeSnapshot): void {
    writeSnapshot(this.#snapshotFile, snapshot);
  }

  close(): void {
    if (this.#mode === "writer") closeWhole(this.#database);
    else this.#database.close();
  }
}

function checked(key: string, row: Record<string, unknown>): Uint8Array {
  const value = row["value"] as Uint8Array;
  if (!equal(row["digest"] as Uint8Array, sha256(value).subarray(0, CHECK_BYTES)))
    throw new StateCorruption(`record ${key} is not what was written`);
  return value;
}
