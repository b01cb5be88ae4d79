import type { Recorded, RowChange, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

/** Where each unit is. Bound to a prescription, so only its pharmacy and authorities see a row. */
export const view: View<Event> = {
  domain: "unit",
  version: 1,
  tables: [
    {
      name: "units",
      columns: {
        code: "text",
        status: "text",
        prescription: "text",
        pharmacy: "text",
        recalled_by: "text",
        reason: "text",
        changed_at: "integer",
      },
      primaryKey: ["code"],
      indexes: [["prescription"], ["pharmacy", "status"]],
    },
  ],
  audience: { units: ["pharmacy", "recalled_by"] },
  apply,
};

function apply({ event, record: code }: Recorded<Event>): readonly RowChange[] {
  const { at: changed_at } = event;
  const where = { code };
  switch (event.type) {
    case "dispensed": {
      const { prescription, pharmacy } = event;
      const row = { code, status: "dispensed", prescription, pharmacy, recalled_by: null, reason: null, changed_at };
      return [{ op: "put", table: "units", row }];
    }
    case "takenBack":
      // A recall outlives the return, so a recalled unit keeps its status.
      return [
        {
          op: "patch",
          table: "units",
          where: { ...where, status: "dispensed" },
          set: { status: "returned", changed_at },
        },
        {
          op: "patch",
          table: "units",
          where: { ...where, status: "recalled" },
          set: { prescription: null, changed_at },
        },
      ];
    case "recalled": {
      const { prescription, pharmacy, by: recalled_by, reason } = event;
      const row = { code, status: "recalled", prescription, pharmacy, recalled_by, reason, changed_at };
      return [{ op: "put", table: "units", row }];
    }
  }
}
