/** Own code of a medicine in this formulary, such as `MF-0001`. */
export type MedicineCode = `MF-${string}`;

/**
 * What a prescription says on the ledger about a medicine: its legal class, never its name. The Chinese terms are
 * those of 药品管理法 and 处方管理办法.
 */
export type DrugClass =
  | "general"
  /** 抗菌药物 */
  | "antimicrobial"
  /** 麻醉药品 */
  | "narcotic"
  /** 第一类精神药品 */
  | "psychotropic-1"
  /** 第二类精神药品 */
  | "psychotropic-2"
  /** 医疗用毒性药品 */
  | "toxic"
  /** 冷链: 2 to 8 degrees Celsius from maker to patient */
  | "cold-chain";
export const DRUG_CLASSES: readonly DrugClass[] = [
  "general",
  "antimicrobial",
  "narcotic",
  "psychotropic-1",
  "psychotropic-2",
  "toxic",
  "cold-chain",
];

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
