/**
 * The words of a review rule. Doses are integer micrograms a day, ages integer months, eGFR integer mL/min/1.73 m2.
 * ATC codes are those of the WHO Collaborating Centre and serve as references only; a shorter code means its whole group.
 */
import type { DrugClass } from "@meridian/kernel/vocabulary";

export type Bilingual = { readonly zh: string; readonly en: string };
export type Severity = "critical" | "warning" | "info";
export type Setting = "general" | "emergency" | "chronic" | "internet";
export type Route =
  | "oral"
  | "oral-modified-release"
  | "injection"
  | "inhalation"
  | "transdermal"
  | "topical"
  | "rectal"
  | "sublingual";

/** A whole ATC code or the beginning of one. */
export type Atc = string;

export type Patient = {
  readonly ageMonths: number;
  readonly sex: "female" | "male" | "unknown";
  readonly pregnant: boolean;
  readonly lactating: boolean;
  /** ATC codes or beginnings of them, or class codes such as `class:penicillin`. */
  readonly allergies: readonly string[];
  readonly egfr?: number;
};

export type Medication = {
  readonly atc: Atc;
  readonly class: DrugClass;
  readonly dailyDoseMicrograms?: number;
  readonly days?: number;
  readonly route?: Route;
};

/** What a rule set looks at: nothing in it names a person. */
export type ReviewRequest = {
  readonly setting: Setting;
  readonly patient: Patient;
  readonly medications: readonly Medication[];
};

/** `a` alone, or `a` together with `b`; an empty `a` means every medication. */
export type Scope = { readonly a: readonly Atc[]; readonly b?: readonly Atc[]; readonly except?: readonly Atc[] };

/** What must hold of the request for the rule to fire, by kind. */
export type Criterion =
  /** Two different substances, one of `scope.a` and one of `scope.b`. */
  | { readonly kind: "ddi" }
  /** The daily doses of all medications in scope add up to more than the maximum. */
  | {
      readonly kind: "dose";
      readonly maxMicrogramsPerDay: number;
      readonly fromMonths?: number;
      readonly belowMonths?: number;
    }
  | { readonly kind: "age"; readonly fromMonths?: number; readonly belowMonths?: number }
  /** No states: whatever `when` says. */
  | { readonly kind: "pregnancy"; readonly states: readonly ("pregnant" | "lactating")[] }
  /** One of the patient's allergies is one of these or, by ATC, within one of these. */
  | { readonly kind: "allergy"; readonly allergens: readonly string[] }
  /** The medication shares this many characters of the ATC code with one of the patient's allergies. */
  | { readonly kind: "allergy"; readonly sharing: number }
  /** Two medications in scope whose ATC codes share this many characters; none means that scope suffices. */
  | { readonly kind: "dup"; readonly sharing: number }
  | { readonly kind: "renal"; readonly egfrBelow: number }
  | { readonly kind: "legal"; readonly limit: LegalLimit };

/** A limit of prescription law, as parameters that an authority can change without a release. */
export type LegalLimit = {
  readonly settings: readonly Setting[];
  readonly classes?: readonly DrugClass[];
  readonly routes?: readonly Route[];
  readonly notRoutes?: readonly Route[];
  readonly belowMonths?: number;
  readonly most: { readonly days: number } | { readonly items: number } | "none";
};
export type Kind = Criterion["kind"];

export const OVERRIDE_REASONS = [
  "benefit-outweighs-risk",
  "no-alternative",
  "specialist-advice",
  "monitoring-in-place",
  "tolerated-before",
  "dose-adjusted",
  "taken-apart",
  "chronic-condition",
  "cancer-or-severe-chronic-pain",
  "other",
] as const;
export type OverrideReason = (typeof OVERRIDE_REASONS)[number];

export type Override = {
  /** When false, the prescription has to change: no reason lifts the finding. */
  readonly allowed: boolean;
  readonly reasons: readonly OverrideReason[];
  /** A pharmacist must sign beside the prescriber. */
  readonly coSign: boolean;
};

export type Provenance = {
  readonly source: string;
  /** Section, article or item within the source. */
  readonly section: string;
  readonly url: string;
  readonly licence: string;
  /** Day on which the source was fetched and compared; null when nobody has done so yet. */
  readonly retrieved: string | null;
  /** Who answers for the rule; null until a pharmacist has signed it off. */
  readonly reviewer: string | null;
  readonly validFrom: string;
};

export type Case = { readonly in: ReviewRequest; readonly expect: "fire" | "silent" };

export type Rule = Criterion & {
  readonly id: string;
  readonly severity: Severity;
  readonly scope: Scope;
  /** A further condition on the request in the profile rxcel-1. */
  readonly when?: string;
  readonly message: Bilingual;
  readonly management: Bilingual;
  readonly override: Override;
  readonly provenance: Provenance;
  readonly tests: readonly Case[];
};

export type RuleSet = {
  readonly id: string;
  readonly version: string;
  readonly notice: Bilingual;
  readonly rules: readonly Rule[];
};
