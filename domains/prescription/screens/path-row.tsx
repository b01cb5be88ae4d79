import type { EventType } from "@meridian/prescription/events";
import type { Status } from "@meridian/prescription/vocabulary";
import type { PrescriptionEventRow } from "./patient-history.tsx";
import type { PatientPrescription } from "./patient-row.tsx";

/** What the page of a prescription's whole path reads of a row of `prescriptions`. */
export type PathRow = PatientPrescription & {
  readonly pathway_hash: string;
  readonly classes: readonly string[];
  readonly last_event: string;
  readonly cancel_pending: number;
};

/** A row of `prescription_events`. */
export type PathEvent = PrescriptionEventRow & {
  readonly transaction: string;
  readonly status: Status | null;
};

export const LANES = ["patient", "hospital", "review", "insurer", "pharmacy", "carrier", "authority"] as const;
export type Lane = (typeof LANES)[number];

/** Whose doing an event is. What time does by itself stays with whoever had the prescription. */
const LANE: { readonly [T in EventType]: Lane | "as-before" } = {
  tombstoned: "hospital",
  issued: "hospital",
  lapsed: "as-before",
  reviewTaken: "review",
  reviewReleased: "review",
  seconded: "review",
  approved: "review",
  returned: "review",
  amended: "hospital",
  scheduled: "hospital",
  circulated: "hospital",
  claimed: "pharmacy",
  released: "pharmacy",
  changeRequested: "pharmacy",
  changeAnswered: "hospital",
  settled: "insurer",
  cashReceived: "pharmacy",
  settlementLapsed: "insurer",
  dispensed: "pharmacy",
  owingClosed: "pharmacy",
  shipped: "carrier",
  delivered: "patient",
  deliveryReturned: "carrier",
  cancelled: "hospital",
  cancelMarked: "hospital",
  cancelAcknowledged: "pharmacy",
  refused: "pharmacy",
  reversed: "pharmacy",
  finalised: "insurer",
  held: "authority",
  lifted: "authority",
  revocationSupported: "authority",
  revoked: "authority",
};

const isKnown = (type: string): type is EventType => Object.hasOwn(LANE, type);

/** The lane of each event, in their order. */
export function lanesOf(events: readonly PathEvent[], patient: string): readonly Lane[] {
  let before: Lane = "hospital";
  return events.map(({ type, detail }) => {
    const lane = isKnown(type) ? LANE[type] : "as-before";
    if (lane !== "as-before") before = lane;
    if ((type === "cancelled" || type === "cancelMarked") && detail["by"] === patient) before = "patient";
    return before;
  });
}

/** Who acted, as far as the event itself says. */
export function actorsOf({ type, detail }: PathEvent, row: PathRow): readonly string[] {
  const { by } = detail;
  if (typeof by === "string") return [by];
  if (Array.isArray(by)) return by.filter((each) => typeof each === "string");
  if (Array.isArray(detail["approvals"])) return detail["approvals"].filter((each) => typeof each === "string");
  if (type === "issued" || type === "amended") return [row.prescriber];
  for (const member of ["pharmacy", "insurer", "carrier", "organisation"]) {
    const id = detail[member];
    if (typeof id === "string") return [id];
  }
  return [];
}

/** The place of an event in an address. */
export const placeOf = ({ height, position }: PathEvent): string => `${height}-${position}`;
