import { Type } from "@fastify/type-provider-typebox";
import { views } from "@meridian/network/domains";
import { type CataloguedTable, catalogueOf } from "@meridian/projector/catalogue";
import type { Query } from "@meridian/projector/query";
import { answer } from "../app.ts";
import { logRows, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { rowReaderOf } from "../reader.ts";
import { refuse } from "../refusal.ts";
import { AnyJson, Height, refusals } from "../schemas.ts";

const tags = ["views"];
const Names = Type.Array(Type.String());
const TableDescription = Type.Object({
  name: Type.String(),
  domain: Type.String(),
  columns: Type.Record(Type.String(), Type.String()),
  primaryKey: Names,
  indexes: Type.Array(Names),
  audience: Type.Array(Type.String(), {
    description: "columns with the ids of those who may read a row; none: anybody",
  }),
});

/** Lists that are folded from events. A reader gets the rows that name it; what is open, anybody gets. */
export function viewRoutes(app: App, gateway: Gateway): void {
  const catalogue = catalogueOf(views);
  const tables = [...catalogue.values()].map(({ table: { name, columns, primaryKey, indexes }, domain, audience }) => ({
    name,
    domain,
    columns: { ...columns },
    primaryKey: [...primaryKey],
    indexes: indexes.map((index) => [...index]),
    audience: [...audience],
  }));

  app.get(
    "/v1/views",
    {
      schema: {
        tags,
        summary: "All lists, their columns and who may read them",
        response: { 200: Type.Object({ tables: Type.Array(TableDescription) }), ...refusals },
      },
    },
    async (_request, reply) => reply.send({ tables }),
  );

  app.get(
    "/v1/views/:table",
    {
      schema: {
        tags,
        summary: "Rows of a list: `column=value` filters, `order=column` or `order=-column` sorts",
        params: Type.Object({ table: Type.String({ maxLength: 64 }) }),
        querystring: Type.Object(
          {
            order: Type.Optional(Type.String({ maxLength: 64 })),
            limit: Type.Optional(Type.Integer()),
            after: Type.Optional(Type.String({ description: "`next` of the page before" })),
            range: Type.Optional(Type.String({ description: "column of which `from` and `before` are bounds" })),
            from: Type.Optional(Type.String()),
            before: Type.Optional(Type.String()),
          },
          { additionalProperties: true },
        ),
        response: {
          200: Type.Object({ rows: Type.Array(AnyJson), next: Type.Optional(Type.String()), height: Height }),
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { table: name } = request.params;
      const catalogued = catalogue.get(name);
      const reader = await readerOf(gateway, request);
      const isLimited = catalogued !== undefined && catalogued.audience.length > 0;
      if (isLimited && reader.holder.type === "none")
        return refuse({ code: reader.key === "" ? "authorization-needed" : "unknown-key" });
      const query = queryOf(catalogued, request.query);
      const page = await gateway.node.reading.rowsFor(rowReaderOf(reader), name, query);
      if (!page.ok) return answer(request, reply, { ...page.error, code: `views/${page.error.code}` });
      if (isLimited) await logRows(gateway, reader, name, name, page.value.rows);
      return reply.send({ ...page.value, rows: [...page.value.rows] });
    },
  );
}

type Asked = {
  readonly order?: string;
  readonly limit?: number;
  readonly after?: string;
  readonly range?: string;
  readonly from?: string;
  readonly before?: string;
  readonly [column: string]: unknown;
};

/** Texts of the address as values of the table's columns; whatever does not fit is left for the query to refuse. */
function queryOf(catalogued: CataloguedTable | undefined, asked: Asked): Query {
  const { order, limit, after, range, from, before, ...filters } = asked;
  const cell = (column: string, text: unknown): string | number =>
    catalogued?.table.columns[column] === "integer" ? Number(text) : String(text);
  const equals = Object.fromEntries(
    Object.entries(filters).map(([column, value]) => {
      if (Array.isArray(value)) return [column, value.map((each) => cell(column, each))];
      return [column, value === "" ? null : cell(column, value)];
    }),
  );
  return {
    equals,
    ...(range !== undefined && {
      range: {
        column: range,
        ...(from !== undefined && { from: cell(range, from) }),
        ...(before !== undefined && { before: cell(range, before) }),
      },
    }),
    ...(order !== undefined && { order: { by: order.replace(/^-/, ""), descending: order.startsWith("-") } }),
    ...(limit !== undefined && { limit }),
    ...(after !== undefined && { after }),
  };
}
