import { assertNever } from "@meridian/base/invariant";
import type { RowChange, Table, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

const settlements: Table = {
  name: "settlements",
  columns: {
    id: "text",
    status: "text",
    prescription: "text",
    patient: "text",
    pharmacy: "text",
    insurer: "text",
    scheme: "text",
    detail: "text",
    total: "integer",
    fund: "integer",
    account: "integer",
    cash: "integer",
    cashPaid: "integer",
    year: "integer",
    deductible: "integer",
    adjudicatedAt: "integer",
    negatedAt: "integer",
    negatedBy: "text",
  },
  primaryKey: ["id"],
  indexes: [["prescription"], ["patient", "year"], ["pharmacy"], ["insurer"]],
};

/** One row per booking, so that a reversal stands beside what it reverses and both sum to nothing. */
const entries: Table = {
  name: "settlement_entries",
  columns: {
    id: "text",
    entry: "text",
    prescription: "text",
    patient: "text",
    pharmacy: "text",
    insurer: "text",
    total: "integer",
    fund: "integer",
    account: "integer",
    cash: "integer",
    at: "integer",
  },
  primaryKey: ["id", "entry"],
  indexes: [
    ["insurer", "at"],
    ["pharmacy", "at"],
  ],
};

const standings: Table = {
  name: "standings",
  columns: { patient: "text", year: "integer", fundUsed: "integer", deductibleUsed: "integer", at: "integer" },
  primaryKey: ["patient", "year"],
  indexes: [],
};

const schemes: Table = {
  name: "schemes",
  columns: {
    hash: "text",
    id: "text",
    version: "text",
    organisation: "text",
    validFrom: "integer",
    validUntil: "integer",
    scheme: "json",
  },
  primaryKey: ["hash"],
  indexes: [["id"]],
};

/** Settlements with their legs, the bookings behind them, what people used in a year, and the schemes. */
export const view: View<Event> = {
  domain: "settlement",
  version: 1,
  tables: [settlements, entries, standings, schemes],
  audience: {
    settlements: ["patient", "pharmacy", "insurer"],
    settlement_entries: ["patient", "pharmacy", "insurer"],
    standings: ["patient"],
    schemes: [],
  },
  apply: ({ event }) => changesOf(event),
};

function changesOf(event: Event): readonly RowChange[] {
  switch (event.type) {
    case "adjudicated": {
      const { type: _, before: __, limits: ___, at, cashPaid, ...rest } = event;
      const open = { status: "adjudicated", cashPaid: cashPaid ? 1 : 0, adjudicatedAt: at };
      const row = { ...rest, ...open, negatedAt: null, negatedBy: null };
      return [{ op: "put", table: "settlements", row }, entryOf(event, "settlement")];
    }
    case "cashPaid":
      return [{ op: "patch", table: "settlements", where: { id: event.id }, set: { cashPaid: 1 } }];
    case "negated": {
      const set = { status: "negated", negatedAt: event.at, negatedBy: event.by };
      return [{ op: "patch", table: "settlements", where: { id: event.id }, set }, entryOf(event, "negation")];
    }
    case "accrued": {
      const { patient, year, fundUsed, deductibleUsed, at } = event;
      return [{ op: "put", table: "standings", row: { patient, year, fundUsed, deductibleUsed, at } }];
    }
    case "schemeRegistered": {
      const { hash, organisation, scheme } = event;
      const { id, version, validFrom, validUntil } = scheme;
      return [{ op: "put", table: "schemes", row: { hash, id, version, organisation, validFrom, validUntil, scheme } }];
    }
    default:
      return assertNever(event);
  }
}

function entryOf(event: Extract<Event, { readonly type: "adjudicated" | "negated" }>, entry: string): RowChange {
  const { id, prescription, patient, pharmacy, insurer, total, fund, account, cash, at } = event;
  const row = { id, entry, prescription, patient, pharmacy, insurer, total, fund, account, cash, at };
  return { op: "put", table: "settlement_entries", row };
}
