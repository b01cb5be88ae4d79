import type { OrganisationId } from "@meridian/base/ids";
import type { Member } from "./contract.ts";

const ID_SYSTEM = "urn:meridian:organisation";
const KIND_SYSTEM = "urn:meridian:organisation-kind";

/** FHIR R4 Organization, as far as the ledger knows it. */
export type FhirOrganization = {
  readonly resourceType: "Organization";
  readonly id: string;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly active: boolean;
  readonly type: readonly { readonly coding: readonly { readonly system: string; readonly code: string }[] }[];
  readonly name: string;
  readonly alias: readonly string[];
};

/** The Chinese name is the registered one; the English name is an alias. FHIR's `id` allows no underscore. */
export const toOrganization = (id: OrganisationId, member: Member): FhirOrganization => ({
  resourceType: "Organization",
  id: id.replaceAll("_", "-"),
  identifier: [{ system: ID_SYSTEM, value: id }],
  active: member.status === "active",
  type: [{ coding: [{ system: KIND_SYSTEM, code: member.kind }] }],
  name: member.name.zh,
  alias: [member.name.en],
});
