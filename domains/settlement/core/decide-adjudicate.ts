import type { Hash, OrganisationId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, signedByOrganisation } from "@meridian/kernel/context";
import { PAYER_KINDS } from "@meridian/kernel/vocabulary";
import { yearOf } from "./calendar.ts";
import type { Adjudicate, Event, Facts, Rejection } from "./schema.ts";
import type { Scheme } from "./scheme.ts";
import type { State } from "./state.ts";

/** The insurer's answer: only for a live claim, by a scheme in force, in amounts that sum. */
export function decideAdjudicate(
  state: State,
  command: Adjudicate,
  context: Context,
  facts: Facts,
): Result<readonly Event[], Rejection> {
  if (state.status !== "none") return err({ code: "already-adjudicated" });
  const scheme = schemeInForce(command.scheme, context, facts);
  if (!scheme.ok) return scheme;
  const fault =
    insurerFault(command.insurer, context, facts) ??
    yearFault(command, scheme.value, context) ??
    prescriptionFault(command, facts) ??
    amountFault(command, context);
  if (fault !== undefined) return err(fault);
  const { domain: _, ...adjudicated } = command;
  const { deductible, annualCap } = scheme.value;
  return ok([
    {
      ...adjudicated,
      type: "adjudicated",
      cashPaid: command.cash === 0 || command.cashPaid,
      limits: { deductible, annualCap },
      at: context.time,
    },
  ]);
}

function insurerFault(insurer: OrganisationId, context: Context, facts: Facts): Rejection | undefined {
  if (!signedByOrganisation(context, insurer)) return { code: "not-the-insurer" };
  const known = facts.organisation(insurer);
  if (!known?.active) return { code: "insurer-inactive" };
  return PAYER_KINDS.includes(known.kind) ? undefined : { code: "not-an-insurer", kind: known.kind };
}

function schemeInForce(hash: Hash, { time }: Context, facts: Facts): Result<Scheme, Rejection> {
  const scheme = facts.scheme(hash);
  if (scheme === undefined) return err({ code: "unknown-scheme" });
  const { validFrom: from, validUntil: until } = scheme;
  return time < from || time > until ? err({ code: "scheme-not-in-force", from, until }) : ok(scheme);
}

function yearFault({ year }: Adjudicate, { utcOffset }: Scheme, { time }: Context): Rejection | undefined {
  const current = yearOf(time, utcOffset);
  return year === current ? undefined : { code: "wrong-year", year: current };
}

function prescriptionFault(
  { prescription: id, patient, pharmacy, insurer }: Adjudicate,
  facts: Facts,
): Rejection | undefined {
  const prescription = facts.prescription(id);
  if (prescription === undefined) return { code: "unknown-prescription" };
  if (prescription.status !== "CLAIMED") return { code: "not-claimed", status: prescription.status };
  if (prescription.claimedBy !== pharmacy) return { code: "other-pharmacy" };
  if (prescription.payer !== insurer) return { code: "not-the-payer", payer: prescription.payer };
  if (prescription.patient !== patient) return { code: "other-patient" };
  return prescription.cancelPending ? { code: "cancel-pending" } : undefined;
}

function amountFault(command: Adjudicate, context: Context): Rejection | undefined {
  const { total, fund, account, cash, deductible, cashPaid, pharmacy } = command;
  const sum = fund + account + cash;
  if (sum !== total) return { code: "legs-do-not-sum", total, sum };
  if (deductible > account + cash) return { code: "deductible-exceeds-patient-part" };
  // The insurer cannot know that cash changed hands: the pharmacy says so itself.
  if (cashPaid && cash > 0 && !signedByOrganisation(context, pharmacy)) return { code: "cash-unconfirmed" };
  return undefined;
}
