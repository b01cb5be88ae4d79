import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import type { Status } from "@meridian/prescription/vocabulary";

/** What a doctor's screens read of a row of `prescriptions`. */
export type DoctorPrescription = Row & {
  readonly id: PrescriptionId;
  readonly status: Status;
  readonly since: number;
  readonly patient: PersonId;
  readonly prescriber: PersonId;
  readonly organisation: OrganisationId;
  readonly pharmacy: OrganisationId | null;
  readonly custodian: OrganisationId;
  readonly content: string;
  readonly version: number;
  readonly classes: readonly string[];
  readonly pathway: string;
  readonly pathway_hash: string;
  readonly nominated: OrganisationId | null;
  readonly assigned: OrganisationId | null;
  readonly self_pay: number;
  readonly delivery: number;
  readonly issued_at: number;
  readonly expires_at: number;
  readonly due: number | null;
  readonly cancel_pending: number;
};

const FINAL: ReadonlySet<Status> = new Set([
  ...(["FINALISED", "NO_CLAIM", "CANCELLED", "EXPIRED"] as const),
  ...(["NOT_DISPENSED", "REVERSED", "REVOKED", "COMPLETED"] as const),
]);
/** Whether something may still come of it. */
export const isLive = ({ status }: Pick<DoctorPrescription, "status">): boolean => !FINAL.has(status);

/** Whether it waits for its prescriber: sent back, or a pharmacy asks. */
export const needsPrescriber = ({ status }: Pick<DoctorPrescription, "status">): boolean =>
  status === "RETURNED" || status === "SUBST_PENDING";

const CANCELLABLE: ReadonlySet<Status> = new Set([
  ...(["ISSUED", "IN_REVIEW", "APPROVED", "RETURNED", "SCHEDULED", "ACTIVE"] as const),
  ...(["CLAIMED", "SUBST_PENDING", "SETTLED", "PARTIAL"] as const),
]);
export const isCancellable = ({ status, cancel_pending }: DoctorPrescription): boolean =>
  CANCELLABLE.has(status) && cancel_pending !== 1;

/** Live prescriptions of the same patient that share a class with what is being written: perhaps the same again. */
export const sameClass = (
  rows: readonly DoctorPrescription[],
  classes: readonly string[],
  except?: string,
): readonly DoctorPrescription[] =>
  rows.filter((row) => row.id !== except && isLive(row) && row.classes.some((each) => classes.includes(each)));
