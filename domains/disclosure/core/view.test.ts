import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import type {
  Commitment,
  DisclosureId,
  Height,
  OrganisationId,
  PersonId,
  PrescriptionId,
  Seconds,
  TransactionId,
  WarrantId,
} from "@meridian/base/ids";
import type { Recorded } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";
import { view } from "./view.ts";

const id = "d-1" as DisclosureId;
const warrant = "w-1" as WarrantId;
const patient = "p-li" as PersonId;
const court = "district-court" as OrganisationId;
const recorded = (event: Event): Recorded<Event> => ({
  height: 3 as Height,
  time: 500 as Seconds,
  position: 0,
  transaction: "00".repeat(32) as TransactionId,
  domain: "disclosure",
  record: event.id,
  event,
});
const columnsOf = (name: string) => Object.keys(view.tables.find((table) => table.name === name)?.columns ?? {});

it("a release is a row that names patient, custodian and recipient", () => {
  const [change] = view.apply(
    recorded({
      type: "released",
      id,
      prescription: "rx-1" as PrescriptionId,
      commitment: "ab".repeat(32) as Commitment,
      patient,
      custodian: "hospital" as OrganisationId,
      recipient: { type: "person", person: "dr-wang" as PersonId },
      ground: "care-team",
      purpose: "TREAT",
      at: 500 as Seconds,
    }),
  );
  if (change?.op !== "put") throw new Error("a release is a new row");
  same(Object.keys(change.row), columnsOf("disclosures"));
  same(
    view.audience["disclosures"]?.map((column) => change.row[column]),
    [patient, "hospital", "dr-wang"],
  );
});

it("an acknowledgement says what the recipient found", () =>
  same(view.apply(recorded({ type: "acknowledged", id, outcome: "damaged", at: 600 as Seconds })), [
    {
      op: "patch",
      table: "disclosures",
      where: { disclosure: id },
      set: { outcome: "damaged", acknowledged_at: 600 },
    },
  ]));

it("a warrant is a row that the patient sees, until it is closed and after", () => {
  const [change] = view.apply(
    recorded({
      type: "warrantOpened",
      id: warrant,
      authority: "commission" as OrganisationId,
      court,
      scope: { type: "patient", patient },
      patient,
      basis: "basis",
      purpose: "HLEGAL",
      at: 500 as Seconds,
      expires: 900 as Seconds,
    }),
  );
  if (change?.op !== "put") throw new Error("a warrant is a new row");
  same(Object.keys(change.row), columnsOf("warrants"));
  same(
    view.audience["warrants"]?.map((column) => change.row[column]),
    [patient, "commission", court],
  );
  same(view.apply(recorded({ type: "warrantClosed", id: warrant, by: court, at: 600 as Seconds })), [
    { op: "patch", table: "warrants", where: { warrant }, set: { status: "closed", closed_at: 600, closed_by: court } },
  ]);
});
