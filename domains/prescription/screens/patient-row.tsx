import type { Row } from "@meridian/kernel/view";
import type { Status } from "@meridian/prescription/vocabulary";

/** What a patient's screens read of a row of `prescriptions`. */
export type PatientPrescription = Row & {
  readonly id: string;
  readonly status: Status;
  readonly since: number;
  readonly patient: string;
  readonly prescriber: string;
  readonly organisation: string;
  readonly pharmacy: string | null;
  readonly custodian: string;
  readonly carrier: string | null;
  readonly content: string;
  readonly pathway: string;
  readonly pathway_hash: string;
  readonly series_number: number | null;
  readonly series_of: number | null;
  readonly nominated: string | null;
  readonly assigned: string | null;
  readonly self_pay: number;
  readonly delivery: number;
  readonly issued_at: number;
  readonly not_before: number;
  readonly expires_at: number;
  readonly settlement: string | null;
  /** Whom the pharmacy's claim asks to pay. */
  readonly payer: string | null;
  readonly insurer: string | null;
  readonly total: number | null;
  readonly fund: number | null;
  readonly account: number | null;
  readonly cash: number | null;
  readonly unpaid_until: number | null;
  readonly held_health: number | null;
  readonly held_insurance: number | null;
  readonly held_drug: number | null;
  readonly held_court: number | null;
};

const DONE: ReadonlySet<Status> = new Set(["COMPLETED", "FINALISED", "NO_CLAIM"]);
const ENDED: ReadonlySet<Status> = new Set(["CANCELLED", "EXPIRED", "NOT_DISPENSED", "REVERSED", "REVOKED"]);

/** Whether the patient has the medicine and nothing is left to do. */
export const isDone = (status: Status): boolean => DONE.has(status);
/** Whether it ended without the medicine in the patient's hands. */
export const hasEnded = (status: Status): boolean => ENDED.has(status);
export const isOpen = (status: Status): boolean => !isDone(status) && !hasEnded(status);

/** Until when an authority holds it; undefined when none does. */
export function heldUntil(row: PatientPrescription, now: number): number | undefined {
  const holds = [row.held_health, row.held_insurance, row.held_drug, row.held_court];
  const running = holds.filter((until): until is number => until !== null && until >= now);
  return running.length === 0 ? undefined : Math.max(...running);
}

/** A pharmacy that nobody can choose any more: the hospital named it. */
export const namedPharmacy = ({ assigned, nominated }: PatientPrescription): string | undefined =>
  assigned ?? nominated ?? undefined;

/** What a patient can do something about, the most pressing first: what arrives, what waits, what is to be chosen. */
const PRESSING: readonly Status[] = ["IN_DELIVERY", "DISPENSED", "ACTIVE", "PARTIAL"];

/** The prescription that wants the patient now, and why; undefined when none does. */
export function mostPressing(rows: readonly PatientPrescription[], now: number): PatientPrescription | undefined {
  for (const status of PRESSING) {
    const [first] = rows
      .filter((row) => row.status === status && heldUntil(row, now) === undefined)
      .filter((row) => status !== "ACTIVE" || row.expires_at >= now)
      .sort((a, b) => a.expires_at - b.expires_at);
    if (first !== undefined) return first;
  }
  return undefined;
}
