import { DatabaseSync } from "node:sqlite";
import { asHeight, type Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { parseJson } from "@meridian/base/json";
import type { Row } from "@meridian/kernel/view";
import { decodeRow } from "@meridian/projector/cells";
import type { Batch, Selection, ViewSchema, ViewStore } from "@meridian/projector/view-store";
import { Kysely } from "kysely";
import { Changes } from "./changing.ts";
import { nodeSqliteDialect } from "./dialect.ts";
import { selectFor } from "./selecting.ts";
import { createTable, createViewList, type Database, type Ddl, dropTable, fingerprintOf } from "./tables.ts";

/** Pages kept in memory, where nobody says otherwise. */
const CACHE_MIB = 64;

/**
 * Views in one SQLite file, which one process opens. Writes are synchronous: a transaction begins and ends before
 * anything else runs on the connection, so no query ever sees half a batch.
 */
export class SqliteViewStore implements ViewStore {
  readonly #database: DatabaseSync;
  readonly #db: Kysely<Database>;
  #prepared: ReadonlyMap<string, ViewSchema> = new Map();
  /** Prepared changes by the views that a batch names. */
  readonly #changes = new Map<string, Changes>();

  /** `path` is a file, made when it does not exist, or `:memory:`. */
  constructor(path: string, cacheMiB = CACHE_MIB) {
    this.#database = new DatabaseSync(path, { timeout: 5_000 });
    // With NORMAL a loss of power may undo the latest transactions but never tears one. Rows and height go back
    // together, and the projector folds those blocks again from the ledger, whose own store syncs every block.
    this.#database.exec("pragma journal_mode = wal; pragma synchronous = normal");
    // Keys come in no order, so a rebuild touches pages everywhere: many of them in memory, and 64 MB of log.
    this.#database.exec(`pragma cache_size = -${cacheMiB * 1_024}; pragma wal_autocheckpoint = 16000`);
    this.#db = new Kysely<Database>({ dialect: nodeSqliteDialect(this.#database) });
    this.#run(createViewList(this.#db));
  }

  async prepare(views: readonly ViewSchema[]): Promise<void> {
    this.#changes.clear();
    this.#transaction(() => {
      const stored = this.#database.prepare("select domain, fingerprint, tables from _view").all();
      const kept = new Set<string>();
      for (const { domain, fingerprint, tables } of stored) {
        const same = views.some((view) => view.domain === domain && fingerprintOf(view) === fingerprint);
        if (same) kept.add(String(domain));
        else this.#drop(String(domain), parseJson(String(tables)) as readonly string[]);
      }
      for (const view of views) if (!kept.has(view.domain)) this.#create(view);
    });
    this.#prepared = new Map(views.map((view) => [view.domain, view]));
  }

  async height(domain: string): Promise<Height> {
    return this.#heightOf(domain);
  }

  async apply({ views, after, through, changes }: Batch): Promise<void> {
    this.#transaction(() => {
      const move = this.#database.prepare("update _view set height = ? where domain = ?");
      for (const domain of views) {
        const height = this.#heightOf(domain);
        invariant(height === after, `the view of ${domain} is at height ${height}, not ${after}`);
        move.run(through, domain);
      }
      const prepared = this.#changesOf(views);
      for (const change of changes) prepared.run(change);
    });
  }

  async select(selection: Selection): Promise<readonly Row[]> {
    const rows = await selectFor(this.#db, selection).execute();
    return rows.map((row) => decodeRow(selection.table, row));
  }

  async reset(domain: string): Promise<void> {
    const view = this.#schemaOf(domain);
    this.#transaction(() => {
      this.#drop(
        domain,
        view.tables.map(({ name }) => name),
      );
      this.#create(view);
    });
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #create(view: ViewSchema): void {
    for (const table of view.tables) for (const statement of createTable(this.#db, table)) this.#run(statement);
    const names = JSON.stringify(view.tables.map(({ name }) => name));
    this.#database
      .prepare("insert into _view (domain, fingerprint, tables, height) values (?, ?, ?, 0)")
      .run(view.domain, fingerprintOf(view), names);
  }

  #drop(domain: string, tables: readonly string[]): void {
    for (const name of tables) this.#run(dropTable(this.#db, name));
    this.#database.prepare("delete from _view where domain = ?").run(domain);
  }

  #schemaOf(domain: string): ViewSchema {
    const view = this.#prepared.get(domain);
    invariant(view !== undefined, `no view of ${domain} is prepared`);
    return view;
  }

  #heightOf(domain: string): Height {
    this.#schemaOf(domain);
    const { height } = this.#database.prepare("select height from _view where domain = ?").get(domain) ?? {};
    return asHeight(Number(height));
  }

  #changesOf(views: readonly string[]): Changes {
    const key = views.join(" ");
    const changes =
      this.#changes.get(key) ??
      new Changes(
        this.#database,
        views.flatMap((domain) => this.#schemaOf(domain).tables),
      );
    this.#changes.set(key, changes);
    return changes;
  }

  #run(statement: Ddl): void {
    this.#database.exec(statement.compile().sql);
  }

  #transaction(work: () => void): void {
    this.#database.exec("begin immediate");
    try {
      work();
      this.#database.exec("commit");
    } catch (error) {
      // On a full disk SQLite has taken it back by itself (sqlite.org, "Automatic rollback"); the disk is what to report.
      if (this.#database.isTransaction) this.#database.exec("rollback");
      throw error;
    }
  }
}
