/** Interactions that a label contraindicates or warns of in so many words. */
import type { Provenance, Rule } from "../rule.ts";
import { absolute, avoid, critical, ddi, monitor, text, warning } from "./author.ts";
import { ACE_INHIBITORS, BENZODIAZEPINES, METHOTREXATE, NSAIDS, OPIOIDS, STRONG_CYP3A4_INHIBITORS } from "./groups.ts";
import { fdaSafety, label } from "./sources.ts";

const contraindicated = (zh: string, en: string, provenance: Provenance) => ({
  message: text(zh, en),
  management: avoid,
  provenance,
});
const careful = (zh: string, en: string, provenance: Provenance) => ({
  message: text(zh, en),
  management: monitor,
  provenance,
});

export const interactions: readonly Rule[] = [
  ddi(
    absolute("DDI-LBL-01"),
    { a: ["G04BE03", "G04BE08", "G04BE09", "G04BE10"], b: ["C01DA"] },
    contraindicated(
      "PDE5 抑制剂与硝酸酯类合用可致致命性低血压。",
      "A PDE5 inhibitor with a nitrate: hypotension that can kill.",
      label("sildenafil", "4 Contraindications"),
    ),
    { fires: ["G04BE03", "C01DA02"], silent: ["G04BE03", "C08CA01"] },
  ),
  ddi(
    absolute("DDI-LBL-02"),
    { a: ["C02KX05"], b: ["C01DA", "G04BE03", "G04BE08", "G04BE09"] },
    contraindicated(
      "利奥西呱禁与硝酸酯类或 PDE5 抑制剂合用。",
      "Riociguat must not meet nitrates or PDE5 inhibitors.",
      label("riociguat", "4 Contraindications"),
    ),
    { fires: ["C02KX05", "G04BE08"], silent: ["C02KX05", "C03CA01"] },
  ),
  ddi(
    critical("DDI-LBL-03"),
    { a: ["C10AA01"], b: ["C10AB04", "L04AD01", "G03XA01"] },
    contraindicated(
      "辛伐他汀禁与吉非罗齐、环孢素、达那唑合用（横纹肌溶解）。",
      "Simvastatin is contraindicated with gemfibrozil, ciclosporin and danazol: rhabdomyolysis.",
      label("simvastatin", "4 Contraindications"),
    ),
    { fires: ["C10AA01", "C10AB04"], silent: ["C10AA03", "C10AB05"] },
  ),
  ddi(
    critical("DDI-LBL-04"),
    { a: ["C09DX04"], b: ACE_INHIBITORS },
    contraindicated(
      "沙库巴曲缬沙坦禁与 ACE 抑制剂合用，须间隔 36 小时（血管性水肿）。",
      "Sacubitril/valsartan is contraindicated with ACE inhibitors; leave 36 hours: angioedema.",
      label("sacubitril and valsartan", "4 Contraindications"),
    ),
    { fires: ["C09DX04", "C09AA02"], silent: ["C09DX04", "C07AB02"] },
  ),
  ddi(
    critical("DDI-LBL-05"),
    { a: ["C01EB17"], b: STRONG_CYP3A4_INHIBITORS },
    contraindicated(
      "伊伐布雷定禁与强效 CYP3A4 抑制剂合用。",
      "Ivabradine is contraindicated with strong CYP3A4 inhibitors.",
      label("ivabradine", "4 Contraindications"),
    ),
    { fires: ["C01EB17", "J02AC02"], silent: ["C01EB17", "J02AX04"] },
  ),
  ddi(
    critical("DDI-LBL-06"),
    { a: ["C03DA04"], b: STRONG_CYP3A4_INHIBITORS },
    contraindicated(
      "依普利酮禁与强效 CYP3A4 抑制剂合用（高钾血症）。",
      "Eplerenone is contraindicated with strong CYP3A4 inhibitors: hyperkalaemia.",
      label("eplerenone", "4 Contraindications"),
    ),
    { fires: ["C03DA04", "J02AB02"], silent: ["C03DA01", "J02AB02"] },
  ),
  ddi(
    critical("DDI-LBL-07"),
    { a: ["M01AB15"], b: NSAIDS },
    contraindicated(
      "酮咯酸禁与阿司匹林或其他 NSAID 合用。",
      "Ketorolac is contraindicated with aspirin or another NSAID.",
      label("ketorolac tromethamine", "Contraindications"),
    ),
    { fires: ["M01AB15", "M01AE01"], silent: ["M01AB15", "N02BE01"] },
  ),
  ddi(
    critical("DDI-LBL-08"),
    { a: ["C02KX01"], b: ["L04AD01", "A10BB01"] },
    contraindicated(
      "波生坦禁与环孢素或格列本脲合用。",
      "Bosentan is contraindicated with ciclosporin and with glibenclamide.",
      label("bosentan", "4 Contraindications"),
    ),
    { fires: ["C02KX01", "A10BB01"], silent: ["C02KX01", "A10BA02"] },
  ),
  ddi(
    critical("DDI-LBL-09"),
    { a: ["P01AB01", "J01XD01"], b: ["N07BB01"] },
    contraindicated(
      "甲硝唑与双硫仑合用可致精神症状，两周内禁用。",
      "Metronidazole within two weeks of disulfiram: psychotic reactions.",
      label("metronidazole", "4 Contraindications"),
    ),
    { fires: ["P01AB01", "N07BB01"], silent: ["J01CA04", "N07BB01"] },
  ),
  ddi(
    critical("DDI-LBL-10"),
    { a: OPIOIDS, b: BENZODIAZEPINES },
    careful(
      "阿片类与苯二氮䓬类合用可致深度镇静、呼吸抑制和死亡。",
      "An opioid with a benzodiazepine: profound sedation, respiratory depression, death.",
      fdaSafety("2016-08-31, boxed warning on opioids with benzodiazepines"),
    ),
    { fires: ["N02AA05", "N05BA12"], silent: ["N02AA05", "N02BE01"] },
  ),
  ddi(
    critical("DDI-LBL-11"),
    { a: ["J01XX08"], b: ["N06AB", "N06AA", "N06AX16", "N06AX21"] },
    careful(
      "利奈唑胺抑制单胺氧化酶，与 5-羟色胺能抗抑郁药合用可致 5-羟色胺综合征。",
      "Linezolid inhibits monoamine oxidase: serotonin syndrome with serotonergic antidepressants.",
      fdaSafety("2011-07-26, linezolid with serotonergic drugs"),
    ),
    { fires: ["J01XX08", "N06AB10"], silent: ["J01XX08", "N05AH03"] },
  ),
  ddi(
    critical("DDI-LBL-12"),
    { a: METHOTREXATE, b: ["J01EA01", "J01EE01"] },
    contraindicated(
      "甲氨蝶呤与甲氧苄啶合用可致严重骨髓抑制。",
      "Methotrexate with trimethoprim: severe marrow suppression.",
      label("methotrexate", "7 Drug interactions"),
    ),
    { fires: ["L04AX03", "J01EE01"], silent: ["L04AX03", "J01CA04"] },
  ),
  ddi(
    warning("DDI-LBL-13"),
    { a: METHOTREXATE, b: NSAIDS },
    careful(
      "NSAID 减少甲氨蝶呤排泄，毒性增加。",
      "NSAIDs slow the excretion of methotrexate: toxicity.",
      label("methotrexate", "7 Drug interactions"),
    ),
    { fires: ["L01BA01", "M01AE02"], silent: ["L01BA01", "N02BE01"] },
  ),
  ddi(
    critical("DDI-LBL-14"),
    { a: ["M04AA01"], b: ["L04AX01", "L01BB02"] },
    careful(
      "别嘌醇抑制硫唑嘌呤、巯嘌呤代谢，须减至常用量的 1/3 至 1/4。",
      "Allopurinol with azathioprine or mercaptopurine: cut the thiopurine to a third or a quarter.",
      label("allopurinol", "Precautions, drug interactions"),
    ),
    { fires: ["M04AA01", "L01BB02"], silent: ["M04AA01", "L04AD01"] },
  ),
];
