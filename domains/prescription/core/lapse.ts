import { asSeconds, type Seconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { Issue, Item, Settled } from "./state.ts";
import { withItems } from "./state.ts";
import { isOver, type Status } from "./vocabulary.ts";

/**
 * The issue as block time has made it. Nothing waits for a sweeper: a lease that is over is over for whoever comes
 * next, and the first command to succeed afterwards writes the lapse down.
 */
export const stateAt = (issue: Issue, time: Seconds): Issue => expiredAt(leasesAt(issue, time), time);

/** The same without expiry, for cancellation, which wins over an expiry that nobody has recorded yet. */
export function leasesAt(issue: Issue, time: Seconds): Issue {
  switch (issue.status) {
    case "IN_REVIEW": {
      invariant(issue.review, "a review in progress has a reviewer");
      const { until } = issue.review;
      return isOver(until, time) ? { ...issue, status: "ISSUED", since: until, review: null } : issue;
    }
    case "SUBST_PENDING": {
      invariant(issue.change && issue.claim, "a change is asked by whoever holds the claim");
      // The lease goes on during the question, and its end ends both.
      if (isOver(issue.claim.until, time)) return released(issue, issue.claim.until);
      const { until } = issue.change;
      return isOver(until, time) ? { ...issue, status: "CLAIMED", since: until, change: null } : issue;
    }
    case "CLAIMED":
      invariant(issue.claim, "what is claimed has a claim");
      return isOver(issue.claim.until, time) ? released(issue, issue.claim.until) : issue;
    case "PARTIAL":
      invariant(issue.owingUntil !== null, "what is owed is owed until some time");
      return isOver(issue.owingUntil, time) ? owingClosed(issue, issue.owingUntil) : issue;
    case "IN_DELIVERY": {
      invariant(issue.shipment, "what is on its way has a carrier");
      const { until } = issue.shipment;
      return isOver(until, time) ? { ...issue, status: "DISPENSED", since: until, shipment: null } : issue;
    }
    case "COMPLETED": {
      const { claimableUntil: until } = issue;
      if (until === null || !isOver(until, time)) return issue;
      return { ...issue, status: "NO_CLAIM", since: until, claimableUntil: null };
    }
    default:
      return issue;
  }
}

/** States from which an issue expires. PARTIAL never does: what was begun is closed, not expired. */
export const EXPIRABLE: readonly Status[] = ["ISSUED", "IN_REVIEW", "RETURNED", "APPROVED", "SCHEDULED", "ACTIVE"];

function expiredAt(issue: Issue, time: Seconds): Issue {
  if (!EXPIRABLE.includes(issue.status)) return issue;
  const deadline =
    issue.returnedUntil !== null && issue.returnedUntil < issue.expiresAt ? issue.returnedUntil : issue.expiresAt;
  if (!isOver(deadline, time)) return issue;
  return {
    ...issue,
    status: "EXPIRED",
    since: deadline,
    items: withItems(issue.items, "EXPIRED"),
    review: null,
    returnedUntil: null,
  };
}

/** The claim is given up: back to the public, or cancelled when that was waiting (T8, T16). */
export function released(issue: Issue, at: Seconds): Issue {
  const free = { ...issue, since: at, claim: null, change: null };
  return issue.cancelPending
    ? { ...free, status: "CANCELLED", items: withItems(issue.items, "CANCELLED"), cancelPending: null }
    : { ...free, status: "ACTIVE", items: withItems(issue.items, "OPEN") };
}

/** Nothing more will be handed over (T14); what a waiting cancellation reaches is cancelled (T16). */
export const owingClosed = (issue: Issue, at: Seconds): Issue => ({
  ...issue,
  status: "DISPENSED",
  since: at,
  owingUntil: null,
  items: issue.items.map((item) => closedItem(item, issue.cancelPending !== null)),
  cancelPending: null,
});

function closedItem(item: Item, isCancelled: boolean): Item {
  if (item.state === "PARTIAL") return { ...item, state: "FULL" };
  if (item.state === "OWING") return { ...item, state: isCancelled ? "CANCELLED" : "NOT_DISPENSED" };
  return item;
}

/** Until when a settlement stands before anything is handed over. What is over by then is undone by a sweep. */
export const settledUntil = ({ unpaidUntil, until }: Settled): Seconds =>
  unpaidUntil !== null && unpaidUntil < until ? unpaidUntil : until;

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
    issue.status === "SETTLED" && issue.settlement !== null ? settledUntil(issue.settlement) : null,
    issue.claimableUntil,
  ])
    if (deadline !== null && deadline !== undefined) deadlines.push(deadline);
  return deadlines.length > 0 ? asSeconds(Math.min(...deadlines)) : null;
}
