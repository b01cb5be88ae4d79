import type {
  Commitment,
  Fen,
  Hash,
  OrganisationId,
  PersonId,
  PrescriptionId,
  Seconds,
  SettlementId,
} from "@meridian/base/ids";
import { ID_LENGTH_MAX } from "@meridian/base/limits";
import { boolean, hash, id, integer, literal, object, optional, type TypeOf, text, union } from "@meridian/base/shape";
import { FEN_MAX, fen, type Scheme, schemeShape } from "./scheme.ts";

/** No dots, so that no settlement's id is the key of a standing or a scheme. */
const settlementId = text<SettlementId>({
  max: ID_LENGTH_MAX,
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  description: "letters, digits, `_`, `-`",
});
const year = integer({ min: 2_000, max: 9_999, description: "calendar year of deductible and cap" });
const signedFen = integer<Fen>({ min: -FEN_MAX as Fen, max: FEN_MAX as Fen, description: "1/100 CNY" });
const used = object({ fundUsed: fen, deductibleUsed: fen });
export type Used = TypeOf<typeof used>;

/** The insurer's answer to a claim, in coded amounts; the reasons line by line stay in its vault. */
export const adjudicateShape = object({
  domain: literal("settlement"),
  type: literal("adjudicate"),
  id: settlementId,
  prescription: id<PrescriptionId>(),
  patient: id<PersonId>("the pseudonym that the prescription carries"),
  pharmacy: id<OrganisationId>(),
  insurer: id<OrganisationId>("signs"),
  scheme: hash<Hash>(),
  /** Salted commitment to the canonical JSON of the adjudication with its trace. */
  detail: hash<Commitment>(),
  total: fen,
  fund: fen,
  account: fen,
  cash: fen,
  /** The pharmacy has the cash leg already; then it signs too. */
  cashPaid: boolean,
  year,
  /** What this claim takes of the year's deductible. */
  deductible: fen,
  /** The person's standing that the insurer reckoned with. */
  before: used,
});

/** By the pharmacy, or by reaction to the handing over with which it took the cash. */
export const payCashShape = object({ domain: literal("settlement"), type: literal("payCash"), id: settlementId });
/** Only by reaction to the prescription's end. */
export const negateShape = object({ domain: literal("settlement"), type: literal("negate"), id: settlementId });
/** Only by reaction to `adjudicated` and `negated`. */
export const accrueShape = object({
  domain: literal("settlement"),
  type: literal("accrue"),
  patient: id<PersonId>(),
  year,
  settlement: settlementId,
  /** That settlement's: nobody who has it not can guess the record from its hash. */
  detail: hash<Commitment>(),
  fund: signedFen,
  deductible: signedFen,
  limits: object({ deductible: fen, annualCap: fen }),
  /** Absent when a settlement is undone: that is right whatever happened since. */
  before: optional(used),
});
export const registerSchemeShape = object({
  domain: literal("settlement"),
  type: literal("registerScheme"),
  organisation: id<OrganisationId>("insurance authority that answers for it"),
  scheme: schemeShape,
});

export const commandShape = union("type", {
  adjudicate: adjudicateShape,
  payCash: payCashShape,
  negate: negateShape,
  accrue: accrueShape,
  registerScheme: registerSchemeShape,
});
export type Command = TypeOf<typeof commandShape>;
export type CommandType = Command["type"];
export type Adjudicate = TypeOf<typeof adjudicateShape>;
export type PayCash = TypeOf<typeof payCashShape>;
export type Negate = TypeOf<typeof negateShape>;
export type Accrue = TypeOf<typeof accrueShape>;
export type RegisterScheme = TypeOf<typeof registerSchemeShape>;

/** Events of a prescription that undo its settlement. */
export const UNDOING = ["reversed", "refused", "settlementLapsed", "revoked"] as const;
export type UndoneBy = (typeof UNDOING)[number];

type OfSettlement = {
  readonly id: SettlementId;
  readonly prescription: PrescriptionId;
  readonly patient: PersonId;
  readonly pharmacy: OrganisationId;
  readonly insurer: OrganisationId;
  readonly detail: Commitment;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
  readonly cashPaid: boolean;
  readonly year: number;
  readonly deductible: Fen;
  readonly limits: Accrue["limits"];
  readonly at: Seconds;
};
export type Event =
  /** Reactions: settlement/accrue and prescription/settle. */
  | ({
      readonly type: "adjudicated";
      readonly scheme: Hash;
      readonly before: Used;
    } & OfSettlement)
  | {
      readonly type: "cashPaid";
      readonly id: SettlementId;
      readonly prescription: PrescriptionId;
      readonly pharmacy: OrganisationId;
      readonly cash: Fen;
      readonly at: Seconds;
    }
  /** Every amount with the other sign. `cashPaid`: the pharmacy owes the cash back. Reaction: settlement/accrue. */
  | ({ readonly type: "negated"; readonly by: UndoneBy } & OfSettlement)
  | {
      readonly type: "accrued";
      readonly patient: PersonId;
      readonly year: number;
      readonly settlement: SettlementId;
      readonly detail: Commitment;
      readonly fund: Fen;
      readonly deductible: Fen;
      readonly fundUsed: Fen;
      readonly deductibleUsed: Fen;
      readonly at: Seconds;
    }
  | {
      readonly type: "schemeRegistered";
      readonly hash: Hash;
      readonly organisation: OrganisationId | null;
      readonly scheme: Scheme;
      readonly at: Seconds;
    };

export type Rejection =
  | { readonly code: "not-the-insurer" }
  | { readonly code: "insurer-inactive" }
  | { readonly code: "not-an-insurer"; readonly kind: string }
  | { readonly code: "unknown-scheme" }
  | { readonly code: "scheme-not-in-force"; readonly from: Seconds; readonly until: Seconds }
  | { readonly code: "wrong-year"; readonly year: number }
  | { readonly code: "unknown-prescription" }
  | { readonly code: "not-claimed"; readonly status: string }
  | { readonly code: "other-pharmacy" }
  | { readonly code: "not-the-payer"; readonly payer: OrganisationId | null }
  | { readonly code: "other-patient" }
  | { readonly code: "cancel-pending" }
  | { readonly code: "legs-do-not-sum"; readonly total: Fen; readonly sum: number }
  | { readonly code: "deductible-exceeds-patient-part" }
  | { readonly code: "cash-unconfirmed" }
  | { readonly code: "already-adjudicated" }
  | { readonly code: "not-adjudicated" }
  | { readonly code: "already-negated" }
  | { readonly code: "not-the-pharmacy" }
  | { readonly code: "no-cash-due" }
  | { readonly code: "not-a-reaction" }
  | { readonly code: "not-for-this-prescription" }
  | { readonly code: "standing-changed"; readonly current: Used }
  | { readonly code: "annual-cap-exceeded"; readonly left: number }
  | { readonly code: "deductible-exceeded"; readonly left: number }
  | { readonly code: "not-an-insurance-authority" }
  | { readonly code: "already-registered" };

/** What this contract must know of other domains, and of its own schemes. Answered from the committed state. */
export type Facts = {
  organisation(id: OrganisationId): { readonly active: boolean; readonly kind: string } | undefined;
  /** Whether an authority holds it, its own domain says, by block time, when this settlement reaches it. */
  prescription(id: PrescriptionId):
    | {
        readonly status: string;
        readonly claimedBy: OrganisationId | null;
        /** Whom the claim asks to pay. */
        readonly payer: OrganisationId | null;
        readonly patient: PersonId;
        readonly cancelPending: boolean;
      }
    | undefined;
  /** A registered scheme: `schemeOf` of this domain's record at `schemeKey(hash)`. */
  scheme(hash: Hash): Scheme | undefined;
};
