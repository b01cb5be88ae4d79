import { Type } from "@fastify/type-provider-typebox";
import { Search } from "../../desk/search.ts";
import { isOpen } from "../audience.ts";
import { logRows, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { rowReaderOf } from "../reader.ts";
import { refusals } from "../schemas.ts";

const Text = Type.String();
const Result = Type.Object({
  kind: Text,
  id: Text,
  label: Type.Object({ zh: Text, en: Text }),
  path: Type.String({ description: "where the web app shows it" }),
});

/** One box for everything: what the reader may not see is not found either. */
export function searchRoutes(app: App, gateway: Gateway): void {
  const search = new Search(gateway.node, gateway.desk.names);
  app.get(
    "/v1/search",
    {
      schema: {
        tags: ["desk"],
        summary: "Find by height, id, the first eight digits of a hash or more, or a name of the directory",
        querystring: Type.Object({ q: Type.String({ minLength: 1, maxLength: 160 }) }),
        response: { 200: Type.Object({ results: Type.Array(Result) }), ...refusals },
      },
    },
    async (request) => {
      const reader = await readerOf(gateway, request);
      const results = await search.find(request.query.q, rowReaderOf(reader), isOpen, (table, rows) =>
        logRows(gateway, reader, "search", table, rows),
      );
      return { results: [...results] };
    },
  );
}
