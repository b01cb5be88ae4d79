import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const doctorPages = [
  page("/d", () => import("./worklist.tsx"), "Worklist"),
  page("/d/pt/:id", () => import("./chart.tsx"), "Chart"),
  page("/d/rx/new", () => import("./prescribe.tsx"), "Prescribe"),
  page("/d/rx/:id", () => import("./prescription.tsx"), "DoctorPrescriptionPage"),
];
