import { assertNever } from "@meridian/base/invariant";
import type { Recorded, RowChange, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

/** The public list of members. Their keys are rows of the key domain. */
export const view: View<Event> = {
  domain: "organisation",
  version: 1,
  tables: [
    {
      name: "organisations",
      columns: {
        organisation: "text",
        kind: "text",
        status: "text",
        name_zh: "text",
        name_en: "text",
        node: "text",
        admitted_at: "integer",
        changed_at: "integer",
        reason: "text",
        proposal: "text",
      },
      primaryKey: ["organisation"],
      indexes: [["kind", "status"]],
    },
  ],
  audience: { organisations: [] },
  apply,
};

function apply({ event, time }: Recorded<Event>): readonly RowChange[] {
  const { organisation } = event;
  const patch = (set: RowSet): readonly RowChange[] => [
    { op: "patch", table: "organisations", where: { organisation }, set: { ...set, changed_at: time } },
  ];
  switch (event.type) {
    case "admitted":
      return [
        {
          op: "put",
          table: "organisations",
          row: {
            organisation,
            kind: event.kind,
            status: "active",
            name_zh: event.name.zh,
            name_en: event.name.en,
            node: event.node ?? null,
            admitted_at: time,
            changed_at: time,
            reason: null,
            proposal: event.proposal ?? null,
          },
        },
      ];
    case "suspended":
      return patch({ status: "suspended", reason: event.reason, proposal: event.proposal ?? null });
    case "reinstated":
      return patch({ status: "active", reason: null, proposal: event.proposal ?? null });
    case "withdrawn":
      return patch({ status: "withdrawn", reason: event.reason, proposal: event.proposal ?? null });
    case "renamed":
      return patch({ name_zh: event.name.zh, name_en: event.name.en });
    case "keyAdded":
    case "keyRevoked":
      return [];
    default:
      return assertNever(event);
  }
}

type RowSet = Extract<RowChange, { readonly op: "patch" }>["set"];
