import type { OrganisationId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { ok } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import { signedByPerson } from "@meridian/kernel/context";
import { PAYER_KINDS } from "@meridian/kernel/vocabulary";
import type { Rejection } from "../rejection.ts";
import type { Issue } from "../state.ts";
import { after, isControlled, isOver, scopeOf } from "../vocabulary.ts";
import { type Actor, actorFor, licenceFault } from "./actor.ts";
import { type Case, type Decision, no, stopOn } from "./case.ts";
import { permitted, within } from "./guard.ts";

/** Who serves at a pharmacy's counter, besides the pharmacy's own key. */
export const COUNTER = ["pharmacist", "clerk"];

/** T7: one pharmacy takes the issue, for the length of a lease. */
export function claim(given: Case<"claim">): Decision {
  const { issue, command, context, facts, rules } = given;
  const actor = actorFor(command.organisation, COUNTER, given);
  if (!actor.ok) return actor;
  const fault =
    stopOn(given) ??
    pharmacyFault(given, actor.value) ??
    licenceFault(actor.value, facts, context.time) ??
    choiceFault(issue, command.organisation, context) ??
    payerFault(given);
  if (fault) return no(fault);
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const until = after(context.time, within(rules.params.claimLeaseSeconds, allowed.value));
  const payer = issue.selfPay ? null : (command.payer ?? null);
  return ok([{ type: "claimed", pharmacy: command.organisation, payer, until }]);
}

/** Who pays is settled with the claim, under the pharmacy's signature and the patient's: nobody else may step in. */
function payerFault({ issue, command: { payer }, facts, rules }: Case<"claim">): Rejection | undefined {
  // Before the claim a pharmacy may not see that the patient pays; then whom it names has nothing to settle.
  if (issue.selfPay) return undefined;
  if (payer === undefined) return rules.switches.settlementRequired ? { code: "payer-missing" } : undefined;
  const known = facts.organisation(payer);
  return known?.active && PAYER_KINDS.includes(known.kind) ? undefined : { code: "not-a-payer", organisation: payer };
}

function pharmacyFault(
  { issue, command, context, facts, rules }: Case<"claim">,
  { kind }: Actor,
): Rejection | undefined {
  const { organisation } = command;
  if (!rules.switches.pharmacyKinds.includes(kind)) return { code: "organisation-kind", organisation, kind };
  const needsRight = issue.items.some((item) => isControlled(item.class));
  return needsRight && !facts.credential({ organisation }, "dispense-narcotic", undefined, context.time)
    ? { code: "credential-missing", holder: organisation, kind: "dispense-narcotic" }
    : undefined;
}

/** An open prescription goes to whoever the patient shows it to; a named pharmacy needs to be shown nothing. */
function choiceFault(issue: Issue, pharmacy: OrganisationId, context: Context): Rejection | undefined {
  const named = issue.assigned ?? issue.nominated;
  if (named !== null) return named === pharmacy ? undefined : { code: "not-nominated", pharmacy: named };
  const shown = signedByPerson(context, issue.patient) || isSignedWith(context, [issue.accessKey]);
  return shown ? undefined : { code: "patient-proof-missing" };
}

/** A key that stands for having been given something: nobody's in the registry, its private half in a code. */
export const isSignedWith = ({ authors }: Context, keys: readonly (string | null | undefined)[]): boolean =>
  authors.some(
    ({ kind, publicKey, holder }) => holder.type === "none" && kind === "ed25519" && keys.includes(publicKey),
  );

/**
 * T8: by the claim's pharmacy, or by an authority that frees many at once after a system failed (NHS EPS 2014).
 * When the lease is over it happens by itself.
 */
export function release(given: Case<"release">): Decision {
  const { issue, command, context } = given;
  invariant(issue.claim, "what is claimed has a claim");
  const by = command.organisation ?? issue.claim.organisation;
  if (by === issue.claim.organisation) {
    const actor = actorFor(by, COUNTER, given);
    if (!actor.ok) return actor;
  } else {
    const actor = actorFor(by, ["officer"], given);
    if (!actor.ok) return actor;
    if (!scopeOf(actor.value.kind)) return no({ code: "not-your-claim", by: issue.claim.organisation });
  }
  const to = issue.cancelPending ? "CANCELLED" : isOver(issue.expiresAt, context.time) ? "EXPIRED" : "ACTIVE";
  return ok([{ type: "released", by, reason: command.reason, to }]);
}
