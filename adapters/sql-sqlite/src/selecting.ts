import type { Selection } from "@meridian/projector/view-store";
import {
  type Compilable,
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from "kysely";
import type { Database } from "./tables.ts";

type Builder = ExpressionBuilder<Database, string>;
type Stored = { readonly [column: string]: string | number | null };
type Select = Compilable & { execute(): Promise<readonly Stored[]> };
type Ordered = SelectQueryBuilder<Database, string, Stored>;
type Places = (builder: Builder) => readonly Expression<SqlBool>[];

/** The query of a checked selection. Every condition is in it, so the limit counts only rows that are shown. */
export function selectFor(db: Kysely<Database>, selection: Selection): Select {
  const part = (places: Places): Ordered =>
    ordered(
      db
        .selectFrom(selection.table.name)
        .selectAll()
        .where((builder) => builder.and([...conditionsOf(builder, selection), ...places(builder)])),
      selection,
    );
  const [first, beyond] = placesAfter(selection);
  if (beyond === undefined) return part(first);
  // Each half is a stretch of the index. As one query, by `or`, it would read the index from its very start.
  const rows = (places: Places) => db.selectFrom(part(places).as("part")).selectAll();
  return ordered(db.selectFrom(rows(first).unionAll(rows(beyond)).as("page")).selectAll(), selection);
}

/** Nulls come before all values: SQLite's own order, said because PostgreSQL has the other. */
function ordered(query: Ordered, { order, descending, limit }: Selection): Ordered {
  let sorted = query;
  for (const column of order)
    sorted = sorted.orderBy(column, (item) => (descending ? item.desc().nullsLast() : item.asc().nullsFirst()));
  return sorted.limit(limit);
}

/**
 * Where rows may stand to come after the place that the selection names: in one stretch of the order, or in two of
 * which the second is those that have, or those that have no, value in the first column. A comparison with null is
 * true for no row, so comparing places with values leaves rows with null out by itself.
 */
function placesAfter({ table, order, descending, after }: Selection): readonly [Places, Places?] {
  if (after === undefined) return [() => []];
  const [column = "", ...others] = order;
  const [value = null, ...rest] = after;
  const isNull: Places = (builder) => [builder(column, "is", null)];
  const hasValue: Places = (builder) => [builder(column, "is not", null)];
  const beyond = (columns: readonly string[], values: readonly (string | number | null)[]) =>
    sql<SqlBool>`(${sql.join(columns.map((each) => sql.ref(each)))}) ${sql.raw(descending ? "<" : ">")} (${sql.join(values)})`;
  if (value === null) {
    const amongNulls: Places = (builder) => [...isNull(builder), beyond(others, rest)];
    return descending ? [amongNulls] : [amongNulls, hasValue];
  }
  const amongValues: Places = () => [beyond(order, after)];
  return descending && !table.primaryKey.includes(column) ? [amongValues, isNull] : [amongValues];
}

function conditionsOf(builder: Builder, selection: Selection): readonly Expression<SqlBool>[] {
  const { table, equals, range, audience } = selection;
  const conditions: Expression<SqlBool>[] = equals.map(({ column, values }) => equalTo(builder, column, values));
  if (range !== undefined) {
    conditions.push(builder(range.column, "is not", null));
    if (range.from !== undefined) conditions.push(builder(range.column, ">=", range.from));
    if (range.before !== undefined) conditions.push(builder(range.column, "<", range.before));
  }
  if (audience !== undefined)
    conditions.push(
      builder.or(
        audience.columns.map((column) =>
          table.columns[column] === "json"
            ? listsOneOf(builder, column, audience.ids)
            : equalTo(builder, column, audience.ids),
        ),
      ),
    );
  return conditions;
}

/** An `or` of nothing is false, so an empty list matches no row. */
function equalTo(builder: Builder, column: string, values: readonly (string | number | null)[]): Expression<SqlBool> {
  const present = values.filter((value) => value !== null);
  return builder.or([
    ...(present.length > 0 ? [builder(column, "in", present)] : []),
    ...(values.includes(null) ? [builder(column, "is", null)] : []),
  ]);
}

/** PostgreSQL says this as `column ?| array[...]`. Members of a JSON object have text keys and do not count. */
const listsOneOf = (builder: Builder, column: string, ids: readonly string[]): Expression<SqlBool> =>
  ids.length === 0
    ? builder.or([])
    : sql<SqlBool>`exists (select 1 from json_each(${sql.ref(column)}) as listed
        where typeof(listed.key) <> 'text' and listed.value in (${sql.join(ids)}))`;
