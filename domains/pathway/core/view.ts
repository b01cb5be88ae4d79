import { assertNever } from "@meridian/base/invariant";
import type { Recorded, RowChange, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

/** Every version of every pathway with its whole document: the rules are public. */
export const view: View<Event> = {
  domain: "pathway",
  version: 1,
  tables: [
    {
      name: "pathways",
      columns: {
        hash: "text",
        pathway: "text",
        version: "text",
        title_zh: "text",
        title_en: "text",
        status: "text",
        registered_at: "integer",
        active_from: "integer",
        active_until: "integer",
        superseded_by: "text",
        retired_from: "integer",
        document: "json",
      },
      primaryKey: ["hash"],
      indexes: [["pathway", "status"]],
    },
  ],
  audience: { pathways: [] },
  apply,
};

function apply({ event }: Recorded<Event>): readonly RowChange[] {
  if (event.type === "led") return [];
  const { hash } = event;
  const patch = (set: Extract<RowChange, { readonly op: "patch" }>["set"]): readonly RowChange[] => [
    { op: "patch", table: "pathways", where: { hash }, set },
  ];
  switch (event.type) {
    case "registered":
      return [{ op: "put", table: "pathways", row: rowOf(event) }];
    case "activated":
      return patch({ status: "active", active_from: event.activeFrom, active_until: null, superseded_by: null });
    case "retired":
      return patch({ status: "retired", retired_from: event.retiredFrom });
    case "superseded":
      return patch({ active_until: event.activeUntil, superseded_by: event.by });
    default:
      return assertNever(event);
  }
}

function rowOf({ hash, pathway, registeredAt }: Extract<Event, { readonly type: "registered" }>) {
  return {
    hash,
    pathway: pathway.id,
    version: pathway.version,
    title_zh: pathway.title.zh,
    title_en: pathway.title.en,
    status: "registered",
    registered_at: registeredAt,
    active_from: null,
    active_until: null,
    superseded_by: null,
    retired_from: null,
    document: pathway,
  };
}
