import * as base from "./base.ts";
import { pathway } from "./transitions.ts";

/** An outpatient at the hospital's own pharmacy: the prescriber's hospital is assigned, nothing leaves the house. */
export const inHospital = pathway(
  { id: "in-hospital", version: "2026.1", title: { zh: "院内门诊取药", en: "Outpatient at the hospital pharmacy" } },
  { ...base.params, claimLeaseSeconds: base.DAY / 2, genericAutoApprove: 1 },
  {
    ...base.switches,
    nomination: "assigned",
    classes: ["general", "antimicrobial", "psychotropic-2", "toxic", "cold-chain"],
    prescriberKinds: ["hospital"],
    pharmacyKinds: ["hospital"],
  },
);
