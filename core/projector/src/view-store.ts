import type { Height } from "@meridian/base/ids";
import type { Row, RowChange, Table } from "@meridian/kernel/view";

/** What a column of type text or integer holds; the only values that filters and orders know. */
export type Scalar = string | number;

/** What a store must know of a view: not how it folds, only where its rows go. */
export type ViewSchema = { readonly domain: string; readonly version: number; readonly tables: readonly Table[] };

/** All changes of one or more whole blocks, for views that are folded equally far. */
export type Batch = {
  /** Domains of the views. Those without a change are named too: their height moves. */
  readonly views: readonly string[];
  /** Height of these views before. */
  readonly after: Height;
  /** Height of these views afterwards. */
  readonly through: Height;
  readonly changes: readonly RowChange[];
};

/** A query that has been checked against its table. All conditions hold together. */
export type Selection = {
  readonly table: Table;
  /** The column has one of these values; null matches null. */
  readonly equals: readonly { readonly column: string; readonly values: readonly (Scalar | null)[] }[];
  readonly range?: { readonly column: string; readonly from?: Scalar; readonly before?: Scalar };
  /** One of the columns is, or as a JSON list contains, one of the ids. Without ids no row matches. */
  readonly audience?: { readonly columns: readonly string[]; readonly ids: readonly string[] };
  /**
   * Columns to sort by: those of the primary key, so that no two rows share a place, after at most one other. Of these
   * only that other can hold null.
   */
  readonly order: readonly string[];
  readonly descending: boolean;
  /** Values of `order` in the last row of the page before. */
  readonly after?: readonly (Scalar | null)[];
  readonly limit: number;
};

/**
 * Where views are kept. Everything in it can be folded again from the ledger, so it may lose its latest batches,
 * but it never holds half of one. Promises, kept by every adapter (view-store.conformance.ts):
 *
 * - `prepare` leaves exactly the tables of the named views. A view that is new, or whose version or tables differ
 *   from what is stored, starts empty at height 0; all others keep rows and height. Views not named are dropped.
 * - `apply` stores all changes in their order, and the height, in one transaction, or nothing. It throws an
 *   InvariantError when a named view is not at `after`, or when a change does not fit its table.
 * - `put` replaces the whole row with that primary key; columns left out become null. `patch` and `delete` touch
 *   every row that has all values of `where` (null matches null) and may touch none.
 * - `select` filters in the store, before the limit. Text sorts by its UTF-8 bytes, integers by value, and null before
 *   every value: first when ascending, last when descending. A row with null in the column of `range` is left out.
 * - Pages that go on `after` the last row of the page before give every row that matches once, in order.
 * - Rows come back as they were put: same columns, JSON equal, integers exact up to 2^53 - 1.
 * - A store that is opened again has what was there, at the height that it says.
 */
export interface ViewStore {
  prepare(views: readonly ViewSchema[]): Promise<void>;
  /** Through which height a prepared view is folded; 0 before the first block. */
  height(domain: string): Promise<Height>;
  apply(batch: Batch): Promise<void>;
  select(selection: Selection): Promise<readonly Row[]>;
  /** Drops the rows of a view and puts it back to height 0, in one transaction. */
  reset(domain: string): Promise<void>;
  close(): Promise<void>;
}
