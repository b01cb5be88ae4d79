/** The same effect ordered twice, told by ATC: the chemical subgroup (five characters) or the substance (seven). */
import type { Rule } from "../rule.ts";
import { critical, drug, fires, info, keepOne, request, rule, silent, text, warning } from "./author.ts";
import { ACE_INHIBITORS, ANGIOTENSIN_BLOCKERS, BENZODIAZEPINES, ORAL_ANTICOAGULANTS } from "./groups.ts";
import { atcPrinciple, label } from "./sources.ts";

const twice = (
  head: ReturnType<typeof critical>,
  atc: readonly string[],
  zh: string,
  en: string,
  provenance: Rule["provenance"],
  example: { readonly fires: readonly [string, string]; readonly silent: readonly [string, string] },
): Rule =>
  rule(head, { kind: "dup", sharing: 0 }, { a: atc }, { message: text(zh, en), management: keepOne, provenance }, [
    fires(request(example.fires.map((code) => drug(code)))),
    silent(request(example.silent.map((code) => drug(code)))),
  ]);

export const duplicates: readonly Rule[] = [
  rule(
    warning("DUP-01"),
    { kind: "dup", sharing: 7 },
    { a: [] },
    {
      message: text("同一药物开具两次。", "The same substance is ordered twice."),
      management: keepOne,
      provenance: atcPrinciple("level 5, the substance"),
    },
    [fires(request([drug("A02BC01"), drug("A02BC01")])), silent(request([drug("A02BC01"), drug("A02BC02")]))],
  ),
  rule(
    info("DUP-02"),
    { kind: "dup", sharing: 5 },
    // Insulins are combined by design; so are vaccines and parenteral solutions.
    { a: [], except: ["A10A", "B05", "J07"] },
    {
      message: text("两种药物属于同一化学亚组（ATC 第四级）。", "Two drugs share a chemical subgroup (ATC level 4)."),
      management: keepOne,
      provenance: atcPrinciple("level 4, the chemical subgroup"),
    },
    [fires(request([drug("C08CA01"), drug("C08CA05")])), silent(request([drug("A10AB01"), drug("A10AB05")]))],
  ),
  twice(warning("DUP-03"), ["M01A"], "重复使用 NSAID。", "Two NSAIDs.", label("ibuprofen", "7 Drug interactions"), {
    fires: ["M01AE01", "M01AB05"],
    silent: ["M01AE01", "N02BE01"],
  }),
  twice(
    critical("DUP-04"),
    ORAL_ANTICOAGULANTS,
    "重复使用口服抗凝药。",
    "Two oral anticoagulants.",
    label("rivaroxaban", "7 Drug interactions, anticoagulants"),
    { fires: ["B01AA03", "B01AF01"], silent: ["B01AA03", "C01AA05"] },
  ),
  twice(
    warning("DUP-05"),
    BENZODIAZEPINES,
    "重复使用苯二氮䓬类或同类镇静催眠药。",
    "Two benzodiazepines or drugs like them.",
    label("zolpidem", "5 Warnings, CNS depressants"),
    { fires: ["N05BA12", "N05CF02"], silent: ["N05BA12", "N06AB06"] },
  ),
  twice(warning("DUP-06"), ["C10AA"], "重复使用他汀。", "Two statins.", atcPrinciple("level 4, C10AA"), {
    fires: ["C10AA01", "C10AA05"],
    silent: ["C10AA05", "C10AX09"],
  }),
  twice(
    warning("DUP-07"),
    ["A02BC"],
    "重复使用质子泵抑制剂。",
    "Two proton pump inhibitors.",
    atcPrinciple("level 4, A02BC"),
    {
      fires: ["A02BC01", "A02BC02"],
      silent: ["A02BC01", "A02BA03"],
    },
  ),
  twice(
    warning("DUP-08"),
    ["N02BE01", "N02BE51", "N02AJ06", "N02AJ13"],
    "重复使用含对乙酰氨基酚的药品。",
    "Two products that hold paracetamol.",
    label("acetaminophen", "Warnings, other products with acetaminophen"),
    { fires: ["N02BE01", "N02BE51"], silent: ["N02BE01", "M01AE01"] },
  ),
  twice(
    warning("DUP-09"),
    ["N06AB", "N06AX16", "N06AX21"],
    "重复使用 5-羟色胺能抗抑郁药。",
    "Two serotonergic antidepressants.",
    label("sertraline", "7 Drug interactions"),
    { fires: ["N06AB06", "N06AX16"], silent: ["N06AB06", "N05BE01"] },
  ),
  twice(
    warning("DUP-10"),
    [...ACE_INHIBITORS, ...ANGIOTENSIN_BLOCKERS, "C09XA"],
    "重复使用肾素-血管紧张素系统阻断药。",
    "Two blockers of the renin-angiotensin system.",
    label("aliskiren", "7 Drug interactions, dual blockade"),
    { fires: ["C09CA01", "C09CA03"], silent: ["C09CA01", "C08CA01"] },
  ),
];
