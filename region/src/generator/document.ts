import { ATC_SYSTEM, FORMULARY_SYSTEM } from "@meridian/formulary/lookup";
import type * as fhir from "../intake/fhir-types.ts";
import type { Encounter } from "./encounter.ts";
import { uuidOf } from "./keys.ts";
import type { EncounterLine } from "./line.ts";
import type { Patient } from "./patients.ts";
import { patientOf, type Region, staffOf } from "./region.ts";

/** Identifier systems of the documents: pseudonyms of persons and ids of organisations. */
export const PERSON_SYSTEM = "urn:meridian:person";
export const ORGANISATION_SYSTEM = "urn:meridian:organisation";
export const PRESCRIPTION_SYSTEM = "urn:meridian:prescription";
const ICD10 = "http://hl7.org/fhir/sid/icd-10";
const LOINC = "http://loinc.org";
const CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";

/**
 * The prescription as its custodian keeps it: a FHIR R4 Bundle of type `collection` with integers only, so that its
 * canonical text, and with it the commitment on the ledger, is one. `authoredOn` moves it to another moment.
 */
export function documentOf(region: Region, encounter: Encounter, authoredOn = encounter.authoredOn): fhir.Bundle {
  const idOf = (what: string): string => uuidOf(region.seed, `${encounter.n}/${what}`);
  const reference = (what: string): fhir.Reference => ({ reference: `urn:uuid:${idOf(what)}` });
  const patient = patientOf(region, encounter.patient);
  const subject = reference("patient");
  const entry = (what: string, resource: fhir.Resource) => ({ fullUrl: `urn:uuid:${idOf(what)}`, resource });
  const allergies = patient.allergies.map((atc, i): readonly [string, fhir.Resource] => [
    `allergy/${i}`,
    {
      resourceType: "AllergyIntolerance",
      id: idOf(`allergy/${i}`),
      clinicalStatus: { coding: [{ system: ALLERGY, code: "active" }] },
      code: { coding: [{ system: ATC_SYSTEM, code: atc }] },
      patient: subject,
    },
  ]);
  const requests = encounter.lines.map((line): readonly [string, fhir.Resource] => [
    `line/${line.line}`,
    requestOf(line, { id: idOf(`line/${line.line}`), authoredOn, reference }),
  ]);
  const resources: readonly (readonly [string, fhir.Resource])[] = [
    ["patient", patientResource(patient, idOf("patient"))],
    ["practitioner", practitionerOf(region, encounter, idOf("practitioner"))],
    ["organisation", organisationOf(region, encounter, idOf("organisation"))],
    ["encounter", encounterOf(encounter, idOf("encounter"), authoredOn, reference)],
    ["condition", conditionOf(encounter, idOf("condition"), subject)],
    ...allergies,
    ...(patient.pregnant ? [["pregnancy", pregnancyOf(idOf("pregnancy"), subject, authoredOn)] as const] : []),
    ...requests,
  ];
  return {
    resourceType: "Bundle",
    type: "collection",
    entry: resources.map(([what, resource]) => entry(what, resource)),
  };
}

const patientResource = (patient: Patient, id: string): fhir.Patient => ({
  resourceType: "Patient",
  id,
  identifier: [{ system: PERSON_SYSTEM, value: patient.id }],
  name: [{ use: "official", text: patient.name.zh }],
  gender: patient.sex,
  birthDate: patient.birthDate,
});

function practitionerOf(region: Region, { physician }: Encounter, id: string): fhir.Practitioner {
  const identifier = [{ system: PERSON_SYSTEM, value: physician }];
  return { resourceType: "Practitioner", id, identifier, name: [{ text: staffOf(region, physician).name.zh }] };
}

function organisationOf(region: Region, { organisation }: Encounter, id: string): fhir.Organization {
  const name = region.organisations.find((each) => each.id === organisation)?.name.zh ?? organisation;
  return { resourceType: "Organization", id, identifier: [{ system: ORGANISATION_SYSTEM, value: organisation }], name };
}

type Refer = (what: string) => fhir.Reference;

const encounterOf = (encounter: Encounter, id: string, start: string, reference: Refer): fhir.Encounter => ({
  resourceType: "Encounter",
  id,
  status: "finished",
  class: {
    system: "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    code: encounter.setting === "internet" ? "VR" : "AMB",
  },
  subject: reference("patient"),
  serviceProvider: reference("organisation"),
  period: { start },
});

const conditionOf = ({ diagnosis }: Encounter, id: string, subject: fhir.Reference): fhir.Condition => ({
  resourceType: "Condition",
  id,
  clinicalStatus: { coding: [{ system: CLINICAL, code: "active" }] },
  code: {
    coding: [{ system: ICD10, code: diagnosis.icd10, display: diagnosis.name.en }],
    text: diagnosis.name.zh,
  },
  subject,
});

/** LOINC 82810-3 with its answer "pregnant". */
const pregnancyOf = (id: string, subject: fhir.Reference, effectiveDateTime: string): fhir.Observation => ({
  resourceType: "Observation",
  id,
  status: "final",
  code: { coding: [{ system: LOINC, code: "82810-3" }] },
  subject,
  effectiveDateTime,
  valueCodeableConcept: { coding: [{ system: LOINC, code: "LA15173-0" }] },
});

function requestOf(
  { medicine, dose, units, line }: EncounterLine,
  frame: { readonly id: string; readonly authoredOn: string; readonly reference: Refer },
): fhir.MedicationRequest {
  const { id, authoredOn, reference } = frame;
  const { perDose, timesPerDay, everyDays, days } = dose;
  const every = everyDays === 1 ? "每日" : `每${everyDays}日`;
  return {
    resourceType: "MedicationRequest",
    id,
    status: "active",
    intent: "order",
    medicationCodeableConcept: {
      coding: [
        { system: FORMULARY_SYSTEM, code: medicine.code, display: medicine.name.en },
        { system: ATC_SYSTEM, code: medicine.atc },
      ],
      text: `${medicine.name.zh} ${medicine.strength}`,
    },
    subject: reference("patient"),
    encounter: reference("encounter"),
    authoredOn,
    requester: reference("practitioner"),
    reasonReference: [reference("condition")],
    dosageInstruction: [
      {
        sequence: line,
        text: `每次 ${perDose} ${medicine.unit}，${every} ${timesPerDay} 次`,
        timing: { repeat: { frequency: timesPerDay, period: everyDays, periodUnit: "d" } },
        doseAndRate: [{ doseQuantity: { value: perDose, unit: medicine.unit } }],
      },
    ],
    dispenseRequest: {
      quantity: { value: units, unit: medicine.unit },
      expectedSupplyDuration: { value: days, unit: "d" },
    },
  };
}
