import * as base from "./base.ts";
import { pathway } from "./transitions.ts";

/** A long prescription for a stable chronic illness: up to 12 weeks (长期处方管理规范(试行)), here as dated issues. */
export const chronicRepeat = pathway(
  { id: "chronic-repeat", version: "2026.1", title: { zh: "慢性病长期处方", en: "Chronic repeat" } },
  {
    ...base.params,
    validDays: 28,
    maxSeries: 12,
    minIntervalSeconds: 7 * base.DAY,
    owingWindowSeconds: 30 * base.DAY,
    genericAutoApprove: 1,
  },
  {
    ...base.switches,
    deliveryAllowed: true,
    classes: ["general", "cold-chain"],
    pharmacyKinds: ["pharmacy", "hospital"],
  },
);
