import type { OrganisationId, Seconds } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, signedByOrganisation } from "@meridian/kernel/context";
import { PURPOSES_OF } from "./grounds.ts";
import type { CommandOf, Entitlement, Event, Facts, Rejection } from "./schema.ts";

/**
 * The custodian says on the ledger that it hands over a document, before it does. Whether the recipient may have it is
 * not the custodian's opinion: the prescription's own record says so, or a warrant.
 */
export function release(
  command: CommandOf<"release">,
  context: Context,
  facts: Facts,
): Result<readonly Event[], Rejection> {
  const { id, prescription, commitment, custodian, recipient, ground, purpose, warrant } = command;
  if (!signedByOrganisation(context, custodian)) return err({ code: "not-signed-by-custodian", custodian });
  if (!PURPOSES_OF[ground].includes(purpose)) return err({ code: "purpose-not-of-ground", ground, purpose });
  const entitlement = facts.entitlement(prescription, recipient, ground, context.time);
  if (entitlement === undefined) return err({ code: "unknown-prescription" });
  const { patient, content } = entitlement;
  if (entitlement.custodian !== custodian) return err({ code: "wrong-custodian", custodian: entitlement.custodian });
  if (content !== commitment) return err({ code: "wrong-content", content });
  const refusal = ground === "warrant" ? unwarranted(command, entitlement, context.time, facts) : undefined;
  if (refusal !== undefined) return err(refusal);
  if (ground !== "warrant" && warrant !== undefined) return err({ code: "warrant-unasked", ground });
  if (ground !== "warrant" && !entitlement.entitled) return err({ code: "not-entitled", ground });
  // A record names its parties for good; whom the members have suspended since gets nothing by it.
  if (recipient.type === "organisation" && !isActive(recipient.organisation, facts))
    return err({ code: "not-active", organisation: recipient.organisation });
  return ok([
    {
      type: "released",
      id,
      prescription,
      commitment,
      patient,
      custodian,
      recipient,
      ground,
      purpose,
      ...(warrant !== undefined && { warrant }),
      at: context.time,
    },
  ]);
}

const isActive = (id: OrganisationId, facts: Facts): boolean => facts.organisation(id)?.active === true;

/** Why the warrant does not cover this release: it is not live, or opens another thing, for another or to another end. */
function unwarranted(
  { warrant: id, recipient, prescription, purpose }: CommandOf<"release">,
  { patient }: Entitlement,
  time: Seconds,
  facts: Facts,
): Rejection | undefined {
  if (id === undefined) return { code: "warrant-missing" };
  const warrant = facts.warrant(id);
  if (warrant === undefined) return { code: "unknown-warrant", warrant: id };
  if (warrant.closed) return { code: "warrant-closed", warrant: id };
  if (time > warrant.expires) return { code: "warrant-expired", warrant: id, expires: warrant.expires };
  const absent = [warrant.authority, warrant.court].find((party) => !isActive(party, facts));
  if (absent !== undefined) return { code: "not-active", organisation: absent };
  const outside = (member: "recipient" | "scope" | "purpose") =>
    ({ code: "outside-warrant", warrant: id, member }) as const;
  if (recipient.type !== "organisation") return outside("recipient");
  if (recipient.organisation !== warrant.authority && recipient.organisation !== warrant.court)
    return outside("recipient");
  const { scope } = warrant;
  const isCovered = scope.type === "patient" ? scope.patient === patient : scope.prescription === prescription;
  if (!isCovered) return outside("scope");
  return purpose === warrant.purpose ? undefined : outside("purpose");
}
