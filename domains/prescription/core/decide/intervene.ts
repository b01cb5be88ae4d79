import type { OrganisationId } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import type { LineOutcome } from "../events.ts";
import type { Rejection } from "../rejection.ts";
import type { Item } from "../state.ts";
import { after, type Scope, scopeOf } from "../vocabulary.ts";
import { actorFor } from "./actor.ts";
import { type Case, type Decision, type Given, no } from "./case.ts";

/** An authority's own key or its officer, and the scope it acts in. */
function authority(
  organisation: OrganisationId,
  given: Given,
): Result<{ readonly scope: Scope | undefined; readonly kind: string }, Rejection> {
  const actor = actorFor(organisation, ["officer"], given);
  if (!actor.ok) return actor;
  const { kind } = actor.value;
  return ok({ scope: scopeOf(kind), kind });
}

/** T21: nothing goes forward for a while, on a legal basis. The same authority may hold again, for longer. */
export function hold(given: Case<"hold">): Decision {
  const { issue, command, context } = given;
  const { organisation, reason, basis, seconds } = command;
  const actor = authority(organisation, given);
  if (!actor.ok) return actor;
  const { scope, kind } = actor.value;
  if (!scope) return no({ code: "not-an-authority", organisation, kind });
  const other = issue.holds[scope];
  if (other && other.organisation !== organisation && context.time <= other.until)
    return no({ code: "already-held", scope, by: other.organisation, until: other.until });
  return ok([{ type: "held", by: organisation, scope, reason, basis, until: after(context.time, seconds) }]);
}

/** T21: by whoever held, or by a court or arbiter. */
export function lift(given: Case<"lift">): Decision {
  const { issue, command, context } = given;
  const { organisation, scope } = command;
  const actor = authority(organisation, given);
  if (!actor.ok) return actor;
  const live = issue.holds[scope];
  if (!live || context.time > live.until) return no({ code: "not-held", scope });
  const { kind } = actor.value;
  if (live.organisation !== organisation && kind !== "court" && kind !== "arbitration")
    return no({ code: "not-your-hold", scope, by: live.organisation });
  return ok([{ type: "lifted", by: organisation, scope }]);
}

/**
 * T22: ended for good, by several authorities, in one transaction or one after another. What has been handed over
 * stays recorded as handed over; a settlement with nothing handed over is undone. What an authority supported counts
 * while it is an active member.
 */
export function revoke(given: Case<"revoke">): Decision {
  const { issue, command, facts, rules } = given;
  const { reason, basis } = command;
  for (const organisation of command.organisations) {
    const actor = authority(organisation, given);
    if (!actor.ok) return actor;
    const { scope, kind } = actor.value;
    if (!scope) return no({ code: "not-an-authority", organisation, kind });
  }
  const added = command.organisations.filter((organisation) => !issue.revokers.includes(organisation));
  const standing = issue.revokers.filter((organisation) => facts.organisation(organisation)?.active === true);
  const by = [...standing, ...added];
  const needed = Math.max(2, rules.params.revokeQuorum);
  // Who was reinstated may complete what had too few: so asking again is refused only where it changes nothing.
  if (added.length === 0 && by.length < needed) return no({ code: "already-supported" });
  if (by.length < needed) return ok([{ type: "revocationSupported", by: added, reason, basis, needed }]);
  const isSupplied = issue.items.some(({ dispensed }) => dispensed > 0);
  const settlement = isSupplied ? null : (issue.settlement?.id ?? null);
  return ok([{ type: "revoked", by, reason, basis, settlement, lines: issue.items.map(ended) }]);
}

function ended({ line, dispensed, state }: Item): LineOutcome {
  if (dispensed > 0) return { line, supplied: 0, dispensed, state: "FULL" };
  return { line, supplied: 0, dispensed, state: state === "NOT_DISPENSED" ? state : "CANCELLED" };
}
