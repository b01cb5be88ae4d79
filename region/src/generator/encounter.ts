import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { UsualDose } from "@meridian/formulary/medicine";
import type { StaffRole } from "@meridian/kernel/vocabulary";
import { type Diagnosis, diagnoses } from "./diagnoses.ts";
import { hexOf } from "./keys.ts";
import { type EncounterLine, lineOf } from "./line.ts";
import * as places from "./organisations.ts";
import type { Patient } from "./patients.ts";
import { type Random, randomOf } from "./random.ts";
import type { Region } from "./region.ts";
import { type PathwayName, type Scenario, type Slot, slotOf } from "./scenarios.ts";
import { type Story, storyOf } from "./story.ts";
import * as treatments from "./treatments.ts";

/** Where care takes place, as prescription law tells it apart. */
export type Setting = "general" | "chronic" | "internet";

/** One visit and the prescription that comes of it. */
export type Encounter = {
  readonly n: number;
  readonly id: string;
  readonly prescription: PrescriptionId;
  readonly scenario: Scenario;
  readonly pathway: PathwayName;
  readonly setting: Setting;
  /** FHIR dateTime on the region's day, Beijing time. */
  readonly authoredOn: string;
  readonly patient: PersonId;
  readonly organisation: OrganisationId;
  /** Entitled to order this; whoever is not is `story.intruder`. */
  readonly physician: PersonId;
  /** Pharmacists of the same organisation who review: two for a controlled drug, else one. */
  readonly reviewers: readonly PersonId[];
  readonly dispenser: OrganisationId;
  /** Pharmacists of the dispenser who hand out: two for a controlled drug, else one. None of them reviewed. */
  readonly dispensers: readonly PersonId[];
  readonly delivery: { readonly carrier: OrganisationId; readonly courier: PersonId } | undefined;
  readonly payer: OrganisationId | undefined;
  readonly diagnosis: Diagnosis;
  readonly lines: readonly EncounterLine[];
  readonly totalFen: number;
  readonly story: Story;
};

/** The nth encounter of a region, from 0: the same whenever and wherever it is asked for. */
export function generateEncounter(region: Region, n: number): Encounter {
  invariant(Number.isSafeInteger(n) && n >= 0, "encounters count from 0");
  const slot = slotOf(region.seed, n);
  const random = randomOf(`${region.seed}/encounter/${n}`);
  const { patient, treatment } = castOf(region, slot, random);
  const organisation = organisationOf(slot, random);
  const controlled = slot.pathway === "controlled-drug";
  const physician = random.pick(people(region, organisation, "physician", controlled)).id;
  const dispenser = dispenserOf(slot, organisation, treatment, random);
  const count = controlled ? 2 : 1;
  const reviewers = random.shuffle(people(region, organisation, "pharmacist", controlled)).slice(0, count);
  const free = people(region, dispenser, "pharmacist", controlled).filter((each) => !reviewers.includes(each));
  const lines = treatment.lines.map(({ medicine, dose }, i) => lineOf(i + 1, medicine, doseFor(slot, dose)));
  const hour = String(random.between(8, 17)).padStart(2, "0");
  const minute = String(random.below(60)).padStart(2, "0");
  return {
    n,
    id: `enc-${hexOf("encounter", region.seed, String(n)).slice(0, 16)}`,
    prescription: `rx-${hexOf("prescription", region.seed, String(n)).slice(0, 24)}` as PrescriptionId,
    ...slot,
    setting: settingOf(slot, lines),
    authoredOn: `${region.day}T${hour}:${minute}:00+08:00`,
    patient: patient.id,
    organisation,
    physician,
    reviewers: reviewers.map(({ id }) => id),
    dispenser,
    dispensers: random
      .shuffle(free)
      .slice(0, count)
      .map(({ id }) => id),
    delivery: deliveryOf(region, slot, random),
    payer: patient.payer,
    diagnosis: diagnoses[treatment.diagnosis],
    lines,
    totalFen: lines.reduce((sum, { priceFen }) => sum + priceFen, 0),
    story: storyOf(region, slot, { organisation, dispenser, lines }, random),
  };
}

/** Staff of one organisation in one role; with `controlled`, only those who have the narcotic right. */
const people = (region: Region, organisation: OrganisationId, role: StaffRole, controlled: boolean) =>
  region.staff.filter(
    (each) => each.organisation === organisation && each.role === role && (each.controlled || !controlled),
  );

/** A treatment that fits the story, and somebody whom it fits. */
function castOf(region: Region, slot: Slot, random: Random) {
  const allergies = slot.scenario === "returned-by-review" ? "wanted" : "none";
  const count = region.patients.length;
  for (const treatment of random.shuffle(treatmentsFor(slot))) {
    const start = random.below(count);
    for (let i = 0; i < count; i++) {
      const patient: Patient | undefined = region.patients[(start + i) % count];
      if (patient !== undefined && treatments.suits(treatment, patient, allergies)) return { patient, treatment };
    }
  }
  invariant(false, `every region has a patient for ${slot.scenario} on ${slot.pathway}`);
}

function treatmentsFor({ scenario, pathway }: Slot): readonly treatments.Treatment[] {
  if (scenario === "returned-by-review") return treatments.allergic;
  if (scenario === "review-critical-overridden") return treatments.interacting;
  if (scenario === "substitution") return treatments.originals;
  if (scenario === "partially-dispensed") return treatments.chronic;
  if (scenario === "wrong-role") return pathway === "controlled-drug" ? treatments.narcotics : treatments.acute;
  switch (pathway) {
    case "in-hospital":
      return [...treatments.acute, ...treatments.chronic];
    case "dual-channel-retail":
      return [...treatments.acute, ...treatments.negotiated, ...treatments.negotiated];
    case "internet-hospital-delivery":
      return [...treatments.acute, ...treatments.chronic];
    case "chronic-repeat":
      return treatments.chronic;
    case "controlled-drug":
      return treatments.controlled;
    case "direct-assignment":
      return treatments.special;
  }
}

function organisationOf({ pathway }: Slot, random: Random): OrganisationId {
  if (pathway === "internet-hospital-delivery") return places.INTERNET_HOSPITAL;
  const atClinic = pathway === "dual-channel-retail" || pathway === "chronic-repeat";
  return atClinic && random.chance(40) ? random.pick(places.CLINICS) : places.HOSPITAL;
}

function dispenserOf(
  { pathway }: Slot,
  organisation: OrganisationId,
  treatment: treatments.Treatment,
  random: Random,
): OrganisationId {
  if (pathway === "in-hospital") return organisation;
  if (pathway === "controlled-drug") return random.pick([places.HOSPITAL, places.NARCOTIC_PHARMACY]);
  // 医疗用毒性药品 are given out by the hospital itself.
  const toxic = treatment.lines.some(({ medicine }) => medicine.drugClass === "toxic");
  return toxic ? places.HOSPITAL : random.pick(places.PHARMACIES);
}

/** Online, an order covers at most seven days: 处方管理办法, article 19. */
const doseFor = ({ pathway }: Slot, dose: UsualDose): UsualDose =>
  pathway === "internet-hospital-delivery" ? { ...dose, days: Math.min(dose.days, 7) } : dose;

function settingOf({ pathway }: Slot, lines: readonly EncounterLine[]): Setting {
  if (pathway === "internet-hospital-delivery") return "internet";
  const long = pathway !== "controlled-drug" && lines.some(({ dose }) => dose.days > 7);
  return long ? "chronic" : "general";
}

function deliveryOf(region: Region, { pathway }: Slot, random: Random): Encounter["delivery"] {
  if (pathway !== "internet-hospital-delivery") return undefined;
  return { carrier: places.CARRIER, courier: random.pick(people(region, places.CARRIER, "courier", false)).id };
}
