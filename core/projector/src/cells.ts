import { assertNever, invariant } from "@meridian/base/invariant";
import { parseJson } from "@meridian/base/json";
import type { Cell, Row, Table } from "@meridian/kernel/view";
import type { Scalar } from "./view-store.ts";

/** What a cell is in a database: JSON columns are kept as text. */
export type Stored = Scalar | null;

/** Answers how cells of a column are stored. A cell of another type is a bug in the view and stops its fold. */
export function encoderOf(table: Table, column: string): (cell: Cell | undefined) => Stored {
  invariant(Object.hasOwn(table.columns, column), `table ${table.name} has no column ${column}`);
  const type = table.columns[column] ?? "text";
  const required = table.primaryKey.includes(column);
  return (cell) => {
    if (cell === undefined || cell === null) {
      invariant(!required, `${table.name}.${column} is part of the primary key and not null`);
      return null;
    }
    switch (type) {
      case "text":
        invariant(typeof cell === "string", `${table.name}.${column} holds text`);
        return cell;
      case "integer":
        invariant(typeof cell === "number" && Number.isSafeInteger(cell), `${table.name}.${column} holds integers`);
        return cell;
      case "json":
        return JSON.stringify(cell);
      default:
        return assertNever(type);
    }
  };
}

/** The row as the view put it, of what a database gives back. */
export function decodeRow(table: Table, stored: { readonly [column: string]: unknown }): Row {
  const row: { [column: string]: Cell } = {};
  for (const [column, type] of Object.entries(table.columns)) {
    const value = stored[column] ?? null;
    row[column] = (type === "json" && typeof value === "string" ? parseJson(value) : value) as Cell;
  }
  return row;
}

/** Columns of a `where` or `set`, in their order. Matching every row, moving a row and comparing JSON are bugs. */
export function columnsOfWhere(table: Table, where: Row): readonly string[] {
  const columns = Object.keys(where);
  invariant(columns.length > 0, `a change of ${table.name} says which rows`);
  for (const column of columns)
    invariant(table.columns[column] !== "json", `${table.name}.${column} is JSON, which is not compared`);
  return columns;
}

export function columnsOfSet(table: Table, set: Row): readonly string[] {
  const columns = Object.keys(set);
  invariant(columns.length > 0, `a patch of ${table.name} sets something`);
  for (const column of columns)
    invariant(!table.primaryKey.includes(column), `${table.name}.${column} is part of the primary key and stays`);
  return columns;
}
