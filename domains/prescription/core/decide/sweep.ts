import { asSeconds, type Seconds } from "@meridian/base/ids";
import type { Happening } from "../events.ts";
import { EXPIRABLE } from "../lapse.ts";
import type { Issue } from "../state.ts";
import { type Case, type Decision, no } from "./case.ts";
import { outcomesOf } from "./outcome.ts";

/** What time alone has done since the last command, as the event that writes it down. */
export function lapsed(stored: Issue, now: Issue): readonly Happening[] {
  if (stored === now) return [];
  return [{ type: "lapsed", from: stored.status, to: now.status, lines: outcomesOf(now) }];
}

/** T17 and every other deadline: anybody may have it written down, once it has passed. */
export const expire = ({ issue }: Case<"expire">): Decision => no({ code: "not-due", due: dueOf(issue) });

/** When time alone will next move the issue; null when it will not. The one timer that a sweeper indexes. */
export function dueOf(issue: Issue): Seconds | null {
  const deadlines: Seconds[] = [];
  if (EXPIRABLE.includes(issue.status)) deadlines.push(issue.expiresAt);
  const atCounter = issue.status === "CLAIMED" || issue.status === "SUBST_PENDING";
  for (const deadline of [
    issue.review?.until,
    issue.returnedUntil,
    atCounter ? issue.claim?.until : null,
    issue.change?.until,
    issue.owingUntil,
    issue.shipment?.until,
    issue.settlement?.unpaidUntil,
    issue.claimableUntil,
  ])
    if (deadline !== null && deadline !== undefined) deadlines.push(deadline);
  return deadlines.length > 0 ? asSeconds(Math.min(...deadlines)) : null;
}
