import type { Unit } from "@meridian/formulary/medicine";
import { dictionary } from "@meridian/ui/text/words";
import type { DoseField, DraftFault } from "./draft.tsx";

type Words = {
  readonly unit: { readonly [U in Unit]: string };
  readonly dose: { readonly [F in DoseField]: string };
  readonly fault: { readonly [F in DraftFault]: string };
  readonly insurance: { readonly A: string; readonly B: string; readonly self: string };
};

/** Units, the fields of a dose, and what is still missing before a prescription can be signed. */
export const prescribeVocabulary = dictionary<Words>({
  zh: {
    unit: {
      tablet: "片",
      capsule: "粒",
      ml: "毫升",
      g: "克",
      ampoule: "支",
      vial: "瓶",
      syringe: "支（预充）",
      pen: "支（笔）",
      patch: "贴",
      actuation: "揿",
      sachet: "袋",
      implant: "枚",
      system: "个",
      IU: "国际单位",
    },
    dose: { perDose: "每次用量", timesPerDay: "每日次数", everyDays: "间隔天数", days: "天数" },
    fault: {
      "no-lines": "请添加药品。",
      "line-incomplete": "有药品的用法还没填完。",
      "no-diagnosis": "请选择诊断。",
      "no-pathway": "请选择流转方式。",
      "no-pharmacy": "该流转方式需要指定药店。",
      "class-not-allowed": "所选流转方式不允许其中的药品类别。",
      "too-many-lines": "药品数量超过该流转方式的上限。",
    },
    insurance: { A: "医保甲类", B: "医保乙类", self: "自费" },
  },
  en: {
    unit: {
      tablet: "tablets",
      capsule: "capsules",
      ml: "ml",
      g: "g",
      ampoule: "ampoules",
      vial: "vials",
      syringe: "syringes",
      pen: "pens",
      patch: "patches",
      actuation: "puffs",
      sachet: "sachets",
      implant: "implants",
      system: "systems",
      IU: "IU",
    },
    dose: { perDose: "Units per dose", timesPerDay: "Times a day", everyDays: "Every … days", days: "Days" },
    fault: {
      "no-lines": "Add a medicine.",
      "line-incomplete": "A medicine's dose is not complete.",
      "no-diagnosis": "Choose a diagnosis.",
      "no-pathway": "Choose a pathway.",
      "no-pharmacy": "This pathway wants a named pharmacy.",
      "class-not-allowed": "The pathway does not allow a class that is prescribed.",
      "too-many-lines": "More medicines than the pathway allows.",
    },
    insurance: { A: "list A", B: "list B", self: "not on the list" },
  },
});
