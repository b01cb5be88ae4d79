import { asHeight, type Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { RowChange, Table, View } from "@meridian/kernel/view";
import { views } from "@meridian/network/domains";
import type { Reading } from "@meridian/projector/reading";

/** An event by its place: `position` counts from 0 among the events of its block. */
export type EventPlace = { readonly height: Height; readonly position: number };
/** The latest event of a record, or the latest of that type. */
export type EventOfRecord = { readonly domain: string; readonly record: string; readonly type?: string };
/** The last place that the rows know, and up to which height that is all there is. */
export type LastPlace = { readonly place: EventPlace | undefined; readonly through: Height };

/** A table with a row for each event of a domain, and its column with the record's id. */
type Kept = { readonly table: string; readonly record: string };

/** What a domain keeps of its events for readers need not be kept twice. */
const TIMELINES: { readonly [domain: string]: Kept } = {
  prescription: { table: "prescription_events", record: "prescription" },
};
const keptOf = (domain: string): Kept => TIMELINES[domain] ?? { table: `${domain}_places`, record: "record" };

/** The views as a node folds them: each keeps beside its rows where the events of its records stand. */
export const placedViews: readonly View[] = views.map((view) =>
  TIMELINES[view.domain] === undefined ? placed(view) : view,
);

function placed(view: View): View {
  const { table: name } = keptOf(view.domain);
  const table: Table = {
    name,
    columns: { record: "text", height: "integer", position: "integer", type: "text" },
    primaryKey: ["record", "height", "position"],
    indexes: [],
  };
  return {
    ...view,
    tables: [...view.tables, table],
    // Only `EventPlaces` asks for it: what the node serves are the tables of the domains' own views.
    audience: { ...view.audience, [name]: [] },
    apply: (recorded) => {
      const { record, height, position, event } = recorded;
      const row: RowChange = { op: "put", table: name, row: { record, height, position, type: event.type } };
      return [...view.apply(recorded), row];
    },
  };
}

/** Where the events of a record stand, from rows: what it costs does not grow with the chain. */
export class EventPlaces {
  readonly #reading: Pick<Reading, "rowsFor">;

  /** Of `placedViews`. */
  constructor(reading: Pick<Reading, "rowsFor">) {
    this.#reading = reading;
  }

  async last({ domain, record, type }: EventOfRecord): Promise<LastPlace> {
    const kept = keptOf(domain);
    const page = await this.#reading.rowsFor({ authority: true }, kept.table, {
      equals: { [kept.record]: record, ...(type !== undefined && { type }) },
      order: { descending: true },
      limit: 1,
    });
    invariant(page.ok, `places of ${domain} are kept`);
    const [row] = page.value.rows;
    const place = row && { height: asHeight(Number(row["height"])), position: Number(row["position"]) };
    return { place, through: page.value.height };
  }
}
