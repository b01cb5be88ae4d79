import type {
  Commitment,
  DisclosureId,
  OrganisationId,
  PersonId,
  PrescriptionId,
  Seconds,
  WarrantId,
} from "@meridian/base/ids";
import { ID_LENGTH_MAX } from "@meridian/base/limits";
import { hash, id, integer, literal, object, oneOf, optional, type TypeOf, text, union } from "@meridian/base/shape";
import { GROUNDS, type Ground, OUTCOMES, type Outcome, PURPOSES, PURPOSES_OF, type Purpose } from "./grounds.ts";

const WARRANT_PREFIX = "warrant.";
/** Warrants are records of this domain too, of their own family; no disclosure can take such an id. */
export const warrantRecordOf = (id: WarrantId): string => WARRANT_PREFIX + id;

const disclosureId = text<DisclosureId>({
  max: ID_LENGTH_MAX,
  pattern: /^(?!warrant\.)[A-Za-z0-9][A-Za-z0-9._-]*$/,
  description: "disclosure",
});
const warrantId = text<WarrantId>({
  max: ID_LENGTH_MAX - WARRANT_PREFIX.length,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  description: "warrant",
});
const organisationShape = object({ type: literal("organisation"), organisation: id<OrganisationId>() });
const personShape = object({ type: literal("person"), person: id<PersonId>() });
const party = union("type", { organisation: organisationShape, person: personShape });
/** An organisation or a person. Their ids are of two registers, so an id alone does not say whom it names. */
export type Party = TypeOf<typeof party>;

const scope = union("type", {
  prescription: object({ type: literal("prescription"), prescription: id<PrescriptionId>() }),
  patient: object({ type: literal("patient"), patient: id<PersonId>() }),
});
/** What a warrant opens: one prescription, or all of one patient. */
export type Scope = TypeOf<typeof scope>;

const domain = literal("disclosure");
const seconds = integer<Seconds>({ min: 0, max: 253_402_300_799, description: "seconds since 1970-01-01T00:00:00Z" });

export const commandShape = union("type", {
  release: object({
    domain,
    type: literal("release"),
    id: disclosureId,
    prescription: id<PrescriptionId>(),
    commitment: hash<Commitment>(),
    custodian: id<OrganisationId>("keeps the document, and signs"),
    recipient: party,
    ground: oneOf(...GROUNDS),
    purpose: oneOf(...PURPOSES),
    warrant: optional(warrantId),
  }),
  acknowledge: object({ domain, type: literal("acknowledge"), id: disclosureId, outcome: oneOf(...OUTCOMES) }),
  openWarrant: object({
    domain,
    type: literal("openWarrant"),
    id: warrantId,
    authority: id<OrganisationId>("may look, and signs"),
    court: id<OrganisationId>("countersigns"),
    scope,
    basis: text({ max: 120, description: "legal basis, by instrument and article" }),
    purpose: oneOf(...PURPOSES_OF.warrant),
    expires: seconds,
  }),
  closeWarrant: object({ domain, type: literal("closeWarrant"), id: warrantId }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandType = Command["type"];
export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;

/** What the ledger says about one document that left its custodian. */
export type Disclosure = {
  readonly id: DisclosureId;
  readonly prescription: PrescriptionId;
  readonly commitment: Commitment;
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
  readonly recipient: Party;
  readonly ground: Ground;
  readonly purpose: Purpose;
  readonly warrant?: WarrantId;
  readonly at: Seconds;
};
export type Warrant = {
  readonly id: WarrantId;
  readonly authority: OrganisationId;
  readonly court: OrganisationId;
  readonly scope: Scope;
  /** Whose content it opens. */
  readonly patient: PersonId;
  readonly basis: string;
  readonly purpose: Purpose;
  readonly at: Seconds;
  /** The last second in which it opens anything. */
  readonly expires: Seconds;
};

export type Event =
  | ({ readonly type: "released" } & Disclosure)
  | { readonly type: "acknowledged"; readonly id: DisclosureId; readonly outcome: Outcome; readonly at: Seconds }
  | ({ readonly type: "warrantOpened" } & Warrant)
  | { readonly type: "warrantClosed"; readonly id: WarrantId; readonly by: OrganisationId; readonly at: Seconds };

export type Rejection =
  | { readonly code: "already-released" }
  | { readonly code: "unknown-disclosure" }
  | { readonly code: "not-signed-by-custodian"; readonly custodian: OrganisationId }
  | { readonly code: "unknown-prescription" }
  | { readonly code: "wrong-custodian"; readonly custodian: OrganisationId }
  | { readonly code: "wrong-content"; readonly content: Commitment }
  | { readonly code: "not-entitled"; readonly ground: Ground }
  | { readonly code: "purpose-not-of-ground"; readonly ground: Ground; readonly purpose: Purpose }
  | { readonly code: "warrant-missing" }
  | { readonly code: "warrant-unasked"; readonly ground: Ground }
  | { readonly code: "unknown-warrant"; readonly warrant: WarrantId }
  | { readonly code: "warrant-closed"; readonly warrant: WarrantId }
  | { readonly code: "warrant-expired"; readonly warrant: WarrantId; readonly expires: Seconds }
  | {
      readonly code: "outside-warrant";
      readonly warrant: WarrantId;
      readonly member: "recipient" | "scope" | "purpose";
    }
  | { readonly code: "not-signed-by-recipient" }
  | { readonly code: "already-acknowledged" }
  | { readonly code: "already-opened" }
  | { readonly code: "not-signed-by-authority"; readonly authority: OrganisationId }
  | { readonly code: "not-countersigned"; readonly court: OrganisationId }
  | { readonly code: "not-active"; readonly organisation: OrganisationId }
  | { readonly code: "not-an-authority"; readonly authority: OrganisationId }
  | { readonly code: "not-a-court"; readonly court: OrganisationId }
  | { readonly code: "own-countersignature" }
  | { readonly code: "expires-out-of-range"; readonly from: Seconds; readonly to: Seconds }
  | { readonly code: "not-a-party" };

/** What the prescription record says about whoever wants its document. */
export type Entitlement = {
  readonly entitled: boolean;
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
  /** Of the version that is valid now. */
  readonly content: Commitment;
};

/** What this contract must know of others, from the same committed state. */
export type Facts = {
  organisation(id: OrganisationId): { readonly active: boolean; readonly kind: string } | undefined;
  /**
   * Undefined when there is no such prescription. For the ground `warrant` the answer to `entitled` plays no part: the
   * warrant decides.
   */
  entitlement(prescription: PrescriptionId, recipient: Party, ground: Ground, time: Seconds): Entitlement | undefined;
  /** Another record of this domain: `warrantIn` of the state under `warrantRecordOf(id)`. */
  warrant(id: WarrantId): (Warrant & { readonly closed: boolean }) | undefined;
};
