/** Drugs that harm the unborn or the nursed child. */
import type { Provenance, Rule } from "../rule.ts";
import {
  absolute,
  critical,
  drug,
  fires,
  info,
  pregnancy,
  replace,
  request,
  silent,
  text,
  warning,
  years,
} from "./author.ts";
import { ACE_INHIBITORS, ANGIOTENSIN_BLOCKERS } from "./groups.ts";
import { fdaSafety, label } from "./sources.ts";

const because = (zh: string, en: string, provenance: Provenance) => ({
  message: text(zh, en),
  management: replace,
  provenance,
});
const boxed = (substance: string) => label(substance, "Boxed warning; 4 Contraindications");

export const pregnancies: readonly Rule[] = [
  pregnancy(
    absolute("PREG-01"),
    ["pregnant"],
    ["D10BA01", "D05BB02"],
    because(
      "妊娠期禁用异维A酸、阿维A（致畸）。",
      "Isotretinoin and acitretin cause malformations.",
      boxed("isotretinoin"),
    ),
  ),
  pregnancy(
    absolute("PREG-02"),
    ["pregnant"],
    ["L04AX02", "L04AX04", "L04AX06"],
    because(
      "妊娠期禁用沙利度胺及其类似物（致畸）。",
      "Thalidomide and its analogues cause malformations.",
      boxed("thalidomide"),
    ),
  ),
  pregnancy(
    absolute("PREG-03"),
    ["pregnant", "lactating"],
    ["L04AX03"],
    because(
      "妊娠、哺乳期禁用甲氨蝶呤（非肿瘤适应证）。",
      "Methotrexate outside oncology is contraindicated in pregnancy, and not for nursing.",
      boxed("methotrexate"),
    ),
  ),
  pregnancy(
    critical("PREG-04"),
    ["pregnant"],
    ["N03AG01"],
    because(
      "丙戊酸致神经管缺陷和发育迟缓。",
      "Valproate causes neural tube defects and lowers IQ.",
      boxed("valproate"),
    ),
  ),
  pregnancy(
    critical("PREG-05"),
    ["pregnant"],
    ["B01AA03"],
    because(
      "妊娠期禁用华法林（机械瓣膜除外）。",
      "Warfarin is contraindicated in pregnancy but for mechanical valves.",
      label("warfarin", "4 Contraindications"),
    ),
  ),
  pregnancy(
    critical("PREG-06"),
    ["pregnant"],
    ACE_INHIBITORS,
    because(
      "妊娠期禁用 ACE 抑制剂（胎儿肾损害）。",
      "ACE inhibitors injure and kill the developing fetus.",
      boxed("enalapril"),
    ),
  ),
  pregnancy(
    critical("PREG-07"),
    ["pregnant"],
    [...ANGIOTENSIN_BLOCKERS, "C09XA"],
    because(
      "妊娠期禁用 ARB 与阿利吉仑（胎儿肾损害）。",
      "Angiotensin blockers and aliskiren injure and kill the developing fetus.",
      boxed("losartan"),
    ),
  ),
  pregnancy(
    absolute("PREG-08"),
    ["pregnant"],
    ["C02KX01", "C02KX02", "C02KX04"],
    because(
      "妊娠期禁用内皮素受体拮抗剂。",
      "Endothelin receptor antagonists are contraindicated in pregnancy.",
      boxed("bosentan"),
    ),
  ),
  pregnancy(
    absolute("PREG-09"),
    ["pregnant"],
    ["C02KX05"],
    because("妊娠期禁用利奥西呱。", "Riociguat is contraindicated in pregnancy.", boxed("riociguat")),
  ),
  pregnancy(
    absolute("PREG-10"),
    ["pregnant"],
    ["J05AP01"],
    because(
      "妊娠期禁用利巴韦林（致畸）。",
      "Ribavirin is contraindicated in pregnancy, for either partner.",
      boxed("ribavirin"),
    ),
  ),
  pregnancy(
    critical("PREG-11"),
    ["pregnant"],
    ["L04AA06"],
    because(
      "霉酚酸增加流产和先天畸形。",
      "Mycophenolate: pregnancy loss and malformations.",
      label("mycophenolate mofetil", "Boxed warning"),
    ),
  ),
  pregnancy(
    absolute("PREG-12"),
    ["pregnant"],
    ["L04AA13", "L04AK01", "L04AA31", "L04AK02"],
    because(
      "妊娠期禁用来氟米特、特立氟胺。",
      "Leflunomide and teriflunomide are contraindicated in pregnancy.",
      boxed("leflunomide"),
    ),
  ),
  pregnancy(
    absolute("PREG-13"),
    ["pregnant"],
    ["A02BB01", "M01AB55"],
    because(
      "妊娠期禁用米索前列醇防治溃疡（流产、出血）。",
      "Misoprostol against ulcers: abortion and bleeding.",
      boxed("misoprostol"),
    ),
  ),
  pregnancy(
    absolute("PREG-14"),
    ["pregnant"],
    ["G04CB01", "G04CB02"],
    because(
      "妊娠期禁用非那雄胺、度他雄胺（男胎畸形）。",
      "Finasteride and dutasteride harm a male fetus.",
      label("finasteride", "4 Contraindications"),
    ),
  ),
  pregnancy(
    absolute("PREG-15"),
    ["pregnant"],
    ["G03XA01", "G03BA03"],
    because(
      "妊娠期禁用达那唑、睾酮（女胎男性化）。",
      "Danazol and testosterone virilise a female fetus.",
      label("danazol", "Boxed warning"),
    ),
  ),
  pregnancy(
    critical("PREG-16"),
    ["pregnant"],
    ["N02CA"],
    because(
      "妊娠期禁用麦角胺（子宫收缩）。",
      "Ergotamine is contraindicated in pregnancy: uterine contraction.",
      label("ergotamine and caffeine", "Contraindications"),
    ),
  ),
  pregnancy(
    warning("PREG-17"),
    ["pregnant"],
    ["J01AA"],
    because(
      "妊娠中晚期使用四环素类影响胎儿牙骨发育。",
      "Tetracyclines in the last half of pregnancy stain teeth.",
      label("doxycycline", "8.1 Pregnancy"),
    ),
  ),
  pregnancy(
    warning("PREG-18"),
    ["pregnant"],
    ["M01A"],
    because(
      "妊娠 20 周后避免使用 NSAID（胎儿肾损害、羊水过少）。",
      "NSAIDs from week 20: fetal kidneys, low amniotic fluid.",
      fdaSafety("2020-10-15, NSAIDs at 20 weeks or later"),
    ),
  ),
  pregnancy(
    warning("PREG-19"),
    ["pregnant"],
    ["C10AA"],
    because(
      "多数妊娠妇女应停用他汀。",
      "Most pregnant patients should stop statins.",
      fdaSafety("2021-07-20, statins in pregnancy"),
    ),
  ),
  pregnancy(
    critical("PREG-20"),
    ["pregnant"],
    ["N03AX11"],
    because("托吡酯增加胎儿唇腭裂。", "Topiramate: oral clefts.", fdaSafety("2011-03-04, topiramate and oral clefts")),
  ),
  pregnancy(
    warning("PREG-21"),
    ["pregnant"],
    ["N03AF01", "N03AB02"],
    because(
      "卡马西平、苯妥英增加胎儿畸形。",
      "Carbamazepine and phenytoin: malformations.",
      label("carbamazepine", "Warnings, usage in pregnancy"),
    ),
  ),
  pregnancy(
    critical("PREG-22"),
    ["lactating"],
    ["R05DA04", "N02AX02"],
    because(
      "哺乳期不建议使用可待因、曲马多（婴儿呼吸抑制）。",
      "Codeine and tramadol while nursing: the infant may stop breathing.",
      fdaSafety("2017-04-20, codeine and tramadol in nursing mothers"),
    ),
  ),
  pregnancy(
    critical("PREG-23"),
    ["lactating"],
    ["C01BD01"],
    because(
      "哺乳期不建议使用胺碘酮（婴儿甲状腺）。",
      "Amiodarone while nursing: the infant's thyroid.",
      label("amiodarone", "8.2 Lactation"),
    ),
  ),
  pregnancy(
    warning("PREG-24"),
    ["lactating"],
    ["N05AN01"],
    because(
      "锂经乳汁排泄，哺乳期不建议使用。",
      "Lithium passes into milk; nursing is not recommended.",
      label("lithium", "8.2 Lactation"),
    ),
  ),
  {
    ...pregnancy(info("PREG-25"), [], ["N03AG01"], {
      message: text("育龄女性使用丙戊酸须有效避孕。", "Valproate at child-bearing age needs effective contraception."),
      management: text("请确认未孕并落实避孕。", "Confirm that she is not pregnant and uses contraception."),
      provenance: boxed("valproate"),
    }),
    when: "patient.sex == 'female' && patient.ageMonths >= 144 && patient.ageMonths < 600 && !patient.pregnant",
    tests: [
      fires(request([drug("N03AG01")], { sex: "female", ageMonths: years(30) })),
      silent(request([drug("N03AG01")], { sex: "female", ageMonths: years(70) })),
      silent(request([drug("N03AG01")], { sex: "male", ageMonths: years(30) })),
    ],
  },
];
