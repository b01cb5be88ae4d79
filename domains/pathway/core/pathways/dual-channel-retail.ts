import * as base from "./base.ts";
import { pathway } from "./transitions.ts";

/** 双通道: a negotiated drug, reimbursed alike in hospital and at a designated pharmacy of the patient's choice. */
export const dualChannelRetail = pathway(
  { id: "dual-channel-retail", version: "2026.1", title: { zh: "双通道定点零售药店", en: "Dual-channel retail" } },
  base.params,
  {
    ...base.switches,
    classes: ["general", "antimicrobial", "psychotropic-2", "cold-chain"],
    pharmacyKinds: ["pharmacy", "hospital"],
  },
);
