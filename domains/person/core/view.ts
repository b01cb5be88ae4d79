import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { assertNever } from "@meridian/base/invariant";
import type { Recorded, RowChange, Table, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

const registration = { identity: "text", registrar: "text", registered_at: "integer" } as const;
const tables: readonly Table[] = [
  {
    // The register of practitioners is public, as 医师执业注册查询 is; only the commitment is not in it.
    name: "practitioners",
    columns: { person: "text", registrar: "text", registered_at: "integer" },
    primaryKey: ["person"],
    indexes: [],
  },
  {
    name: "patients",
    columns: { person: "text", ...registration },
    primaryKey: ["person"],
    indexes: [["registrar"]],
  },
  {
    name: "affiliations",
    columns: { person: "text", organisation: "text", roles: "json", since: "integer" },
    primaryKey: ["person", "organisation"],
    indexes: [["organisation"]],
  },
  {
    name: "guardians",
    columns: { person: "text", guardian: "text", since: "integer" },
    primaryKey: ["person", "guardian"],
    indexes: [["guardian"]],
  },
  {
    // One row for each who must know of a waiting recovery: the person, the guardians, the two registrars.
    name: "recoveries",
    columns: { person: "text", reader: "text", key: "text", requested_at: "integer", opens_at: "integer" },
    primaryKey: ["person", "reader"],
    indexes: [["reader", "opens_at"]],
  },
];

export const view: View<Event> = {
  domain: "person",
  version: 1,
  tables,
  audience: {
    practitioners: [],
    affiliations: [],
    patients: ["person", "registrar"],
    guardians: ["person", "guardian"],
    recoveries: ["reader"],
  },
  apply,
};

function apply({ event, time }: Recorded<Event>): readonly RowChange[] {
  const { person } = event;
  switch (event.type) {
    case "registered": {
      const row = { person, registrar: event.registrar ?? null, registered_at: time };
      return event.kind === "practitioner"
        ? [{ op: "put", table: "practitioners", row }]
        : [{ op: "put", table: "patients", row: { ...row, identity: event.identity } }];
    }
    case "affiliated": {
      const { organisation, roles } = event;
      return [{ op: "put", table: "affiliations", row: { person, organisation, roles, since: time } }];
    }
    case "disaffiliated":
      return [{ op: "delete", table: "affiliations", where: { person, organisation: event.organisation } }];
    case "guardianAdded":
      return [{ op: "put", table: "guardians", row: { person, guardian: event.guardian, since: time } }];
    case "guardianRemoved":
      return [{ op: "delete", table: "guardians", where: { person, guardian: event.guardian } }];
    case "recoveryRequested": {
      const readers = new Set<PersonId | OrganisationId>([person, ...event.guardians, ...event.registrars]);
      const { key, requestedAt: requested_at, opensAt: opens_at } = event;
      const told = [...readers].map((reader): RowChange => {
        return { op: "put", table: "recoveries", row: { person, reader, key: key.key, requested_at, opens_at } };
      });
      // A second request replaces the first, whose registrars may be others.
      return [{ op: "delete", table: "recoveries", where: { person } }, ...told];
    }
    case "recoveryVetoed":
    case "recovered":
      return [{ op: "delete", table: "recoveries", where: { person } }];
    case "keyAdded":
    case "keyRevoked":
      return [];
    default:
      return assertNever(event);
  }
}
