import type { OrganisationId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { ok } from "@meridian/base/result";
import type { Rejection } from "../rejection.ts";
import { after, isOver } from "../vocabulary.ts";
import { actorFor } from "./actor.ts";
import { type Case, type Decision, no } from "./case.ts";
import { pharmacists, pharmacy } from "./counter.ts";
import { permitted } from "./guard.ts";

/** T18: the pharmacy does not supply. What was settled is undone and what was handed over is taken back. */
export function refuse(given: Case<"refuse">): Decision {
  const { issue, command } = given;
  const actor = pharmacists(given);
  if (!actor.ok) return actor;
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  return ok([
    {
      type: "refused",
      by: actor.value.person,
      reason: command.reason,
      settlement: issue.settlement?.id ?? null,
      codes: issue.codes,
    },
  ]);
}

/** T19: the whole issue is undone, by the pharmacy; once the books are closed, by the insurer as well. */
export function reverse(given: Case<"reverse">): Decision {
  const { issue, command } = given;
  const actor = pharmacy(given);
  if (!actor.ok) return actor;
  const fault = insurerFault(given);
  if (fault) return no(fault);
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  return ok([
    {
      type: "reversed",
      pharmacy: actor.value.claim.organisation,
      reason: command.reason,
      settlement: issue.settlement?.id ?? null,
      codes: issue.codes,
    },
  ]);
}

function insurerFault(given: Case<"reverse">): Rejection | undefined {
  const { issue, context, rules } = given;
  if (!issue.settlement) return undefined;
  const { insurer, at } = issue.settlement;
  const until = after(at, rules.params.reversalWindowSeconds);
  if (!isOver(until, context.time) || isSignedForInsurer(given, insurer)) return undefined;
  return { code: "insurer-missing", insurer, since: until };
}

const isSignedForInsurer = (given: Case<"reverse">, insurer: OrganisationId): boolean =>
  actorFor(insurer, ["officer", "clerk"], given).ok;

/** T20: the insurer closes the books over a batch. Without a settlement it is NO_CLAIM by time alone. */
export function reconcile(given: Case<"reconcile">): Decision {
  const { issue, command } = given;
  const { organisation, batch } = command;
  if (!issue.settlement) return no({ code: "not-due", due: null });
  const { insurer } = issue.settlement;
  if (organisation === undefined) return no({ code: "not-the-insurer", insurer });
  const actor = actorFor(organisation, ["officer", "clerk"], given);
  if (!actor.ok) return actor;
  if (organisation !== insurer && actor.value.kind !== "insurance-authority")
    return no({ code: "not-the-insurer", insurer });
  if (batch === undefined) return no({ code: "batch-missing" });
  invariant(issue.status === "COMPLETED", "only what is completed is reconciled");
  const allowed = permitted(given, actor.value);
  return allowed.ok ? ok([{ type: "finalised", by: organisation, batch }]) : allowed;
}
