import type { Commitment, Hash, OrganisationId, PersonId, PrescriptionId, Seconds } from "@meridian/base/ids";
import { hash, id, integer, list, literal, object, oneOf, type TypeOf, union } from "@meridian/base/shape";
import { OVERRIDE_REASONS, type OverrideReason } from "./rule.ts";

/** Findings of one severity. */
export const FINDINGS_MAX = 200;

const count = integer({ min: 0, max: FINDINGS_MAX });
const position = integer({
  min: 0,
  max: 3 * FINDINGS_MAX - 1,
  description: "position among the findings, critical ones first",
});
const ofReview = {
  prescription: id<PrescriptionId>(),
  version: integer({ min: 1, max: 9_999, description: "version of the prescription" }),
};

/** What machine review found, told in numbers. The findings themselves stay in the custodian's vault. */
export const attachShape = object({
  domain: literal("review"),
  type: literal("attach"),
  ...ofReview,
  ruleSet: hash<Hash>(),
  /** Salted commitment to the canonical JSON of the review result. */
  findings: hash<Commitment>(),
  counts: object({ critical: count, warning: count, info: count }),
  /** Critical findings whose override a pharmacist must sign too. */
  coSign: list(position, { max: FINDINGS_MAX, unique: true }),
  /** Critical findings that no reason lifts. */
  final: list(position, { max: FINDINGS_MAX, unique: true }),
  custodian: id<OrganisationId>("keeps the findings and signs"),
});

export const overrideShape = object({
  domain: literal("review"),
  type: literal("override"),
  ...ofReview,
  finding: position,
  reason: oneOf(...OVERRIDE_REASONS),
  /** Salted commitment to what the prescriber wrote. */
  commitment: hash<Commitment>(),
});

/** A pharmacist stands by an override; needed where the rule says so. */
export const coSignShape = object({
  domain: literal("review"),
  type: literal("coSign"),
  ...ofReview,
  finding: position,
});

export const FEEDBACK_OUTCOMES = ["accepted", "overridden"] as const;
/** CDS Hooks feedback: what became of a card. Statistics; it lifts nothing. */
export const feedbackShape = object({
  domain: literal("review"),
  type: literal("feedback"),
  ...ofReview,
  finding: position,
  outcome: oneOf(...FEEDBACK_OUTCOMES),
});

export const commandShape = union("type", {
  attach: attachShape,
  override: overrideShape,
  coSign: coSignShape,
  feedback: feedbackShape,
});
export type Command = TypeOf<typeof commandShape>;
export type CommandType = Command["type"];
export type Attach = TypeOf<typeof attachShape>;
export type OverrideFinding = TypeOf<typeof overrideShape>;
export type CoSign = TypeOf<typeof coSignShape>;
export type Feedback = TypeOf<typeof feedbackShape>;
export type Counts = Attach["counts"];
export type FeedbackOutcome = (typeof FEEDBACK_OUTCOMES)[number];

type Of = {
  readonly prescription: PrescriptionId;
  readonly version: number;
  readonly custodian: OrganisationId;
  /** Of the prescription. */
  readonly organisation: OrganisationId;
};
export type Event =
  | ({
      readonly type: "attached";
      readonly ruleSet: Hash;
      readonly findings: Commitment;
      readonly counts: Counts;
      readonly coSign: readonly number[];
      readonly final: readonly number[];
      readonly prescriber: PersonId;
      readonly at: Seconds;
    } & Of)
  | ({
      readonly type: "overridden";
      readonly finding: number;
      readonly reason: OverrideReason;
      readonly commitment: Commitment;
      readonly by: PersonId;
      readonly at: Seconds;
    } & Of)
  | ({ readonly type: "coSigned"; readonly finding: number; readonly by: PersonId; readonly at: Seconds } & Of)
  | ({
      readonly type: "feedbackGiven";
      readonly finding: number;
      readonly outcome: FeedbackOutcome;
      readonly at: Seconds;
    } & Of);

export type Rejection =
  | { readonly code: "unknown-prescription" }
  | { readonly code: "other-version"; readonly current: number }
  | { readonly code: "not-reviewable"; readonly status: string }
  | { readonly code: "not-the-reviewing-organisation" }
  | { readonly code: "positions-are-not-critical" }
  | { readonly code: "already-attached" }
  | { readonly code: "not-attached" }
  | { readonly code: "unknown-finding"; readonly findings: number }
  | { readonly code: "override-not-allowed" }
  | { readonly code: "not-the-prescriber" }
  | { readonly code: "already-overridden" }
  | { readonly code: "not-overridden" }
  | { readonly code: "not-a-pharmacist" }
  | { readonly code: "not-a-physician"; readonly organisation: OrganisationId }
  | { readonly code: "licence-missing"; readonly holder: PersonId; readonly kind: Licence }
  | { readonly code: "feedback-given"; readonly outcome: FeedbackOutcome };

/** What a physician and a pharmacist practise by. */
export type Licence = "licence-physician" | "licence-pharmacist";

/** What this contract must know of other domains. The network answers from the same committed state. */
export type Facts = {
  /** As block time has made it: what is expired is so for whoever asks. */
  prescription(
    id: PrescriptionId,
    time: Seconds,
  ):
    | {
        readonly organisation: OrganisationId;
        readonly prescriber: PersonId;
        readonly status: string;
        readonly version: number;
      }
    | undefined;
  /** The roles a person has at an organisation now; none when not affiliated. */
  worksAt(person: PersonId, organisation: OrganisationId): readonly string[];
  /** Whether the person holds a live licence of this kind at this time. */
  licensed(person: PersonId, kind: Licence, time: Seconds): boolean;
};
