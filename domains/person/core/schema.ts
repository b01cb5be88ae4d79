import type { Commitment, KeyId, OrganisationId, PersonId, Seconds } from "@meridian/base/ids";
import { ID_LENGTH_MAX } from "@meridian/base/limits";
import { hash, id, list, literal, object, oneOf, type TypeOf, text, union } from "@meridian/base/shape";
import { publicKeyShape } from "@meridian/crypto/key-id";
import type { KeyKind } from "@meridian/kernel/transaction";
import { STAFF_ROLES, type StaffRole } from "@meridian/kernel/vocabulary";

/** Live keys of one person: phone, computer, card and a spare of each. */
export const KEYS_MAX = 8;
export const GUARDIANS_MAX = 5;
/** Organisations where one practitioner works (多机构备案). */
export const AFFILIATIONS_MAX = 16;
/** Seconds between asking for a recovery and its first possible completion: 24 h, the least of the 24-72 h in use. */
export const RECOVERY_WAIT = 86_400;

export type PersonKind = "practitioner" | "patient";

const domain = literal("person");
const person = id<PersonId>("pseudonym of a person, made for this network");
/**
 * A new person's pseudonym: `p-` for patients, `s-` for staff. No organisation's id begins so, because readers of views
 * are told apart by id alone.
 */
const newPerson = text<PersonId>({
  max: ID_LENGTH_MAX,
  pattern: /^[ps]-[A-Za-z0-9._-]+$/,
  description: "new pseudonym, p-... or s-...",
});
const organisation = id<OrganisationId>("organisation");
const key = publicKeyShape;
const keyId = hash<KeyId>();

export const commandShape = union("type", {
  register: object({
    domain,
    type: literal("register"),
    id: newPerson,
    kind: oneOf("practitioner", "patient"),
    /** Salted commitment to the identity document that the registrar checked. */
    identity: hash<Commitment>(),
    key,
  }),
  addKey: object({ domain, type: literal("addKey"), id: person, key }),
  revokeKey: object({ domain, type: literal("revokeKey"), id: person, key: keyId }),
  rotateKey: object({ domain, type: literal("rotateKey"), id: person, key, revoked: keyId }),
  affiliate: object({
    domain,
    type: literal("affiliate"),
    id: person,
    organisation,
    roles: list(oneOf(...STAFF_ROLES), { min: 1, max: STAFF_ROLES.length, unique: true }),
  }),
  disaffiliate: object({ domain, type: literal("disaffiliate"), id: person, organisation }),
  requestRecovery: object({ domain, type: literal("requestRecovery"), id: person, key }),
  vetoRecovery: object({ domain, type: literal("vetoRecovery"), id: person }),
  completeRecovery: object({ domain, type: literal("completeRecovery"), id: person }),
  addGuardian: object({ domain, type: literal("addGuardian"), id: person, guardian: person }),
  removeGuardian: object({ domain, type: literal("removeGuardian"), id: person, guardian: person }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

export type PersonKey = { readonly key: KeyId; readonly kind: KeyKind; readonly publicKey: string };

type About<Type extends string, Data> = { readonly type: Type; readonly person: PersonId } & Data;
export type Event =
  | About<
      "registered",
      {
        readonly kind: PersonKind;
        readonly identity: Commitment;
        readonly key: PersonKey;
        /** Who checked the document; absent in the genesis document. */
        readonly registrar?: OrganisationId;
      }
    >
  | About<"keyAdded", { readonly key: PersonKey }>
  | About<"keyRevoked", { readonly key: KeyId }>
  | About<"affiliated", { readonly organisation: OrganisationId; readonly roles: readonly StaffRole[] }>
  | About<"disaffiliated", { readonly organisation: OrganisationId }>
  | About<"guardianAdded", { readonly guardian: PersonId }>
  | About<"guardianRemoved", { readonly guardian: PersonId }>
  | About<
      "recoveryRequested",
      {
        readonly key: PersonKey;
        readonly registrars: readonly [OrganisationId, OrganisationId];
        /** Who may veto besides the person, for the view that tells them. */
        readonly guardians: readonly PersonId[];
        readonly requestedAt: Seconds;
        readonly opensAt: Seconds;
      }
    >
  | About<"recoveryVetoed", { readonly by: PersonId }>
  | About<"recovered", { readonly key: PersonKey; readonly revoked: readonly KeyId[] }>;

export type Rejection =
  | { readonly code: "already-registered" }
  | { readonly code: "unknown-person" }
  | { readonly code: "not-a-registrar"; readonly kind: PersonKind }
  | { readonly code: "key-not-proven"; readonly key: KeyId }
  | { readonly code: "not-signed-by-person" }
  | { readonly code: "not-signed-by-organisation"; readonly organisation: OrganisationId }
  | { readonly code: "organisation-not-active"; readonly organisation: OrganisationId }
  | { readonly code: "unknown-key"; readonly key: KeyId }
  | { readonly code: "last-key" }
  | { readonly code: "too-many-keys"; readonly max: number }
  | { readonly code: "not-a-practitioner" }
  | { readonly code: "too-many-affiliations"; readonly max: number }
  | { readonly code: "not-affiliated"; readonly organisation: OrganisationId }
  | { readonly code: "own-guardian" }
  | { readonly code: "unknown-guardian"; readonly guardian: PersonId }
  | { readonly code: "already-guardian"; readonly guardian: PersonId }
  | { readonly code: "too-many-guardians"; readonly max: number }
  | { readonly code: "two-registrars-needed" }
  | { readonly code: "recovery-unanswered"; readonly kind: PersonKind }
  | { readonly code: "recovery-pending"; readonly opensAt: Seconds }
  | { readonly code: "recovery-not-open"; readonly opensAt: Seconds }
  | { readonly code: "no-recovery" };

/** What the network answers from the committed state of other records. */
export type Facts = {
  /** Of an organisation that was never admitted: inactive, registering nobody, answering for nobody. */
  organisation(id: OrganisationId): {
    readonly active: boolean;
    readonly kind: string;
    readonly registersPersons: readonly PersonKind[];
    /** Whose lost keys it answers for. */
    readonly recovers: readonly PersonKind[];
  };
  /** Whether a person of this id is registered. */
  isPerson(id: PersonId): boolean;
};
