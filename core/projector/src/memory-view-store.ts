import { compare, utf8 } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { canonicalText } from "@meridian/base/json";
import type { Row, RowChange, Table } from "@meridian/kernel/view";
import { columnsOfSet, columnsOfWhere, decodeRow, encoderOf, type Stored } from "./cells.ts";
import type { Batch, Selection, ViewSchema, ViewStore } from "./view-store.ts";

type StoredRow = { readonly [column: string]: Stored };
type Rows = ReadonlyMap<string, StoredRow>;
type Kept = { readonly schema: ViewSchema; readonly height: Height; readonly rows: ReadonlyMap<string, Rows> };

/** A store of the simplest kind: the model that adapters are compared with, and a stand-in for tests. */
export class MemoryViewStore implements ViewStore {
  #views: ReadonlyMap<string, Kept> = new Map();

  async prepare(views: readonly ViewSchema[]): Promise<void> {
    this.#views = new Map(
      views.map((schema) => {
        const kept = this.#views.get(schema.domain);
        const same = kept !== undefined && canonicalText(kept.schema) === canonicalText(schema);
        return [schema.domain, same ? kept : empty(schema)];
      }),
    );
  }

  async height(domain: string): Promise<Height> {
    return this.#kept(domain).height;
  }

  async apply({ views, after, through, changes }: Batch): Promise<void> {
    const next = new Map(this.#views);
    for (const domain of views) {
      const kept = this.#kept(domain);
      invariant(kept.height === after, `the view of ${domain} is at height ${kept.height}, not ${after}`);
      next.set(domain, { ...kept, height: through });
    }
    const working = new Map<string, Map<string, StoredRow>>();
    for (const change of changes) {
      const kept = [...next.values()].find(({ schema }) => schema.tables.some(({ name }) => name === change.table));
      const table = kept?.schema.tables.find(({ name }) => name === change.table);
      invariant(kept !== undefined && table !== undefined, `no view has a table ${change.table}`);
      invariant(views.includes(kept.schema.domain), `the batch names the view of ${change.table}`);
      const rows = working.get(table.name) ?? new Map(kept.rows.get(table.name));
      working.set(table.name, rows);
      changeRows(table, rows, change);
    }
    for (const [domain, kept] of next) {
      const rows = new Map([...kept.rows].map(([name, before]) => [name, working.get(name) ?? before]));
      next.set(domain, { ...kept, rows });
    }
    this.#views = next;
  }

  async select(selection: Selection): Promise<readonly Row[]> {
    const { table, order, descending, after, limit } = selection;
    const rows = [...this.#views.values()]
      .map((kept) => kept.rows.get(table.name))
      .find((found) => found !== undefined);
    invariant(rows !== undefined, `no view has a table ${table.name}`);
    const sign = descending ? -1 : 1;
    const placeOf = (row: StoredRow) => order.map((column) => row[column] ?? null);
    return [...rows.values()]
      .filter((row) => matches(selection, row))
      .filter((row) => after === undefined || sign * comparePlaces(placeOf(row), after) > 0)
      .sort((a, b) => sign * comparePlaces(placeOf(a), placeOf(b)))
      .slice(0, limit)
      .map((row) => decodeRow(table, row));
  }

  async reset(domain: string): Promise<void> {
    this.#views = new Map(this.#views).set(domain, empty(this.#kept(domain).schema));
  }

  async close(): Promise<void> {}

  #kept(domain: string): Kept {
    const kept = this.#views.get(domain);
    invariant(kept !== undefined, `no view of ${domain} is prepared`);
    return kept;
  }
}

const empty = (schema: ViewSchema): Kept => ({
  schema,
  height: asHeight(0),
  rows: new Map(schema.tables.map(({ name }) => [name, new Map()])),
});

function changeRows(table: Table, rows: Map<string, StoredRow>, change: RowChange): void {
  if (change.op === "put") {
    const names = [...new Set([...Object.keys(table.columns), ...Object.keys(change.row)])];
    const row = encoded(table, names, change.row);
    rows.set(JSON.stringify(table.primaryKey.map((column) => row[column])), row);
    return;
  }
  const where = Object.entries(encoded(table, columnsOfWhere(table, change.where), change.where));
  const hit = [...rows].filter(([, row]) => where.every(([column, value]) => row[column] === value));
  switch (change.op) {
    case "patch": {
      const set = encoded(table, columnsOfSet(table, change.set), change.set);
      for (const [key, row] of hit) rows.set(key, { ...row, ...set });
      return;
    }
    case "delete":
      for (const [key] of hit) rows.delete(key);
      return;
    default:
      assertNever(change);
  }
}

const encoded = (table: Table, columns: readonly string[], row: Row): StoredRow =>
  Object.fromEntries(columns.map((column) => [column, encoderOf(table, column)(row[column])]));

function matches({ table, equals, range, audience }: Selection, row: StoredRow): boolean {
  for (const { column, values } of equals) if (!values.includes(row[column] ?? null)) return false;
  if (range !== undefined) {
    const value = row[range.column] ?? null;
    if (value === null) return false;
    if (range.from !== undefined && compareCells(value, range.from) < 0) return false;
    if (range.before !== undefined && compareCells(value, range.before) >= 0) return false;
  }
  if (audience === undefined) return true;
  const decoded = decodeRow(table, row);
  return audience.columns.some((column) => {
    const cell = decoded[column];
    return audience.ids.some((id) => (Array.isArray(cell) ? cell.includes(id) : cell === id));
  });
}

function comparePlaces(a: readonly Stored[], b: readonly Stored[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = compareCells(a[i] ?? null, b[i] ?? null);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Null comes before every value. */
function compareCells(left: Stored, right: Stored): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return typeof left === "number" && typeof right === "number"
    ? left - right
    : compare(utf8(String(left)), utf8(String(right)));
}
