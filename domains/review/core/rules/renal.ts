/** Drugs that failing kidneys do not clear, by eGFR or creatinine clearance. */
import type { Atc, Provenance, Rule } from "../rule.ts";
import { absolute, critical, renal, replace, text, warning } from "./author.ts";
import { fdaSafety, label } from "./sources.ts";

const because = (zh: string, en: string, provenance: Provenance) => ({
  message: text(zh, en),
  management: replace,
  provenance,
});

/** Alone and in fixed combinations. */
const METFORMIN: readonly [Atc, ...Atc[]] = [
  "A10BA02",
  "A10BD02",
  "A10BD03",
  "A10BD05",
  "A10BD07",
  "A10BD08",
  "A10BD10",
  "A10BD11",
  "A10BD13",
  "A10BD14",
  "A10BD15",
  "A10BD16",
  "A10BD20",
];

export const kidneys: readonly Rule[] = [
  renal(
    absolute("REN-01"),
    30,
    METFORMIN,
    because(
      "eGFR<30 禁用二甲双胍（乳酸酸中毒）。",
      "Metformin is contraindicated below eGFR 30: lactic acidosis.",
      fdaSafety("2016-04-08, metformin and renal function"),
    ),
  ),
  renal(
    critical("REN-02"),
    60,
    ["J01XE01"],
    because(
      "肌酐清除率<60 禁用呋喃妥因。",
      "Nitrofurantoin is contraindicated below a clearance of 60.",
      label("nitrofurantoin", "Contraindications"),
    ),
  ),
  renal(
    critical("REN-03"),
    15,
    ["B01AE07"],
    because(
      "肌酐清除率<15 无达比加群用药建议。",
      "Dabigatran has no dose below a clearance of 15.",
      label("dabigatran", "2 Dosage, renal impairment"),
    ),
  ),
  renal(
    critical("REN-04"),
    35,
    ["M05BA08"],
    because(
      "肌酐清除率<35 禁用唑来膦酸（骨质疏松）。",
      "Zoledronic acid for bones is contraindicated below a clearance of 35.",
      label("zoledronic acid 5 mg", "4 Contraindications"),
    ),
  ),
  renal(
    warning("REN-05"),
    35,
    ["M05BA04"],
    because(
      "肌酐清除率<35 不建议使用阿仑膦酸。",
      "Alendronate is not recommended below a clearance of 35.",
      label("alendronate", "8.6 Renal impairment"),
    ),
  ),
  renal(
    critical("REN-06"),
    31,
    ["C03DA04"],
    because(
      "肌酐清除率≤30 禁用依普利酮（高钾血症）。",
      "Eplerenone is contraindicated at a clearance of 30 and below: hyperkalaemia.",
      label("eplerenone", "4 Contraindications"),
    ),
  ),
  renal(
    warning("REN-07"),
    30,
    ["N06AX21"],
    because(
      "肾小球滤过率<30 避免使用度洛西汀。",
      "Avoid duloxetine below a filtration rate of 30.",
      label("duloxetine", "5 Warnings, severe renal impairment"),
    ),
  ),
  renal(
    warning("REN-08"),
    30,
    ["B01AB05"],
    because(
      "肌酐清除率<30 依诺肝素须减量。",
      "Enoxaparin needs a lower dose below a clearance of 30.",
      label("enoxaparin", "2 Dosage, renal impairment"),
    ),
  ),
  renal(
    warning("REN-09"),
    30,
    ["M01A"],
    because(
      "重度肾功能不全避免使用 NSAID。",
      "Avoid NSAIDs in advanced renal disease.",
      label("ibuprofen", "5 Warnings, renal toxicity"),
    ),
  ),
  renal(
    warning("REN-10"),
    30,
    ["N05AN01"],
    because(
      "肌酐清除率<30 避免使用锂盐。",
      "Avoid lithium below a clearance of 30.",
      label("lithium", "8.6 Renal impairment"),
    ),
  ),
];
