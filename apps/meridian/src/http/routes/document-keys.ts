import type { PersonId } from "@meridian/base/ids";
import type { TypeOf } from "@meridian/base/shape";
import { documentKeysShape } from "../../desk/document-keys.ts";
import { readerOf, sessionOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import type { Reader } from "../reader.ts";
import { refuse, refuseAtDesk } from "../refusal.ts";
import { AnyJson, bodyOf, Done, refusals, validatorOf } from "../schemas.ts";

const tags = ["documents"];

/** The key to which a patient's own copies are sealed. What opens them the node keeps as it came, and cannot read. */
export function documentKeyRoutes(app: App, gateway: Gateway): void {
  const { documentKeys } = gateway.desk;

  app.put(
    "/v1/documents/keys",
    {
      schema: {
        tags,
        summary:
          "Leave the public key to which one's copies are to be sealed, and its secret half, wrapped; `replaces` names the " +
          "version that was read before, and is left out where there was none",
        body: bodyOf(documentKeysShape),
        response: { 204: Done, ...refusals },
      },
      validatorCompiler: validatorOf(documentKeysShape),
    },
    async (request, reply) => {
      const { reader } = await sessionOf(gateway, request);
      const isPut = await documentKeys.put(patientOf(reader), request.body as TypeOf<typeof documentKeysShape>);
      return isPut ? reply.code(204).send(undefined) : refuseAtDesk({ code: "document-key-changed" });
    },
  );

  app.get(
    "/v1/documents/keys",
    {
      schema: {
        tags,
        summary: "One's own key for documents, as it was left, and the version that it is",
        response: { 200: AnyJson, ...refusals },
      },
    },
    async (request, reply) => {
      const reader = await readerOf(gateway, request);
      if (reader.key === "") return refuse({ code: "authorization-needed" });
      const keys = await documentKeys.of(patientOf(reader));
      if (keys === undefined) return refuseAtDesk({ code: "no-document-key" });
      return reply.header("cache-control", "no-store").send(keys);
    },
  );
}

function patientOf({ holder }: Reader): PersonId {
  const isPatient = holder.type === "person" && holder.person.startsWith("p-");
  return isPatient ? holder.person : refuseAtDesk({ code: "not-a-patient" });
}
