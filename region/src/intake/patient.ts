import { ATC_SYSTEM } from "@meridian/formulary/lookup";
import { ageInMonths, type Day, dayOf, dayOfDateTime } from "./calendar.ts";
import { type Entries, follow, type Resource } from "./entries.ts";
import { Faults } from "./fault.ts";
import type { Gender, Identifier } from "./fhir-types.ts";
import type { Allergy, Subject } from "./intake.ts";
import { codings, elements, member, type Node, requiredText, text, word } from "./node.ts";

const GENDERS: readonly Gender[] = ["male", "female", "other", "unknown"];

export type PatientReading = { readonly subject: Subject; readonly birth: Day };

/** A Patient; birthDate and gender are required, because nothing can be reviewed without an age. */
export function readPatient(patient: Node, faults: Faults): PatientReading | undefined {
  const before = faults.list.length;
  const birthDate = member(patient, "birthDate");
  const birthText = requiredText(birthDate, faults);
  const gender =
    member(patient, "gender").value === undefined ? "unknown" : word(member(patient, "gender"), GENDERS, faults);
  const birth = birthText === undefined ? undefined : dayOf(birthText);
  if (birthText !== undefined && birth === undefined) faults.note("malformed", birthDate.path, "not a FHIR date");
  const name = nameOf(patient, faults);
  const identifiers = identifiersOf(patient, faults);
  if (faults.list.length > before) return undefined;
  if (birthText === undefined || birth === undefined || gender === undefined) return undefined;
  return { subject: { name, identifiers, birthDate: birthText, gender }, birth };
}

/** The first HumanName: its text, else given and family names. */
export function nameOf(resource: Node, faults: Faults): string | undefined {
  const [name] = elements(member(resource, "name"), faults);
  if (name === undefined) return undefined;
  const parts = [
    ...elements(member(name, "given"), faults).map((given) => text(given, faults)),
    text(member(name, "family"), faults),
  ].filter((part) => part !== undefined);
  return text(member(name, "text"), faults) ?? (parts.length === 0 ? undefined : parts.join(" "));
}

export const identifiersOf = (resource: Node, faults: Faults): readonly Identifier[] =>
  elements(member(resource, "identifier"), faults).flatMap((identifier) => {
    const system = text(member(identifier, "system"), faults);
    const value = text(member(identifier, "value"), faults);
    return system === undefined || value === undefined ? [] : [{ system, value }];
  });

/** Allergies by patient. One that is resolved, refuted or entered in error is none any more. */
export function allergiesOf(entries: Entries, faults: Faults): ReadonlyMap<Resource, readonly Allergy[]> {
  const byPatient = new Map<Resource, Allergy[]>();
  for (const { type, node } of entries.resources) {
    if (type !== "AllergyIntolerance") continue;
    const patient = follow(member(node, "patient"), node, ["Patient"], entries, faults);
    const over = [...statusesOf(node, "clinicalStatus", faults), ...statusesOf(node, "verificationStatus", faults)];
    if (patient === undefined || over.some((code) => ["resolved", "refuted", "entered-in-error"].includes(code)))
      continue;
    const found = codings(member(node, "code"), faults);
    const atc = found.filter(({ system }) => system === ATC_SYSTEM).map(({ code }) => code);
    const list = byPatient.get(patient) ?? [];
    list.push({ codings: found, atc });
    byPatient.set(patient, list);
  }
  return byPatient;
}

const statusesOf = (node: Node, name: string, faults: Faults): readonly string[] =>
  codings(member(node, name), faults).map(({ code }) => code);

/** Pregnancy status by LOINC 82810-3: the day it was seen and whether it said yes. */
export type PregnancyStatus = { readonly day: Day; readonly pregnant: boolean };

const LOINC = "http://loinc.org";
const PREGNANCY_STATUS = "82810-3";
/** LOINC answer and SNOMED CT finding for "pregnant". */
const PREGNANT = ["LA15173-0", "77386006"];
const TERM_MONTHS = 9;

export function pregnanciesOf(entries: Entries, faults: Faults): ReadonlyMap<Resource, readonly PregnancyStatus[]> {
  const byPatient = new Map<Resource, PregnancyStatus[]>();
  for (const { type, node } of entries.resources) {
    if (type !== "Observation") continue;
    // Other observations are not read, so their faults are nobody's concern here.
    const code = codings(member(node, "code"), new Faults());
    if (!code.some(({ system, code: value }) => system === LOINC && value === PREGNANCY_STATUS)) continue;
    const patient = follow(member(node, "subject"), node, ["Patient"], entries, faults);
    const effective = member(node, "effectiveDateTime");
    const day = dayOfDateTime(requiredText(effective, faults) ?? "");
    if (day === undefined) faults.note("malformed", effective.path, "not a FHIR dateTime");
    if (patient === undefined || day === undefined) continue;
    const answer = codings(member(node, "valueCodeableConcept"), faults);
    const list = byPatient.get(patient) ?? [];
    list.push({ day, pregnant: answer.some(({ code: value }) => PREGNANT.includes(value)) });
    byPatient.set(patient, list);
  }
  return byPatient;
}

/** The latest status of the nine months before a day. */
export function pregnantOn(day: Day, statuses: readonly PregnancyStatus[]): boolean | undefined {
  let latest: { readonly months: number; readonly pregnant: boolean } | undefined;
  for (const status of statuses) {
    const months = ageInMonths(status.day, day);
    if (months < 0 || months > TERM_MONTHS) continue;
    if (latest === undefined || months <= latest.months) latest = { months, pregnant: status.pregnant };
  }
  return latest?.pregnant;
}
