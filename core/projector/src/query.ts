import { fromBase64Url, textOf, toBase64Url, utf8 } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Row, Table } from "@meridian/kernel/view";
import {
  CURSOR_LENGTH_MAX,
  FILTER_COLUMNS_MAX,
  FILTER_VALUES_MAX,
  PAGE_ROWS_DEFAULT,
  PAGE_ROWS_MAX,
} from "./limits.ts";
import type { Scalar, Selection } from "./view-store.ts";

/** What somebody wants of one table. It comes from outside, so everything in it is checked. */
export type Query = {
  /** Column to value, or to a list of values of which one must hold. */
  readonly equals?: { readonly [column: string]: Scalar | null | readonly Scalar[] };
  /** `from` is included, `before` is not. */
  readonly range?: { readonly column: string; readonly from?: Scalar; readonly before?: Scalar };
  /**
   * By the primary key, or by a column of an index, or of the primary key, whose columns before it are each held to one
   * value: then the index has the rows in that order. Rows without a value come first, and last when descending.
   */
  readonly order?: { readonly by?: string; readonly descending?: boolean };
  readonly limit?: number;
  /** `next` of the page before, with everything else unchanged. */
  readonly after?: string;
};

export type QueryRejection =
  | { readonly code: "unknown-table"; readonly table: string }
  | { readonly code: "unknown-column"; readonly column: string }
  | { readonly code: "not-comparable"; readonly column: string }
  | { readonly code: "not-indexed"; readonly column: string }
  | { readonly code: "too-many-filters"; readonly max: number }
  | { readonly code: "limit-out-of-range"; readonly max: number }
  | { readonly code: "bad-cursor" };

/** Checks a query against its table. The selection asks for one row more than the page, to know whether it goes on. */
export function selectionOf(table: Table, query: Query): Result<Selection, QueryRejection> {
  const { limit = PAGE_ROWS_DEFAULT } = query;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > PAGE_ROWS_MAX)
    return err({ code: "limit-out-of-range", max: PAGE_ROWS_MAX });
  const equals = equalsOf(table, query.equals ?? {});
  if (!equals.ok) return equals;
  const { range } = query;
  if (range !== undefined) {
    const fault = columnFault(table, range.column, [range.from, range.before]);
    if (fault !== undefined) return err(fault);
  }
  const order = orderOf(table, query.order?.by, equals.value);
  if (!order.ok) return order;
  const descending = query.order?.descending ?? false;
  const after = query.after === undefined ? undefined : readCursor(table, order.value, descending, query.after);
  if (query.after !== undefined && after === undefined) return err({ code: "bad-cursor" });
  return ok({
    table,
    equals: equals.value,
    ...(range !== undefined && { range }),
    order: order.value,
    descending,
    ...(after !== undefined && { after }),
    limit: limit + 1,
  });
}

function equalsOf(table: Table, wanted: NonNullable<Query["equals"]>): Result<Selection["equals"], QueryRejection> {
  const entries = Object.entries(wanted);
  if (entries.length > FILTER_COLUMNS_MAX) return err({ code: "too-many-filters", max: FILTER_COLUMNS_MAX });
  const equals: { column: string; values: readonly (Scalar | null)[] }[] = [];
  for (const [column, value] of entries) {
    const values = Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar | null];
    if (values.length > FILTER_VALUES_MAX) return err({ code: "too-many-filters", max: FILTER_VALUES_MAX });
    const fault = columnFault(table, column, values);
    if (fault !== undefined) return err(fault);
    equals.push({ column, values });
  }
  return ok(equals);
}

/** Undefined and null fit every column that can be compared. */
function columnFault(
  table: Table,
  column: string,
  values: readonly (Scalar | null | undefined)[],
): QueryRejection | undefined {
  if (!Object.hasOwn(table.columns, column)) return { code: "unknown-column", column };
  const comparable = values.every((value) => value === undefined || value === null || isOf(table, column, value));
  return table.columns[column] !== "json" && comparable ? undefined : { code: "not-comparable", column };
}

function isOf(table: Table, column: string, value: unknown): value is Scalar {
  return table.columns[column] === "integer" ? Number.isSafeInteger(value) : typeof value === "string";
}

function orderOf(
  table: Table,
  by: string | undefined,
  equals: Selection["equals"],
): Result<readonly string[], QueryRejection> {
  if (by === undefined) return ok(table.primaryKey);
  if (!Object.hasOwn(table.columns, by)) return err({ code: "unknown-column", column: by });
  const held = new Set(equals.filter(({ values }) => values.length === 1).map(({ column }) => column));
  const isIndexed = [table.primaryKey, ...table.indexes].some((index) => {
    const at = index.indexOf(by);
    return at >= 0 && index.slice(0, at).every((column) => held.has(column));
  });
  if (!isIndexed) return err({ code: "not-indexed", column: by });
  return ok([by, ...table.primaryKey.filter((column) => column !== by)]);
}

/** The place of a row, as text for the reader to hand back. It tells only what the row itself tells. */
export function cursorAfter({ order, descending }: Selection, row: Row): string {
  const values = order.map((column) => row[column]);
  return toBase64Url(utf8(JSON.stringify([order[0], descending, ...values])));
}

function readCursor(table: Table, order: readonly string[], descending: boolean, cursor: unknown): Selection["after"] {
  if (typeof cursor !== "string" || cursor.length > CURSOR_LENGTH_MAX) return undefined;
  const text = textOf(fromBase64Url(cursor) ?? new Uint8Array());
  const parsed = text === undefined ? undefined : parseJson(text);
  if (!Array.isArray(parsed)) return undefined;
  const [by, direction, ...values] = parsed as readonly unknown[];
  if (by !== order[0] || direction !== descending || values.length !== order.length) return undefined;
  const isPlace = values.every((value, i) => {
    const column = order[i] ?? "";
    return isOf(table, column, value) || (value === null && !table.primaryKey.includes(column));
  });
  return isPlace ? (values as readonly (Scalar | null)[]) : undefined;
}
