/** Known allergies: to the substance, to its group, across groups. */
import type { Provenance, Rule } from "../rule.ts";
import { absolute, critical, drug, fires, replace, request, rule, silent, text, warning } from "./author.ts";
import { atcPrinciple, label } from "./sources.ts";

const because = (zh: string, en: string, provenance: Provenance) => ({
  message: text(zh, en),
  management: replace,
  provenance,
});
const cross = (
  head: ReturnType<typeof critical>,
  allergens: readonly string[],
  atc: readonly string[],
  common: ReturnType<typeof because>,
  example: { readonly allergy: string; readonly fires: string; readonly silent: string },
): Rule =>
  rule(head, { kind: "allergy", allergens }, { a: atc }, common, [
    fires(request([drug(example.fires)], { allergies: [example.allergy] })),
    silent(request([drug(example.silent)], { allergies: [example.allergy] })),
    silent(request([drug(example.fires)])),
  ]);

export const allergies: readonly Rule[] = [
  rule(
    absolute("ALG-01"),
    { kind: "allergy", sharing: 7 },
    { a: [] },
    because(
      "患者对该药过敏。",
      "The patient is allergic to this very substance.",
      atcPrinciple("level 5, the substance"),
    ),
    [
      fires(request([drug("J01CA04")], { allergies: ["J01CA04"] })),
      silent(request([drug("J01FA10")], { allergies: ["J01CA04"] })),
    ],
  ),
  rule(
    critical("ALG-02"),
    { kind: "allergy", sharing: 5 },
    { a: [] },
    because(
      "患者对同一化学亚组的药物过敏。",
      "The patient is allergic to a drug of the same chemical subgroup.",
      atcPrinciple("level 4, the chemical subgroup"),
    ),
    [
      fires(request([drug("J01FA10")], { allergies: ["J01FA09"] })),
      silent(request([drug("J01CA04")], { allergies: ["J01FA09"] })),
    ],
  ),
  cross(
    absolute("ALG-03"),
    ["class:penicillin", "J01C"],
    ["J01C"],
    because(
      "青霉素过敏者禁用青霉素类。",
      "Penicillins are contraindicated after a reaction to any penicillin.",
      label("amoxicillin", "4 Contraindications"),
    ),
    { allergy: "class:penicillin", fires: "J01CA04", silent: "J01FA10" },
  ),
  cross(
    warning("ALG-04"),
    ["class:penicillin", "J01C"],
    ["J01DB", "J01DC", "J01DD", "J01DE"],
    because(
      "青霉素过敏者使用头孢菌素有交叉过敏可能。",
      "Cephalosporins may cross-react in patients allergic to penicillin.",
      label("cefalexin", "5.1 Hypersensitivity reactions"),
    ),
    { allergy: "class:penicillin", fires: "J01DB01", silent: "J01MA12" },
  ),
  cross(
    absolute("ALG-05"),
    ["class:cephalosporin", "J01DB", "J01DC", "J01DD", "J01DE"],
    ["J01DB", "J01DC", "J01DD", "J01DE"],
    because(
      "头孢菌素过敏者禁用头孢菌素类。",
      "Cephalosporins are contraindicated after a reaction to one.",
      label("ceftriaxone", "4 Contraindications"),
    ),
    { allergy: "class:cephalosporin", fires: "J01DD04", silent: "J01FA10" },
  ),
  cross(
    absolute("ALG-06"),
    ["class:sulfonamide", "J01E"],
    ["J01E"],
    because(
      "磺胺过敏者禁用磺胺类抗菌药。",
      "Sulfonamide antibacterials are contraindicated after a reaction to one.",
      label("sulfamethoxazole and trimethoprim", "Contraindications"),
    ),
    { allergy: "class:sulfonamide", fires: "J01EE01", silent: "J01CA04" },
  ),
  cross(
    critical("ALG-07"),
    ["class:sulfonamide", "J01E"],
    ["A07EC01", "M01AH01"],
    because(
      "磺胺过敏者禁用柳氮磺吡啶、塞来昔布。",
      "Sulfasalazine and celecoxib are contraindicated after reactions to sulfonamides.",
      label("celecoxib", "4 Contraindications"),
    ),
    { allergy: "class:sulfonamide", fires: "M01AH01", silent: "M01AE01" },
  ),
  cross(
    critical("ALG-08"),
    ["class:nsaid", "M01A", "N02BA", "B01AC06"],
    ["M01A", "N02BA", "B01AC06"],
    because(
      "对阿司匹林或其他 NSAID 过敏者禁用 NSAID。",
      "NSAIDs are contraindicated after asthma, urticaria or allergy from aspirin or another NSAID.",
      label("ibuprofen", "4 Contraindications"),
    ),
    { allergy: "B01AC06", fires: "M01AE01", silent: "N02BE01" },
  ),
  cross(
    critical("ALG-09"),
    ["class:aminoglycoside", "J01G"],
    ["J01G"],
    because("氨基糖苷类之间存在交叉过敏。", "Aminoglycosides cross-react.", label("gentamicin", "Contraindications")),
    { allergy: "class:aminoglycoside", fires: "J01GB03", silent: "J01CA04" },
  ),
  cross(
    critical("ALG-10"),
    ["class:fluoroquinolone", "J01M"],
    ["J01M"],
    because(
      "喹诺酮过敏者禁用喹诺酮类。",
      "Quinolones are contraindicated after a reaction to one.",
      label("levofloxacin", "4 Contraindications"),
    ),
    { allergy: "J01MA02", fires: "J01MA12", silent: "J01FA10" },
  ),
  cross(
    critical("ALG-11"),
    ["class:aromatic-anticonvulsant", "N03AF", "N03AB02", "N03AA02"],
    ["N03AF", "N03AB02", "N03AA02"],
    because(
      "芳香族抗癫痫药之间存在交叉过敏。",
      "Aromatic anticonvulsants cross-react: carbamazepine, phenytoin, phenobarbital.",
      label("carbamazepine", "Warnings, hypersensitivity"),
    ),
    { allergy: "N03AB02", fires: "N03AF01", silent: "N03AX14" },
  ),
];
