import type { OrganisationId, PersonId, Seconds } from "@meridian/base/ids";

const PERSON_SYSTEM = "urn:meridian:person";
const ORGANISATION_SYSTEM = "urn:meridian:organisation";
const ATC_SYSTEM = "http://www.whocc.no/atc";
const ICD10 = "http://hl7.org/fhir/sid/icd-10";
const LOINC = "http://loinc.org";
const CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
const ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

export type NamedCoding = { readonly system: string; readonly code: string; readonly display?: string };

/** One line of an order, in whole smallest units. */
export type OrderLine = {
  readonly line: number;
  /** The product first; its classification after it. */
  readonly coding: readonly NamedCoding[];
  readonly text: string;
  readonly unit: string;
  readonly perDose: number;
  readonly timesPerDay: number;
  readonly everyDays: number;
  readonly days: number;
  readonly units: number;
};

/** What a prescriber writes. It goes to the vault of the custodian; the ledger learns its commitment only. */
export type WrittenOrder = {
  readonly patient: {
    readonly id: PersonId;
    readonly name: string;
    readonly sex: "female" | "male";
    readonly birth: string;
    /** ATC codes or beginnings of them. */
    readonly allergies: readonly string[];
    readonly pregnant: boolean;
  };
  readonly prescriber: { readonly id: PersonId; readonly name: string };
  readonly organisation: { readonly id: OrganisationId; readonly name: string };
  readonly setting: "internet" | "general";
  readonly diagnosis: { readonly icd10: string; readonly zh: string; readonly en: string };
  readonly lines: readonly OrderLine[];
  readonly authoredOn: Seconds;
  /** FHIR R4 `Bundle.link`, such as to the document of the collection code. */
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
};

type Reference = { readonly reference: string };
type Resource = { readonly resourceType: string; readonly id: string; readonly [member: string]: unknown };
/** Answers with a UUID for each thing of the order; the same for the same. */
type IdOf = (what: string) => string;

/**
 * The order as a FHIR R4 Bundle of type `collection`, with integers only, so that its canonical text, and with it the
 * commitment, is one. `idOf` names its resources: chance stays with the caller.
 */
export function bundleOfOrder(order: WrittenOrder, idOf: IdOf) {
  const reference = (what: string): Reference => ({ reference: `urn:uuid:${idOf(what)}` });
  const authoredOn = beijingTimeOf(order.authoredOn);
  const resources = [...partiesOf(order, idOf), ...findingsOf(order, idOf, reference, authoredOn)];
  const requests = order.lines.map((line) => requestOf(line, idOf(`line/${line.line}`), reference, authoredOn));
  return {
    resourceType: "Bundle",
    type: "collection",
    ...(order.link !== undefined && { link: order.link }),
    entry: [...resources, ...requests].map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
}

function partiesOf({ patient, prescriber, organisation }: WrittenOrder, idOf: IdOf): readonly Resource[] {
  return [
    {
      resourceType: "Patient",
      id: idOf("patient"),
      identifier: [{ system: PERSON_SYSTEM, value: patient.id }],
      name: [{ use: "official", text: patient.name }],
      gender: patient.sex,
      birthDate: patient.birth,
    },
    {
      resourceType: "Practitioner",
      id: idOf("practitioner"),
      identifier: [{ system: PERSON_SYSTEM, value: prescriber.id }],
      name: [{ text: prescriber.name }],
    },
    {
      resourceType: "Organization",
      id: idOf("organisation"),
      identifier: [{ system: ORGANISATION_SYSTEM, value: organisation.id }],
      name: organisation.name,
    },
  ];
}

function findingsOf(
  { patient, diagnosis, setting }: WrittenOrder,
  idOf: IdOf,
  reference: (what: string) => Reference,
  start: string,
): readonly Resource[] {
  const subject = reference("patient");
  const encounter: Resource = {
    resourceType: "Encounter",
    id: idOf("encounter"),
    status: "finished",
    class: { system: ACT_CODE, code: setting === "internet" ? "VR" : "AMB" },
    subject,
    serviceProvider: reference("organisation"),
    period: { start },
  };
  const condition: Resource = {
    resourceType: "Condition",
    id: idOf("condition"),
    clinicalStatus: { coding: [{ system: CLINICAL, code: "active" }] },
    code: { coding: [{ system: ICD10, code: diagnosis.icd10, display: diagnosis.en }], text: diagnosis.zh },
    subject,
  };
  const allergies = patient.allergies.map((atc, i) => ({
    resourceType: "AllergyIntolerance",
    id: idOf(`allergy/${i}`),
    clinicalStatus: { coding: [{ system: ALLERGY, code: "active" }] },
    code: { coding: [{ system: ATC_SYSTEM, code: atc }] },
    patient: subject,
  }));
  // LOINC 82810-3 "Pregnancy status" with its answer "pregnant".
  const pregnancy = {
    resourceType: "Observation",
    id: idOf("pregnancy"),
    status: "final",
    code: { coding: [{ system: LOINC, code: "82810-3" }] },
    subject,
    effectiveDateTime: start,
    valueCodeableConcept: { coding: [{ system: LOINC, code: "LA15173-0" }] },
  };
  return [encounter, condition, ...allergies, ...(patient.pregnant ? [pregnancy] : [])];
}

function requestOf(line: OrderLine, id: string, reference: (what: string) => Reference, authoredOn: string): Resource {
  const { coding, text, unit, perDose, timesPerDay, everyDays, days, units } = line;
  const every = everyDays === 1 ? "每日" : `每${everyDays}日`;
  return {
    resourceType: "MedicationRequest",
    id,
    status: "active",
    intent: "order",
    medicationCodeableConcept: { coding, text },
    subject: reference("patient"),
    encounter: reference("encounter"),
    authoredOn,
    requester: reference("practitioner"),
    reasonReference: [reference("condition")],
    dosageInstruction: [
      {
        sequence: line.line,
        text: `每次 ${perDose} ${unit}，${every} ${timesPerDay} 次`,
        timing: { repeat: { frequency: timesPerDay, period: everyDays, periodUnit: "d" } },
        doseAndRate: [{ doseQuantity: { value: perDose, unit } }],
      },
    ],
    dispenseRequest: { quantity: { value: units, unit }, expectedSupplyDuration: { value: days, unit: "d" } },
  };
}

const EPOCH_YEAR = 1970;
const DAY = 86_400;
const BEIJING_SECONDS = 8 * 3_600;
const two = (number: number): string => String(number).padStart(2, "0");

/** FHIR R4 `dateTime` of a moment, in Beijing. Howard Hinnant's `civil_from_days`; no locale, no clock. */
export function beijingTimeOf(time: Seconds): string {
  const local = time + BEIJING_SECONDS;
  const second = local % DAY;
  // Days from 0000-03-01, in eras of 400 years.
  const z = Math.floor(local / DAY) + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const clock = `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  return `${String(Math.max(year, EPOCH_YEAR)).padStart(4, "0")}-${two(month)}-${two(day)}T${clock}+08:00`;
}
