import { asSeconds, type PersonId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, signedByOrganisation } from "@meridian/kernel/context";
import { AUTHORITY_KINDS, COURT_KINDS, WARRANT_SECONDS_MAX } from "./grounds.ts";
import type { CommandOf, Event, Facts, Rejection, Warrant } from "./schema.ts";

type Decision = Result<readonly Event[], Rejection>;

/** No authority looks by its own word: a court or an arbitration commission that is another organisation countersigns. */
export function openWarrant(command: CommandOf<"openWarrant">, context: Context, facts: Facts): Decision {
  const { id, authority, court, scope, basis, purpose, expires } = command;
  if (authority === court) return err({ code: "own-countersignature" });
  if (!signedByOrganisation(context, authority)) return err({ code: "not-signed-by-authority", authority });
  if (!signedByOrganisation(context, court)) return err({ code: "not-countersigned", court });
  const asking = facts.organisation(authority);
  const countersigning = facts.organisation(court);
  if (asking?.active !== true) return err({ code: "not-active", organisation: authority });
  if (countersigning?.active !== true) return err({ code: "not-active", organisation: court });
  if (!AUTHORITY_KINDS.includes(asking.kind)) return err({ code: "not-an-authority", authority });
  if (!COURT_KINDS.includes(countersigning.kind)) return err({ code: "not-a-court", court });
  const from = asSeconds(context.time + 1);
  const to = asSeconds(context.time + WARRANT_SECONDS_MAX);
  if (expires < from || expires > to) return err({ code: "expires-out-of-range", from, to });
  const patient = patientOf(command, context, facts);
  if (patient === undefined) return err({ code: "unknown-prescription" });
  return ok([
    { type: "warrantOpened", id, authority, court, scope, patient, basis, purpose, at: context.time, expires },
  ]);
}

/** Either of the two that signed it may end it. */
export function closeWarrant(warrant: Warrant & { readonly closed: boolean }, context: Context): Decision {
  const by = [warrant.authority, warrant.court].find((party) => signedByOrganisation(context, party));
  if (by === undefined) return err({ code: "not-a-party" });
  if (warrant.closed) return err({ code: "warrant-closed", warrant: warrant.id });
  return ok([{ type: "warrantClosed", id: warrant.id, by, at: context.time }]);
}

/** The patient sees the warrant, so it always names one. */
function patientOf(
  { scope, authority }: CommandOf<"openWarrant">,
  { time }: Context,
  facts: Facts,
): PersonId | undefined {
  if (scope.type === "patient") return scope.patient;
  const recipient = { type: "organisation", organisation: authority } as const;
  return facts.entitlement(scope.prescription, recipient, "warrant", time)?.patient;
}
