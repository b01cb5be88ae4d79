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
import type { PrescribedItem } from "./schema.ts";
import type { Series } from "./state.ts";
import type { ItemState, Scope, Status } from "./vocabulary.ts";

/** A line after something was handed over or closed. `dispensed` is the sum so far. */
export type LineOutcome = {
  readonly line: number;
  readonly supplied: number;
  readonly dispensed: number;
  readonly state: ItemState;
  readonly reason?: string;
};

/** What a command did, without time and parties. `to` is there where the type leaves the next state open. */
export type Happening =
  | { readonly type: "tombstoned"; readonly by: PersonId; readonly reason: string }
  | {
      readonly type: "issued";
      readonly patient: PersonId;
      readonly prescriber: PersonId;
      readonly organisation: OrganisationId;
      readonly custodian: OrganisationId;
      readonly content: Commitment;
      readonly pathway: { readonly id: PathwayId; readonly version: string; readonly hash: Hash };
      readonly items: readonly PrescribedItem[];
      readonly series: Series | null;
      readonly notBefore: Seconds;
      readonly expiresAt: Seconds;
      /** By when a review should be taken up. Nothing lapses then; whoever watches is told. */
      readonly reviewBy: Seconds;
      readonly accessKey: string | null;
      readonly nominated: OrganisationId | null;
      readonly assigned: OrganisationId | null;
      readonly selfPay: boolean;
      readonly delivery: boolean;
    }
  /** A deadline had passed; this is the first time that anything was written since. */
  | { readonly type: "lapsed"; readonly from: Status; readonly to: Status; readonly lines: readonly LineOutcome[] }
  | {
      readonly type: "reviewTaken";
      readonly by: PersonId;
      readonly organisation: OrganisationId;
      readonly until: Seconds;
    }
  | { readonly type: "reviewReleased"; readonly organisation: OrganisationId }
  /** One of several reviewers approved; the next takes the review up again. */
  | { readonly type: "seconded"; readonly approvals: readonly PersonId[]; readonly needed: number }
  | { readonly type: "approved"; readonly approvals: readonly PersonId[]; readonly ruleSet: Hash }
  | { readonly type: "returned"; readonly by: PersonId; readonly reasons: readonly string[]; readonly until: Seconds }
  | {
      readonly type: "amended";
      readonly version: number;
      readonly previous: Commitment;
      readonly content: Commitment;
      readonly items: readonly PrescribedItem[];
      /** The same content, signed a second time. */
      readonly confirmed: boolean;
    }
  | { readonly type: "scheduled"; readonly until: Seconds }
  | { readonly type: "circulated"; readonly until: Seconds }
  | {
      readonly type: "claimed";
      readonly pharmacy: OrganisationId;
      readonly payer: OrganisationId | null;
      readonly until: Seconds;
    }
  | {
      readonly type: "released";
      readonly by: OrganisationId;
      readonly reason: string;
      readonly to: "ACTIVE" | "CANCELLED" | "EXPIRED";
    }
  | {
      readonly type: "changeRequested";
      readonly kind: string;
      readonly line: number | null;
      readonly by: PersonId;
      readonly until: Seconds;
    }
  /** `by` is null when the pathway answers by itself. */
  | {
      readonly type: "changeAnswered";
      readonly accepted: boolean;
      readonly content: Commitment | null;
      readonly by: PersonId | null;
    }
  | {
      readonly type: "settled";
      readonly settlement: SettlementId;
      readonly insurer: OrganisationId;
      readonly total: Fen;
      readonly fund: Fen;
      readonly account: Fen;
      readonly cash: Fen;
      readonly unpaidUntil: Seconds | null;
      /** How long it waits to be handed over. */
      readonly until: Seconds;
    }
  /** The pharmacy has the cash leg before anything is handed over: the settlement waits for nothing any more. */
  | { readonly type: "cashReceived"; readonly settlement: SettlementId }
  /** Reaction: settlement/negate. */
  | {
      readonly type: "settlementLapsed";
      readonly settlement: SettlementId;
      readonly to: "CLAIMED" | "ACTIVE" | "CANCELLED" | "EXPIRED";
    }
  /** Reactions, in this order: unit/dispense for each of `codes`, settlement/payCash when `paid` is given. */
  | {
      readonly type: "dispensed";
      readonly pharmacy: OrganisationId;
      readonly by: readonly PersonId[];
      readonly lines: readonly LineOutcome[];
      readonly codes: readonly UnitCode[];
      /** The settlement whose cash leg the pharmacy took with this; null when nothing was unpaid. */
      readonly paid: SettlementId | null;
      readonly to: "PARTIAL" | "DISPENSED";
      readonly owingUntil: Seconds | null;
    }
  | { readonly type: "owingClosed"; readonly lines: readonly LineOutcome[] }
  | {
      readonly type: "shipped";
      readonly carrier: OrganisationId;
      readonly pickupKey: string | null;
      readonly until: Seconds;
    }
  | {
      readonly type: "delivered";
      readonly by: OrganisationId;
      readonly counter: boolean;
      readonly temperatureLog: Commitment | null;
      /** Without a settlement: until when it may be reversed. */
      readonly claimableUntil: Seconds | null;
    }
  | { readonly type: "deliveryReturned"; readonly by: OrganisationId }
  | { readonly type: "cancelled"; readonly by: PersonId; readonly reason: string }
  | {
      readonly type: "cancelMarked";
      readonly by: PersonId;
      readonly reason: string;
      readonly acknowledgeBy: Seconds;
      readonly to: "CLAIMED" | "SETTLED" | "PARTIAL";
    }
  /** The pharmacy gives back what it can: the claim, or what it still owes. What is settled is refused or reversed. */
  | {
      readonly type: "cancelAcknowledged";
      readonly pharmacy: OrganisationId;
      readonly lines: readonly LineOutcome[];
      readonly to: "CANCELLED" | "SETTLED" | "DISPENSED";
    }
  /** Reactions, in this order: settlement/negate when there is one, unit/takeBack for each of `codes`. */
  | {
      readonly type: "refused";
      readonly by: PersonId;
      readonly reason: string;
      readonly settlement: SettlementId | null;
      readonly codes: readonly UnitCode[];
    }
  /** Reactions, in this order: settlement/negate when there is one, unit/takeBack for each of `codes`. */
  | {
      readonly type: "reversed";
      readonly pharmacy: OrganisationId;
      readonly reason: string;
      readonly settlement: SettlementId | null;
      readonly codes: readonly UnitCode[];
    }
  | { readonly type: "finalised"; readonly by: OrganisationId; readonly batch: Hash }
  | {
      readonly type: "held";
      readonly by: OrganisationId;
      readonly scope: Scope;
      readonly reason: string;
      readonly basis: string;
      readonly until: Seconds;
    }
  | { readonly type: "lifted"; readonly by: OrganisationId; readonly scope: Scope }
  | {
      readonly type: "revocationSupported";
      readonly by: readonly OrganisationId[];
      readonly reason: string;
      readonly basis: string;
      readonly needed: number;
    }
  /** Reaction: settlement/negate when `settlement` is given, that is when nothing was handed over. */
  | {
      readonly type: "revoked";
      readonly by: readonly OrganisationId[];
      readonly reason: string;
      readonly basis: string;
      readonly settlement: SettlementId | null;
      readonly lines: readonly LineOutcome[];
    };

/** Whom an event is about, so that whoever reads events alone knows who may see it. */
export type Parties = {
  readonly patient: PersonId | null;
  readonly prescriber: PersonId | null;
  readonly organisation: OrganisationId | null;
  readonly pharmacy: OrganisationId | null;
};
export type Event = Happening & {
  readonly at: Seconds;
  readonly parties: Parties;
  /** The last second before time alone moves the record on, or asks for a sweep; null when it will not. */
  readonly due: Seconds | null;
};
export type EventType = Event["type"];
export type Happened<T extends EventType> = Extract<Happening, { readonly type: T }>;

/** The state an event leads to; undefined when it leaves the state as it is. */
export function statusAfter(event: Happening): Status | undefined {
  if ("to" in event) return event.to;
  return FIXED[event.type];
}

type Open = Extract<Happening, { readonly to: unknown }>["type"];
const FIXED: { readonly [T in EventType]: T extends Open ? undefined : Status | undefined } = {
  tombstoned: undefined,
  issued: "ISSUED",
  lapsed: undefined,
  reviewTaken: "IN_REVIEW",
  reviewReleased: "ISSUED",
  seconded: "ISSUED",
  approved: "APPROVED",
  returned: "RETURNED",
  amended: "ISSUED",
  scheduled: "SCHEDULED",
  circulated: "ACTIVE",
  claimed: "CLAIMED",
  released: undefined,
  changeRequested: "SUBST_PENDING",
  changeAnswered: "CLAIMED",
  settled: "SETTLED",
  cashReceived: undefined,
  settlementLapsed: undefined,
  dispensed: undefined,
  owingClosed: "DISPENSED",
  shipped: "IN_DELIVERY",
  delivered: "COMPLETED",
  deliveryReturned: "DISPENSED",
  cancelled: "CANCELLED",
  cancelMarked: undefined,
  cancelAcknowledged: undefined,
  refused: "NOT_DISPENSED",
  reversed: "REVERSED",
  finalised: "FINALISED",
  held: undefined,
  lifted: undefined,
  revocationSupported: undefined,
  revoked: "REVOKED",
};
