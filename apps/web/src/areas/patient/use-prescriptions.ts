import type { PersonId } from "@meridian/base/ids";
import type { PatientPrescription } from "@meridian/prescription-screens/patient-row";
import { useRows } from "@meridian/ui/desk/rows";

const SHOWN_MAX = 500;

/** The patient's prescriptions, newest first. */
export const usePrescriptions = (patient: PersonId) =>
  useRows<PatientPrescription>("prescriptions", { where: { patient }, order: "-issued_at", limit: SHOWN_MAX });
