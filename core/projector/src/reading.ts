import type { Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import type { Row, View } from "@meridian/kernel/view";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { READER_IDS_MAX } from "./limits.ts";
import { cursorAfter, type Query, type QueryRejection, selectionOf } from "./query.ts";
import type { ViewStore } from "./view-store.ts";

/** Who reads. An authority reads every row; anybody else those whose audience names one of the reader's ids. */
export type Reader =
  | { readonly authority: true }
  /** Ids of the person and of the organisations that the reader may act for; none for a stranger. */
  | { readonly authority: false; readonly ids: readonly string[] };

export type Page = {
  readonly rows: readonly Row[];
  /** Cursor to the next page; absent on the last. */
  readonly next?: string;
  /** Everything up to this height is in the rows. */
  readonly height: Height;
};

/** The one way from outside to rows. */
export class Reading {
  readonly #catalogue: Catalogue;
  readonly #store: ViewStore;

  constructor(views: readonly View[], store: ViewStore) {
    this.#catalogue = catalogueOf(views);
    this.#store = store;
  }

  /** Rows of a table that the reader may see. The audience is a condition of the query, so pages are full pages. */
  async rowsFor(reader: Reader, table: string, query: Query): Promise<Result<Page, QueryRejection>> {
    const catalogued = this.#catalogue.get(table);
    if (catalogued === undefined) return err({ code: "unknown-table", table });
    const checked = selectionOf(catalogued.table, query);
    if (!checked.ok) return checked;
    const { audience: columns, domain } = catalogued;
    const open = reader.authority || columns.length === 0;
    invariant(open || reader.ids.length <= READER_IDS_MAX, "a reader answers to a bounded number of ids");
    const selection = open ? checked.value : { ...checked.value, audience: { columns, ids: reader.ids } };
    // The height first: rows that arrive in between are then newer than promised, never older.
    const height = await this.#store.height(domain);
    const found = await this.#store.select(selection);
    const rows = found.slice(0, selection.limit - 1);
    const last = rows.at(-1);
    const goesOn = found.length === selection.limit && last !== undefined;
    return ok({ rows, height, ...(goesOn && { next: cursorAfter(selection, last) }) });
  }
}
