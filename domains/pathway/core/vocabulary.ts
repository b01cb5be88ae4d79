/** The closed words that a pathway document may use. A new word is a new version of the contract. */

/** States of an issue that nothing leaves. */
export const TERMINAL = [
  "FINALISED",
  "NO_CLAIM",
  "CANCELLED",
  "EXPIRED",
  "NOT_DISPENSED",
  "REVERSED",
  "REVOKED",
] as const;
/** States that something leaves. RETURNED is the review's answer; goods that come back are DISPENSED again. */
export const LIVE = [
  "ISSUED",
  "IN_REVIEW",
  "APPROVED",
  "RETURNED",
  "SCHEDULED",
  "ACTIVE",
  "CLAIMED",
  "SUBST_PENDING",
  "SETTLED",
  "PARTIAL",
  "DISPENSED",
  "IN_DELIVERY",
  "COMPLETED",
] as const;
export type LiveState = (typeof LIVE)[number];
export type PathwayState = LiveState | (typeof TERMINAL)[number];
/** Where `issue` starts: nothing is on the ledger yet. */
export const NONE = "NONE";
/** A target that changes flags (hold, pending cancellation) and not the state. */
export const SAME = "SAME";

export const COMMANDS = [
  "issue",
  "takeReview",
  "releaseReview",
  "approve",
  "return",
  "amend",
  "schedule",
  "circulate",
  "claim",
  "release",
  "requestChange",
  "answerChange",
  "settle",
  "lapseSettlement",
  "dispense",
  "closeOwing",
  "ship",
  "deliver",
  "returnDelivery",
  "cancel",
  "acknowledgeCancel",
  "expire",
  "refuse",
  "reverse",
  "reconcile",
  "hold",
  "lift",
  "revoke",
] as const;
export type PathwayCommand = (typeof COMMANDS)[number];
export const INTERVENTIONS = ["hold", "lift", "revoke"] as const;

/** Kinds of organisations, and `patient` for a patient, who acts for no organisation. */
export const ACTOR_KINDS = [
  "hospital",
  "clinic",
  "pharmacy",
  "insurer",
  "health-commission",
  "insurance-authority",
  "drug-authority",
  "court",
  "arbitration",
  "maker",
  "distributor",
  "carrier",
  "homecare",
  "research",
  "patient",
] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];
/** Who may hold and revoke at any stage, whatever a pathway says: 卫健, 医保, 药监 (lint rule L5). */
export const AUTHORITIES = ["health-commission", "insurance-authority", "drug-authority"] as const;

export const STAFF_ROLES = ["physician", "pharmacist", "nurse", "courier", "registrar", "clerk", "officer"] as const;
export const CREDENTIAL_KINDS = [
  "licence-hospital",
  "licence-clinic",
  "licence-pharmacy",
  "licence-carrier",
  "licence-physician",
  "licence-pharmacist",
  "prescribe-narcotic",
  "prescribe-psychotropic",
  "dispense-narcotic",
  "appointment-insurer",
] as const;
/** Coarse on purpose: the ledger names no drug. */
export const DRUG_CLASSES = [
  "general",
  "antimicrobial",
  "narcotic",
  "psychotropic-1",
  "psychotropic-2",
  "toxic",
  "cold-chain",
] as const;
export type DrugClass = (typeof DRUG_CLASSES)[number];
