import { Type } from "@fastify/type-provider-typebox";
import { textOf, toHex } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import { recordKeyOf } from "@meridian/kernel/roots";
import { contracts } from "@meridian/network/domains";
import { admitToAbsence, hasNode } from "../absence.ts";
import { admitTo, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { refuse } from "../refusal.ts";
import { AnyJson, Height, refusals } from "../schemas.ts";

const Hex = Type.String({ pattern: "^[0-9a-f]*$" });
const Proof = Type.Object({
  bucket: Type.Array(Type.Object({ key: Hex, value: Hex })),
  siblings: Type.Array(Hex),
});

/** Records as they were last committed, with the proof that leads to the state root of that height. */
export function recordRoutes(app: App, gateway: Gateway): void {
  app.get(
    "/v1/records/:domain/:id",
    {
      schema: {
        tags: ["records"],
        summary:
          "A record with its state proof; `record` is null when there is none, the proof then for members' nodes only",
        params: Type.Object({ domain: Type.String({ maxLength: 64 }), id: Type.String({ maxLength: 256 }) }),
        response: {
          200: Type.Object({
            domain: Type.String(),
            id: Type.String(),
            height: Height,
            record: AnyJson,
            proof: Type.Optional(Proof),
          }),
          ...refusals,
        },
      },
    },
    async (request) => {
      const { domain, id } = request.params;
      if (!contracts.has(domain)) return refuse({ code: "unknown-domain" });
      const reader = await readerOf(gateway, request);
      const { height, value, bucket, siblings } = await gateway.node.engine.proveRecord(recordKeyOf(domain, id));
      const record = value === null ? null : (parseJson(textOf(value) ?? "") ?? null);
      const [what, place] = [`record/${domain}`, { domain, record: id }] as const;
      if (record === null) {
        await admitToAbsence(gateway, reader, what, place);
        // An id can be chosen so that its bucket is that of somebody else's record, whose value may be guessed by its hash.
        if (!(await hasNode(gateway, reader))) return { domain, id, height, record };
      } else await admitTo(gateway, reader, what, place, record);
      const proof = {
        bucket: bucket.map((entry) => ({ key: toHex(entry.key), value: toHex(entry.value) })),
        siblings: siblings.map(toHex),
      };
      return { domain, id, height, record, proof };
    },
  );
}
