import { Secret } from "@meridian/base/secret";
import { medicineOf } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import { ageInMonths, dayOfDateTime } from "./calendar.ts";
import { type Entries, follow, type Resource } from "./entries.ts";
import type { Faults } from "./fault.ts";
import { type Allergy, ORDER_INTENTS, ORDER_STATUSES, type OrderIntake, type Party } from "./intake.ts";
import { type Code, codings, elements, isAbsent, member, type Node, requiredText, text, word } from "./node.ts";
import { identifiersOf, nameOf, type PatientReading, type PregnancyStatus, pregnantOn } from "./patient.ts";
import { quantityOf } from "./quantity.ts";

/** What the bundle says besides the request, read once. */
export type Surroundings = {
  readonly entries: Entries;
  readonly patient: (resource: Resource, faults: Faults) => PatientReading | undefined;
  readonly allergies: ReadonlyMap<Resource, readonly Allergy[]>;
  readonly pregnancies: ReadonlyMap<Resource, readonly PregnancyStatus[]>;
};

/** Reads one MedicationRequest; undefined when a fault was noted. */
export function readOrder(request: Node, around: Surroundings, faults: Faults): OrderIntake | undefined {
  const { entries } = around;
  refuseModifiers(request, faults);
  const id = text(member(request, "id"), faults, 64);
  const status = word(member(request, "status"), ORDER_STATUSES, faults);
  const intent = word(member(request, "intent"), ORDER_INTENTS, faults);
  const authored = member(request, "authoredOn");
  const authoredOn = requiredText(authored, faults);
  const authoredDay = authoredOn === undefined ? undefined : dayOfDateTime(authoredOn);
  if (authoredOn !== undefined && authoredDay === undefined)
    faults.note("malformed", authored.path, "not a FHIR dateTime");
  const medicine = medicineOfRequest(request, entries, faults);
  const quantity = medicine === undefined ? undefined : quantityOf(request, medicine, faults);
  const subjectNode = member(request, "subject");
  if (isAbsent(subjectNode)) faults.note("missing", subjectNode.path, "required");
  const subject = follow(subjectNode, request, ["Patient"], entries, faults);
  const reading = subject === undefined ? undefined : around.patient(subject, faults);
  const conditions = conditionsOf(request, entries, faults);
  const encounter = follow(member(request, "encounter"), request, ["Encounter"], entries, faults);
  const encounterClass =
    encounter === undefined ? undefined : text(member(member(encounter.node, "class"), "code"), faults);
  const { prescriber, organisation } = requesterOf(request, encounter, entries, faults);
  if (reading !== undefined && authoredDay !== undefined && ageInMonths(reading.birth, authoredDay) < 0)
    faults.note("born-after-order", authored.path, "the patient is born later");

  if (faults.list.length > 0 || authoredOn === undefined || authoredDay === undefined) return undefined;
  if (status === undefined || intent === undefined || medicine === undefined || quantity === undefined)
    return undefined;
  if (subject === undefined || reading === undefined) return undefined;
  const { gender } = reading.subject;
  const picture = new Secret({
    ageMonths: ageInMonths(reading.birth, authoredDay),
    gender,
    pregnant: pregnantOn(authoredDay, around.pregnancies.get(subject) ?? []),
    conditions,
    allergies: around.allergies.get(subject) ?? [],
  });
  return {
    path: request.path,
    id,
    ...{ status, intent, authoredOn, authoredDay, medicine, quantity },
    patient: new Secret(reading.subject),
    picture,
    ...{ prescriber, organisation, encounterClass },
  };
}

/** FHIR R4 section 2.1.0.1: whoever does not understand a modifier must not go on as if it were not there. */
function refuseModifiers(request: Node, faults: Faults): void {
  for (const name of ["modifierExtension", "implicitRules"])
    if (!isAbsent(member(request, name))) faults.note("unsupported", `${request.path}.${name}`, "a modifier");
  const doNotPerform = member(request, "doNotPerform");
  if (!isAbsent(doNotPerform) && doNotPerform.value !== false)
    faults.note("unsupported", doNotPerform.path, "an order not to give a medicine");
}

function medicineOfRequest(request: Node, entries: Entries, faults: Faults): Medicine | undefined {
  const concept = member(request, "medicationCodeableConcept");
  const reference = member(request, "medicationReference");
  if (isAbsent(concept) === isAbsent(reference))
    return faults.note("missing", `${request.path}.medication[x]`, "exactly one medication is required");
  const medication = follow(reference, request, ["Medication"], entries, faults);
  if (isAbsent(concept) && medication === undefined) return undefined;
  const node = medication === undefined ? concept : member(medication.node, "code");
  const found = codings(node, faults);
  const medicine = medicineOf(found);
  if (medicine.ok) return medicine.value;
  // A system and code in their proper form only: anything else might be free text about a patient.
  const named = found
    .slice(0, 3)
    .map(({ system, code }) => `${system}|${code}`)
    .filter((name) => /^[a-z]+:[!-~]{1,120}$/.test(name));
  return faults.note("unsupported-medicine", node.path, named.length === 0 ? "no proper coding" : named.join(", "));
}

function conditionsOf(request: Node, entries: Entries, faults: Faults): readonly (readonly Code[])[] {
  const referred = elements(member(request, "reasonReference"), faults).flatMap((reference) => {
    const found = follow(reference, request, ["Condition", "Observation"], entries, faults);
    return found?.type === "Condition" ? [codings(member(found.node, "code"), faults)] : [];
  });
  const coded = elements(member(request, "reasonCode"), faults).map((concept) => codings(concept, faults));
  return [...referred, ...coded];
}

/** The requester, and the organisation: its own, that of its role, or the one that provides the encounter. */
function requesterOf(request: Node, encounter: Resource | undefined, entries: Entries, faults: Faults) {
  const types = ["Practitioner", "PractitionerRole", "Organization"];
  const requester = follow(member(request, "requester"), request, types, entries, faults);
  const role = requester?.type === "PractitionerRole" ? requester.node : undefined;
  const practitioner =
    role === undefined ? requester : follow(member(role, "practitioner"), role, ["Practitioner"], entries, faults);
  const own =
    role === undefined ? requester : follow(member(role, "organization"), role, ["Organization"], entries, faults);
  const provider =
    own?.type === "Organization" || encounter === undefined
      ? own
      : follow(member(encounter.node, "serviceProvider"), encounter.node, ["Organization"], entries, faults);
  return {
    prescriber: practitioner?.type === "Practitioner" ? partyOf(practitioner.node, nameOf, faults) : undefined,
    organisation:
      provider?.type === "Organization"
        ? partyOf(provider.node, (node) => text(member(node, "name"), faults), faults)
        : undefined,
  };
}

const partyOf = (node: Node, name: (node: Node, faults: Faults) => string | undefined, faults: Faults): Party => ({
  name: new Secret(name(node, faults)),
  identifiers: new Secret(identifiersOf(node, faults)),
});
