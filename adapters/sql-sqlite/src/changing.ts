import type { DatabaseSync, StatementSync } from "node:sqlite";
import { assertNever, invariant } from "@meridian/base/invariant";
import type { Cell, Row, RowChange, Table } from "@meridian/kernel/view";
import { columnsOfSet, columnsOfWhere, encoderOf, type Stored } from "@meridian/projector/cells";

type Run = (change: RowChange) => void;
type Encoder = (cell: Cell | undefined) => Stored;

const quoted = (name: string): string => `"${name}"`;
const listed = (names: readonly string[], separator = ", ", suffix = ""): string =>
  names.map((name) => quoted(name) + suffix).join(separator);

/**
 * Row changes as prepared statements. Views make changes of few forms, so each form (operation, table, columns) is
 * checked and prepared once and then only bound and run. SQL is written here and not built by Kysely, because building
 * would cost more than running.
 */
export class Changes {
  readonly #database: DatabaseSync;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #forms = new Map<string, Run>();

  constructor(database: DatabaseSync, tables: readonly Table[]) {
    this.#database = database;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
  }

  /** Throws an InvariantError when the change does not fit its table; the caller rolls back. */
  run(change: RowChange): void {
    const form = formOf(change);
    let run = this.#forms.get(form);
    if (run === undefined) {
      run = this.#prepare(change);
      this.#forms.set(form, run);
    }
    run(change);
  }

  #prepare(change: RowChange): Run {
    const table = this.#tables.get(change.table);
    invariant(table !== undefined, `no view of the batch has a table ${change.table}`);
    switch (change.op) {
      case "put":
        return this.#put(table, Object.keys(change.row));
      case "patch":
        return this.#patch(table, columnsOfSet(table, change.set), columnsOfWhere(table, change.where));
      case "delete":
        return this.#delete(table, columnsOfWhere(table, change.where));
      default:
        return assertNever(change);
    }
  }

  #put(table: Table, given: readonly string[]): Run {
    for (const column of given) encoderOf(table, column);
    const columns = Object.keys(table.columns);
    const others = columns.filter((column) => !table.primaryKey.includes(column));
    const replace = others.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(", ");
    const statement = this.#database.prepare(
      `insert into ${quoted(table.name)} (${listed(columns)}) values (${columns.map(() => "?").join(", ")})
       on conflict (${listed(table.primaryKey)}) do ${replace === "" ? "nothing" : `update set ${replace}`}`,
    );
    const encode = binder(table, columns);
    return (change) => {
      if (change.op === "put") bindAndRun(statement, encode(change.row));
    };
  }

  #patch(table: Table, set: readonly string[], where: readonly string[]): Run {
    const [encodeSet, encodeWhere] = [binder(table, set), binder(table, where)];
    const statement = this.#database.prepare(
      `update ${quoted(table.name)} set ${listed(set, ", ", " = ?")} where ${listed(where, " and ", " is ?")}`,
    );
    return (change) => {
      if (change.op === "patch") bindAndRun(statement, [...encodeSet(change.set), ...encodeWhere(change.where)]);
    };
  }

  #delete(table: Table, where: readonly string[]): Run {
    const encode = binder(table, where);
    const statement = this.#database.prepare(
      `delete from ${quoted(table.name)} where ${listed(where, " and ", " is ?")}`,
    );
    return (change) => {
      if (change.op === "delete") bindAndRun(statement, encode(change.where));
    };
  }
}

function formOf(change: RowChange): string {
  let form = `${change.op} ${change.table}`;
  if (change.op === "put") for (const column in change.row) form += ` ${column}`;
  else {
    for (const column in change.where) form += ` ${column}`;
    if (change.op === "patch") for (const column in change.set) form += ` =${column}`;
  }
  return form;
}

/** Values of these columns in their order, each checked against its column. */
function binder(table: Table, columns: readonly string[]): (row: Row) => Stored[] {
  const encoders = columns.map((column): [string, Encoder] => [column, encoderOf(table, column)]);
  return (row) => encoders.map(([column, encode]) => encode(row[column]));
}

const bindAndRun = (statement: StatementSync, values: readonly Stored[]): unknown => statement.run(...values);
