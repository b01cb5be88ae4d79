import type { PersonId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { signedByOrganisation, signedByPerson } from "@meridian/kernel/context";
import type { Rejection } from "../rejection.ts";
import type { PrescribedItem } from "../schema.ts";
import { after } from "../vocabulary.ts";
import { type Actor, ANYBODY, licenceFault, licensedActorFor } from "./actor.ts";
import { type Case, type Decision, type Given, no } from "./case.ts";
import { permission, permitted, within } from "./guard.ts";
import { itemsFault, rightsFault } from "./issue.ts";

/**
 * T1: a pharmacist of the house that issued takes the review up, for the length of a lease. Whoever reviews may read the
 * document and send it back, so it is nobody that the patient never went to.
 */
export function takeReview(given: Case<"takeReview">): Decision {
  const { issue, command, context, facts, rules } = given;
  if (command.organisation !== issue.organisation) return no({ code: "not-the-issuer", issuer: issue.organisation });
  const actor = licensedActorFor(command.organisation, "pharmacist", "licence-pharmacist", given);
  if (!actor.ok) return actor;
  const { person, organisation } = actor.value;
  const licence = licenceFault(actor.value, facts, context.time);
  if (licence) return no(licence);
  if (person === issue.prescriber || person === issue.patient) return no({ code: "is-prescriber" });
  if (issue.approvals.includes(person)) return no({ code: "already-approved" });
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const until = after(context.time, within(rules.params.reviewLeaseSeconds, allowed.value));
  invariant(organisation !== "", "a reviewer acts for an organisation");
  return ok([{ type: "reviewTaken", by: person, organisation, until }]);
}

/** Back to whoever takes it next, by the reviewer or the organisation. Over time it happens by itself. */
export function releaseReview({ issue, context }: Case<"releaseReview">): Decision {
  invariant(issue.review, "a review in progress has a reviewer");
  const { by, organisation } = issue.review;
  if (!signedByPerson(context, by) && !signedByOrganisation(context, organisation))
    return no({ code: "not-your-review" });
  return ok([{ type: "reviewReleased", organisation }]);
}

/** The reviewer in charge, who signed, and colleagues who signed along. */
function reviewer(given: Given): Result<Actor & { readonly person: PersonId }, Rejection> {
  const { issue, context } = given;
  invariant(issue.review, "a review in progress has a reviewer");
  const { by, organisation } = issue.review;
  if (!signedByPerson(context, by)) return err({ code: "not-your-review" });
  const actor = licensedActorFor(organisation, "pharmacist", "licence-pharmacist", given);
  if (!actor.ok) return actor;
  if (!actor.value.persons.includes(by))
    return err({ code: "credential-missing", holder: by, kind: "licence-pharmacist" });
  return ok({ ...actor.value, person: by });
}

/** T2. Where the pathway wants more eyes, they co-sign, or the next one takes the review up. */
export function approve(given: Case<"approve">): Decision {
  const { issue, command, facts, rules } = given;
  const actor = reviewer(given);
  if (!actor.ok) return actor;
  const found = facts.review(command.id, issue.version);
  if (!found) return no({ code: "review-missing" });
  if (found.critical > found.overridden)
    return no({ code: "critical-finding-open", open: found.critical - found.overridden });
  if (found.overridden > 0 && !found.cosigned) return no({ code: "override-not-cosigned" });
  const allowed = permission(given, actor.value);
  if (!allowed.ok) return allowed;
  const others = actor.value.persons.filter((person) => person !== issue.prescriber && person !== issue.patient);
  const approvals = [...new Set([...issue.approvals, ...others])];
  const needed = Math.max(rules.params.reviewersNeeded, allowed.value.quorum);
  return ok([
    approvals.length >= needed
      ? { type: "approved", approvals, ruleSet: found.ruleSet }
      : { type: "seconded", approvals, needed },
  ]);
}

/** T3: back to the prescriber, for coded reasons. */
export function returnToPrescriber(given: Case<"return">): Decision {
  const actor = reviewer(given);
  if (!actor.ok) return actor;
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const until = after(given.context.time, within(given.rules.params.returnWindowSeconds, allowed.value));
  return ok([{ type: "returned", by: actor.value.person, reasons: given.command.reasons, until }]);
}

/** T4: a new version that names the one before, or the same one signed again. */
export function amend(given: Case<"amend">): Decision {
  const { issue, command, context, facts, rules } = given;
  const { previous, content, items } = command;
  if (!signedByPerson(context, issue.prescriber)) return no({ code: "not-the-prescriber" });
  const actor = licensedActorFor(issue.organisation, "physician", "licence-physician", given);
  if (!actor.ok) return actor;
  if (!actor.value.persons.includes(issue.prescriber)) return no({ code: "not-the-prescriber" });
  const licence = licenceFault(actor.value, facts, context.time);
  if (licence) return no(licence);
  if (previous !== issue.content) return no({ code: "previous-mismatch", content: issue.content });
  const fault = rightsFault(items, issue.prescriber, issue.patient, given) ?? itemsFault(items, rules);
  if (fault) return no(fault);
  const confirmed = content === previous;
  if (confirmed && !areSame(items, issue.items)) return no({ code: "content-unchanged" });
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  return ok([{ type: "amended", version: issue.version + 1, previous, content, items, confirmed }]);
}

const areSame = (asked: readonly PrescribedItem[], had: readonly PrescribedItem[]): boolean =>
  asked.length === had.length &&
  asked.every((item, i) => {
    const { line, class: drugClass, quantity } = had[i] ?? item;
    return item.line === line && item.class === drugClass && item.quantity === quantity;
  });

/** T5: approved, but not yet open. */
export function schedule(given: Case<"schedule">): Decision {
  const { issue, context } = given;
  if (issue.notBefore <= context.time) return no({ code: "already-open" });
  const allowed = permitted(given, ANYBODY);
  return allowed.ok ? ok([{ type: "scheduled", until: issue.notBefore }]) : allowed;
}
