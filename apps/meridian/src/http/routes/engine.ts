import { Type } from "@fastify/type-provider-typebox";
import type { App, Gateway } from "../gateway.ts";
import { refuse } from "../refusal.ts";
import { AnyJson, Height, refusals } from "../schemas.ts";

/** Room for a question with its height and page; nobody has more to ask. */
const QUESTION_BYTES_MAX = 1_024;
const PAGE_MAX = 100;

/** What the light client of CometBFT v0.38 asks: light/provider/http and statesync/stateprovider.go. All of it is public. */
const METHODS = ["commit", "validators", "consensus_params"] as const;

const Question = Type.Object(
  {
    jsonrpc: Type.Literal("2.0"),
    id: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    method: Type.Union(METHODS.map((method) => Type.Literal(method))),
    params: Type.Object(
      {
        height: Type.Optional(Height),
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX })),
        per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX })),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false, description: "numbers may be written as text, as CometBFT does" },
);

/**
 * What a node that joins with a snapshot asks this one's engine, which itself listens on the loopback interface only and
 * has calls that are nobody else's business.
 */
export function engineRoutes(app: App, { node }: Gateway): void {
  app.post(
    "/v1/engine",
    {
      bodyLimit: QUESTION_BYTES_MAX,
      schema: {
        tags: ["chain"],
        summary:
          "Headers with their signatures, validators and parameters, as CometBFT's light client asks (JSON-RPC 2.0)",
        body: Question,
        response: { 200: AnyJson, ...refusals },
      },
    },
    async ({ body: { id, method, params } }, reply) => {
      const { members } = node;
      if (members === undefined) return refuse({ code: "no-engine" });
      const asked = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
      const text = await members.relay(id, method, asked);
      if (text === undefined) return refuse({ code: "engine-silent" });
      return reply.type("application/json; charset=utf-8").serializer(String).send(text);
    },
  );
}
