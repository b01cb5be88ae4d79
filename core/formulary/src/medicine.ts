import type { DrugClass } from "@meridian/kernel/vocabulary";

/** Own code of a medicine in this formulary, such as `MF-0001`. */
export type MedicineCode = `MF-${string}`;

/** 甲类, 乙类, 自费. */
export type Insurance = "A" | "B" | "self";
export const INSURANCE_CLASSES: readonly Insurance[] = ["A", "B", "self"];

/** What quantities of a medicine count; a pack holds `packUnits` of them. */
export const UNITS = [
  "tablet",
  "capsule",
  "ml",
  "g",
  "ampoule",
  "vial",
  "syringe",
  "pen",
  "patch",
  "actuation",
  "sachet",
  "implant",
  "system",
  "IU",
] as const;
export type Unit = (typeof UNITS)[number];

/** Invented makers; each has its own range of trace codes. */
export type Maker = "maker-yunhe" | "maker-qinghe" | "maker-lantian";

/**
 * The usual adult dose: `perDose` units, `timesPerDay` times on every `everyDays`th day, for `days` days. It fills in
 * for an order that names no quantity, and is no advice to anyone.
 */
export type UsualDose = {
  readonly perDose: number;
  readonly timesPerDay: number;
  readonly everyDays: number;
  readonly days: number;
};

export type Medicine = {
  readonly code: MedicineCode;
  /** WHO ATC level 5; a combination product has its combination code. */
  readonly atc: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly form: string;
  /** As printed on the pack. */
  readonly strength: string;
  /** Of the leading substance in one unit. Zero when it is counted in international units. */
  readonly strengthMicrograms: number;
  readonly unit: Unit;
  readonly packUnits: number;
  /** Price of one unit in fen. */
  readonly priceFen: number;
  readonly insurance: Insurance;
  readonly drugClass: DrugClass;
  readonly usualDose: UsualDose;
  readonly maker: Maker;
  /** The seven digits that begin every trace code of this product: 8, maker, product. */
  readonly tracePrefix: string;
  /** RxNorm concepts that mean this product. */
  readonly rxnorm: readonly string[];
};
