import { assertNever } from "@meridian/base/invariant";
import type { Recorded, RowChange, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

/** Which release of the rules holds from which height on: public. Active is whatever is not cancelled and has its height. */
export const view: View<Event> = {
  domain: "protocol",
  version: 1,
  tables: [
    {
      name: "releases",
      columns: {
        release: "integer",
        status: "text",
        height: "integer",
        software: "text",
        scheduled_in: "integer",
        scheduled_at: "integer",
        cancelled_at: "integer",
      },
      primaryKey: ["release"],
      indexes: [["height"]],
    },
  ],
  audience: { releases: [] },
  apply,
};

function apply({ event }: Recorded<Event>): readonly RowChange[] {
  switch (event.type) {
    case "scheduled": {
      const { release, height, software, scheduledIn, scheduledAt } = event;
      return [
        {
          op: "put",
          table: "releases",
          row: {
            release,
            status: "scheduled",
            height,
            software: software ?? null,
            scheduled_in: scheduledIn,
            scheduled_at: scheduledAt,
            cancelled_at: null,
          },
        },
      ];
    }
    case "cancelled": {
      const { release, cancelledAt } = event;
      const set = { status: "cancelled", cancelled_at: cancelledAt };
      return [{ op: "patch", table: "releases", where: { release }, set }];
    }
    default:
      return assertNever(event);
  }
}
