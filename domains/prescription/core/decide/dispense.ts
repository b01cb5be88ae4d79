import type { OrganisationId, UnitCode } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import type { Happening, LineOutcome } from "../events.ts";
import { owingClosed, settledUntil } from "../lapse.ts";
import type { Rejection } from "../rejection.ts";
import type { Supplied } from "../schema.ts";
import type { Item } from "../state.ts";
import { after, CODES_MAX, isControlled, isOver } from "../vocabulary.ts";
import { type Case, type Decision, no, stopOn } from "./case.ts";
import { type Pharmacists, pharmacists, pharmacy } from "./counter.ts";
import { claimableUntil } from "./deliver.ts";
import { permitted, within } from "./guard.ts";
import { outcomesOf } from "./outcome.ts";

/**
 * T11 and T12 in one command: what is handed over now, and what becomes of the rest. It may complete everything from
 * CLAIMED (paid by the patient, or where the pathway settles later) or from SETTLED.
 */
export function dispense(given: Case<"dispense">): Decision {
  const { issue, command, context, rules } = given;
  const stop = stopOn(given) ?? paymentFault(given);
  if (stop) return no(stop);
  const actor = pharmacists(given);
  if (!actor.ok) return actor;
  const few = dispensersFault(given, actor.value);
  if (few) return no(few);
  const lines = linesOf(issue.items, command.lines);
  if (!lines.ok) return lines;
  const codes = codesOf(given);
  if (!codes.ok) return codes;
  const allowed = permitted(given, actor.value);
  if (!allowed.ok) return allowed;
  const isOwing = lines.value.some(({ state }) => state === "PARTIAL" || state === "OWING");
  const window = within(rules.params.owingWindowSeconds, allowed.value);
  const { organisation } = actor.value.claim;
  const dispensed: Happening = {
    type: "dispensed",
    pharmacy: organisation,
    by: actor.value.persons,
    lines: lines.value,
    codes: codes.value,
    paid: issue.settlement === null || issue.settlement.unpaidUntil === null ? null : issue.settlement.id,
    to: isOwing ? "PARTIAL" : "DISPENSED",
    owingUntil: isOwing ? (issue.owingUntil ?? after(context.time, window)) : null,
  };
  const completes = command.handedOver === true && !isOwing;
  return ok([dispensed, ...(completes ? [handedOver(given, organisation)] : [])]);
}

const handedOver = (given: Case<"dispense">, by: OrganisationId): Happening => ({
  type: "delivered",
  by,
  counter: true,
  temperatureLog: null,
  claimableUntil: claimableUntil(given),
});

function paymentFault({ issue, command, context, rules }: Case<"dispense">): Rejection | undefined {
  const { settlement } = issue;
  if (issue.status === "CLAIMED")
    return issue.selfPay || !rules.switches.settlementRequired ? undefined : { code: "settlement-required" };
  if (!settlement || issue.status !== "SETTLED") return undefined;
  const until = settledUntil(settlement);
  if (isOver(until, context.time)) return { code: "settlement-overdue", since: until };
  return settlement.unpaidUntil === null || command.cashPaid === true ? undefined : { code: "cash-unpaid" };
}

/** Controlled drugs pass two pharmacists, whatever the pathway says. */
function dispensersFault(
  { issue, facts, rules, context }: Case<"dispense">,
  actor: Pharmacists,
): Rejection | undefined {
  const controlled = issue.items.some((item) => isControlled(item.class));
  const { organisation } = actor.claim;
  if (controlled && !facts.credential({ organisation }, "dispense-narcotic", undefined, context.time))
    return { code: "credential-missing", holder: organisation, kind: "dispense-narcotic" };
  const needed = Math.max(rules.params.dispensersNeeded, controlled ? 2 : 1);
  const have = actor.persons.length;
  return have < needed ? { code: "second-pharmacist-missing", needed, have } : undefined;
}

/** Every line after this command. What is not mentioned is owed. */
function linesOf(items: readonly Item[], supplied: readonly Supplied[]): Result<readonly LineOutcome[], Rejection> {
  const byLine = new Map<number, Supplied>();
  for (const entry of supplied) {
    if (byLine.has(entry.line)) return err({ code: "duplicate-line", line: entry.line });
    byLine.set(entry.line, entry);
  }
  const outcomes: LineOutcome[] = [];
  for (const item of items) {
    const entry = byLine.get(item.line);
    byLine.delete(item.line);
    const outcome = lineOf(item, entry);
    if (!outcome.ok) return outcome;
    outcomes.push(outcome.value);
  }
  const [unknown] = byLine.keys();
  if (unknown !== undefined) return err({ code: "unknown-line", line: unknown });
  return outcomes.some(({ dispensed }) => dispensed > 0) ? ok(outcomes) : err({ code: "nothing-dispensed" });
}

function lineOf(item: Item, entry: Supplied | undefined): Result<LineOutcome, Rejection> {
  const { line, quantity, dispensed: before, state } = item;
  const isClosed = state === "FULL" || state === "NOT_DISPENSED";
  if (!entry)
    return ok({ line, supplied: 0, dispensed: before, state: state === "HELD_BY_PHARMACY" ? "OWING" : state });
  if (isClosed) return err({ code: "line-closed", line });
  const remaining = quantity - before;
  if (entry.quantity > remaining) return err({ code: "exceeds-prescribed", line, remaining });
  const dispensed = before + entry.quantity;
  const done = { line, supplied: entry.quantity, dispensed };
  if (dispensed === quantity) return ok({ ...done, state: "FULL" });
  const { rest = "owed" } = entry;
  if (rest === "owed") return ok({ ...done, state: dispensed > 0 ? "PARTIAL" : "OWING" });
  return ok({ ...done, state: dispensed > 0 ? "FULL" : "NOT_DISPENSED", reason: rest });
}

/** Trace codes are in at most one live dispense (I3); the unit domain refuses again, in the same transaction. */
function codesOf({ issue, command, facts }: Case<"dispense">): Result<readonly UnitCode[], Rejection> {
  const codes: UnitCode[] = [];
  const seen = new Set<UnitCode>(issue.codes);
  for (const { codes: units } of command.lines)
    for (const unit of units) {
      if (seen.has(unit)) return err({ code: "duplicate-code", unit });
      seen.add(unit);
      const status = facts.unit(unit);
      if (status !== "unknown" && status !== "live") return err({ code: "unit-not-available", unit, status });
      codes.push(unit);
    }
  return seen.size > CODES_MAX ? err({ code: "too-many-codes", max: CODES_MAX }) : ok(codes);
}

/** T14 before its time: only what a waiting cancellation asks for. Over time it happens by itself. */
export function closeOwing(given: Case<"closeOwing">): Decision {
  const { issue, context } = given;
  const actor = pharmacy(given);
  if (!actor.ok) return actor;
  if (!issue.cancelPending) return no({ code: "not-due", due: issue.owingUntil });
  return ok([{ type: "owingClosed", lines: outcomesOf(owingClosed(issue, context.time)) }]);
}
