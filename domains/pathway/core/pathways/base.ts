import type { PathwayParams, PathwaySwitches } from "../document.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * What the shipped pathways have in common; each states only what it changes. Valid on the day and up to 3 days, at most
 * 5 drugs (处方管理办法, articles 6 and 18); other windows are the prescription reference's, section 2.2.
 */
export const params: PathwayParams = {
  validDays: 3,
  maxItems: 5,
  reviewSlaSeconds: 30 * MINUTE,
  reviewLeaseSeconds: 15 * MINUTE,
  returnWindowSeconds: 72 * HOUR,
  claimLeaseSeconds: 24 * HOUR,
  changeAnswerSeconds: 2 * HOUR,
  settleUnpaidSeconds: 30 * MINUTE,
  owingWindowSeconds: 5 * DAY,
  deliveryWindowSeconds: 72 * HOUR,
  cancelAcknowledgeSeconds: HOUR,
  reversalWindowSeconds: DAY,
  noClaimSeconds: 180 * DAY,
  reviewersNeeded: 1,
  dispensersNeeded: 1,
  revokeQuorum: 2,
  maxSeries: 1,
  minIntervalSeconds: 0,
  genericAutoApprove: 0,
};

export const switches: PathwaySwitches = {
  deliveryAllowed: false,
  settlementRequired: true,
  selfPayAllowed: true,
  nomination: "open",
  patientMayCancel: true,
  classes: ["general", "antimicrobial"],
  prescriberKinds: ["hospital", "clinic"],
  pharmacyKinds: ["pharmacy"],
};
