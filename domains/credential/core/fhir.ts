import type { Seconds } from "@meridian/base/ids";
import type { State } from "./contract.ts";

const NUMBER_SYSTEM = "urn:meridian:credential-number";
const KIND_SYSTEM = "urn:meridian:credential-kind";
const ISSUER_SYSTEM = "urn:meridian:organisation";
/** FHIR R4 has no Organization.qualification; this is how R4 carries that element of R5. */
const R5_QUALIFICATION = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Organization.qualification";

type Identifier = { readonly system: string; readonly value: string };
type Concept = { readonly coding: readonly { readonly system: string; readonly code: string }[] };
type Period = { readonly start: string; readonly end: string };
type Reference = { readonly identifier: Identifier };

/** FHIR R4 Practitioner.qualification. */
export type FhirQualification = {
  readonly identifier: readonly Identifier[];
  readonly code: Concept;
  readonly period: Period;
  readonly issuer: Reference;
};

type Value =
  | { readonly valueIdentifier: Identifier }
  | { readonly valueCodeableConcept: Concept }
  | { readonly valuePeriod: Period }
  | { readonly valueReference: Reference };
/** The same on an R4 Organization, as the extension of R5's element. */
export type FhirQualificationExtension = {
  readonly url: string;
  readonly extension: readonly ({ readonly url: string } & Value)[];
};

type Issued = Exclude<State, { readonly status: "none" }>;

/** FHIR has no status here, so only a credential that is active has a qualification; expiry shows in the period. */
export function toPractitionerQualification(state: State): FhirQualification | undefined {
  return state.status === "active" && state.holder.type === "person" ? qualificationOf(state) : undefined;
}

export function toOrganizationQualification(state: State): FhirQualificationExtension | undefined {
  if (state.status !== "active" || state.holder.type !== "organisation") return undefined;
  const { identifier, code, period, issuer } = qualificationOf(state);
  return {
    url: R5_QUALIFICATION,
    extension: [
      ...identifier.map((valueIdentifier) => ({ url: "identifier", valueIdentifier })),
      { url: "code", valueCodeableConcept: code },
      { url: "period", valuePeriod: period },
      { url: "issuer", valueReference: issuer },
    ],
  };
}

const qualificationOf = ({ number, kind, validFrom, validUntil, issuer }: Issued): FhirQualification => ({
  identifier: [{ system: NUMBER_SYSTEM, value: number }],
  code: { coding: [{ system: KIND_SYSTEM, code: kind }] },
  period: { start: dateTimeOf(validFrom), end: dateTimeOf(validUntil) },
  issuer: { identifier: { system: ISSUER_SYSTEM, value: issuer } },
});

/** FHIR dateTime in UTC. The civil date by Howard Hinnant's `civil_from_days`, as cores have no Date. */
export function dateTimeOf(seconds: Seconds): string {
  const days = Math.floor(seconds / 86_400);
  const shifted = days + 719_468; // days since 0000-03-01
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const rest = seconds - days * 86_400;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  return `${date}T${two(rest / 3_600)}:${two((rest % 3_600) / 60)}:${two(rest % 60)}Z`;
}
