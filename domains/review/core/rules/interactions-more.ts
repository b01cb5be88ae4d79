/** More interactions of the labels: mostly what needs care rather than another drug. */
import type { Provenance, Rule } from "../rule.ts";
import { avoid, critical, ddi, info, monitor, text, warning } from "./author.ts";
import {
  ACE_INHIBITORS,
  ANGIOTENSIN_BLOCKERS,
  NSAIDS,
  ORAL_ANTICOAGULANTS,
  STRONG_CYP3A4_INHIBITORS,
} from "./groups.ts";
import { label } from "./sources.ts";

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
const apart = (zh: string, en: string, provenance: Provenance) => ({
  message: text(zh, en),
  management: text("请间隔数小时分开服用。", "Take them hours apart."),
  provenance,
});

export const moreInteractions: readonly Rule[] = [
  ddi(
    warning("DDI-LBL-15"),
    { a: ["B01AA03"], b: NSAIDS },
    careful(
      "华法林与 NSAID 合用增加出血。",
      "Warfarin with an NSAID: bleeding.",
      label("warfarin", "7 Drug interactions"),
    ),
    { fires: ["B01AA03", "M01AB05"], silent: ["B01AA03", "N02BE01"] },
  ),
  ddi(
    warning("DDI-LBL-16"),
    { a: ["B01AA03"], b: ["J02AC01", "P01AB01", "J01XD01", "J01EE01", "C01BD01"] },
    careful(
      "CYP2C9 抑制剂增强华法林作用，请加测 INR 并减量。",
      "CYP2C9 inhibitors strengthen warfarin: measure INR more often and reduce it.",
      label("warfarin", "7.2 CYP450 interactions"),
    ),
    { fires: ["B01AA03", "J02AC01"], silent: ["B01AA03", "J01CA04"] },
  ),
  ddi(
    warning("DDI-LBL-17"),
    { a: ["B01AC04"], b: ["A02BC01", "A02BC05"] },
    contraindicated(
      "奥美拉唑、艾司奥美拉唑降低氯吡格雷的抗血小板作用。",
      "Omeprazole and esomeprazole weaken clopidogrel.",
      label("clopidogrel", "7.1 CYP2C19 inhibitors"),
    ),
    { fires: ["B01AC04", "A02BC01"], silent: ["B01AC04", "A02BC02"] },
  ),
  ddi(
    warning("DDI-LBL-18"),
    { a: ["N05AN01"], b: [...ACE_INHIBITORS, ...ANGIOTENSIN_BLOCKERS, "C03AA", "M01A"] },
    careful(
      "ACE 抑制剂、ARB、噻嗪类或 NSAID 升高血锂浓度。",
      "ACE inhibitors, angiotensin blockers, thiazides and NSAIDs raise lithium.",
      label("lithium", "7 Drug interactions"),
    ),
    { fires: ["N05AN01", "C09AA02"], silent: ["N05AN01", "C08CA01"] },
  ),
  ddi(
    critical("DDI-LBL-19"),
    { a: ["M04AC01"], b: STRONG_CYP3A4_INHIBITORS },
    careful(
      "强效 CYP3A4 抑制剂使秋水仙碱蓄积，肝肾功能不全者禁用。",
      "Strong CYP3A4 inhibitors make colchicine accumulate; contraindicated in renal or hepatic impairment.",
      label("colchicine", "4 Contraindications; 7 Drug interactions"),
    ),
    { fires: ["M04AC01", "J01FA09"], silent: ["M04AC01", "J01FA10"] },
  ),
  ddi(
    warning("DDI-LBL-20"),
    { a: ["C01AA05"], b: ["C01BD01", "J01FA09", "J02AC02", "C01BA01"] },
    careful(
      "该药升高地高辛浓度，请减量并监测血药浓度。",
      "Digoxin rises with this drug: reduce it and measure its level.",
      label("digoxin", "7 Drug interactions"),
    ),
    { fires: ["C01AA05", "C01BD01"], silent: ["C01AA05", "C03CA01"] },
  ),
  ddi(
    critical("DDI-LBL-21"),
    { a: ["N03AG01"], b: ["J01DH"] },
    contraindicated(
      "碳青霉烯类使丙戊酸浓度骤降，癫痫失控。",
      "Carbapenems make valproate fall until seizures return.",
      label("valproate", "7 Drug interactions"),
    ),
    { fires: ["N03AG01", "J01DH02"], silent: ["N03AG01", "J01DD04"] },
  ),
  ddi(
    warning("DDI-LBL-22"),
    { a: ["R03DA04", "R03DA05"], b: ["J01MA02", "N06AB08"] },
    careful(
      "环丙沙星或氟伏沙明升高茶碱浓度，有惊厥和心律失常报告。",
      "Ciprofloxacin or fluvoxamine raises theophylline: seizures and arrhythmia are reported.",
      label("ciprofloxacin", "7 Drug interactions"),
    ),
    { fires: ["R03DA04", "J01MA02"], silent: ["R03DA04", "J01MA12"] },
  ),
  ddi(
    warning("DDI-LBL-23"),
    { a: ["N03AX09"], b: ["N03AG01"] },
    careful(
      "丙戊酸使拉莫三嗪浓度倍增，严重皮疹风险增加。",
      "Valproate doubles lamotrigine: serious rash.",
      label("lamotrigine", "Boxed warning"),
    ),
    { fires: ["N03AX09", "N03AG01"], silent: ["N03AX09", "N03AX14"] },
  ),
  ddi(
    warning("DDI-LBL-24"),
    { a: ["C03DA"], b: ["A12BA"] },
    careful(
      "保钾利尿药与钾盐合用可致高钾血症。",
      "A potassium-sparing diuretic with potassium: hyperkalaemia.",
      label("spironolactone", "7 Drug interactions"),
    ),
    { fires: ["C03DA01", "A12BA01"], silent: ["C03CA01", "A12BA01"] },
  ),
  ddi(
    warning("DDI-LBL-25"),
    { a: ACE_INHIBITORS, b: ANGIOTENSIN_BLOCKERS },
    contraindicated(
      "ACE 抑制剂与 ARB 双重阻断增加低血压、高钾血症和肾损害。",
      "Two blockers of the renin-angiotensin system: hypotension, hyperkalaemia, renal failure.",
      label("losartan", "7 Drug interactions, dual blockade"),
    ),
    { fires: ["C09AA02", "C09CA01"], silent: ["C09AA02", "C08CA01"] },
  ),
  ddi(
    critical("DDI-LBL-26"),
    { a: ["B01AC24"], b: STRONG_CYP3A4_INHIBITORS },
    contraindicated(
      "替格瑞洛应避免与强效 CYP3A4 抑制剂合用（出血）。",
      "Avoid ticagrelor with strong CYP3A4 inhibitors: bleeding.",
      label("ticagrelor", "7 Drug interactions"),
    ),
    { fires: ["B01AC24", "J02AC02"], silent: ["B01AC24", "J01CA04"] },
  ),
  ddi(
    critical("DDI-LBL-27"),
    { a: ["B01AF01", "B01AF02", "B01AE07"], b: ["J04AB02", "N03AB02", "N03AF01"] },
    contraindicated(
      "利福平等诱导剂使直接口服抗凝药失效。",
      "Rifampicin and its like defeat direct oral anticoagulants.",
      label("rivaroxaban", "7 Drug interactions"),
    ),
    { fires: ["B01AF01", "J04AB02"], silent: ["B01AF01", "N03AX14"] },
  ),
  ddi(
    warning("DDI-LBL-28"),
    { a: ["L02BA01"], b: ["N06AB05", "N06AB03", "N06AX12"] },
    contraindicated(
      "强效 CYP2D6 抑制剂减少他莫昔芬活性代谢物。",
      "Strong CYP2D6 inhibitors keep tamoxifen from becoming active.",
      label("tamoxifen", "7 Drug interactions"),
    ),
    { fires: ["L02BA01", "N06AB05"], silent: ["L02BA01", "N06AX16"] },
  ),
  ddi(
    critical("DDI-LBL-29"),
    { a: ["N05AH02"], b: ["N06AB08"] },
    careful(
      "氟伏沙明使氯氮平浓度升高数倍，须减至三分之一。",
      "Fluvoxamine multiplies clozapine: give a third of it.",
      label("clozapine", "7 Drug interactions"),
    ),
    { fires: ["N05AH02", "N06AB08"], silent: ["N05AH02", "N06AB10"] },
  ),
  ddi(
    warning("DDI-LBL-30"),
    { a: ORAL_ANTICOAGULANTS, b: ["B01AC04", "B01AC06", "B01AC24"] },
    careful(
      "口服抗凝药与抗血小板药合用增加出血。",
      "An oral anticoagulant with an antiplatelet drug: bleeding.",
      label("apixaban", "7 Drug interactions"),
    ),
    { fires: ["B01AF02", "B01AC06"], silent: ["B01AF02", "C08CA01"] },
  ),
  ddi(
    info("DDI-LBL-31"),
    { a: ["H03AA01"], b: ["A12AA", "B03A", "A02BX02"] },
    apart(
      "钙、铁、硫糖铝减少左甲状腺素吸收，须间隔 4 小时。",
      "Calcium, iron and sucralfate bind levothyroxine: leave four hours.",
      label("levothyroxine", "7 Drug interactions"),
    ),
    { fires: ["H03AA01", "A12AA04"], silent: ["H03AA01", "C08CA01"] },
  ),
  ddi(
    info("DDI-LBL-32"),
    { a: ["J01MA", "J01AA"], b: ["A02A", "A12AA", "B03A"] },
    apart(
      "多价阳离子螯合喹诺酮类和四环素类，减少吸收。",
      "Multivalent cations bind quinolones and tetracyclines.",
      label("ciprofloxacin", "7 Drug interactions"),
    ),
    { fires: ["J01MA02", "A02AA04"], silent: ["J01CA04", "A02AA04"] },
  ),
];
