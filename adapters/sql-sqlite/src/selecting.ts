import type { Selection } from "@meridian/projector/view-store";
import { type Compilable, type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { Database } from "./tables.ts";

type Builder = ExpressionBuilder<Database, string>;
type Stored = { readonly [column: string]: string | number | null };
type Select = Compilable & { execute(): Promise<readonly Stored[]> };

/** The query of a checked selection. Every condition is in it, so the limit counts only rows that are shown. */
export function selectFor(db: Kysely<Database>, selection: Selection): Select {
  const { table, order, descending, limit } = selection;
  let query = db
    .selectFrom(table.name)
    .selectAll()
    .where((builder) => builder.and(conditionsOf(builder, selection)));
  for (const column of order) query = query.orderBy(column, descending ? "desc" : "asc");
  return query.limit(limit);
}

function conditionsOf(builder: Builder, selection: Selection): readonly Expression<SqlBool>[] {
  const { table, equals, range, audience, order, descending, after } = selection;
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
  for (const column of order) if (!table.primaryKey.includes(column)) conditions.push(builder(column, "is not", null));
  if (after !== undefined) {
    const place = sql.join(order.map((column) => sql.ref(column)));
    conditions.push(sql<SqlBool>`(${place}) ${sql.raw(descending ? "<" : ">")} (${sql.join(after)})`);
  }
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
