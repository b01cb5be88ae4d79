/** Groups of substances that several rules share, by ATC code. */
import type { Atc } from "../rule.ts";

/** Monoamine oxidase inhibitors of psychiatry, and those of neurology at doses where they are not selective. */
export const MAO_INHIBITORS: readonly Atc[] = ["N06AF", "N06AG", "N04BD01", "N04BD02"];

export const PROTEASE_INHIBITORS: readonly Atc[] = ["J05AE", "J05AR10", "J05AE30"];

/** Strong CYP3A4 inhibitors as the labels cited by the rules name them. */
export const STRONG_CYP3A4_INHIBITORS: readonly Atc[] = [
  "J02AB02",
  "J02AC02",
  "J02AC03",
  "J02AC04",
  "J01FA09",
  "J01FA15",
  "N06AX06",
  "V03AX03",
  ...PROTEASE_INHIBITORS,
];

export const STRONG_CYP3A4_INDUCERS: readonly Atc[] = ["J04AB02", "N03AB02", "N03AF01", "N03AA02", "N06AX25"];

/** Substances whose labels warn of QT prolongation in a box, a contraindication or a warning. */
export const QT_PROLONGING: readonly Atc[] = [
  "C01BD01",
  "C01BD04",
  "C07AA07",
  "C01BA01",
  "C01BA03",
  "N05AC02",
  "N05AG02",
  "N05AE04",
  "N05AD01",
  "N05AD08",
  "N07BC02",
  "J01FA01",
  "J01FA09",
  "J01MA14",
  "L01XX27",
  "A03FA03",
];

export const NSAIDS: readonly Atc[] = ["M01A", "N02BA01"];
export const OPIOIDS: readonly Atc[] = ["N02A", "R05DA04", "N07BC02"];
export const BENZODIAZEPINES: readonly Atc[] = ["N05BA", "N05CD", "N05CF"];
export const ACE_INHIBITORS: readonly [Atc, ...Atc[]] = ["C09A", "C09B"];
export const ANGIOTENSIN_BLOCKERS: readonly [Atc, ...Atc[]] = ["C09C", "C09D"];
export const METHOTREXATE: readonly Atc[] = ["L04AX03", "L01BA01"];
export const ORAL_ANTICOAGULANTS: readonly Atc[] = ["B01AA", "B01AE07", "B01AF"];
