import type { Hash, PathwayId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import {
  boolean,
  either,
  hashText,
  id,
  integer,
  list,
  literal,
  type ObjectOf,
  object,
  oneOf,
  optional,
  type TypeOf,
  text,
} from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import {
  CREDENTIAL_KINDS,
  DRUG_CLASSES,
  FINAL_STATUSES,
  LIVE_STATUSES,
  STAFF_ROLES,
} from "@meridian/kernel/vocabulary";
import { ACTOR_KINDS, COMMANDS, INTERVENTIONS, NONE, SAME } from "./vocabulary.ts";

/** Canonical bytes of a document, so that a proposal to register it fits a payload (PAYLOAD_BYTES_MAX). */
export const DOCUMENT_BYTES_MAX = 12_288;
const TRANSITIONS_MAX = 64;
const YEAR = 366 * 86_400;

const seconds = integer({ min: 0, max: YEAR });
const paramFields = {
  validDays: integer({ min: 1, max: 366 }),
  maxItems: integer({ min: 1, max: 20 }),
  /** Service level for a review to begin; shown, changes no state. */
  reviewSlaSeconds: seconds,
  reviewLeaseSeconds: seconds,
  returnWindowSeconds: seconds,
  claimLeaseSeconds: seconds,
  changeAnswerSeconds: seconds,
  settleUnpaidSeconds: seconds,
  owingWindowSeconds: seconds,
  deliveryWindowSeconds: seconds,
  cancelAcknowledgeSeconds: seconds,
  reversalWindowSeconds: seconds,
  /** After expiry, how long a completed issue waits for its reconciliation before it counts as not claimed. */
  noClaimSeconds: seconds,
  reviewersNeeded: integer({ min: 1, max: 2 }),
  dispensersNeeded: integer({ min: 1, max: 2 }),
  revokeQuorum: integer({ min: 2, max: 5 }),
  maxSeries: integer({ min: 1, max: 99 }),
  minIntervalSeconds: seconds,
  genericAutoApprove: integer({ min: 0, max: 1 }),
} as const;
export const paramsShape = object(paramFields);
export type PathwayParams = ObjectOf<typeof paramFields>;
export type ParamName = keyof PathwayParams;
export const PARAM_NAMES = Object.keys(paramFields) as readonly ParamName[];

const kinds = list(oneOf(...ACTOR_KINDS), { min: 1, max: ACTOR_KINDS.length, unique: true });
export const switchesShape = object({
  deliveryAllowed: boolean,
  settlementRequired: boolean,
  selfPayAllowed: boolean,
  /** Who may claim: anyone (or the patient's nominee), the nominee only, or whom the prescriber assigned. */
  nomination: oneOf("open", "nominated", "assigned"),
  patientMayCancel: boolean,
  classes: list(oneOf(...DRUG_CLASSES), { min: 1, max: DRUG_CLASSES.length, unique: true }),
  prescriberKinds: kinds,
  pharmacyKinds: kinds,
});
export type PathwaySwitches = TypeOf<typeof switchesShape>;

/** Every member that is present must hold: one of the kinds, one of the roles, all of the credentials. */
const byShape = object({
  kinds: optional(kinds),
  roles: optional(list(oneOf(...STAFF_ROLES), { min: 1, max: STAFF_ROLES.length, unique: true })),
  credentials: optional(list(oneOf(...CREDENTIAL_KINDS), { min: 1, max: CREDENTIAL_KINDS.length, unique: true })),
  /** Anyone may submit it, the guard and the deadline decide. */
  system: optional(literal(true)),
});

const transitionId = text({ max: 8, pattern: /^T[0-9]+[a-z]*$/ });
const transitionShape = object({
  id: transitionId,
  from: list(oneOf(NONE, ...LIVE_STATUSES), { min: 1, max: LIVE_STATUSES.length, unique: true }),
  to: oneOf(SAME, ...LIVE_STATUSES, ...FINAL_STATUSES),
  cmd: oneOf(...COMMANDS),
  by: byShape,
  /** Distinct persons (or authorities) that must sign: a number, or the param that says it. */
  quorum: either(
    integer({ min: 1, max: 5 }),
    oneOf<"reviewersNeeded" | "dispensersNeeded" | "revokeQuorum">(
      "reviewersNeeded",
      "dispensersNeeded",
      "revokeQuorum",
    ),
  ),
  /** rxcel-1 over the environment of `environment.ts`. */
  guard: text({ max: 2_048 }),
  /** How long the state it enters may last, and what anyone may submit then. Without `next` it is a service level. */
  deadline: optional(object({ plus: oneOf(...PARAM_NAMES), next: optional(transitionId) })),
  /** What a refusal by the guard is called. */
  error: text({ max: 40, pattern: /^[a-z][a-z-]*$/ }),
});
export type Transition = TypeOf<typeof transitionShape>;

const title = text({ max: 64 });
export const documentShape = object({
  id: id<PathwayId>("pathway"),
  version: text({ max: 16, pattern: /^[0-9]+(\.[0-9]+)*$/ }),
  title: object({ zh: title, en: title }),
  initial: oneOf(...LIVE_STATUSES),
  params: paramsShape,
  switches: switchesShape,
  transitions: list(transitionShape, { min: 1, max: TRANSITIONS_MAX }),
  interventions: list(oneOf(...INTERVENTIONS), { max: INTERVENTIONS.length, unique: true }),
});
export type PathwayDocument = TypeOf<typeof documentShape>;

/** SHA-256 of the canonical JSON of the document: the id of its record, and what a prescription pins. */
export const hashOf = (pathway: PathwayDocument): Hash => hashText<Hash>(sha256(canonicalBytes(pathway)));
