import type {
  Commitment,
  Fen,
  Hash,
  OrganisationId,
  PathwayId,
  PersonId,
  Seconds,
  SettlementId,
  UnitCode,
} from "@meridian/base/ids";
import type { DrugClass } from "@meridian/kernel/vocabulary";
import type { ItemState, Scope, Status } from "./vocabulary.ts";

export type Item = {
  readonly line: number;
  readonly class: DrugClass;
  readonly quantity: number;
  readonly dispensed: number;
  readonly state: ItemState;
};
export type Series = { readonly id: string; readonly number: number; readonly of: number };
export type Claim = {
  readonly organisation: OrganisationId;
  /** Who may settle; null when nobody has to. */
  readonly payer: OrganisationId | null;
  readonly at: Seconds;
  /** The lease. It ends nothing any more once the issue is settled or dispensed. */
  readonly until: Seconds;
};
export type Settled = {
  readonly id: SettlementId;
  readonly insurer: OrganisationId;
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly cash: Fen;
  readonly at: Seconds;
  /** Until when the cash leg must be paid; null when it is. */
  readonly unpaidUntil: Seconds | null;
  /** Until when it waits to be handed over; says nothing any more once that has begun. */
  readonly until: Seconds;
};
export type CancelPending = {
  readonly by: PersonId;
  readonly at: Seconds;
  readonly acknowledgeBy: Seconds;
  readonly acknowledged: boolean;
};
export type Hold = { readonly organisation: OrganisationId; readonly until: Seconds };

/** One fill instance of a prescription. Members that belong to other states are null. */
export type Issue = {
  readonly status: Status;
  readonly since: Seconds;
  readonly version: number;
  readonly patient: PersonId;
  readonly prescriber: PersonId;
  readonly organisation: OrganisationId;
  readonly custodian: OrganisationId;
  readonly content: Commitment;
  readonly pathway: { readonly id: PathwayId; readonly hash: Hash };
  readonly items: readonly Item[];
  readonly series: Series | null;
  readonly issuedAt: Seconds;
  readonly notBefore: Seconds;
  readonly expiresAt: Seconds;
  readonly accessKey: string | null;
  readonly nominated: OrganisationId | null;
  readonly assigned: OrganisationId | null;
  readonly selfPay: boolean;
  readonly delivery: boolean;
  /** Reviewers who approved this version, while more are needed. */
  readonly approvals: readonly PersonId[];
  readonly review: {
    readonly by: PersonId;
    readonly organisation: OrganisationId;
    readonly until: Seconds;
  } | null;
  readonly returnedUntil: Seconds | null;
  readonly claim: Claim | null;
  readonly change: { readonly kind: string; readonly line: number | null; readonly until: Seconds } | null;
  readonly substituted: boolean;
  readonly settlement: Settled | null;
  readonly dispensedAt: Seconds | null;
  readonly owingUntil: Seconds | null;
  /** Until when a completed issue without a settlement may still be reversed; then it is NO_CLAIM. */
  readonly claimableUntil: Seconds | null;
  /** Trace codes of what was handed over. */
  readonly codes: readonly UnitCode[];
  readonly shipment: {
    readonly carrier: OrganisationId;
    readonly pickupKey: string | null;
    readonly until: Seconds;
  } | null;
  readonly cancelPending: CancelPending | null;
  readonly holds: { readonly [S in Scope]?: Hold };
  /** Authorities that want it revoked, while more are needed. */
  readonly revokers: readonly OrganisationId[];
};

/** What is known of an id before its prescription arrives: who cancelled it (NHS EPS, answer 0008). */
export type Tombstone = {
  readonly status: "tombstone";
  readonly by: readonly { readonly person: PersonId; readonly reason: string; readonly at: Seconds }[];
};
export type None = { readonly status: "none" };
export type State = None | Tombstone | Issue;

export const isIssue = (state: State): state is Issue => state.status !== "none" && state.status !== "tombstone";

export const withItems = (items: readonly Item[], state: ItemState): readonly Item[] =>
  items.map((item) => ({ ...item, state }));

export const isHeld = (issue: Issue, time: Seconds): boolean => {
  for (const hold of Object.values(issue.holds)) if (time <= hold.until) return true;
  return false;
};

export const classesOf = (items: readonly { readonly class: DrugClass }[]): readonly DrugClass[] => [
  ...new Set(items.map((item) => item.class)),
];
