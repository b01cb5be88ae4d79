import type { Seconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import { acknowledgeCancel, cancel, cancelEarly } from "./decide/cancel.ts";
import type { Case, Decision } from "./decide/case.ts";
import { answerChange, requestChange } from "./decide/change.ts";
import { circulate } from "./decide/circulate.ts";
import { claim, release } from "./decide/claim.ts";
import { deliver, returnDelivery, ship } from "./decide/deliver.ts";
import { closeOwing, dispense } from "./decide/dispense.ts";
import { hold, lift, revoke } from "./decide/intervene.ts";
import { issue } from "./decide/issue.ts";
import { reconcile, refuse, reverse } from "./decide/reverse.ts";
import { amend, approve, releaseReview, returnToPrescriber, schedule, takeReview } from "./decide/review.ts";
import { cashReceived, lapseSettlement, settle } from "./decide/settle.ts";
import { expire, lapsed } from "./decide/sweep.ts";
import type { Event, Happening, Parties } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { Facts } from "./facts.ts";
import { dueOf, leasesAt, stateAt } from "./lapse.ts";
import type { Rejection } from "./rejection.ts";
import { type Command, type CommandType, commandShape } from "./schema.ts";
import { type Issue, isIssue, type State } from "./state.ts";
import { SWEEPS, TABLE } from "./table.ts";

/** The life of one issue of a prescription: the reference state machine T0 to T22. */
export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "prescription",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: (command) => command.id,
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context, facts: Facts): Result<readonly Event[], Rejection> {
  const decision = isIssue(state)
    ? decideIssue(state, command, context, facts)
    : decideFresh(state, command, context, facts);
  if (!decision.ok) return decision;
  return ok(stamped(state, decision.value, context.time));
}

/** Every event says when, whom it is about and what comes next, so that whoever reads events alone needs no record. */
function stamped(state: State, happenings: readonly Happening[], at: Seconds): readonly Event[] {
  let next = state;
  return happenings.map((happening) => {
    const event: Event = { ...happening, at, parties: partiesOf(isIssue(state) ? state : next, happening), due: null };
    next = evolve(next, event);
    return isIssue(next) ? { ...event, due: dueOf(next) } : event;
  });
}

function decideFresh(state: Exclude<State, Issue>, command: Command, context: Context, facts: Facts): Decision {
  if (command.type === "issue") return issue(state, command, context, facts);
  return command.type === "cancel" ? cancelEarly(state, command, context) : err({ code: "not-issued" });
}

function decideIssue(stored: Issue, command: Command, context: Context, facts: Facts): Decision {
  const { type } = command;
  // Cancellation wins over an expiry that nobody has recorded.
  const now = type === "cancel" ? leasesAt(stored, context.time) : stateAt(stored, context.time);
  if (now !== stored && SWEEPS[stored.status]?.includes(type)) return ok(lapsed(stored, now));
  const refusal = refusalOf(now, type);
  if (refusal) return err(refusal);
  const rules = facts.pathway(now.pathway.hash);
  invariant(rules, "the pathway that an issue pinned stays registered");
  const decision = verbOf({ issue: now, command, context, facts, rules });
  if (!decision.ok || now === stored || decision.value.length === 0) return decision;
  return ok([...lapsed(stored, now), ...decision.value]);
}

/** What the table says before anything else is looked at. */
function refusalOf(issue: Issue, command: CommandType): Rejection | undefined {
  const cell = TABLE[issue.status][command];
  if (typeof cell !== "string") return undefined;
  switch (cell) {
    case "wrong-state":
      return { code: cell, status: issue.status, command };
    case "expired":
      return { code: cell, since: issue.since };
    case "not-yet":
      return { code: cell, notBefore: issue.notBefore };
    case "already-claimed":
      invariant(issue.claim, "what is claimed has a claim");
      return { code: cell, by: issue.claim.organisation, until: issue.claim.until };
    default:
      return { code: cell };
  }
}

type Verbs = { readonly [T in CommandType]: (given: Case<T>) => Decision };
const VERBS: Verbs = {
  issue: () => err({ code: "already-issued" }),
  takeReview,
  releaseReview,
  approve,
  return: returnToPrescriber,
  amend,
  schedule,
  circulate,
  claim,
  release,
  requestChange,
  answerChange,
  settle,
  cashReceived,
  lapseSettlement,
  dispense,
  closeOwing,
  ship,
  deliver,
  returnDelivery,
  cancel,
  acknowledgeCancel,
  expire,
  refuse,
  reverse,
  reconcile,
  hold,
  lift,
  revoke,
};

function verbOf<T extends CommandType>(given: Case<T>): Decision {
  // `given.command` is of type T, so this is its verb; the compiler cannot follow that through the union.
  const verb: (given: Case<T>) => Decision = VERBS[given.command.type as T];
  return verb(given);
}

function partiesOf(state: State, happening: Happening): Parties {
  if (isIssue(state)) {
    const { patient, prescriber, organisation, claim: held } = state;
    const pharmacy = happening.type === "claimed" ? happening.pharmacy : (held?.organisation ?? null);
    return { patient, prescriber, organisation, pharmacy };
  }
  if (happening.type === "issued") {
    const { patient, prescriber, organisation } = happening;
    return { patient, prescriber, organisation, pharmacy: null };
  }
  const prescriber = happening.type === "tombstoned" ? happening.by : null;
  return { patient: null, prescriber, organisation: null, pharmacy: null };
}
