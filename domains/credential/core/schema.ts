import type { OrganisationId, PersonId, Seconds } from "@meridian/base/ids";
import { id, integer, list, literal, object, oneOf, type TypeOf, text, union } from "@meridian/base/shape";
import { CREDENTIAL_KINDS, type CredentialKind } from "@meridian/kernel/vocabulary";

/** Drug classes or service codes that one credential names. */
export const SCOPE_MAX = 32;
/** 9999-12-31T23:59:59Z: a licence without an end says so. */
export const FOREVER = 253_402_300_799;

/** Who may hold a kind: institutions, natural persons, or both. */
export const HOLDERS: { readonly [Kind in CredentialKind]: readonly CredentialHolder["type"][] } = {
  "licence-hospital": ["organisation"],
  "licence-clinic": ["organisation"],
  "licence-pharmacy": ["organisation"],
  "licence-carrier": ["organisation"],
  "licence-physician": ["person"],
  "licence-pharmacist": ["person"],
  "prescribe-narcotic": ["person"],
  "prescribe-psychotropic": ["person"],
  "dispense-narcotic": ["organisation", "person"],
  "appointment-insurer": ["organisation"],
};

const domain = literal("credential");
export const holderShape = union("type", {
  organisation: object({ type: literal("organisation"), organisation: id<OrganisationId>() }),
  person: object({ type: literal("person"), person: id<PersonId>() }),
});
export type CredentialHolder = TypeOf<typeof holderShape>;

const kind = oneOf(...CREDENTIAL_KINDS);
const scope = list(id<string>("drug class or service code"), { max: SCOPE_MAX, unique: true });
const time = integer<Seconds>({ min: 0 as Seconds, max: FOREVER });
const number = text({
  max: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._/-]*$/,
  description: "registry number of an institution; pseudonymous registry id of a practitioner",
});
const basis = id<string>("code of the legal basis");
const reason = id<string>("coded reason");

/** Commands name holder and kind, which together are the record: everybody can look it up without an index. */
const about = { domain, holder: holderShape, kind };
export const commandShape = union("type", {
  issue: object({ ...about, type: literal("issue"), scope, number, validFrom: time, validUntil: time, basis }),
  renew: object({ ...about, type: literal("renew"), validUntil: time, basis }),
  amendScope: object({ ...about, type: literal("amendScope"), scope, basis }),
  suspend: object({ ...about, type: literal("suspend"), reason }),
  reinstate: object({ ...about, type: literal("reinstate") }),
  revoke: object({ ...about, type: literal("revoke"), reason }),
});
export type Command = TypeOf<typeof commandShape>;
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;

/** Record id of a credential, such as `org.pharmacy-7.licence-pharmacy`. No kind holds a dot, so no two collide. */
export const credentialIdOf = (holder: CredentialHolder, kind: string): string =>
  holder.type === "organisation" ? `org.${holder.organisation}.${kind}` : `person.${holder.person}.${kind}`;

/** What a credential says, apart from whether it holds. Valid from `validFrom` to `validUntil`, both included. */
export type Terms = {
  readonly holder: CredentialHolder;
  readonly kind: CredentialKind;
  readonly scope: readonly string[];
  readonly number: string;
  readonly issuer: OrganisationId;
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  readonly basis: string;
};

/** `by` is the authority that signed. */
type By<Type extends string, Data = unknown> = { readonly type: Type; readonly by: OrganisationId } & Data;
export type Event =
  | ({ readonly type: "issued" } & Terms)
  | By<"renewed", { readonly validFrom: Seconds; readonly validUntil: Seconds; readonly basis: string }>
  | By<"scopeAmended", { readonly scope: readonly string[]; readonly basis: string }>
  | By<"suspended", { readonly reason: string }>
  | By<"reinstated">
  | By<"revoked", { readonly reason: string }>;

export type Rejection =
  | { readonly code: "already-issued" }
  | { readonly code: "never-issued" }
  | { readonly code: "is-revoked" }
  | { readonly code: "is-suspended" }
  | { readonly code: "not-suspended" }
  | { readonly code: "issuer-not-competent"; readonly kind: CredentialKind }
  | { readonly code: "self-issued" }
  | { readonly code: "unknown-holder" }
  | { readonly code: "wrong-holder-type"; readonly allowed: readonly CredentialHolder["type"][] }
  | { readonly code: "validity-empty"; readonly validFrom: Seconds; readonly validUntil: Seconds }
  | { readonly code: "already-over"; readonly validUntil: Seconds }
  | { readonly code: "not-longer"; readonly validUntil: Seconds };

/** What the network answers from the committed state of other records. */
export type Facts = {
  /** Whether the organisation is active and of a kind that issues credentials of this kind. */
  mayIssue(organisation: OrganisationId, kind: CredentialKind): boolean;
  /** Whether the organisation was admitted and has not left, or the person is registered. */
  isHolder(holder: CredentialHolder): boolean;
};
