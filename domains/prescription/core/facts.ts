import type { Hash, OrganisationId, PathwayId, PersonId, PrescriptionId, Seconds, UnitCode } from "@meridian/base/ids";

/** What a pathway's guard may read of an issue. Integers, booleans and text only, so that it is the same everywhere. */
export type RxVariables = {
  readonly status: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly notBefore: number;
  /** Number of lines. */
  readonly items: number;
  /** Which of a series, 1 when alone. */
  readonly series: number;
  readonly seriesOf: number;
  readonly cancelPending: boolean;
  readonly held: boolean;
  readonly selfPay: boolean;
  /** Empty when nobody is. */
  readonly nominated: string;
  readonly assigned: string;
  readonly claimedBy: string;
  readonly classes: readonly string[];
  readonly delivery: boolean;
  readonly substituted: boolean;
};

export type PathwayParams = {
  readonly validDays: number;
  readonly maxItems: number;
  readonly reviewSlaSeconds: number;
  readonly reviewLeaseSeconds: number;
  readonly returnWindowSeconds: number;
  readonly claimLeaseSeconds: number;
  readonly changeAnswerSeconds: number;
  readonly settleUnpaidSeconds: number;
  readonly owingWindowSeconds: number;
  readonly deliveryWindowSeconds: number;
  readonly cancelAcknowledgeSeconds: number;
  readonly reversalWindowSeconds: number;
  readonly noClaimSeconds: number;
  readonly reviewersNeeded: number;
  readonly dispensersNeeded: number;
  readonly revokeQuorum: number;
  readonly maxSeries: number;
  readonly minIntervalSeconds: number;
  /** 1: a change to a generic of the same substance and strength needs no answer. */
  readonly genericAutoApprove: number;
};

export type PathwaySwitches = {
  readonly deliveryAllowed: boolean;
  readonly settlementRequired: boolean;
  readonly selfPayAllowed: boolean;
  readonly nomination: "open" | "nominated" | "assigned";
  readonly patientMayCancel: boolean;
  readonly classes: readonly string[];
  readonly prescriberKinds: readonly string[];
  readonly pharmacyKinds: readonly string[];
};

export type GuardRequest = {
  readonly command: string;
  readonly from: string;
  readonly actor: {
    readonly organisation: string;
    readonly kind: string;
    readonly roles: readonly string[];
    readonly credentials: readonly string[];
    /** Whether one of them is held, for asking without looking all of them up. */
    readonly holds?: (credential: string) => boolean;
  };
  readonly rx: RxVariables;
  readonly now: number;
};
export type GuardAnswer =
  | {
      readonly allowed: true;
      readonly transition: string;
      readonly to: string;
      readonly quorum: number;
      readonly deadlineSeconds: number | null;
    }
  | {
      readonly allowed: false;
      readonly reason: "no-transition" | "not-this-actor" | "guard";
      readonly error?: string;
    };

/** A pathway as data, interpreted. It narrows who may act and when; it cannot widen what this contract allows. */
export type PathwayRules = {
  readonly id: PathwayId;
  readonly version: string;
  readonly hash: Hash;
  readonly params: PathwayParams;
  readonly switches: PathwaySwitches;
  permits(request: GuardRequest): GuardAnswer;
};

export type CredentialHolder = { readonly person: PersonId } | { readonly organisation: OrganisationId };
export type UnitStatus = "unknown" | "live" | "dispensed" | "returned" | "recalled";

/** What this contract must know of other domains, from the same committed state. */
export type Facts = {
  /** Rules by content hash. With `activeAt`, only those that may be pinned by a new issue at that time. */
  pathway(hash: Hash, activeAt?: Seconds): PathwayRules | undefined;
  organisation(id: OrganisationId): { readonly active: boolean; readonly kind: string } | undefined;
  /** The roles a person has at an organisation now; none when not affiliated. */
  worksAt(person: PersonId, organisation: OrganisationId): readonly string[];
  /** Whether the holder has a live credential of this kind at this time. */
  credential(holder: CredentialHolder, kind: string, scope: string | undefined, time: Seconds): boolean;
  personKind(id: PersonId): string | undefined;
  /** What machine review found for one version: how many critical findings, how many of them overridden. */
  review(
    prescription: PrescriptionId,
    version: number,
  ):
    | {
        readonly ruleSet: Hash;
        readonly critical: number;
        readonly overridden: number;
        /** Every override that needs a pharmacist's signature has one. */
        readonly cosigned: boolean;
      }
    | undefined;
  unit(code: UnitCode): UnitStatus;
};
