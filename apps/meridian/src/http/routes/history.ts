import { Readable } from "node:stream";
import { Type } from "@fastify/type-provider-typebox";
import { asHeight } from "@meridian/base/ids";
import { historyAnswer } from "../../evidence/history-answer.ts";
import { sealsOf } from "../../evidence/seals-of.ts";
import { hasNode } from "../absence.ts";
import { readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { refuse } from "../refusal.ts";
import { AnyJson, refusals } from "../schemas.ts";

const BLOCKS_MAX = 100;

/**
 * Whole blocks for the node of another member that lacks them. They hold everybody's events, so only whose nodes the
 * engines let in reads them: those get the same blocks there.
 */
export function historyRoutes(app: App, gateway: Gateway): void {
  const { node } = gateway;
  app.get(
    "/v1/history",
    {
      schema: {
        tags: ["chain"],
        summary:
          "Whole blocks with their seals, downwards from below a height, for a member whose node joined with a snapshot",
        querystring: Type.Object({
          below: Type.Integer({ minimum: 2, maximum: Number.MAX_SAFE_INTEGER }),
          limit: Type.Integer({ minimum: 1, maximum: BLOCKS_MAX, default: BLOCKS_MAX }),
        }),
        response: { 200: AnyJson, ...refusals },
      },
    },
    async (request, reply) => {
      const reader = await readerOf(gateway, request);
      if (reader.key === "") return refuse({ code: "authorization-needed" });
      if (!(await hasNode(gateway, reader))) return refuse({ code: "not-for-this-reader" });
      const { below, limit } = request.query;
      const { height, base } = node.history;
      if (below - 1 > height) return refuse({ code: "unknown-block" });
      if (below - 1 < base) return refuse({ code: "before-history" });
      const lowest = Math.max(base, below - limit);
      const answer = historyAnswer(node.history, node.seals ?? sealsOf(node), asHeight(below - 1), lowest);
      return reply
        .type("application/octet-stream")
        .header("cache-control", "no-store")
        .send(Readable.from(answer, { objectMode: false }));
    },
  );
}
