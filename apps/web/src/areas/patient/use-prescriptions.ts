import type { PersonId } from "@meridian/base/ids";
import type { PatientPrescription } from "@meridian/prescription-screens/patient-row";
import { useRows } from "@meridian/ui/desk/rows";

const SHOWN_MAX = 500;

/** The patient's prescriptions; lists are in no useful order, so `newestFirst` puts them in one. */
export const usePrescriptions = (patient: PersonId) =>
  useRows<PatientPrescription>("prescriptions", { where: { patient }, limit: SHOWN_MAX });

export const newestFirst = (rows: readonly PatientPrescription[]): readonly PatientPrescription[] =>
  [...rows].sort((a, b) => b.issued_at - a.issued_at);
