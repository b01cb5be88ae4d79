import { Type } from "@fastify/type-provider-typebox";
import { readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { refuse } from "../refusal.ts";
import { refusals } from "../schemas.ts";

const Entry = Type.Object({
  sequence: Type.Integer(),
  at: Type.Integer({ description: "seconds since 1970-01-01T00:00:00Z, by the node's clock" }),
  reader: Type.String({ description: "the authority, its officer, or staff of the custodian" }),
  key: Type.String({ description: "id of the key that signed" }),
  what: Type.String({ description: "a list, `record/` or `evidence/` with a domain, or `document/` with its kind" }),
});

/** Who looked: what authorities and staff read on this node about the person who asks. */
export function accessRoutes(app: App, gateway: Gateway): void {
  app.get(
    "/v1/access-log",
    {
      schema: {
        tags: ["access"],
        summary: "Who looked on this node at something about the person who signs the request",
        querystring: Type.Object({
          after: Type.Integer({ minimum: 0, default: 0, description: "`sequence` of the last entry known" }),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: { 200: Type.Object({ entries: Type.Array(Entry) }), ...refusals },
      },
    },
    async (request) => {
      const { key, holder } = await readerOf(gateway, request);
      if (key === "") return refuse({ code: "authorization-needed" });
      if (holder.type !== "person") return refuse({ code: "not-for-this-reader" });
      const { after, limit } = request.query;
      return { entries: [...gateway.accessLog.of(holder.person, after, limit)] };
    },
  );
}
