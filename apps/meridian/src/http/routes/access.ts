import { Type } from "@fastify/type-provider-typebox";
import { houseIn, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import type { Reader } from "../reader.ts";
import { refuse } from "../refusal.ts";
import { refusals } from "../schemas.ts";

const Entry = Type.Object({
  sequence: Type.Integer(),
  at: Type.Integer({ description: "seconds since 1970-01-01T00:00:00Z, by the node's clock" }),
  reader: Type.String({ description: "the authority, its officer, or staff of the custodian or organisation" }),
  key: Type.String({ description: "id of the key that signed" }),
  what: Type.String({
    description:
      "a list, `record/` or `evidence/` with a domain, `document/` with its kind, or `signature/` with what was signed and its id",
  }),
});

/**
 * Who looked: what authorities and staff read on this node about the person who asks. An organisation and its officers
 * read who of its staff had something signed with its key.
 */
export function accessRoutes(app: App, gateway: Gateway): void {
  app.get(
    "/v1/access-log",
    {
      schema: {
        tags: ["access"],
        summary: "Who looked on this node at something about the person who asks, or signed in an organisation's name",
        querystring: Type.Object({
          organisation: Type.Optional(Type.String({ maxLength: 64, description: "where one is an officer" })),
          after: Type.Integer({ minimum: 0, default: 0, description: "`sequence` of the last entry known" }),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: { 200: Type.Object({ entries: Type.Array(Entry) }), ...refusals },
      },
    },
    async (request) => {
      const reader = await readerOf(gateway, request);
      if (reader.key === "") return refuse({ code: "authorization-needed" });
      const { after, limit, organisation } = request.query;
      return { entries: [...gateway.accessLog.of(subjectOf(reader, organisation), after, limit)] };
    },
  );
}

function subjectOf({ holder, organisations }: Reader, organisation: string | undefined): string {
  if (organisation === undefined && holder.type === "person") return holder.person;
  const house = organisations.find(({ id }) => id === organisation);
  const isTheirs = house !== undefined && (holder.type === "organisation" || house.roles.includes("officer"));
  return isTheirs ? houseIn(house.id) : refuse({ code: "not-for-this-reader" });
}
