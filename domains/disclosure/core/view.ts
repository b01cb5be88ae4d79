import { assertNever } from "@meridian/base/invariant";
import type { Recorded, RowChange, View } from "@meridian/kernel/view";
import type { Event, Party } from "./schema.ts";

/** Who looked at what, when and why, for the patient first (EHDS Regulation 2025/327, article 9). */
export const view: View<Event> = {
  domain: "disclosure",
  version: 1,
  tables: [
    {
      name: "disclosures",
      columns: {
        disclosure: "text",
        prescription: "text",
        commitment: "text",
        patient: "text",
        custodian: "text",
        recipient_type: "text",
        recipient: "text",
        ground: "text",
        purpose: "text",
        warrant: "text",
        released_at: "integer",
        released_height: "integer",
        outcome: "text",
        acknowledged_at: "integer",
      },
      primaryKey: ["disclosure"],
      indexes: [
        ["patient", "released_at"],
        ["custodian", "released_at"],
        ["recipient", "released_at"],
        ["prescription", "released_at"],
      ],
    },
    {
      name: "warrants",
      columns: {
        warrant: "text",
        authority: "text",
        court: "text",
        patient: "text",
        scope: "text",
        prescription: "text",
        basis: "text",
        purpose: "text",
        status: "text",
        opened_at: "integer",
        opened_height: "integer",
        expires_at: "integer",
        closed_at: "integer",
        closed_by: "text",
      },
      primaryKey: ["warrant"],
      indexes: [
        ["patient", "opened_at"],
        ["authority", "opened_at"],
        ["court", "opened_at"],
      ],
    },
  ],
  audience: {
    disclosures: ["patient", "custodian", "recipient"],
    warrants: ["patient", "authority", "court"],
  },
  apply,
};

function apply({ event, height }: Recorded<Event>): readonly RowChange[] {
  switch (event.type) {
    case "released": {
      const { id, prescription, commitment, patient, custodian, recipient, ground, purpose, warrant, at } = event;
      const row = {
        disclosure: id,
        prescription,
        commitment,
        patient,
        custodian,
        recipient_type: recipient.type,
        recipient: idOf(recipient),
        ground,
        purpose,
        warrant: warrant ?? null,
        released_at: at,
        released_height: height,
        outcome: null,
        acknowledged_at: null,
      };
      return [{ op: "put", table: "disclosures", row }];
    }
    case "acknowledged": {
      const set = { outcome: event.outcome, acknowledged_at: event.at };
      return [{ op: "patch", table: "disclosures", where: { disclosure: event.id }, set }];
    }
    case "warrantOpened": {
      const { id, authority, court, patient, scope, basis, purpose, at, expires } = event;
      const row = {
        warrant: id,
        authority,
        court,
        patient,
        scope: scope.type,
        prescription: scope.type === "prescription" ? scope.prescription : null,
        basis,
        purpose,
        status: "open",
        opened_at: at,
        opened_height: height,
        expires_at: expires,
        closed_at: null,
        closed_by: null,
      };
      return [{ op: "put", table: "warrants", row }];
    }
    case "warrantClosed": {
      const set = { status: "closed", closed_at: event.at, closed_by: event.by };
      return [{ op: "patch", table: "warrants", where: { warrant: event.id }, set }];
    }
    default:
      return assertNever(event);
  }
}

const idOf = (party: Party): string => (party.type === "organisation" ? party.organisation : party.person);
