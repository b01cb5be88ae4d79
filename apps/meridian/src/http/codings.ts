import { ATC_SYSTEM, byAtc, FORMULARY_SYSTEM, medicineOf } from "@meridian/formulary/lookup";
import type { Coding, Lookups } from "@meridian/review/cds-hooks";
import type { OverrideReason, Route, Setting } from "@meridian/review/rule";
import type { Language } from "./refusal.ts";

const ATC_CODE = /^[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}$/;
const ATC_PREFIX = /^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$/;
const CLASS = /^class:[a-z-]{1,40}$/;

/** SNOMED CT concepts of routes of administration (FHIR R4 value set route-codes). */
const ROUTES: Readonly<Record<string, Route>> = {
  "26643006": "oral",
  "47625008": "injection",
  "78421000": "injection",
  "34206005": "injection",
  "447694001": "inhalation",
  "45890007": "transdermal",
  "6064005": "topical",
  "37161004": "rectal",
  "37839007": "sublingual",
};
/** SNOMED CT: allergy to penicillin, allergy to sulfonamide. */
const ALLERGIES: Readonly<Record<string, string>> = {
  "91936005": "class:penicillin",
  "91939003": "class:sulfonamide",
};
/** SNOMED CT: pregnant, breastfeeding (mother). */
const STATES: Readonly<Record<string, "pregnant" | "lactating">> = {
  "77386006": "pregnant",
  "413712001": "lactating",
};

function atcOf({ system = "", code = "" }: Coding): string | undefined {
  if (system === ATC_SYSTEM) return ATC_CODE.test(code) ? code : undefined;
  const medicine = medicineOf([{ system, code }]);
  return medicine.ok ? medicine.value.atc : undefined;
}

function allergenOf(coding: Coding): string | undefined {
  const { system, code = "" } = coding;
  if (system === ATC_SYSTEM) return ATC_PREFIX.test(code) ? code : undefined;
  if (system === FORMULARY_SYSTEM && CLASS.test(code)) return code;
  return Object.hasOwn(ALLERGIES, code) ? ALLERGIES[code] : atcOf(coding);
}

/** HL7 v3 ActCode, as FHIR R4 has them in `Encounter.class`: an emergency, and care at a distance. */
const SETTINGS: Readonly<Record<string, Setting>> = { EMER: "emergency", VR: "internet" };

/** In which setting an order is written; where nobody says so, by the stricter rules of ordinary outpatient care. */
export const settingOf = ({ code = "" }: Coding): Setting =>
  (Object.hasOwn(SETTINGS, code) ? SETTINGS[code] : undefined) ?? "general";

/** What codes of an order mean here, by the formulary. A code that nobody knows is unreadable, never guessed. */
export const lookupsOn = (today: string, setting: Setting): Lookups => ({
  atcOf,
  classOf: (atc) => byAtc(atc)[0]?.drugClass ?? "general",
  routeOf: ({ code = "" }) => (Object.hasOwn(ROUTES, code) ? ROUTES[code] : undefined),
  allergenOf,
  stateOf: ({ code = "" }) => (Object.hasOwn(STATES, code) ? STATES[code] : undefined),
  setting,
  today,
});

const REASONS: { readonly [R in OverrideReason]: { readonly [L in Language]: string } } = {
  "benefit-outweighs-risk": { zh: "获益大于风险", en: "The benefit outweighs the risk" },
  "no-alternative": { zh: "无其他可替代药物", en: "There is no alternative" },
  "specialist-advice": { zh: "依据专科医师意见", en: "On a specialist's advice" },
  "monitoring-in-place": { zh: "已安排监测", en: "Monitoring is in place" },
  "tolerated-before": { zh: "既往可耐受", en: "The patient has tolerated it before" },
  "dose-adjusted": { zh: "已调整剂量", en: "The dose has been adjusted" },
  "taken-apart": { zh: "分开时间服用", en: "They are taken apart in time" },
  "chronic-condition": { zh: "慢性病用药", en: "For a chronic condition" },
  "cancer-or-severe-chronic-pain": { zh: "癌痛或中重度慢性疼痛", en: "For cancer pain or severe chronic pain" },
  other: { zh: "其他", en: "Other" },
};

export const reasonTextIn =
  (language: Language) =>
  (reason: OverrideReason): string =>
    REASONS[reason][language];
