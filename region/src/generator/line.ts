import { packsFor, unitsFor } from "@meridian/formulary/lookup";
import type { Medicine, UsualDose } from "@meridian/formulary/medicine";

/** One medicine of a prescription, with what it comes to. */
export type EncounterLine = {
  readonly line: number;
  readonly medicine: Medicine;
  readonly dose: UsualDose;
  /** In the medicine's own unit. */
  readonly units: number;
  /** Each has one trace code. */
  readonly packs: number;
  readonly priceFen: number;
};

export function lineOf(line: number, medicine: Medicine, dose: UsualDose): EncounterLine {
  const units = unitsFor(dose);
  return { line, medicine, dose, units, packs: packsFor(medicine, units), priceFen: units * medicine.priceFen };
}
