import type { PersonId } from "@meridian/base/ids";
import type { Active, Recovering } from "./state.ts";

const PERSON_SYSTEM = "urn:meridian:person";
const ORGANISATION_SYSTEM = "urn:meridian:organisation";
const ROLE_SYSTEM = "urn:meridian:role";

type Identifier = { readonly system: string; readonly value: string };

/** FHIR R4 Patient or Practitioner with a pseudonym and nothing that identifies: the ledger knows no more. */
export type FhirPerson = {
  readonly resourceType: "Patient" | "Practitioner";
  readonly identifier: readonly Identifier[];
  readonly active: boolean;
};

/** FHIR R4 PractitionerRole, with logical references. */
export type FhirPractitionerRole = {
  readonly resourceType: "PractitionerRole";
  readonly active: boolean;
  readonly practitioner: { readonly identifier: Identifier };
  readonly organization: { readonly identifier: Identifier };
  readonly code: readonly { readonly coding: readonly { readonly system: string; readonly code: string }[] }[];
};

export const toFhirPerson = (id: PersonId, { kind }: Active | Recovering): FhirPerson => ({
  resourceType: kind === "patient" ? "Patient" : "Practitioner",
  identifier: [{ system: PERSON_SYSTEM, value: id }],
  active: true,
});

/** One PractitionerRole for each organisation where the practitioner works. */
export const toPractitionerRoles = (
  id: PersonId,
  { affiliations }: Active | Recovering,
): readonly FhirPractitionerRole[] =>
  affiliations.map(({ organisation, roles }) => ({
    resourceType: "PractitionerRole",
    active: true,
    practitioner: { identifier: { system: PERSON_SYSTEM, value: id } },
    organization: { identifier: { system: ORGANISATION_SYSTEM, value: organisation } },
    code: roles.map((role) => ({ coding: [{ system: ROLE_SYSTEM, code: role }] })),
  }));
