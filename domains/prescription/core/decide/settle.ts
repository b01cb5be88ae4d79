import { invariant } from "@meridian/base/invariant";
import { ok } from "@meridian/base/result";
import { isReactionTo } from "@meridian/kernel/context";
import { settledUntil, stateAt } from "../lapse.ts";
import { after, isOver } from "../vocabulary.ts";
import { type Case, type Decision, no, stopOn } from "./case.ts";
import { permitted, within } from "./guard.ts";

/** T10: the insurer's answer, in the transaction in which the settlement domain gave it. */
export function settle(given: Case<"settle">): Decision {
  const { issue, command, context, facts, rules } = given;
  if (!isReactionTo(context, "settlement", "adjudicated")) return no({ code: "not-a-reaction" });
  const stop = stopOn(given);
  if (stop) return no(stop);
  if (issue.selfPay) return no({ code: "self-pay" });
  const { settlement, insurer, total, fund, account, cash, cashPaid } = command;
  const sum = fund + account + cash;
  if (sum !== total) return no({ code: "sum-mismatch", total, sum });
  const known = facts.organisation(insurer);
  if (!known) return no({ code: "unknown-organisation", organisation: insurer });
  const actor = { organisation: insurer, kind: known.kind, persons: [], roles: [], byKey: true };
  const allowed = permitted(given, actor);
  if (!allowed.ok) return allowed;
  const isUnpaid = cash > 0 && cashPaid !== true;
  const payBy = after(context.time, within(rules.params.settleUnpaidSeconds, allowed.value));
  const unpaidUntil = isUnpaid ? payBy : null;
  const until = after(context.time, rules.params.owingWindowSeconds);
  return ok([{ type: "settled", settlement, insurer, total, fund, account, cash, unpaidUntil, until }]);
}

/** The settlement's domain has the pharmacy's word for the cash leg, which `dispense` may have given before. */
export function cashReceived({ issue, command, context }: Case<"cashReceived">): Decision {
  if (!isReactionTo(context, "settlement", "cashPaid")) return no({ code: "not-a-reaction" });
  const { settlement } = issue;
  invariant(settlement?.id === command.settlement, "cash is paid for the settlement that stands");
  if (settlement.unpaidUntil === null) return ok([]);
  if (isOver(settlement.unpaidUntil, context.time))
    return no({ code: "settlement-overdue", since: settlement.unpaidUntil });
  return ok([{ type: "cashReceived", settlement: settlement.id }]);
}

/** The cash leg was not paid, or nothing handed over in time: the settlement is undone, by whoever notices. */
export function lapseSettlement({ issue, context }: Case<"lapseSettlement">): Decision {
  const { settlement } = issue;
  invariant(settlement, "what is settled has a settlement");
  const due = settledUntil(settlement);
  if (!isOver(due, context.time)) return no({ code: "not-due", due });
  const { status } = stateAt({ ...issue, status: "CLAIMED", settlement: null }, context.time);
  invariant(
    status === "CLAIMED" || status === "ACTIVE" || status === "CANCELLED" || status === "EXPIRED",
    "a claim lives on or ends",
  );
  return ok([{ type: "settlementLapsed", settlement: settlement.id, to: status }]);
}
