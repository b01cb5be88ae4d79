/** Drugs that children under an age must not have, or only for want of anything else. */
import type { Provenance, Rule } from "../rule.ts";
import { absolute, below, critical, replace, text, warning, years } from "./author.ts";
import { cfda, ema, fdaSafety, label, mhra } from "./sources.ts";

const because = (zh: string, en: string, provenance: Provenance) => ({
  message: text(zh, en),
  management: replace,
  provenance,
});

export const ages: readonly Rule[] = [
  below(
    absolute("AGE-01"),
    years(12),
    ["R05DA04", "N02AA59", "N02AA79", "N02AJ06"],
    because(
      "12 岁以下禁用可待因（呼吸抑制）。",
      "Codeine is contraindicated under 12: respiratory depression.",
      fdaSafety("2017-04-20, codeine and tramadol in children"),
    ),
  ),
  below(
    absolute("AGE-02"),
    years(12),
    ["N02AX02", "N02AJ13"],
    because(
      "12 岁以下禁用曲马多（呼吸抑制）。",
      "Tramadol is contraindicated under 12: respiratory depression.",
      fdaSafety("2017-04-20, codeine and tramadol in children"),
    ),
  ),
  below(
    critical("AGE-03"),
    years(8),
    ["J01AA"],
    because(
      "8 岁以下避免使用四环素类（牙齿变色、釉质发育不全）。",
      "Tetracyclines under 8 stain teeth for good.",
      label("doxycycline", "5 Warnings, tooth development"),
    ),
  ),
  below(
    critical("AGE-04"),
    years(18),
    ["J01MA"],
    because(
      "18 岁以下一般禁用氟喹诺酮类（关节软骨损害）。",
      "Fluoroquinolones under 18: damage to joints; only for want of alternatives.",
      label("ciprofloxacin", "8.4 Pediatric use"),
    ),
  ),
  below(
    critical("AGE-05"),
    years(16),
    ["N02BA01", "B01AC06"],
    because(
      "16 岁以下避免使用阿司匹林（瑞氏综合征）。",
      "Aspirin under 16: Reye's syndrome.",
      mhra("2002, aspirin and Reye's syndrome: not under 16"),
    ),
  ),
  below(
    absolute("AGE-06"),
    years(2),
    ["R06AD02"],
    because(
      "2 岁以下禁用异丙嗪（致命性呼吸抑制）。",
      "Promethazine is contraindicated under 2: fatal respiratory depression.",
      label("promethazine", "Boxed warning"),
    ),
  ),
  below(
    absolute("AGE-07"),
    years(2),
    ["A07DA03"],
    because(
      "2 岁以下禁用洛哌丁胺。",
      "Loperamide is contraindicated under 2.",
      label("loperamide", "Contraindications"),
    ),
  ),
  below(
    absolute("AGE-08"),
    years(12),
    ["M01AX17"],
    because(
      "12 岁以下禁用尼美舒利口服制剂（肝损害）。",
      "Nimesulide by mouth is prohibited under 12: liver injury.",
      cfda("2011-05, 尼美舒利口服制剂禁用于12岁以下儿童"),
    ),
  ),
  below(
    critical("AGE-09"),
    2,
    ["J01EE01", "J01EC"],
    because(
      "2 月龄以下禁用磺胺类（核黄疸）。",
      "Sulfonamides are contraindicated under two months: kernicterus.",
      label("sulfamethoxazole and trimethoprim", "Contraindications"),
    ),
  ),
  below(
    critical("AGE-10"),
    1,
    ["J01DD04"],
    because(
      "新生儿慎用头孢曲松，禁与含钙静脉液合用。",
      "Ceftriaxone in newborns: bilirubin and calcium precipitates.",
      label("ceftriaxone", "4 Contraindications, neonates"),
    ),
  ),
  below(
    critical("AGE-11"),
    1,
    ["J01BA01"],
    because(
      "新生儿使用氯霉素可致灰婴综合征。",
      "Chloramphenicol in newborns: grey baby syndrome.",
      label("chloramphenicol", "Precautions, pediatric use"),
    ),
  ),
  below(
    absolute("AGE-12"),
    1,
    ["J01XE01"],
    because(
      "1 月龄以下禁用呋喃妥因（溶血性贫血）。",
      "Nitrofurantoin is contraindicated under one month: haemolysis.",
      label("nitrofurantoin", "Contraindications"),
    ),
  ),
  below(
    absolute("AGE-13"),
    years(1),
    ["A03FA01"],
    because(
      "1 岁以下禁用甲氧氯普胺（锥体外系反应）。",
      "Metoclopramide is contraindicated under 1: extrapyramidal disorders.",
      ema("CHMP 2013, metoclopramide: not under one year"),
    ),
  ),
  below(
    critical("AGE-14"),
    1,
    ["R06AA02"],
    because(
      "新生儿禁用苯海拉明。",
      "Diphenhydramine is contraindicated in newborns.",
      label("diphenhydramine injection", "Contraindications"),
    ),
  ),
  below(
    warning("AGE-15"),
    years(18),
    ["N05CF02"],
    because(
      "唑吡坦在 18 岁以下的安全性和有效性未确立。",
      "Zolpidem is not established under 18.",
      label("zolpidem", "8.4 Pediatric use"),
    ),
  ),
];
