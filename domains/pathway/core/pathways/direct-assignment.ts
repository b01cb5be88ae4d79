import * as base from "./base.ts";
import { pathway } from "./transitions.ts";

/** The prescriber assigns the pharmacy, for preparations made for one patient; so the patient may not cancel. */
export const directAssignment = pathway(
  { id: "direct-assignment", version: "2026.1", title: { zh: "直接指定药店", en: "Direct assignment" } },
  { ...base.params, validDays: 7 },
  {
    ...base.switches,
    deliveryAllowed: true,
    nomination: "assigned",
    patientMayCancel: false,
    classes: ["general", "antimicrobial", "toxic", "cold-chain"],
    prescriberKinds: ["hospital", "clinic"],
    pharmacyKinds: ["pharmacy", "hospital"],
  },
);
