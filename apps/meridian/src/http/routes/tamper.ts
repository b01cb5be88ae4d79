import type { PrescriptionId } from "@meridian/base/ids";
import { id, object } from "@meridian/base/shape";
import { Tampering } from "../../desk/tampering.ts";
import type { App, Gateway } from "../gateway.ts";
import { refuseAtDesk } from "../refusal.ts";
import { AnyJson, bodyOf, refusals, validatorOf } from "../schemas.ts";

const tamperShape = object({ prescription: id<PrescriptionId>() });

/** A demonstration alters a copy of its own history, to show what notices. */
export function tamperRoutes(app: App, { node, desk: { demonstration } }: Gateway): void {
  const tampering = demonstration && new Tampering(node, demonstration.folder);
  app.post(
    "/v1/desk/tamper",
    {
      schema: {
        tags: ["desk"],
        summary: "Alter one byte of a prescription in a copy of this node's ledger, and check the copy",
        body: bodyOf(tamperShape),
        response: { 200: AnyJson, ...refusals },
      },
      validatorCompiler: validatorOf(tamperShape),
    },
    async (request, reply) => {
      if (tampering === undefined) return refuseAtDesk({ code: "only-in-a-demonstration" });
      const tampered = await tampering.with(request.body.prescription);
      return tampered.ok ? reply.send(tampered.value) : refuseAtDesk(tampered.error);
    },
  );
}
