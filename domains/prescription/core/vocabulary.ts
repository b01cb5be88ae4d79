import type { Seconds } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import { type DrugClass, FINAL_STATUSES, LIVE_STATUSES } from "@meridian/kernel/vocabulary";

/** The states of one issue (a fill instance of a prescription). */
export const STATUSES = [...LIVE_STATUSES, ...FINAL_STATUSES] as const;
export type Status = (typeof STATUSES)[number];

/** The states of one line of an issue. */
export const ITEM_STATES = [
  "OPEN",
  "HELD_BY_PHARMACY",
  "PARTIAL",
  "OWING",
  "FULL",
  "NOT_DISPENSED",
  "CANCELLED",
  "EXPIRED",
] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/**
 * Narcotics and first-class psychotropics: their own prescribing right, a second pharmacist at the counter, no
 * prescription to oneself. 麻醉药品和精神药品管理条例, articles 38 to 41; 处方管理办法, article 11.
 */
export const isControlled = (drugClass: DrugClass): boolean =>
  drugClass === "narcotic" || drugClass === "psychotropic-1";

/** Why a reviewer sends a prescription back. 医疗机构处方审核规范, sections on form, legality and suitability. */
export const RETURN_REASONS = [
  "form",
  "prescriber-right",
  "indication",
  "dosage",
  "route",
  "interaction",
  "allergy",
  "contraindication",
  "duplicate-therapy",
  "quantity",
  "skin-test",
  "other",
] as const;

/** Why a line or an issue is not dispensed: the reasons of NHS EPS, then those of a counter in China. */
export const NOT_DISPENSED_REASONS = [
  "not-required",
  "clinically-unsuitable",
  "owings-note",
  "prescription-cancelled",
  "patient-died",
  "illegal-prescription",
  "out-of-scope",
  "item-expired",
  "not-allowed",
  "not-collected",
  "bought-over-the-counter",
  "out-of-stock",
  "not-reimbursed",
  "limit-exceeded",
] as const;
export type NotDispensedReason = (typeof NOT_DISPENSED_REASONS)[number];

export const CANCEL_REASONS = [
  "prescribing-error",
  "contraindication",
  "treatment-changed",
  "clinical-grounds",
  "patient-request",
  "pharmacist-request",
  "patient-died",
  "patient-moved",
] as const;
export const RELEASE_REASONS = ["not-needed", "out-of-stock", "patient-choice", "system-failure", "other"] as const;
export const REVERSE_REASONS = ["returned", "recalled", "wrong-item", "wrong-patient", "billing-error"] as const;
export const CHANGE_KINDS = ["generic", "out-of-stock", "dose-query"] as const;
export const HOLD_REASONS = ["suspected-forgery", "licence-in-doubt", "suspected-fraud", "recall", "order"] as const;
export const REVOKE_REASONS = ["forged", "licence-withdrawn", "recall"] as const;

/** Whose hold it is: every authority acts in its own scope. */
export const SCOPES = ["health", "insurance", "drug", "court"] as const;
export type Scope = (typeof SCOPES)[number];
/** The scope of an organisation kind that supervises, or undefined. */
export function scopeOf(kind: string): Scope | undefined {
  if (kind === "health-commission") return "health";
  if (kind === "insurance-authority") return "insurance";
  if (kind === "drug-authority") return "drug";
  return kind === "court" ? "court" : undefined;
}

export const DAY = 86_400;
/** The longest hold; an authority that needs more holds again. */
export const HOLD_SECONDS_MAX = 90 * DAY;
/** The day of signing and the day of the ledger differ by at most one. */
export const SIGNED_WITHIN_SECONDS = 1 * DAY;
/** How far ahead an issue may be dated: what was right to prescribe is looked at anew once a year. */
export const OPENS_WITHIN_SECONDS = 366 * DAY;
/** Trace codes of one issue; bounds the record and the reactions of one transaction. */
export const CODES_MAX = 100;
/** Prescribers whose cancellation may wait for one id. */
export const TOMBSTONES_MAX = 4;

/** A deadline names the last second in which the thing is still allowed. */
export const isOver = (deadline: Seconds, time: Seconds): boolean => time > deadline;
export const after = (time: Seconds, seconds: number): Seconds => asSeconds(time + seconds);
