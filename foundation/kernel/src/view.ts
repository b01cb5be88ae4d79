import type { Height, Seconds, TransactionId } from "@meridian/base/ids";
import type { Event } from "./contract.ts";

/** An event with its place on the ledger. Its canonical JSON without height, time and position is what proofs prove. */
export type Recorded<E extends Event = Event> = {
  readonly height: Height;
  readonly time: Seconds;
  /** Position among the events of the block. */
  readonly position: number;
  readonly transaction: TransactionId;
  readonly domain: string;
  /** Id of the record within its domain. */
  readonly record: string;
  readonly event: E;
};

export type ColumnType = "text" | "integer" | "json";
export type Cell = string | number | null | { readonly [name: string]: unknown } | readonly unknown[];
export type Row = { readonly [column: string]: Cell };

export type Table = {
  readonly name: string;
  readonly columns: { readonly [column: string]: ColumnType };
  readonly primaryKey: readonly string[];
  readonly indexes: readonly (readonly string[])[];
};

/** What an event does to the rows of a view. `patch` changes the named columns of the rows that match `where`. */
export type RowChange =
  | { readonly op: "put"; readonly table: string; readonly row: Row }
  | { readonly op: "patch"; readonly table: string; readonly where: Row; readonly set: Row }
  | { readonly op: "delete"; readonly table: string; readonly where: Row };

/**
 * A pure fold of one domain's events into rows. Dropped, it rebuilds from height 1 to the same rows; so it may use
 * nothing but the event. Columns named in `audience` hold ids of organisations or persons: a reader that is none
 * of them, nor an authority, does not get the row.
 */
export interface View<E extends Event = Event> {
  readonly domain: string;
  /** Increases when rows change meaning; a new version rebuilds. */
  readonly version: number;
  readonly tables: readonly Table[];
  readonly audience: { readonly [table: string]: readonly string[] };
  apply(recorded: Recorded<E>): readonly RowChange[];
}

/** What a commitment to an event covers, in canonical JSON. */
export type EventEnvelope = {
  readonly domain: string;
  readonly record: string;
  readonly transaction: TransactionId;
  readonly event: Event;
};
