import type { Recorded, Row, RowChange, Table, View } from "@meridian/kernel/view";
import { type Event, type LineOutcome, statusAfter } from "./events.ts";
import { classesOf } from "./state.ts";
import type { ItemState } from "./vocabulary.ts";

const PARTIES = { patient: "text", prescriber: "text", organisation: "text", pharmacy: "text" } as const;

const prescriptions: Table = {
  name: "prescriptions",
  columns: {
    id: "text",
    status: "text",
    since: "integer",
    ...PARTIES,
    custodian: "text",
    carrier: "text",
    content: "text",
    version: "integer",
    classes: "json",
    pathway: "text",
    pathway_hash: "text",
    series: "text",
    series_number: "integer",
    series_of: "integer",
    nominated: "text",
    assigned: "text",
    self_pay: "integer",
    delivery: "integer",
    issued_at: "integer",
    not_before: "integer",
    expires_at: "integer",
    review_by: "integer",
    /** When time alone next moves it or asks for a sweep: the sweeper's index. */
    due: "integer",
    settlement: "text",
    /** Who is asked to pay, by the claim. */
    payer: "text",
    insurer: "text",
    total: "integer",
    fund: "integer",
    account: "integer",
    cash: "integer",
    unpaid_until: "integer",
    cancel_pending: "integer",
    acknowledge_by: "integer",
    held_health: "integer",
    held_insurance: "integer",
    held_drug: "integer",
    held_court: "integer",
    last_event: "text",
  },
  primaryKey: ["id"],
  indexes: [
    ["patient", "issued_at"],
    ["organisation", "status"],
    ["pharmacy", "status"],
    ["nominated", "status"],
    ["payer", "status"],
    ["prescriber", "issued_at"],
    ["due"],
    ["status", "since"],
    ["cancel_pending", "acknowledge_by"],
    ["series"],
  ],
};

const items: Table = {
  name: "prescription_items",
  columns: {
    prescription: "text",
    line: "integer",
    class: "text",
    quantity: "integer",
    dispensed: "integer",
    state: "text",
    ...PARTIES,
  },
  primaryKey: ["prescription", "line"],
  indexes: [["class", "state"]],
};

const events: Table = {
  name: "prescription_events",
  columns: {
    prescription: "text",
    height: "integer",
    position: "integer",
    transaction: "text",
    time: "integer",
    type: "text",
    status: "text",
    detail: "json",
    ...PARTIES,
  },
  primaryKey: ["prescription", "height", "position"],
  indexes: [["time"], ["type", "time"], ["pharmacy", "time"], ["organisation", "time"]],
};

/** Issues as they stand, their lines, and what happened to them. Deadlines that nobody recorded show in `due`. */
export const view: View<Event> = {
  domain: "prescription",
  version: 1,
  tables: [prescriptions, items, events],
  audience: {
    prescriptions: [
      "patient",
      "prescriber",
      "organisation",
      "custodian",
      "pharmacy",
      "nominated",
      "assigned",
      "carrier",
      "payer",
      "insurer",
    ],
    prescription_items: ["patient", "prescriber", "organisation", "pharmacy"],
    prescription_events: ["patient", "prescriber", "organisation", "pharmacy"],
  },
  apply,
};

function apply(recorded: Recorded<Event>): readonly RowChange[] {
  const { event, record: id } = recorded;
  const said = timeline(recorded);
  if (event.type === "tombstoned") return [said];
  if (event.type === "issued") return [issuedRow(id, event), ...lineRows(id, event, event.items), said];
  const status = statusAfter(event);
  const set: Row = {
    ...(status && { status }),
    ...(status && event.type !== "cancelMarked" && { since: event.at }),
    due: event.due,
    ...changed(event),
    last_event: event.type,
  };
  const change: RowChange = { op: "patch", table: "prescriptions", where: { id }, set };
  return [change, ...lineChanges(id, event), said];
}

function timeline({ event, record, height, position, transaction, time }: Recorded<Event>): RowChange {
  const { type, parties, at: _at, due: _due, ...detail } = event;
  const status = statusAfter(event) ?? null;
  const row = { prescription: record, height, position, transaction, time, type, status, detail, ...parties };
  return { op: "put", table: "prescription_events", row };
}

function issuedRow(id: string, event: Extract<Event, { readonly type: "issued" }>): RowChange {
  const { at, parties, content, custodian, pathway, series, nominated, assigned, notBefore, expiresAt } = event;
  const nothing = Object.fromEntries(Object.keys(prescriptions.columns).map((column) => [column, null]));
  const row: Row = {
    ...nothing,
    ...parties,
    id,
    status: "ISSUED",
    since: at,
    custodian,
    content,
    version: 1,
    classes: classesOf(event.items),
    pathway: pathway.id,
    pathway_hash: pathway.hash,
    series: series?.id ?? null,
    series_number: series?.number ?? null,
    series_of: series?.of ?? null,
    nominated,
    assigned,
    self_pay: flag(event.selfPay),
    delivery: flag(event.delivery),
    issued_at: at,
    not_before: notBefore,
    expires_at: expiresAt,
    review_by: event.reviewBy,
    due: event.due,
    cancel_pending: 0,
    last_event: event.type,
  };
  return { op: "put", table: "prescriptions", row };
}

const flag = (value: boolean): number => (value ? 1 : 0);

const NOTHING_PENDING = { cancel_pending: 0, acknowledge_by: null };
const UNCLAIMED = { pharmacy: null, payer: null, ...NOTHING_PENDING };
const UNSETTLED = {
  settlement: null,
  insurer: null,
  total: null,
  fund: null,
  account: null,
  cash: null,
  unpaid_until: null,
};

/** What an event changes besides state and deadline. */
function changed(event: Event): Row {
  switch (event.type) {
    case "lapsed":
      if (event.to === "ACTIVE" || event.to === "CANCELLED" || event.to === "EXPIRED") return UNCLAIMED;
      return event.from === "PARTIAL" ? NOTHING_PENDING : {};
    case "amended":
      return { content: event.content, version: event.version, classes: classesOf(event.items) };
    case "claimed":
      return { pharmacy: event.pharmacy, payer: event.payer };
    case "released":
      return UNCLAIMED;
    case "changeAnswered":
      return event.content === null ? {} : { content: event.content };
    case "settled": {
      const { settlement, insurer, total, fund, account, cash, unpaidUntil: unpaid_until } = event;
      return { settlement, insurer, total, fund, account, cash, unpaid_until };
    }
    case "settlementLapsed":
      return { ...UNSETTLED, ...(event.to === "CLAIMED" ? {} : UNCLAIMED) };
    case "cashReceived":
    case "dispensed":
      return { unpaid_until: null };
    case "shipped":
      return { carrier: event.carrier };
    case "cancelMarked":
      return { cancel_pending: 1, acknowledge_by: event.acknowledgeBy };
    case "cancelAcknowledged":
      return event.to === "SETTLED" ? { acknowledge_by: null } : NOTHING_PENDING;
    case "owingClosed":
      return NOTHING_PENDING;
    case "refused":
    case "reversed":
      return { ...UNSETTLED, ...NOTHING_PENDING };
    case "revoked":
      return { ...(event.settlement === null ? {} : UNSETTLED), ...NOTHING_PENDING };
    case "held":
      return { [`held_${event.scope}`]: event.until };
    case "lifted":
      return { [`held_${event.scope}`]: null };
    default:
      return {};
  }
}

type Lines = Extract<Event, { readonly type: "issued" }>["items"];
const lineRows = (prescription: string, { parties }: Event, lines: Lines): readonly RowChange[] =>
  lines.map((line) => ({
    op: "put",
    table: "prescription_items",
    row: { prescription, ...line, dispensed: 0, state: "OPEN", ...parties },
  }));

function lineChanges(prescription: string, event: Event): readonly RowChange[] {
  const every = (state: ItemState, more: Row = {}): readonly RowChange[] => [
    { op: "patch", table: "prescription_items", where: { prescription }, set: { state, ...more } },
  ];
  const each = (lines: readonly LineOutcome[]): readonly RowChange[] =>
    lines.map(({ line, dispensed, state }) => ({
      op: "patch",
      table: "prescription_items",
      where: { prescription, line },
      set: { dispensed, state },
    }));
  switch (event.type) {
    case "amended":
      return [
        { op: "delete", table: "prescription_items", where: { prescription } },
        ...lineRows(prescription, event, event.items),
      ];
    case "claimed":
      return every("HELD_BY_PHARMACY", { pharmacy: event.pharmacy });
    case "released":
    case "settlementLapsed":
      if (event.to === "CLAIMED") return [];
      return every(event.to === "ACTIVE" ? "OPEN" : event.to, { pharmacy: null });
    case "cancelled":
      return every("CANCELLED");
    case "refused":
    case "reversed":
      return every("NOT_DISPENSED", { dispensed: 0 });
    case "lapsed":
      return event.to === "ACTIVE" || event.to === "CANCELLED" || event.to === "EXPIRED"
        ? every(event.to === "ACTIVE" ? "OPEN" : event.to, { pharmacy: null })
        : each(event.lines);
    case "dispensed":
    case "owingClosed":
    case "cancelAcknowledged":
    case "revoked":
      return each(event.lines);
    default:
      return [];
  }
}
