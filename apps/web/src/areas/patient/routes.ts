import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const patientPages = [
  page("/p", () => import("./home.tsx"), "PatientHome"),
  page("/p/rx", () => import("./prescriptions.tsx"), "PatientPrescriptions"),
  page("/p/rx/:id", () => import("./prescription.tsx"), "PatientPrescriptionPage"),
  page("/p/documents", () => import("./documents.tsx"), "PatientDocuments"),
  page("/p/access", () => import("./access.tsx"), "PatientAccess"),
  page("/p/keys", () => import("./keys.tsx"), "PatientKeys"),
];
