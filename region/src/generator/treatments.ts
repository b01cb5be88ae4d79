import { invariant } from "@meridian/base/invariant";
import { byCode } from "@meridian/formulary/lookup";
import type { Medicine, UsualDose } from "@meridian/formulary/medicine";
import type { DiagnosisName } from "./diagnoses.ts";
import type { Patient } from "./patients.ts";

/** One medicine of a treatment, at a dose. Invented for demonstrations: no advice to anyone. */
export type TreatmentLine = { readonly medicine: Medicine; readonly dose: UsualDose };

export type Treatment = {
  readonly diagnosis: DiagnosisName;
  readonly lines: readonly TreatmentLine[];
  readonly years: readonly [least: number, most: number];
  readonly sex: "female" | "male" | "any";
  readonly pregnant: boolean;
  /** Only for somebody who has the diagnosis already. */
  readonly known: boolean;
};
type Who = Partial<Pick<Treatment, "years" | "sex" | "pregnant">>;

/** `MF-0112 1x1 28`: units a dose, doses a day, days; `1x1/14 28`: a dose on every 14th day. */
function lineOf(text: string): TreatmentLine {
  const match = /^(MF-\d{4}) (\d+)x(\d+)(?:\/(\d+))? (\d+)$/.exec(text);
  const medicine = byCode(match?.[1] ?? "");
  invariant(match !== null && medicine !== undefined, `a line of a treatment: ${text}`);
  const [, , perDose, timesPerDay, everyDays, days] = match;
  const dose = {
    perDose: Number(perDose),
    timesPerDay: Number(timesPerDay),
    everyDays: Number(everyDays ?? "1"),
    days: Number(days),
  };
  return { medicine, dose };
}

const treatment =
  (known: boolean) =>
  (diagnosis: DiagnosisName, lines: readonly string[], who: Who = {}): Treatment => ({
    diagnosis,
    lines: lines.map(lineOf),
    years: who.years ?? [18, 64],
    sex: who.sex ?? "any",
    pregnant: who.pregnant ?? false,
    known,
  });
const acutely = treatment(false);
const chronically = treatment(true);

/** At most seven days: what an ordinary or an online prescription may cover. */
export const acute: readonly Treatment[] = [
  acutely("cold", ["MF-0317 1x4 3"], { years: [18, 80] }),
  acutely("cold", ["MF-0316 1x4 3"], { years: [7, 14] }),
  acutely("tonsillitis", ["MF-0202 2x3 7"]),
  acutely("tonsillitis", ["MF-0202 1x3 7"], { years: [7, 14] }),
  acutely("pneumonia", ["MF-0206 1x2 7"]),
  acutely("cystitis", ["MF-0206 1x2 5"], { sex: "female" }),
  acutely("rhinitis", ["MF-0339 2x1 7"], { years: [18, 80] }),
  acutely("backPain", ["MF-0302 1x3 5"], { years: [18, 60] }),
  acutely("gastritis", ["MF-0001 1x1 7"]),
  acutely("diarrhoea", ["MF-0006 1x3 3"]),
  acutely("dermatitis", ["MF-0125 1x2 7"]),
  acutely("influenza", ["MF-0216 1x2 5", "MF-0317 1x3 3"]),
];

/** Up to four weeks: what a long prescription may cover. */
export const chronic: readonly Treatment[] = [
  chronically("hypertension", ["MF-0112 1x1 28"]),
  chronically("hypertension", ["MF-0112 1x1 28", "MF-0118 1x1 28"]),
  chronically("diabetes", ["MF-0007 1x3 28"]),
  chronically("diabetes", ["MF-0007 1x3 28", "MF-0009 1x1 28"]),
  chronically("lipids", ["MF-0122 1x1 28"]),
  chronically("coronary", ["MF-0019 1x1 28", "MF-0124 1x1 28"]),
  chronically("hypothyroidism", ["MF-0035 1x1 28"]),
  chronically("asthma", ["MF-0335 2x2 28", "MF-0333 2x2 28"]),
  chronically("epilepsy", ["MF-0323 1x2 28"]),
  chronically("pregnancyAnaemia", ["MF-0022 1x2 28", "MF-0024 1x1 28"], { sex: "female", pregnant: true }),
];

/** Negotiated drugs that both channels, hospital and designated pharmacy, give alike. */
export const negotiated: readonly Treatment[] = [
  chronically("diabetes", ["MF-0012 1x1 28"]),
  chronically("diabetes", ["MF-0015 1x1/7 28"]),
  chronically("arthritis", ["MF-0221 1x1/14 28"]),
];

/** From one pharmacy that is named with the order. */
export const special: readonly Treatment[] = [
  chronically("breastCancer", ["MF-0218 3x1/21 21"], { sex: "female" }),
  chronically("prostateCancer", ["MF-0219 1x1/28 28"], { sex: "male" }),
  chronically("arthritis", ["MF-0221 1x1/14 28"]),
  chronically("dystonia", ["MF-0306 1x1 1"]),
  chronically("insulinDiabetes", ["MF-0013 16x1 28", "MF-0014 6x3 28"]),
];

/** 处方管理办法, articles 23 and 24: 7 days of a slow narcotic, 15 of methylphenidate, 7 of a second-class psychotropic. */
export const controlled: readonly Treatment[] = [
  chronically("cancerPain", ["MF-0311 1x2 7"]),
  chronically("cancerPain", ["MF-0312 1x2 7"]),
  chronically("cancerPain", ["MF-0314 1x1/3 6"]),
  chronically("attention", ["MF-0330 1x1 15"], { years: [7, 14] }),
  chronically("insomnia", ["MF-0327 1x1 7"]),
  chronically("anxiety", ["MF-0326 1x1 7"]),
];
export const narcotics: readonly Treatment[] = controlled.filter(({ diagnosis }) => diagnosis === "cancerPain");

/** An expensive original, for which a pharmacist may offer the same substance from another maker. */
export const originals: readonly Treatment[] = [
  chronically("hypertension", ["MF-0113 1x1 28"]),
  chronically("lipids", ["MF-0123 1x1 28"]),
  chronically("diabetes", ["MF-0008 1x3 28"]),
];

/** A statin with a strong inhibitor of CYP3A4: a critical finding that a reason and a second signature lift. */
export const interacting: readonly Treatment[] = [acutely("pneumonia", ["MF-0210 1x2 7", "MF-0119 1x1 7"])];
/** A penicillin for somebody who is allergic to it: a critical finding that nothing lifts. */
export const allergic: readonly Treatment[] = [acutely("tonsillitis", ["MF-0202 2x3 7"])];

/** Whether a treatment is for this patient: age, sex, pregnancy, known diagnosis, and no allergy or, when wanted, one. */
export function suits(treatment: Treatment, patient: Patient, allergies: "none" | "wanted" = "none"): boolean {
  const { years, sex, pregnant, known, diagnosis, lines } = treatment;
  const [least, most] = years;
  if (patient.years < least || patient.years > most || patient.pregnant !== pregnant) return false;
  if (sex !== "any" && sex !== patient.sex) return false;
  if (known && !patient.conditions.includes(diagnosis)) return false;
  const anyOf = (test: (allergen: string, atc: string) => boolean): boolean =>
    lines.some(({ medicine }) => patient.allergies.some((allergen) => test(allergen, medicine.atc)));
  return allergies === "wanted" ? anyOf((allergen, atc) => atc.startsWith(allergen)) : !anyOf(related);
}

/** Beta-lactams are one family here, and so are pain killers: no story walks past a cross-reaction by accident. */
const related = (allergen: string, atc: string): boolean =>
  atc.startsWith(allergen) || FAMILIES.some((family) => family.test(allergen) && family.test(atc));
const FAMILIES: readonly RegExp[] = [/^J01[CD]/, /^(M01A|N02BA|B01AC06)/];
