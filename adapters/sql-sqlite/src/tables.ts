import { canonicalText } from "@meridian/base/json";
import type { ColumnType, Table } from "@meridian/kernel/view";
import type { ViewSchema } from "@meridian/projector/view-store";
import { type ColumnDataType, type CreateTableBuilder, type Kysely, sql } from "kysely";

/** Rows as the database holds them. `_view` is the store's own; no view's table begins with an underscore. */
export type Database = { [table: string]: { [column: string]: string | number | null } };

/** A statement that has no parameters, to be run in the transaction that also moves the height. */
export type Ddl = { readonly compile: () => { readonly sql: string } };

/** Changes when the same tables are kept in another way; then every view starts over. */
const FORMAT = 1;

/** PostgreSQL takes `text collate "C"`, `bigint` and `jsonb` here; the statements below are the same. */
const COLUMN_TYPES: Readonly<Record<ColumnType, ColumnDataType>> = { text: "text", integer: "integer", json: "text" };

/** Tells one way of keeping a view from another. */
export const fingerprintOf = ({ version, tables }: ViewSchema): string =>
  canonicalText({ format: FORMAT, version, tables });

export const createViewList = (db: Kysely<Database>): Ddl =>
  db.schema
    .createTable("_view")
    .ifNotExists()
    .addColumn("domain", "text", (column) => column.primaryKey())
    .addColumn("fingerprint", "text", (column) => column.notNull())
    /** JSON list of table names, to drop them by when the view is no longer known. */
    .addColumn("tables", "text", (column) => column.notNull())
    .addColumn("height", "integer", (column) => column.notNull())
    .modifyEnd(sql`strict`);

/**
 * The table and its indexes. Tables keep their rowid: ids come in no order, and rows stored by id would be written
 * twice as slowly.
 */
export function createTable(db: Kysely<Database>, table: Table): readonly Ddl[] {
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(table.name).modifyEnd(sql`strict`);
  for (const [column, type] of Object.entries(table.columns))
    builder = builder.addColumn(column, COLUMN_TYPES[type], (definition) =>
      table.primaryKey.includes(column) ? definition.notNull() : definition,
    );
  const create = builder.addPrimaryKeyConstraint(`_${table.name}_key`, [...table.primaryKey]);
  const indexes = table.indexes.map((columns, i) =>
    db.schema
      .createIndex(`_${table.name}_${i + 1}`)
      .on(table.name)
      .columns(columns.map((column) => sql.ref(column))),
  );
  return [create, ...indexes];
}

export const dropTable = (db: Kysely<Database>, name: string): Ddl => db.schema.dropTable(name).ifExists();
