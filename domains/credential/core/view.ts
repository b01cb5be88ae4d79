import { assertNever } from "@meridian/base/invariant";
import type { Recorded, Row, RowChange, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

/** The public register of credentials, of institutions and (by pseudonym) of practitioners. */
export const view: View<Event> = {
  domain: "credential",
  version: 1,
  tables: [
    {
      name: "credentials",
      columns: {
        credential: "text",
        holder_type: "text",
        holder: "text",
        kind: "text",
        status: "text",
        scope: "json",
        number: "text",
        issuer: "text",
        valid_from: "integer",
        valid_until: "integer",
        basis: "text",
        reason: "text",
        changed_by: "text",
        changed_at: "integer",
      },
      primaryKey: ["credential"],
      indexes: [["holder", "kind"], ["kind", "status"], ["number"]],
    },
  ],
  audience: { credentials: [] },
  apply,
};

function apply({ event, record, time }: Recorded<Event>): readonly RowChange[] {
  if (event.type === "issued") {
    const { holder, kind, scope, number, issuer, basis } = event;
    const row: Row = {
      credential: record,
      holder_type: holder.type,
      holder: holder.type === "organisation" ? holder.organisation : holder.person,
      kind,
      status: "active",
      scope,
      number,
      issuer,
      valid_from: event.validFrom,
      valid_until: event.validUntil,
      basis,
      reason: null,
      changed_by: issuer,
      changed_at: time,
    };
    return [{ op: "put", table: "credentials", row }];
  }
  const set = { ...changed(event), changed_by: event.by, changed_at: time };
  return [{ op: "patch", table: "credentials", where: { credential: record }, set }];
}

function changed(event: Exclude<Event, { readonly type: "issued" }>): Row {
  switch (event.type) {
    case "renewed":
      return { valid_from: event.validFrom, valid_until: event.validUntil, basis: event.basis };
    case "scopeAmended":
      return { scope: event.scope, basis: event.basis };
    case "suspended":
    case "revoked":
      return { status: event.type, reason: event.reason };
    case "reinstated":
      return { status: "active", reason: null };
    default:
      return assertNever(event);
  }
}
