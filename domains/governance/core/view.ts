import { assertNever } from "@meridian/base/invariant";
import type { Recorded, Row, RowChange, Table, View } from "@meridian/kernel/view";
import type { Event, Tally } from "./schema.ts";
import { DEFAULT_THRESHOLDS, type Threshold } from "./subjects.ts";

const tables: readonly Table[] = [
  {
    name: "members",
    columns: { organisation: "text", kind: "text", since: "integer" },
    primaryKey: ["organisation"],
    indexes: [["kind"]],
  },
  {
    name: "thresholds",
    columns: { subject: "text", numerator: "integer", denominator: "integer", kinds: "json" },
    primaryKey: ["subject"],
    indexes: [],
  },
  {
    name: "proposals",
    columns: {
      proposal: "text",
      subject: "text",
      status: "text",
      action: "json",
      target: "text",
      proposer: "text",
      threshold: "json",
      opened_at: "integer",
      deadline: "integer",
      decided_at: "integer",
      yes: "integer",
      no: "integer",
      eligible: "integer",
    },
    primaryKey: ["proposal"],
    indexes: [["status", "deadline"]],
  },
  {
    name: "votes",
    columns: { proposal: "text", organisation: "text", choice: "text", cast_at: "integer" },
    primaryKey: ["proposal", "organisation"],
    indexes: [["organisation"]],
  },
];

/** How the network governs itself is public: who may vote, on what, and how each voted. */
export const view: View<Event> = {
  domain: "governance",
  version: 2,
  tables,
  audience: { members: [], thresholds: [], proposals: [], votes: [] },
  apply,
};

function apply({ event, time }: Recorded<Event>): readonly RowChange[] {
  switch (event.type) {
    case "rollOpened":
      return Object.entries({ ...DEFAULT_THRESHOLDS, ...event.thresholds }).map(([subject, threshold]) =>
        thresholdRow(subject, threshold),
      );
    case "thresholdsSet":
      return event.thresholds.map(({ subject, ...threshold }) => thresholdRow(subject, threshold));
    case "enrolled":
      return [put("members", { organisation: event.organisation, kind: event.kind, since: time })];
    case "struck":
      return [{ op: "delete", table: "members", where: { organisation: event.organisation } }];
    case "proposed":
      return [
        put("proposals", {
          proposal: event.proposal,
          subject: event.subject,
          status: "open",
          action: event.action,
          target: event.target ?? null,
          proposer: event.proposer,
          threshold: event.threshold,
          opened_at: event.openedAt,
          deadline: event.deadline,
          decided_at: null,
          yes: null,
          no: null,
          eligible: null,
        }),
      ];
    case "voted": {
      const { proposal, organisation, choice } = event;
      return [put("votes", { proposal, organisation, choice, cast_at: time })];
    }
    case "passed":
    case "failed":
      return [
        {
          op: "patch",
          table: "proposals",
          where: { proposal: event.proposal },
          set: { status: event.type, decided_at: time, ...columnsOf(event.tally) },
        },
      ];
    default:
      return assertNever(event);
  }
}

const put = (table: string, row: Row): RowChange => ({ op: "put", table, row });
const columnsOf = ({ yes, no, eligible }: Tally): Row => ({ yes, no, eligible });
const thresholdRow = (subject: string, { numerator, denominator, kinds }: Threshold): RowChange =>
  put("thresholds", { subject, numerator, denominator, kinds: kinds ?? null });
