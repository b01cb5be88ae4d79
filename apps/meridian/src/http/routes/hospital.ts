import { Type } from "@fastify/type-provider-typebox";
import { utf8 } from "@meridian/base/bytes";
import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { parseCanonical } from "@meridian/base/json";
import { PAYLOAD_BYTES_MAX } from "@meridian/base/limits";
import { list, object, oneOf, type TypeOf, text } from "@meridian/base/shape";
import { type Payload, payloadShape, signatureShape } from "@meridian/kernel/transaction";
import type { StaffRole } from "@meridian/kernel/vocabulary";
import { type CommandOf, commandShape } from "@meridian/person/schema";
import { dayOf } from "@meridian/region/intake/calendar";
import { type HospitalSystem, NEWCOMERS_MAX } from "../../desk/hospital-system.ts";
import { logLook, sessionOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { Refused, refuse, refuseAtDesk } from "../refusal.ts";
import { AnyJson, bodyOf, Receipt, refusals, validatorOf } from "../schemas.ts";
import { offer } from "./transactions.ts";

const tags = ["desk"];
/** Who works with patients' charts, and where. */
const CHART_ROLES: readonly StaffRole[] = ["physician", "pharmacist", "registrar"];
const CHART_KINDS: readonly string[] = ["hospital", "clinic"];
const RECEIPT_MILLISECONDS = 20_000;

const registrationShape = object({
  transaction: object({
    payload: text({ min: 2, max: PAYLOAD_BYTES_MAX }),
    signatures: list(signatureShape, { min: 1, max: 1 }),
  }),
  name: text({ min: 1, max: 40 }),
  birth: text({ min: 10, max: 10 }),
  sex: oneOf("female", "male"),
});
type Registration = TypeOf<typeof registrationShape>;

/** The invented hospital information system of a demonstration. A real member has its own, and asks that. */
export function hospitalRoutes(app: App, gateway: Gateway): void {
  const { desk } = gateway;

  app.get(
    "/v1/desk/patients",
    {
      schema: {
        tags,
        summary: "A demonstration's patients with what a prescription needs to be reviewed; each look is written down",
        querystring: Type.Object({ organisation: Type.String({ maxLength: 64 }) }),
        response: { 200: Type.Object({ patients: Type.Array(AnyJson) }), ...refusals },
      },
    },
    async (request, reply) => {
      const { reader } = await sessionOf(gateway, request);
      const hospital = desk.demonstration?.hospital ?? refuseAtDesk({ code: "no-hospital-system" });
      const { organisation } = request.query;
      const place = reader.organisations.find(({ id }) => id === (organisation as OrganisationId));
      if (place === undefined || reader.holder.type !== "person") return refuse({ code: "not-for-this-reader" });
      if (!CHART_KINDS.includes(place.kind)) return refuseAtDesk({ code: "no-hospital-system" });
      if (!place.roles.some((role) => CHART_ROLES.includes(role)))
        return refuseAtDesk({ code: "not-for-this-role", roles: CHART_ROLES });
      const patients = hospital.patients();
      logLook(
        gateway,
        reader,
        "desk/patients",
        patients.map(({ patient }) => patient),
      );
      return reply.header("cache-control", "no-store").send({ patients: [...patients] });
    },
  );

  app.post(
    "/v1/desk/registrations",
    {
      schema: {
        tags,
        summary: "Register as a patient of a demonstration: its hospital co-signs",
        body: bodyOf(registrationShape),
        response: { 200: Type.Object({ receipt: Receipt }), ...refusals },
      },
      validatorCompiler: validatorOf(registrationShape),
    },
    async (request) => {
      if (desk.demonstration === undefined) return refuseAtDesk({ code: "only-in-a-demonstration" });
      return { receipt: await registered(gateway, desk.demonstration.hospital, request.body) };
    },
  );
}

async function registered(gateway: Gateway, hospital: HospitalSystem, registration: Registration) {
  const { transaction, name, birth, sex } = registration;
  const clerk = hospital.desk ?? refuseAtDesk({ code: "no-hospital-system" });
  if (dayOf(birth) === undefined) return refuse({ code: "invalid-request", at: "body.birth" });
  const patient = patientIn(gateway, transaction);
  const { desk, readers } = gateway;
  const locked = desk.registrations.lockedFor("all", readers.now);
  if (locked !== undefined) return refuseAtDesk({ code: "too-many-registrations", retryAfter: locked });
  if (hospital.isFull) return refuseAtDesk({ code: "registrations-full", max: NEWCOMERS_MAX });
  desk.registrations.count("all", readers.now);
  const signature = await clerk.sign(utf8(transaction.payload));
  const signed = { ...transaction, signatures: [...transaction.signatures, signature] };
  const standing = await offer(gateway, signed, RECEIPT_MILLISECONDS);
  if ("rejection" in standing) throw new Refused(standing.rejection);
  const receipt = standing.receipt ?? refuseAtDesk({ code: "registration-undecided" });
  if (receipt.outcome.status === "committed") hospital.remember({ patient, name, birth, sex });
  return receipt;
}

/** Who registers: the one command is a patient's registration, and the signature that of the key in it. */
function patientIn({ node }: Gateway, { payload: written, signatures }: Registration["transaction"]): PersonId {
  const payload = parseCanonical(utf8(written));
  const at = payload === undefined ? "payload" : payloadShape.fault(payload, "payload");
  if (at !== undefined) return refuseAtDesk({ code: "not-a-registration", at });
  const { network, commands } = payload as Payload;
  const [command] = commands;
  const odd = (place: string) => refuseAtDesk({ code: "not-a-registration", at: `payload.${place}` });
  if (network !== node.genesis.network) return odd("network");
  if (commands.length !== 1 || command?.domain !== "person" || command.type !== "register") return odd("commands");
  const fault = commandShape.fault(command, "commands[0]");
  if (fault !== undefined) return odd(fault);
  const { id, kind, key } = command as CommandOf<"register">;
  if (kind !== "patient" || !id.startsWith("p-")) return odd("commands[0].kind");
  const [signature] = signatures;
  if (signature?.kind !== key.kind || signature.key !== key.publicKey)
    return refuseAtDesk({ code: "not-a-registration", at: "signatures[0]" });
  return id;
}
