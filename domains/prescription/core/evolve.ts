import { assertNever, invariant } from "@meridian/base/invariant";
import { type Event, type Happened, type LineOutcome, statusAfter } from "./events.ts";
import { leasesAt, owingClosed, released, stateAt } from "./lapse.ts";
import type { PrescribedItem } from "./schema.ts";
import { type Issue, type Item, isIssue, type State, withItems } from "./state.ts";

type At<T extends Happened<Event["type"]>["type"]> = Extract<Event, { readonly type: T }>;

/** What an event means. Whether it may happen was decided before; what cannot follow at all is a bug. */
export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case "tombstoned": {
      invariant(!isIssue(state), "only an id without a prescription gets a tombstone");
      const { by: person, reason, at } = event;
      const before = state.status === "tombstone" ? state.by : [];
      return { status: "tombstone", by: [...before, { person, reason, at }] };
    }
    case "issued":
      invariant(!isIssue(state), "a prescription is issued once");
      return issued(event);
    default: {
      invariant(isIssue(state), `${event.type} follows an issue`);
      const next = evolveIssue(state, event);
      const expected = statusAfter(event);
      invariant(expected === undefined || expected === next.status, `${event.type} leads to ${expected}`);
      return next;
    }
  }
}

function issued(event: At<"issued">): Issue {
  const { patient, prescriber, organisation, custodian, content, pathway, series, notBefore, expiresAt } = event;
  const { accessKey, nominated, assigned, selfPay, delivery } = event;
  return {
    status: "ISSUED",
    since: event.at,
    version: 1,
    patient,
    prescriber,
    organisation,
    custodian,
    content,
    pathway: { id: pathway.id, hash: pathway.hash },
    items: openItems(event.items),
    series,
    issuedAt: event.at,
    notBefore,
    expiresAt,
    accessKey,
    nominated,
    assigned,
    selfPay,
    delivery,
    approvals: [],
    review: null,
    returnedUntil: null,
    claim: null,
    change: null,
    substituted: false,
    settlement: null,
    dispensedAt: null,
    owingUntil: null,
    claimableUntil: null,
    codes: [],
    shipment: null,
    cancelPending: null,
    holds: {},
    revokers: [],
  };
}

const openItems = (items: readonly PrescribedItem[]): readonly Item[] =>
  items.map((item) => ({ ...item, dispensed: 0, state: "OPEN" }));

type Later = Exclude<Event, { readonly type: "tombstoned" | "issued" }>;

function evolveIssue(issue: Issue, event: Later): Issue {
  switch (event.type) {
    case "lapsed":
      return event.to === "EXPIRED" ? stateAt(issue, event.at) : leasesAt(issue, event.at);
    case "reviewTaken":
    case "reviewReleased":
    case "seconded":
    case "approved":
    case "returned":
    case "amended":
    case "scheduled":
    case "circulated":
      return beforeTheCounter(issue, event);
    case "claimed":
    case "released":
    case "changeRequested":
    case "changeAnswered":
    case "settled":
    case "cashReceived":
    case "settlementLapsed":
      return atTheCounter(issue, event);
    case "dispensed":
    case "owingClosed":
    case "shipped":
    case "delivered":
    case "deliveryReturned":
      return overTheCounter(issue, event);
    case "cancelMarked":
    case "cancelAcknowledged":
    case "held":
    case "lifted":
    case "revocationSupported":
      return marked(issue, event);
    case "cancelled":
    case "refused":
    case "reversed":
    case "finalised":
    case "revoked":
      return ended(issue, event);
    default:
      return assertNever(event);
  }
}

type Review = "reviewTaken" | "reviewReleased" | "seconded" | "approved" | "returned" | "amended";

function beforeTheCounter(issue: Issue, event: At<Review | "scheduled" | "circulated">): Issue {
  const { at: since } = event;
  switch (event.type) {
    case "reviewTaken": {
      const { by, organisation, until } = event;
      return { ...issue, status: "IN_REVIEW", since, review: { by, organisation, until } };
    }
    case "reviewReleased":
      return { ...issue, status: "ISSUED", since, review: null };
    case "seconded":
      return { ...issue, status: "ISSUED", since, review: null, approvals: event.approvals };
    case "approved":
      return { ...issue, status: "APPROVED", since, review: null, approvals: event.approvals };
    case "returned":
      return { ...issue, status: "RETURNED", since, review: null, approvals: [], returnedUntil: event.until };
    case "amended": {
      const { version, content } = event;
      const items = openItems(event.items);
      return { ...issue, status: "ISSUED", since, version, content, items, returnedUntil: null };
    }
    case "scheduled":
      return { ...issue, status: "SCHEDULED", since };
    case "circulated":
      return { ...issue, status: "ACTIVE", since };
    default:
      return assertNever(event);
  }
}

type Settling = "settled" | "cashReceived" | "settlementLapsed";
type Counter = "claimed" | "released" | "changeRequested" | "changeAnswered" | Settling;

function atTheCounter(issue: Issue, event: At<Counter>): Issue {
  const { at: since } = event;
  switch (event.type) {
    case "claimed": {
      invariant(issue.claim === null, "one live claim per issue");
      const claim = { organisation: event.pharmacy, payer: event.payer, at: since, until: event.until };
      return { ...issue, status: "CLAIMED", since, claim, items: withItems(issue.items, "HELD_BY_PHARMACY") };
    }
    case "released":
      return stateAt(released(issue, since), since);
    case "changeRequested": {
      const { kind, line, until } = event;
      return { ...issue, status: "SUBST_PENDING", since, change: { kind, line, until } };
    }
    case "changeAnswered": {
      const substituted = issue.substituted || event.accepted;
      const content = event.content ?? issue.content;
      const version = event.content ? issue.version + 1 : issue.version;
      return { ...issue, status: "CLAIMED", since, change: null, substituted, content, version };
    }
    case "settled": {
      const { settlement: id, insurer, total, fund, account, cash, unpaidUntil, until } = event;
      const settlement = { id, insurer, total, fund, account, cash, at: since, unpaidUntil, until };
      return { ...issue, status: "SETTLED", since, settlement };
    }
    case "cashReceived":
      return cashPaid(issue);
    case "settlementLapsed":
      return stateAt({ ...issue, status: "CLAIMED", since, settlement: null }, since);
    default:
      return assertNever(event);
  }
}

const cashPaid = (issue: Issue): Issue =>
  issue.settlement === null ? issue : { ...issue, settlement: { ...issue.settlement, unpaidUntil: null } };

type Handing = "dispensed" | "owingClosed" | "shipped" | "delivered" | "deliveryReturned";

function overTheCounter(issue: Issue, event: At<Handing>): Issue {
  const { at: since } = event;
  switch (event.type) {
    case "dispensed": {
      const { to: status, codes, owingUntil } = event;
      return {
        ...cashPaid(issue),
        status,
        since,
        items: afterLines(issue.items, event.lines),
        codes: [...issue.codes, ...codes],
        dispensedAt: issue.dispensedAt ?? since,
        owingUntil,
      };
    }
    case "owingClosed":
      return owingClosed(issue, since);
    case "shipped": {
      const { carrier, pickupKey, until } = event;
      return { ...issue, status: "IN_DELIVERY", since, shipment: { carrier, pickupKey, until } };
    }
    case "delivered":
      return { ...issue, status: "COMPLETED", since, shipment: null, claimableUntil: event.claimableUntil };
    case "deliveryReturned":
      return { ...issue, status: "DISPENSED", since, shipment: null };
    default:
      return assertNever(event);
  }
}

const afterLines = (items: readonly Item[], lines: readonly LineOutcome[]): readonly Item[] =>
  items.map((item) => {
    const outcome = lines.find(({ line }) => line === item.line);
    if (!outcome) return item;
    invariant(outcome.dispensed <= item.quantity, "never more dispensed than prescribed");
    return { ...item, dispensed: outcome.dispensed, state: outcome.state };
  });

type Mark = "cancelMarked" | "cancelAcknowledged" | "held" | "lifted" | "revocationSupported";

function marked(issue: Issue, event: At<Mark>): Issue {
  switch (event.type) {
    case "cancelMarked": {
      const { by, at, acknowledgeBy, to: status } = event;
      const since = status === issue.status ? issue.since : at;
      const cancelPending = { by, at, acknowledgeBy, acknowledged: false };
      return { ...issue, status, since, change: null, cancelPending };
    }
    case "cancelAcknowledged":
      invariant(issue.cancelPending, "what is acknowledged was pending");
      if (event.to === "CANCELLED") return released(issue, event.at);
      if (event.to === "DISPENSED") return owingClosed(issue, event.at);
      return { ...issue, cancelPending: { ...issue.cancelPending, acknowledged: true } };
    case "held":
      return { ...issue, holds: { ...issue.holds, [event.scope]: { organisation: event.by, until: event.until } } };
    case "lifted": {
      const { [event.scope]: _lifted, ...holds } = issue.holds;
      return { ...issue, holds };
    }
    case "revocationSupported":
      return { ...issue, revokers: [...issue.revokers, ...event.by] };
    default:
      return assertNever(event);
  }
}

type End = "cancelled" | "refused" | "reversed" | "finalised" | "revoked";

function ended(issue: Issue, event: At<End>): Issue {
  const { at: since } = event;
  const bare = {
    ...issue,
    since,
    review: null,
    returnedUntil: null,
    claim: null,
    change: null,
    owingUntil: null,
    claimableUntil: null,
    shipment: null,
    cancelPending: null,
  };
  switch (event.type) {
    case "cancelled":
      return { ...bare, status: "CANCELLED", items: withItems(issue.items, "CANCELLED") };
    case "refused":
      return { ...bare, status: "NOT_DISPENSED", settlement: null, codes: [], items: takenBack(issue.items) };
    case "reversed":
      return { ...bare, status: "REVERSED", settlement: null, codes: [], items: takenBack(issue.items) };
    case "finalised":
      return { ...issue, status: "FINALISED", since };
    case "revoked": {
      const settlement = event.settlement === null ? issue.settlement : null;
      return { ...bare, status: "REVOKED", settlement, items: afterLines(issue.items, event.lines) };
    }
    default:
      return assertNever(event);
  }
}

/** Nothing of it is with the patient any more. */
const takenBack = (items: readonly Item[]): readonly Item[] =>
  items.map((item) => ({ ...item, dispensed: 0, state: "NOT_DISPENSED" }));
