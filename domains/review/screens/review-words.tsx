import type { Kind, OverrideReason, Severity } from "@meridian/review/rule";
import { dictionary, type Texts } from "@meridian/ui/text/words";

type Words = {
  readonly severity: Texts<Severity>;
  readonly kind: Texts<Kind>;
  readonly reason: Texts<OverrideReason>;
};

/** What people call severities and kinds of findings, and reasons to override one. */
export const reviewVocabulary = dictionary<Words>({
  zh: {
    severity: { critical: "严重", warning: "警示", info: "提示" },
    kind: {
      ddi: "相互作用",
      dose: "剂量",
      age: "年龄",
      pregnancy: "妊娠哺乳",
      allergy: "过敏",
      dup: "重复用药",
      renal: "肾功能",
      legal: "法定限量",
    },
    reason: {
      "benefit-outweighs-risk": "获益大于风险",
      "no-alternative": "没有替代方案",
      "specialist-advice": "专科医师意见",
      "monitoring-in-place": "已安排监测",
      "tolerated-before": "既往耐受",
      "dose-adjusted": "剂量已调整",
      "taken-apart": "错开时间服用",
      "chronic-condition": "慢性病需要",
      "cancer-or-severe-chronic-pain": "癌痛或重度慢性疼痛",
      other: "其他",
    },
  },
  en: {
    severity: { critical: "critical", warning: "warning", info: "note" },
    kind: {
      ddi: "interaction",
      dose: "dose",
      age: "age",
      pregnancy: "pregnancy",
      allergy: "allergy",
      dup: "duplicate",
      renal: "kidneys",
      legal: "legal limit",
    },
    reason: {
      "benefit-outweighs-risk": "the benefit outweighs the risk",
      "no-alternative": "there is no alternative",
      "specialist-advice": "a specialist advised it",
      "monitoring-in-place": "monitoring is in place",
      "tolerated-before": "tolerated before",
      "dose-adjusted": "the dose is adjusted",
      "taken-apart": "taken at different times",
      "chronic-condition": "a chronic condition needs it",
      "cancer-or-severe-chronic-pain": "cancer or severe chronic pain",
      other: "other",
    },
  },
});
