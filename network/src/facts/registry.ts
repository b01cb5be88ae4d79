import type { OrganisationId, PersonId, Seconds } from "@meridian/base/ids";
import { contract as credential } from "@meridian/credential/contract";
import { type CredentialHolder, credentialIdOf } from "@meridian/credential/schema";
import { isValidAt } from "@meridian/credential/validity";
import type { Read } from "@meridian/kernel/contract";
import { contract as organisation } from "@meridian/organisation/contract";
import { PARTICIPATION, type Participation } from "@meridian/organisation/participation";
import { contract as person } from "@meridian/person/contract";

/** What several domains ask of members, persons and their credentials; each domain's facts are made of these. */

export type KnownOrganisation = {
  readonly active: boolean;
  readonly kind: string;
  readonly participation: Participation;
};

export function organisationOf(read: Read, id: OrganisationId): KnownOrganisation | undefined {
  const state = read(organisation, id);
  if (state.status === "none") return undefined;
  return { active: state.status === "active", kind: state.kind, participation: PARTICIPATION[state.kind] };
}

/** As `organisationOf`, where only members that may act at present count. */
export function activeOrganisation(read: Read, id: OrganisationId): KnownOrganisation | undefined {
  const known = organisationOf(read, id);
  return known?.active ? known : undefined;
}

/** Admitted and not withdrawn; a suspended member is one still. */
export function isMember(read: Read, id: OrganisationId): boolean {
  const { status } = read(organisation, id);
  return status === "active" || status === "suspended";
}

/** The roles of a person at an organisation; none when it may not act or they do not work there. */
export function rolesAt(read: Read, id: PersonId, at: OrganisationId): readonly string[] {
  const state = read(person, id);
  if (state.status === "none" || activeOrganisation(read, at) === undefined) return [];
  return state.affiliations.find(({ organisation: other }) => other === at)?.roles ?? [];
}

export function personKindOf(read: Read, id: PersonId): "practitioner" | "patient" | undefined {
  const state = read(person, id);
  return state.status === "none" ? undefined : state.kind;
}

export const hasCredential = (
  read: Read,
  holder: CredentialHolder,
  kind: string,
  scope: string | undefined,
  time: Seconds,
): boolean => isValidAt(read(credential, credentialIdOf(holder, kind)), time, scope);
