import * as base from "./base.ts";
import { pathway } from "./transitions.ts";

/**
 * Narcotic and psychotropic drugs: two pharmacists review, two dispense, the patient names the one place, nothing is
 * sent (麻醉药品和精神药品管理条例; 处方管理办法, articles 22 to 26).
 */
export const controlledDrug = pathway(
  { id: "controlled-drug", version: "2026.1", title: { zh: "麻精药品管控", en: "Controlled drug" } },
  {
    ...base.params,
    maxItems: 1,
    returnWindowSeconds: base.DAY,
    claimLeaseSeconds: base.DAY / 2,
    owingWindowSeconds: base.DAY,
    reviewersNeeded: 2,
    dispensersNeeded: 2,
  },
  {
    ...base.switches,
    nomination: "nominated",
    classes: ["narcotic", "psychotropic-1", "psychotropic-2"],
    prescriberKinds: ["hospital"],
    pharmacyKinds: ["hospital", "pharmacy"],
  },
);
