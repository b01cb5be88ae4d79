/** The ONC high-priority list: fifteen pairs that should warn in every record system. */
import type { Rule } from "../rule.ts";
import { absolute, avoid, critical, ddi, text } from "./author.ts";
import {
  MAO_INHIBITORS,
  PROTEASE_INHIBITORS,
  QT_PROLONGING,
  STRONG_CYP3A4_INDUCERS,
  STRONG_CYP3A4_INHIBITORS,
} from "./groups.ts";
import { onc } from "./sources.ts";

const listed = (item: number, zh: string, en: string) => ({
  message: text(zh, en),
  management: avoid,
  provenance: onc(`final list, item ${item}`),
});

export const highPriorityInteractions: readonly Rule[] = [
  ddi(
    critical("DDI-ONC-01"),
    { a: ["N06BA01", "N06BA02", "N06BA03", "N06BA04", "N06BA12"], b: MAO_INHIBITORS },
    listed(
      1,
      "苯丙胺类与单胺氧化酶抑制剂合用可致高血压危象。",
      "Amphetamines with an MAO inhibitor: hypertensive crisis.",
    ),
    { fires: ["N06BA02", "N06AF04"], silent: ["N06BA02", "N06AB03"] },
  ),
  ddi(
    critical("DDI-ONC-02"),
    { a: ["J05AE08"], b: ["A02BC"] },
    listed(
      2,
      "质子泵抑制剂使阿扎那韦吸收显著下降。",
      "Proton pump inhibitors take away most of the atazanavir absorbed.",
    ),
    { fires: ["J05AE08", "A02BC01"], silent: ["J05AE08", "A02AA04"] },
  ),
  ddi(
    critical("DDI-ONC-03"),
    { a: ["M04AA03"], b: ["L04AX01", "L01BB02"] },
    listed(
      3,
      "非布司他抑制黄嘌呤氧化酶，硫唑嘌呤或巯嘌呤蓄积致骨髓抑制。",
      "Febuxostat with azathioprine or mercaptopurine: they accumulate and suppress the marrow.",
    ),
    { fires: ["M04AA03", "L04AX01"], silent: ["M04AC01", "L04AX01"] },
  ),
  ddi(
    critical("DDI-ONC-04"),
    { a: ["N06AB"], b: MAO_INHIBITORS },
    listed(4, "SSRI 与单胺氧化酶抑制剂合用可致 5-羟色胺综合征。", "An SSRI with an MAO inhibitor: serotonin syndrome."),
    { fires: ["N06AB06", "N06AG02"], silent: ["N06AB06", "N06AX11"] },
  ),
  ddi(
    critical("DDI-ONC-05"),
    { a: ["L01CE02"], b: STRONG_CYP3A4_INHIBITORS },
    listed(
      5,
      "强效 CYP3A4 抑制剂升高伊立替康及其活性代谢物浓度。",
      "Strong CYP3A4 inhibitors raise irinotecan and its active metabolite.",
    ),
    { fires: ["L01CE02", "J02AB02"], silent: ["L01CE02", "J01FA10"] },
  ),
  ddi(
    critical("DDI-ONC-06"),
    { a: ["N02AB02", "N02AB03", "N02AX02", "N07BC02", "R05DA09"], b: MAO_INHIBITORS },
    listed(
      6,
      "哌替啶、曲马多等与单胺氧化酶抑制剂合用可致 5-羟色胺综合征或呼吸抑制。",
      "Pethidine, tramadol and their like with an MAO inhibitor: serotonin syndrome or respiratory depression.",
    ),
    { fires: ["N02AB02", "N06AF03"], silent: ["N02AA01", "A02BC01"] },
  ),
  ddi(
    critical("DDI-ONC-07"),
    { a: ["N06AA"], b: MAO_INHIBITORS },
    listed(
      7,
      "三环类抗抑郁药与单胺氧化酶抑制剂合用可致 5-羟色胺综合征、高热。",
      "A tricyclic antidepressant with an MAO inhibitor: serotonin syndrome, hyperpyrexia.",
    ),
    { fires: ["N06AA09", "N06AF04"], silent: ["N06AA09", "N03AX09"] },
  ),
  ddi(
    critical("DDI-ONC-08"),
    { a: QT_PROLONGING, b: QT_PROLONGING },
    listed(
      8,
      "两种延长 QT 间期的药物合用，有尖端扭转型室速风险。",
      "Two drugs that prolong the QT interval: torsade de pointes.",
    ),
    { fires: ["C01BD01", "J01MA14"], silent: ["C01BD01", "J01CA04"] },
  ),
  ddi(
    critical("DDI-ONC-09"),
    { a: ["N05CH02"], b: ["N06AB08"] },
    listed(9, "氟伏沙明使雷美替胺浓度升高数十倍。", "Fluvoxamine raises ramelteon many times over."),
    { fires: ["N05CH02", "N06AB08"], silent: ["N05CH02", "N06AB06"] },
  ),
  ddi(
    critical("DDI-ONC-10"),
    { a: PROTEASE_INHIBITORS, b: STRONG_CYP3A4_INDUCERS },
    listed(
      10,
      "强效 CYP3A4 诱导剂使蛋白酶抑制剂失效并诱导耐药。",
      "Strong CYP3A4 inducers defeat protease inhibitors and breed resistance.",
    ),
    { fires: ["J05AR10", "J04AB02"], silent: ["J05AR10", "J04AC01"] },
  ),
  ddi(
    critical("DDI-ONC-11"),
    { a: ["C10AA01", "C10AA02"], b: [...STRONG_CYP3A4_INHIBITORS, "J01FA01"] },
    listed(
      11,
      "强效 CYP3A4 抑制剂使辛伐他汀、洛伐他汀蓄积，有横纹肌溶解风险。",
      "Strong CYP3A4 inhibitors make simvastatin and lovastatin accumulate: rhabdomyolysis.",
    ),
    { fires: ["C10AA01", "J01FA09"], silent: ["C10AA03", "J01FA09"] },
  ),
  ddi(
    critical("DDI-ONC-12"),
    { a: ["N02CA01", "N02CA02", "N02CA52", "G02AB"], b: STRONG_CYP3A4_INHIBITORS },
    listed(
      12,
      "强效 CYP3A4 抑制剂与麦角生物碱合用可致肢体及脑缺血。",
      "Ergot alkaloids with strong CYP3A4 inhibitors: ischaemia of limbs and brain.",
    ),
    { fires: ["N02CA02", "J01FA09"], silent: ["N02CA02", "J01CA04"] },
  ),
  ddi(
    absolute("DDI-ONC-13"),
    { a: ["M03BX02"], b: ["N06AB08", "J01MA02"] },
    listed(
      13,
      "氟伏沙明或环丙沙星使替扎尼定浓度剧升，致严重低血压。",
      "Fluvoxamine or ciprofloxacin with tizanidine: severe hypotension.",
    ),
    { fires: ["M03BX02", "J01MA02"], silent: ["M03BX02", "J01MA12"] },
  ),
  ddi(
    critical("DDI-ONC-14"),
    { a: ["N06AF04"], b: ["L01XB01"] },
    listed(
      14,
      "丙卡巴肼具单胺氧化酶抑制作用，与反苯环丙胺合用可致高血压危象。",
      "Tranylcypromine with procarbazine: hypertensive crisis.",
    ),
    { fires: ["N06AF04", "L01XB01"], silent: ["N06AB06", "L01XB01"] },
  ),
  ddi(
    critical("DDI-ONC-15"),
    { a: ["N02CC01", "N02CC03", "N02CC04"], b: ["N06AF", "N06AG"] },
    listed(
      15,
      "单胺氧化酶 A 抑制剂升高舒马普坦、佐米曲普坦、利扎曲普坦浓度。",
      "MAO-A inhibitors raise sumatriptan, zolmitriptan and rizatriptan.",
    ),
    { fires: ["N02CC01", "N06AG02"], silent: ["N02CC01", "N06AX11"] },
  ),
];
