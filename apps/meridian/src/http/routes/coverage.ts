import { Type } from "@fastify/type-provider-typebox";
import { asFen, type OrganisationId, type PersonId } from "@meridian/base/ids";
import { id, object } from "@meridian/base/shape";
import { byCode } from "@meridian/formulary/lookup";
import { coverageOf, draftMembers } from "@meridian/network/coverage";
import { logLook, sessionOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { Refused, refuse, refuseAtDesk } from "../refusal.ts";
import { bodyOf, Height, refusals, validatorOf } from "../schemas.ts";

const askedShape = object({
  organisation: id<OrganisationId>("institution for which the prescriber acts"),
  ...draftMembers,
});
/** A house has a patient in its care who was prescribed something there within this time. */
const CARE_SECONDS = 365 * 86_400;
const Fen = Type.Integer({ minimum: 0, description: "1/100 CNY" });

/**
 * What insurance would pay of a draft. The node reckons with what the patient has used of the year and answers amounts, so
 * that a prescriber needs no sight of it; amounts tell something all the same, so each question is written down for the
 * patient.
 */
export function coverageRoutes(app: App, gateway: Gateway): void {
  const { node, registry } = gateway;
  app.post(
    "/v1/coverage",
    {
      schema: {
        tags: ["desk"],
        summary: "What insurance would pay of a draft, for the physician who writes it; the patient sees who asked",
        body: bodyOf(askedShape),
        response: {
          200: Type.Object({ total: Fen, fund: Fen, account: Fen, cash: Fen, height: Height }),
          ...refusals,
        },
      },
      validatorCompiler: validatorOf(askedShape),
    },
    async (request, reply) => {
      const { reader } = await sessionOf(gateway, request);
      const { organisation, ...draft } = request.body;
      const place = reader.organisations.find(({ id: own }) => own === organisation);
      if (place === undefined || reader.holder.type !== "person") return refuse({ code: "not-for-this-reader" });
      if (!place.roles.includes("physician")) return refuseAtDesk({ code: "not-for-this-role", roles: ["physician"] });
      if (!(await isInCare(gateway, draft.patient, organisation))) return refuse({ code: "not-for-this-reader" });
      const { height, time } = node;
      const answer = await coverageOf(draft, time, priceOf, (contract, key) => registry.read(contract, key));
      if (!answer.ok) return refused(answer.error);
      logLook(gateway, reader, "settlement/estimate", [draft.patient]);
      return reply.header("cache-control", "no-store").send({ ...answer.value, height });
    },
  );
}

/** Whether the house has to do with the patient: it registered them, prescribed to them of late, or has their chart. */
async function isInCare({ node, desk }: Gateway, patient: PersonId, organisation: OrganisationId): Promise<boolean> {
  if (desk.demonstration?.hospital.patients().some((each) => each.patient === patient)) return true;
  const house = { authority: false, ids: [organisation] } as const;
  const registered = { equals: { person: patient, registrar: organisation }, limit: 1 };
  const prescribed = {
    equals: { patient, organisation },
    range: { column: "issued_at", from: node.time - CARE_SECONDS },
    limit: 1,
  };
  const found = await Promise.all([
    node.reading.rowsFor(house, "patients", registered),
    node.reading.rowsFor(house, "prescriptions", prescribed),
  ]);
  return found.some((page) => page.ok && page.value.rows.length > 0);
}

function priceOf(product: string) {
  const medicine = byCode(product);
  if (medicine === undefined) return undefined;
  const { insurance, priceFen } = medicine;
  return { category: insurance === "self" ? "self-pay" : insurance, unitPrice: asFen(priceFen) } as const;
}

type Unreckoned = Extract<Awaited<ReturnType<typeof coverageOf>>, { readonly ok: false }>["error"];

function refused(error: Unreckoned): never {
  if (error.code !== "not-reckonable") throw new Refused(error);
  const { line } = error;
  return refuse({ code: "invalid-request", at: line === undefined ? "body.lines" : `body.lines[${line}].product` });
}
