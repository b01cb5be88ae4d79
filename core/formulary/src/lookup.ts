import { err, ok, type Result } from "@meridian/base/result";
import { CIRCULATION } from "./catalogue/circulation.ts";
import { INFECTION } from "./catalogue/infection.ts";
import { METABOLISM } from "./catalogue/metabolism.ts";
import { NERVES } from "./catalogue/nerves.ts";
import type { Medicine, MedicineCode, UsualDose } from "./medicine.ts";
import { medicinesOf } from "./table.ts";

/** FHIR code systems: FHIR R4 "Using RxNorm with FHIR", "Using ATC with FHIR", and our own. */
export const RXNORM_SYSTEM = "http://www.nlm.nih.gov/research/umls/rxnorm";
export const ATC_SYSTEM = "http://www.whocc.no/atc";
export const FORMULARY_SYSTEM = "urn:meridian:formulary";

/** Every medicine of the formulary, in the order of its tables. */
export const medicines: readonly Medicine[] = [METABOLISM, CIRCULATION, INFECTION, NERVES].flatMap(medicinesOf);

const codes = new Map<string, Medicine>(medicines.map((medicine) => [medicine.code, medicine]));
const rxnorms = new Map<string, Medicine>(
  medicines.flatMap((medicine) => medicine.rxnorm.map((rxnorm) => [rxnorm, medicine] as const)),
);

export const byCode = (code: string): Medicine | undefined => codes.get(code);
export const byRxNorm = (rxnorm: string): Medicine | undefined => rxnorms.get(rxnorm);

/** Medicines at or below an ATC code of any level: `N02A` finds every opioid. */
export const byAtc = (prefix: string): readonly Medicine[] =>
  prefix === "" ? [] : medicines.filter(({ atc }) => atc.startsWith(prefix));

/** A code as an order names it: FHIR R4 Coding without its display. */
export type MedicineCoding = { readonly system: string; readonly code: string };
export type UnsupportedMedicine = {
  readonly code: "unsupported-medicine";
  readonly codings: readonly MedicineCoding[];
};

/**
 * The medicine that an order's codings name: by own code, else by RxNorm, else the first with that ATC level 5. One
 * that the formulary does not have is refused with the codes that were tried, never guessed from a text.
 */
export function medicineOf(codings: readonly MedicineCoding[]): Result<Medicine, UnsupportedMedicine> {
  const named = (system: string, find: (code: string) => Medicine | undefined): Medicine | undefined => {
    for (const coding of codings) {
      const found = coding.system === system ? find(coding.code) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const medicine =
    named(FORMULARY_SYSTEM, byCode) ??
    named(RXNORM_SYSTEM, byRxNorm) ??
    named(ATC_SYSTEM, (code) => medicines.find(({ atc }) => atc === code));
  return medicine === undefined ? err({ code: "unsupported-medicine", codings }) : ok(medicine);
}

/** Other products with the same substance, form, strength and unit: what a pharmacy may offer instead. */
export const substitutesOf = (code: MedicineCode): readonly Medicine[] => {
  const medicine = codes.get(code);
  if (medicine === undefined) return [];
  return medicines.filter(
    (other) =>
      other.code !== code &&
      other.atc === medicine.atc &&
      other.form === medicine.form &&
      other.strength === medicine.strength &&
      other.unit === medicine.unit,
  );
};

/** Units that a dose uses up. */
export const unitsFor = (dose: UsualDose): number =>
  dose.perDose * dose.timesPerDay * Math.ceil(dose.days / dose.everyDays);

/** Whole packs that hold so many units; a trace code is on each. */
export const packsFor = (medicine: Medicine, units: number): number => Math.ceil(units / medicine.packUnits);
