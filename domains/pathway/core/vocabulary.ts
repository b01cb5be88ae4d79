import { ORGANISATION_KINDS } from "@meridian/kernel/vocabulary";

/** The closed words that a pathway document may use. A new word is a new version of the contract. */

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
export const ACTOR_KINDS = [...ORGANISATION_KINDS, "patient"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];
/** Who may hold and revoke at any stage, whatever a pathway says: 卫健, 医保, 药监 (lint rule L5). */
export const AUTHORITIES = ["health-commission", "insurance-authority", "drug-authority"] as const;
