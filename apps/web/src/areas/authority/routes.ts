import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const authorityPages = [
  page("/r", () => import("./region.tsx"), "Region"),
  page("/r/rx", () => import("./prescriptions.tsx"), "RegionPrescriptions"),
  page("/r/rx/:id", () => import("./prescription.tsx"), "PrescriptionPage"),
  page("/r/holds", () => import("./holds.tsx"), "Holds"),
  page("/r/warrants", () => import("./warrants.tsx"), "Warrants"),
  page("/r/pathways", () => import("./pathways.tsx"), "Pathways"),
  page("/r/pathways/:hash", () => import("./pathway.tsx"), "PathwayPage"),
  page("/r/pathways/:hash/edit", () => import("./pathway-edit.tsx"), "PathwayEditPage"),
  page("/r/licences", () => import("./licences.tsx"), "LicencesPage"),
];
