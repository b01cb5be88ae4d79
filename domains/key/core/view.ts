import { assertNever } from "@meridian/base/invariant";
import type { Recorded, RowChange, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

/** The public register of keys: whoever verifies a signature needs it. */
export const view: View<Event> = {
  domain: "key",
  version: 1,
  tables: [
    {
      name: "keys",
      columns: {
        key: "text",
        kind: "text",
        public_key: "text",
        holder_type: "text",
        holder: "text",
        status: "text",
        bound_at: "integer",
        bound_height: "integer",
        revoked_at: "integer",
        revoked_height: "integer",
      },
      primaryKey: ["key"],
      indexes: [["holder", "status"]],
    },
  ],
  audience: { keys: [] },
  apply,
};

function apply({ event, time, height }: Recorded<Event>): readonly RowChange[] {
  const { key } = event;
  switch (event.type) {
    case "bound":
      return [
        {
          op: "put",
          table: "keys",
          row: {
            key,
            kind: event.publicKey.kind,
            public_key: event.publicKey.publicKey,
            holder_type: event.holder.type,
            holder: event.holder.type === "organisation" ? event.holder.organisation : event.holder.person,
            status: "live",
            bound_at: time,
            bound_height: height,
            revoked_at: null,
            revoked_height: null,
          },
        },
      ];
    case "revoked":
      return [
        {
          op: "patch",
          table: "keys",
          where: { key },
          set: { status: "revoked", revoked_at: time, revoked_height: height },
        },
      ];
    default:
      return assertNever(event);
  }
}
