/** The network's shared words: what several domains call by the same name. They stand in events, so none changes. */

/** What kinds of members a network has. */
export const ORGANISATION_KINDS = [
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
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** What a practitioner does at an organisation. */
export const STAFF_ROLES = ["physician", "pharmacist", "nurse", "courier", "registrar", "clerk", "officer"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Licences, and rights that go beyond one. `appointment-insurer`: designated for insurance (定点). */
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
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/**
 * What the ledger says about a medicine: its legal class, never its name, and coarse on purpose. 药品管理法 and
 * 处方管理办法: 抗菌药物, 麻醉药品, 第一类精神药品, 第二类精神药品, 医疗用毒性药品, 冷链 (2 to 8 degrees Celsius from maker to
 * patient).
 */
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

/** States of one issue of a prescription that something leaves. */
export const LIVE_STATUSES = [
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
export type LiveStatus = (typeof LIVE_STATUSES)[number];
/** States of one issue of a prescription that nothing leaves. */
export const FINAL_STATUSES = [
  "FINALISED",
  "NO_CLAIM",
  "CANCELLED",
  "EXPIRED",
  "NOT_DISPENSED",
  "REVERSED",
  "REVOKED",
] as const;

/** Kinds of organisation that settle claims, the public one first. */
export const PAYER_KINDS: readonly string[] = ["insurance-authority", "insurer"];
