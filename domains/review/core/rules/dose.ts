/** Highest daily doses. Every rule adds up all medications of the substance, so two products count together. */
import type { Rule } from "../rule.ts";
import { critical, dose, milligrams, text, warning, years } from "./author.ts";
import { ema, fdaSafety, label, otcMonograph } from "./sources.ts";

const maximum = (substance: string, zh: string, section = "2 Dosage and administration") => ({
  name: text(zh, substance),
  provenance: label(substance, section),
});

export const doses: readonly Rule[] = [
  dose(critical("DOSE-01"), ["N02BE01"], milligrams(4_000), {
    name: text("对乙酰氨基酚", "paracetamol"),
    provenance: otcMonograph("maximum for adults in 24 hours"),
  }),
  dose(critical("DOSE-02"), ["M01AE01"], milligrams(3_200), maximum("ibuprofen", "布洛芬")),
  dose(warning("DOSE-03"), ["M01AE01"], milligrams(2_400), {
    name: text("布洛芬", "ibuprofen"),
    provenance: ema("PRAC 2015, ibuprofen: cardiovascular risk above 2400 mg a day"),
  }),
  dose(warning("DOSE-04"), ["M01AB05"], milligrams(200), maximum("diclofenac", "双氯芬酸")),
  dose(warning("DOSE-05"), ["M01AE02"], milligrams(1_500), maximum("naproxen", "萘普生")),
  dose(critical("DOSE-06"), ["N02AX02"], milligrams(400), maximum("tramadol", "曲马多")),
  dose(warning("DOSE-07"), ["N02AX02"], milligrams(300), maximum("tramadol", "曲马多（75 岁以上）"), {
    fromMonths: years(75),
  }),
  dose(warning("DOSE-08"), ["C10AA01"], milligrams(40), {
    name: text("辛伐他汀", "simvastatin"),
    provenance: fdaSafety("2011-06-08, simvastatin: 80 mg only for those who already take it"),
  }),
  dose(warning("DOSE-09"), ["C10AA05"], milligrams(80), maximum("atorvastatin", "阿托伐他汀")),
  dose(warning("DOSE-10"), ["C10AA07"], milligrams(40), maximum("rosuvastatin", "瑞舒伐他汀")),
  dose(warning("DOSE-11"), ["A10BA02"], milligrams(2_550), maximum("metformin", "二甲双胍")),
  dose(warning("DOSE-12"), ["C09AA02"], milligrams(40), maximum("enalapril", "依那普利")),
  dose(warning("DOSE-13"), ["C09AA03"], milligrams(80), maximum("lisinopril", "赖诺普利")),
  dose(warning("DOSE-14"), ["C08CA01"], milligrams(10), maximum("amlodipine", "氨氯地平")),
  dose(warning("DOSE-15"), ["C09CA01"], milligrams(100), maximum("losartan", "氯沙坦")),
  dose(critical("DOSE-16"), ["N06AB04"], milligrams(40), {
    name: text("西酞普兰", "citalopram"),
    provenance: fdaSafety("2012-03-28, citalopram: QT prolongation above 40 mg a day"),
  }),
  dose(
    warning("DOSE-17"),
    ["N06AB04"],
    milligrams(20),
    {
      name: text("西酞普兰（60 岁以上）", "citalopram (over 60 years)"),
      provenance: fdaSafety("2012-03-28, citalopram: 20 mg a day over 60 years"),
    },
    { fromMonths: years(61) },
  ),
  dose(warning("DOSE-18"), ["N06AB06"], milligrams(200), maximum("sertraline", "舍曲林")),
  dose(warning("DOSE-19"), ["N06AB03"], milligrams(80), maximum("fluoxetine", "氟西汀")),
  dose(warning("DOSE-20"), ["N06AX12"], milligrams(450), maximum("bupropion", "安非他酮")),
  dose(warning("DOSE-21"), ["N05CF02"], milligrams(10), maximum("zolpidem", "唑吡坦")),
  dose(warning("DOSE-22"), ["A03FA03"], milligrams(30), {
    name: text("多潘立酮", "domperidone"),
    provenance: ema("CMDh 2014, domperidone: 10 mg up to three times a day"),
  }),
  dose(warning("DOSE-23"), ["A03FA01"], milligrams(30), {
    name: text("甲氧氯普胺", "metoclopramide"),
    provenance: ema("CHMP 2013, metoclopramide: 30 mg a day for adults"),
  }),
  dose(critical("DOSE-24"), ["M04AC01"], 2_400, maximum("colchicine", "秋水仙碱")),
  dose(warning("DOSE-25"), ["M04AA01"], milligrams(800), maximum("allopurinol", "别嘌醇")),
  dose(warning("DOSE-26"), ["N02BF01", "N03AX12"], milligrams(3_600), maximum("gabapentin", "加巴喷丁")),
  dose(warning("DOSE-27"), ["N02BF02", "N03AX16"], milligrams(600), maximum("pregabalin", "普瑞巴林")),
  dose(warning("DOSE-28"), ["H03AA01"], 300, maximum("levothyroxine", "左甲状腺素")),
];
