import type { Commitment, Fen, OrganisationId, PersonId, PrescriptionId, SettlementId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";

/** What settling reads of a row of `prescriptions`. */
export type ClaimRow = Row & {
  readonly id: PrescriptionId;
  readonly status: string;
  readonly since: number;
  readonly patient: PersonId;
  readonly organisation: OrganisationId;
  readonly pharmacy: OrganisationId | null;
  readonly custodian: OrganisationId;
  readonly content: Commitment;
  readonly classes: readonly string[];
  readonly pathway: string;
  readonly self_pay: number;
  readonly payer: OrganisationId | null;
  readonly due: number | null;
  readonly settlement: string | null;
};

type Amounts = { readonly total: Fen; readonly fund: Fen; readonly account: Fen; readonly cash: Fen };

export type SettlementRow = Row &
  Amounts & {
    readonly id: SettlementId;
    readonly status: "adjudicated" | "negated";
    readonly prescription: string;
    readonly patient: string;
    readonly pharmacy: string;
    readonly insurer: OrganisationId;
    readonly scheme: string;
    readonly detail: string;
    readonly cashPaid: number;
    readonly year: number;
    readonly adjudicatedAt: number;
    readonly negatedAt: number | null;
    readonly negatedBy: string | null;
  };

/** One booking; a reversal's amounts are the opposite of what it reverses. */
export type EntryRow = Row &
  Amounts & {
    readonly id: string;
    readonly entry: "settlement" | "negation";
    readonly prescription: string;
    readonly pharmacy: string;
    readonly at: number;
  };

const LEGS = ["total", "fund", "account", "cash"] as const;

/** Sums of bookings, reversals included. */
export const sumsOf = (entries: readonly Amounts[]): Amounts =>
  Object.fromEntries(LEGS.map((leg) => [leg, entries.reduce((sum, entry) => sum + entry[leg], 0)])) as Amounts;

/** Bookings of one settlement as they happened: a reversal can be of the same second as what it reverses, never before it. */
export const inOrder = (entries: readonly EntryRow[]): readonly EntryRow[] =>
  [...entries].sort((a, b) => a.at - b.at || Number(a.entry === "negation") - Number(b.entry === "negation"));

/** Epoch seconds at which this device's day began. */
export const dayBegan = (now = new Date()): number =>
  Math.floor(new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime() / 1_000);
