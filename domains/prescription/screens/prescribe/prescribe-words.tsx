import { dictionary } from "@meridian/ui/text/words";
import type { DoseField, DraftFault } from "./draft.tsx";

type Words = {
  readonly dose: { readonly [F in DoseField]: string };
  readonly fault: { readonly [F in DraftFault]: string };
  readonly insurance: { readonly A: string; readonly B: string; readonly self: string };
};

/** The fields of a dose, and what is still missing before a prescription can be signed. */
export const prescribeVocabulary = dictionary<Words>({
  zh: {
    dose: { perDose: "每次用量", timesPerDay: "每日次数", everyDays: "间隔天数", days: "天数" },
    fault: {
      "no-lines": "请添加药品。",
      "line-incomplete": "有药品的用法还没填完。",
      "no-diagnosis": "请选择诊断。",
      "no-pathway": "请选择流转方式。",
      "no-pharmacy": "该流转方式需要指定药房。",
      "class-not-allowed": "所选流转方式不允许其中的药品类别。",
      "too-many-lines": "药品数量超过该流转方式的上限。",
    },
    insurance: { A: "医保甲类", B: "医保乙类", self: "自费" },
  },
  en: {
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
    insurance: { A: "class A", B: "class B", self: "not on the list" },
  },
});
