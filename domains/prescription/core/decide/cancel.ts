import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import { personsOf, signedByPerson } from "@meridian/kernel/context";
import { owingClosed, released } from "../lapse.ts";
import type { Rejection } from "../rejection.ts";
import type { CommandOf } from "../schema.ts";
import type { None, Tombstone } from "../state.ts";
import { after, TOMBSTONES_MAX } from "../vocabulary.ts";
import type { Actor } from "./actor.ts";
import { type Case, type Decision, no } from "./case.ts";
import { pharmacy } from "./counter.ts";
import { permitted, within } from "./guard.ts";
import { outcomesOf } from "./outcome.ts";

/** A cancellation that overtook its prescription waits for it; it binds only the prescriber who signed it. */
export function cancelEarly(state: None | Tombstone, { reason }: CommandOf<"cancel">, context: Context): Decision {
  const [by] = personsOf(context);
  if (by === undefined) return no({ code: "not-a-person" });
  const before = state.status === "tombstone" ? state.by : [];
  if (before.some(({ person }) => person === by)) return ok([]);
  if (before.length >= TOMBSTONES_MAX) return no({ code: "too-many-tombstones" });
  return ok([{ type: "tombstoned", by, reason }]);
}

/** T15 while nobody has it; T16 once a pharmacy does: marked, and carried out when it comes back. */
export function cancel(given: Case<"cancel">): Decision {
  const { issue, command, context, rules } = given;
  const { status } = issue;
  const { reason } = command;
  const actor = canceller(given);
  if (!actor.ok) return actor;
  const [by] = actor.value.persons;
  invariant(by !== undefined, "a person cancels");
  if (issue.cancelPending) return no({ code: "cancel-pending" });
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  if (status !== "CLAIMED" && status !== "SUBST_PENDING" && status !== "SETTLED" && status !== "PARTIAL")
    return ok([{ type: "cancelled", by, reason }]);
  if (by !== issue.prescriber) return no({ code: "patient-may-not-cancel" });
  const acknowledgeBy = after(context.time, within(rules.params.cancelAcknowledgeSeconds, allowed.value));
  const to = status === "SUBST_PENDING" ? "CLAIMED" : status;
  return ok([{ type: "cancelMarked", by, reason, acknowledgeBy, to }]);
}

/** The prescriber for any reason; the patient where the pathway lets them and nobody was assigned. */
function canceller({ issue, context, facts, rules }: Case<"cancel">): Result<Actor, Rejection> {
  const { prescriber, patient, organisation } = issue;
  if (signedByPerson(context, prescriber)) {
    // A prescriber who has left since is still the one who must be able to stop the order.
    const kind = facts.organisation(organisation)?.kind ?? "";
    return ok({ organisation, kind, persons: [prescriber], roles: ["physician"], byKey: false });
  }
  if (!signedByPerson(context, patient)) return err({ code: "not-the-prescriber" });
  if (!rules.switches.patientMayCancel || issue.assigned !== null) return err({ code: "patient-may-not-cancel" });
  return ok({ organisation: "", kind: "patient", persons: [patient], roles: [], byKey: false });
}

/** The pharmacy has seen it. Not having said so in time is for the regulator to ask about. */
export function acknowledgeCancel(given: Case<"acknowledgeCancel">): Decision {
  const { issue, context } = given;
  if (!issue.cancelPending) return no({ code: "no-cancel-pending" });
  if (issue.cancelPending.acknowledged) return no({ code: "already-acknowledged" });
  const actor = pharmacy(given);
  if (!actor.ok) return actor;
  const happened = { type: "cancelAcknowledged", pharmacy: actor.value.claim.organisation } as const;
  if (issue.status === "CLAIMED")
    return ok([{ ...happened, lines: outcomesOf(released(issue, context.time)), to: "CANCELLED" }]);
  if (issue.status === "PARTIAL")
    return ok([{ ...happened, lines: outcomesOf(owingClosed(issue, context.time)), to: "DISPENSED" }]);
  return ok([{ ...happened, lines: outcomesOf(issue), to: "SETTLED" }]);
}
