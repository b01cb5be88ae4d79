import * as base from "./base.ts";
import { pathway } from "./transitions.ts";

/** A follow-up seen online, delivered home; no specially controlled drug is prescribed online (互联网诊疗管理办法(试行)). */
export const internetHospitalDelivery = pathway(
  {
    id: "internet-hospital-delivery",
    version: "2026.1",
    title: { zh: "互联网医院配送到家", en: "Internet hospital with delivery" },
  },
  { ...base.params, genericAutoApprove: 1 },
  {
    ...base.switches,
    deliveryAllowed: true,
    classes: ["general", "antimicrobial", "cold-chain"],
    prescriberKinds: ["hospital"],
    pharmacyKinds: ["pharmacy", "hospital"],
  },
);
