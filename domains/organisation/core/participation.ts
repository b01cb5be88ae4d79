import type { CredentialKind, OrganisationKind } from "@meridian/kernel/vocabulary";

/** Whose hold a supervising authority may place and lift. */
export type HoldScope = "health-commission" | "insurance" | "drug";

/** What a kind of organisation may do at all. Whether this one may do it today is for its credentials to say. */
export type Participation = {
  /** May run a validator. */
  readonly validator: boolean;
  /** Stands on the roll of governance. Kinds with thousands of members are heard through their authority. */
  readonly votes: boolean;
  /** Its physicians prescribe. */
  readonly prescribes: boolean;
  /** Hands drugs to patients. */
  readonly dispenses: boolean;
  /** Adjudicates and pays claims. */
  readonly settles: boolean;
  readonly supervises: readonly HoldScope[];
  /** Carries drugs to a door. */
  readonly delivers: boolean;
  readonly makes: boolean;
  readonly distributes: boolean;
  /** Whom it may register after checking an identity document: its own staff, or patients too. */
  readonly registersPersons: readonly ("practitioner" | "patient")[];
  /** Whose lost keys it answers for: of two who ask for new ones, one must. */
  readonly recovers: readonly ("practitioner" | "patient")[];
  readonly issuesCredentials: readonly CredentialKind[];
  /** Witnesses destruction, erasure and checkpoints for others. */
  readonly witnesses: boolean;
  /** Decides disputes and may order evidence. */
  readonly adjudicates: boolean;
};

const nothing: Participation = {
  validator: false,
  votes: false,
  prescribes: false,
  dispenses: false,
  settles: false,
  supervises: [],
  delivers: false,
  makes: false,
  distributes: false,
  registersPersons: ["practitioner"],
  recovers: [],
  issuesCredentials: [],
  witnesses: false,
  adjudicates: false,
};
const publicBody: Participation = { ...nothing, validator: true, votes: true, witnesses: true };

/** Total over the kinds. A change of this table is a change of consensus. */
export const PARTICIPATION: { readonly [Kind in OrganisationKind]: Participation } = {
  hospital: {
    ...nothing,
    validator: true,
    votes: true,
    prescribes: true,
    dispenses: true,
    registersPersons: ["practitioner", "patient"],
    recovers: ["patient"],
  },
  clinic: { ...nothing, prescribes: true, dispenses: true, registersPersons: ["practitioner", "patient"] },
  pharmacy: { ...nothing, dispenses: true, delivers: true },
  insurer: { ...nothing, validator: true, votes: true, settles: true },
  "health-commission": {
    ...publicBody,
    supervises: ["health-commission"],
    registersPersons: ["practitioner", "patient"],
    recovers: ["practitioner", "patient"],
    issuesCredentials: [
      "licence-hospital",
      "licence-clinic",
      "licence-physician",
      "prescribe-narcotic",
      "prescribe-psychotropic",
      "dispense-narcotic",
    ],
  },
  "insurance-authority": {
    ...publicBody,
    settles: true,
    supervises: ["insurance"],
    registersPersons: ["practitioner", "patient"],
    recovers: ["patient"],
    issuesCredentials: ["appointment-insurer"],
  },
  "drug-authority": {
    ...publicBody,
    supervises: ["drug"],
    recovers: ["practitioner"],
    issuesCredentials: ["licence-pharmacy", "licence-carrier", "licence-pharmacist", "dispense-narcotic"],
  },
  court: { ...publicBody, adjudicates: true },
  arbitration: { ...publicBody, adjudicates: true },
  maker: { ...nothing, votes: true, makes: true },
  distributor: { ...nothing, votes: true, delivers: true, distributes: true },
  carrier: { ...nothing, delivers: true },
  homecare: { ...nothing, delivers: true },
  research: { ...nothing, registersPersons: [] },
};
