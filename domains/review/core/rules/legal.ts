/** What prescription law allows: 处方管理办法 and its companions, as parameters. */
import type { DrugClass } from "@meridian/kernel/vocabulary";
import type {
  Bilingual,
  LegalLimit,
  Medication,
  Override,
  Provenance,
  Rule,
  Scope,
  Setting,
  Severity,
} from "../rule.ts";
import { absolute, type critical, drug, fires, info, request, rule, silent, text, years } from "./author.ts";
import { internetCare, longPrescriptions, prescriptionMeasures, toxicMeasures } from "./sources.ts";

const IN_PERSON: readonly Setting[] = ["general", "emergency"];
const EVERYWHERE: readonly Setting[] = ["general", "emergency", "chronic", "internet"];
const shorten = text("请缩短用药天数。", "Shorten the supply.");
const EVERYTHING: Scope = { a: [] };
/** Classes that may be supplied for long to a patient who is followed up online. */
const ONLINE_LONG: readonly DrugClass[] = ["general", "cold-chain"];

/** The law lets the physician go further and write down why. */
const justified = (
  id: string,
  reason: Override["reasons"][number],
  { coSign = false, severity = "critical" }: { readonly coSign?: boolean; readonly severity?: Severity } = {},
) => ({ id, severity, override: { allowed: true, reasons: [reason], coSign } });

type Reason = {
  readonly zh: string;
  readonly en: string;
  readonly provenance: Provenance;
  readonly management?: Bilingual;
};

/** Fires one day above the most in each of its settings, and is silent at it there and above it in all others. */
const days = (
  head: ReturnType<typeof critical>,
  limit: Omit<LegalLimit, "most">,
  most: number,
  because: Reason,
  example: Partial<Medication> = {},
  scope: Scope = EVERYTHING,
): Rule => {
  const sample = (setting: Setting, count: number) =>
    request([drug(scope.a[0] ?? "N02AA01", { ...example, days: count })], {}, setting);
  const cases = limit.settings.flatMap((setting) => [fires(sample(setting, most + 1)), silent(sample(setting, most))]);
  const elsewhere = EVERYWHERE.filter((setting) => !limit.settings.includes(setting));
  const { zh, en, provenance, management = shorten } = because;
  const legal = { kind: "legal", limit: { ...limit, most: { days: most } } } as const;
  return rule(head, legal, scope, { message: text(zh, en), management, provenance }, [
    ...cases,
    ...elsewhere.map((setting) => silent(sample(setting, most + 1))),
  ]);
};
const article = (zh: string, en: string, number: number) => ({
  zh,
  en,
  provenance: prescriptionMeasures(`第${number}条`),
});

export const laws: readonly Rule[] = [
  days(
    justified("LAW-01", "chronic-condition"),
    { settings: ["general"], classes: ["general", "antimicrobial", "cold-chain"] },
    7,
    article("普通处方一般不得超过 7 日用量。", "An ordinary prescription covers at most 7 days.", 19),
  ),
  days(
    justified("LAW-02", "chronic-condition"),
    { settings: ["emergency"] },
    3,
    article("急诊处方一般不得超过 3 日用量。", "An emergency prescription covers at most 3 days.", 19),
  ),
  rule(
    absolute("LAW-03"),
    { kind: "legal", limit: { settings: EVERYWHERE, most: { items: 5 } } },
    EVERYTHING,
    {
      message: text("每张处方不得超过 5 种药品。", "A prescription holds at most 5 drugs."),
      management: text("请拆分处方。", "Split the prescription."),
      provenance: prescriptionMeasures("第六条"),
    },
    [
      fires(request(["A02BC01", "C08CA01", "C10AA05", "B01AC06", "A10BA02", "N05CF02"].map((atc) => drug(atc)))),
      silent(request(["A02BC01", "C08CA01", "C10AA05", "B01AC06", "A10BA02"].map((atc) => drug(atc)))),
    ],
  ),
  // The law says one usual dose; the request knows days, so a day is the most that can be told from it.
  days(
    justified("LAW-04", "cancer-or-severe-chronic-pain", { coSign: true }),
    { settings: IN_PERSON, classes: ["narcotic"], routes: ["injection"] },
    1,
    article("麻醉药品注射剂每张处方为一次常用量。", "A narcotic for injection: one usual dose.", 23),
    { class: "narcotic", route: "injection" },
  ),
  days(
    justified("LAW-05", "cancer-or-severe-chronic-pain", { coSign: true }),
    { settings: IN_PERSON, classes: ["narcotic"], routes: ["oral-modified-release", "transdermal"] },
    7,
    article("麻醉药品控缓释制剂不得超过 7 日常用量。", "A narcotic of modified release: at most 7 days.", 23),
    { class: "narcotic", route: "oral-modified-release" },
  ),
  days(
    justified("LAW-06", "cancer-or-severe-chronic-pain", { coSign: true }),
    { settings: IN_PERSON, classes: ["narcotic"], notRoutes: ["injection", "oral-modified-release", "transdermal"] },
    3,
    article("麻醉药品其他剂型不得超过 3 日常用量。", "A narcotic in any other form: at most 3 days.", 23),
    { class: "narcotic", route: "oral" },
  ),
  days(
    justified("LAW-07", "cancer-or-severe-chronic-pain", { coSign: true }),
    { settings: IN_PERSON, classes: ["psychotropic-1"], routes: ["injection"] },
    1,
    article(
      "第一类精神药品注射剂每张处方为一次常用量。",
      "A psychotropic of class 1 for injection: one usual dose.",
      23,
    ),
    { class: "psychotropic-1", route: "injection" },
  ),
  days(
    justified("LAW-08", "cancer-or-severe-chronic-pain", { coSign: true }),
    { settings: IN_PERSON, classes: ["psychotropic-1"], routes: ["oral-modified-release", "transdermal"] },
    7,
    article(
      "第一类精神药品控缓释制剂不得超过 7 日常用量。",
      "A psychotropic of class 1 of modified release: at most 7 days.",
      23,
    ),
    { class: "psychotropic-1", route: "transdermal" },
    { a: [], except: ["N06BA04"] },
  ),
  days(
    justified("LAW-09", "cancer-or-severe-chronic-pain", { coSign: true }),
    {
      settings: IN_PERSON,
      classes: ["psychotropic-1"],
      notRoutes: ["injection", "oral-modified-release", "transdermal"],
    },
    3,
    article(
      "第一类精神药品其他剂型不得超过 3 日常用量。",
      "A psychotropic of class 1 in any other form: at most 3 days.",
      23,
    ),
    { class: "psychotropic-1", route: "oral" },
    { a: [], except: ["N06BA04"] },
  ),
  days(
    absolute("LAW-10"),
    { settings: IN_PERSON, classes: ["psychotropic-1"] },
    15,
    article("哌甲酯用于儿童多动症不得超过 15 日常用量。", "Methylphenidate for ADHD: at most 15 days.", 23),
    { class: "psychotropic-1" },
    { a: ["N06BA04"] },
  ),
  days(
    justified("LAW-11", "chronic-condition"),
    { settings: IN_PERSON, classes: ["psychotropic-2"] },
    7,
    article("第二类精神药品一般不得超过 7 日常用量。", "A psychotropic of class 2 covers at most 7 days.", 23),
    { class: "psychotropic-2" },
  ),
  days(
    absolute("LAW-12"),
    { settings: ["general", "emergency"], classes: ["toxic"] },
    2,
    {
      zh: "医疗用毒性药品每次处方不得超过 2 日极量。",
      en: "A toxic drug for medical use: at most 2 days.",
      provenance: toxicMeasures("第九条"),
    },
    { class: "toxic" },
  ),
  // Wherever it is written, a supply that a chronic condition extends is a long-term one.
  days(absolute("LAW-13"), { settings: EVERYWHERE }, 84, {
    zh: "长期处方最长不超过 12 周。",
    en: "A long-term prescription covers at most 12 weeks.",
    provenance: longPrescriptions("处方量"),
  }),
  days(info("LAW-14"), { settings: ["chronic", "internet"] }, 28, {
    zh: "长期处方超过 4 周，医师应当严格评估并告知患者。",
    en: "Beyond 4 weeks the physician assesses strictly and tells the patient.",
    provenance: longPrescriptions("处方量"),
  }),
  rule(
    absolute("LAW-15"),
    {
      kind: "legal",
      limit: {
        settings: ["chronic"],
        classes: ["narcotic", "psychotropic-1", "psychotropic-2", "toxic", "antimicrobial"],
        most: "none",
      },
    },
    // Tuberculosis is treated for months.
    { a: [], except: ["J04"] },
    {
      message: text("该类药品不得用于长期处方。", "Drugs of this class must not be on a long-term prescription."),
      management: text("请改开普通处方。", "Use an ordinary prescription."),
      provenance: longPrescriptions("适用药品"),
    },
    [
      fires(request([drug("N05BA12", { class: "psychotropic-2" })], {}, "chronic")),
      silent(request([drug("J04AC01", { class: "antimicrobial" })], {}, "chronic")),
    ],
  ),
  rule(
    absolute("LAW-16"),
    {
      kind: "legal",
      limit: {
        settings: ["internet"],
        classes: ["narcotic", "psychotropic-1", "psychotropic-2", "toxic"],
        most: "none",
      },
    },
    EVERYTHING,
    {
      message: text(
        "互联网诊疗不得开具麻醉药品、精神药品等特殊管理药品。",
        "Online care must not prescribe narcotic, psychotropic or otherwise specially controlled drugs.",
      ),
      management: text("请到实体医疗机构就诊。", "See the patient in person."),
      provenance: internetCare("在线处方"),
    },
    [
      fires(request([drug("N02AA01", { class: "narcotic" })], {}, "internet")),
      silent(request([drug("C08CA01")], {}, "internet")),
    ],
  ),
  rule(
    info("LAW-17"),
    { kind: "legal", limit: { settings: ["internet"], belowMonths: years(6), most: "none" } },
    EVERYTHING,
    {
      message: text(
        "为 6 岁以下儿童在线开方，须确认监护人和相关专业医师陪伴。",
        "Under 6 years online, a guardian and a physician of the field must be with the child.",
      ),
      management: text("请确认并记录陪伴人。", "Confirm and record who is with the child."),
      provenance: internetCare("在线处方"),
    },
    [
      fires(request([drug("R06AE07")], { ageMonths: 71 }, "internet")),
      silent(request([drug("R06AE07")], { ageMonths: 72 }, "internet")),
    ],
  ),
  // Online care follows up what was diagnosed in person: common conditions, for which 7 days hold, and chronic ones, for
  // which the physician may go further and notes it. A month for a stable patient is what the law means, so this warns;
  // beyond 4 and 12 weeks the rules of long-term prescriptions hold as they do face to face.
  days(
    justified("LAW-18", "chronic-condition", { severity: "warning" }),
    { settings: ["internet"], classes: ONLINE_LONG },
    7,
    {
      zh: "在线处方一般不得超过 7 日用量；为慢性病复诊患者适当延长的，医师应当注明理由。",
      en: "Online, at most 7 days; for the follow-up of a chronic condition more, if the physician notes why.",
      provenance: internetCare("在线处方"),
      management: text("请注明慢性病理由，或缩短用药天数。", "Note the chronic condition, or shorten the supply."),
    },
  ),
  days(
    justified("LAW-19", "chronic-condition"),
    { settings: ["internet"], classes: ["antimicrobial"] },
    7,
    {
      zh: "在线开具的抗微生物药物一般不得超过 7 日用量，且不得用于长期处方。",
      en: "An antimicrobial online covers at most 7 days and is not for long-term use.",
      provenance: internetCare("在线处方"),
    },
    { class: "antimicrobial" },
  ),
];
