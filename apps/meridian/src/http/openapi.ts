import swagger from "@fastify/swagger";
import type { NetworkId } from "@meridian/base/ids";
import type { JsonSchema } from "@meridian/base/shape";
import { payloadShape } from "@meridian/kernel/transaction";
import { contracts } from "@meridian/network/domains";
import type { App } from "./gateway.ts";
import { explanations } from "./refusal.ts";
import { AnyJson } from "./schemas.ts";

/** Collects the description of every route that is added afterwards, and serves it as OpenAPI 3.1. */
export async function describeApi(app: App, network: NetworkId): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: `Meridian node of ${network}`,
        version: "0.1.0",
        description:
          "A transaction is canonical JSON (RFC 8785) of the schema Payload, signed as written. Its commands are those " +
          "of the schemas Command.*. Requests are signed by the header Authorization: Meridian key=..., time=..., signature=...",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      components: {
        schemas: schemas() as never,
        securitySchemes: {
          Session: {
            type: "apiKey",
            in: "header",
            name: "authorization",
            description: "Session <token>, of POST /v1/sessions: taken wherever a signed read is.",
          },
          Meridian: {
            type: "apiKey",
            in: "header",
            name: "authorization",
            description:
              "Meridian key=<hex>, time=<seconds>, signature=<hex>: Ed25519 over `meridian/read/v1`, a zero byte, method, " +
              "space, path and query, line feed, time. For a signed write the prefix is `meridian/write/v1` and a line " +
              "feed and the SHA-256 of the body in hexadecimal follow.",
          },
        },
      },
      security: [{}, { Meridian: [] }, { Session: [] }],
    },
  });
  let text: string | undefined;
  app.get(
    "/openapi.json",
    { schema: { tags: ["node"], summary: "This description", response: { 200: AnyJson } } },
    async (_request, reply) => {
      text ??= JSON.stringify(app.swagger());
      return reply.type("application/json; charset=utf-8").serializer(String).send(text);
    },
  );
}

/** The commands of every domain by the shapes that validators enforce, the payload, and all codes of refusal. */
function schemas(): { readonly [name: string]: JsonSchema } {
  const commands = [...contracts.values()].flatMap(({ domain, command }) =>
    variantsOf(command.schema).map((schema) => [`Command.${domain}.${typeOf(schema)}`, schema] as const),
  );
  return {
    ...Object.fromEntries(commands),
    Command: { oneOf: commands.map(([name]) => ({ $ref: `#/components/schemas/${name}` })) },
    Payload: payloadShape.schema,
    RejectionCode: { enum: [...explanations.keys()] },
  };
}

const variantsOf = ({ oneOf }: JsonSchema): readonly JsonSchema[] => oneOf as readonly JsonSchema[];

const typeOf = ({ properties }: JsonSchema): string =>
  String((properties as { readonly type: { readonly const: string } }).type.const);
