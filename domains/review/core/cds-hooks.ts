import { toHex, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import type { DrugClass } from "@meridian/kernel/vocabulary";
import type { Finding, ReviewResult, Undecided } from "./evaluate.ts";
import type { Medication, OverrideReason, Patient, ReviewRequest, Route, Setting, Severity } from "./rule.ts";

/**
 * CDS Hooks 2.0, hook `order-sign`: the order as a clinical system sends it, cards as it shows them. Only the members
 * that a review reads are named; a request may hold more.
 */
export type Coding = { readonly system?: string; readonly code?: string; readonly display?: string };
export type CodeableConcept = { readonly coding?: readonly Coding[]; readonly text?: string };
type Quantity = { readonly value?: number; readonly unit?: string; readonly code?: string };
/** FHIR R4 Dosage, the part that adds up to a daily dose. */
export type Dosage = {
  readonly route?: CodeableConcept;
  readonly timing?: {
    readonly repeat?: { readonly frequency?: number; readonly period?: number; readonly periodUnit?: string };
  };
  readonly doseAndRate?: readonly { readonly doseQuantity?: Quantity }[];
};
/** FHIR R4 MedicationRequest. */
export type MedicationRequest = {
  readonly resourceType: "MedicationRequest";
  readonly medicationCodeableConcept?: CodeableConcept;
  readonly dosageInstruction?: readonly Dosage[];
  readonly dispenseRequest?: { readonly expectedSupplyDuration?: Quantity };
};
type Resource = { readonly resourceType: string };
type Bundle<R> = {
  readonly resourceType: "Bundle";
  readonly entry?: readonly { readonly resource?: R }[];
};
export type FhirPatient = { readonly resourceType: "Patient"; readonly gender?: string; readonly birthDate?: string };
export type AllergyIntolerance = { readonly resourceType: "AllergyIntolerance"; readonly code?: CodeableConcept };
export type Condition = { readonly resourceType: "Condition"; readonly code?: CodeableConcept };
export type Observation = {
  readonly resourceType: "Observation";
  readonly code?: CodeableConcept;
  readonly effectiveDateTime?: string;
  readonly valueQuantity?: Quantity;
};

export type OrderSignRequest = {
  readonly hook: "order-sign";
  readonly hookInstance: string;
  readonly context: {
    readonly userId: string;
    readonly patientId: string;
    readonly encounterId?: string;
    readonly draftOrders: Bundle<Resource | MedicationRequest>;
  };
  readonly prefetch?: {
    readonly patient?: FhirPatient;
    readonly allergies?: Bundle<AllergyIntolerance>;
    readonly conditions?: Bundle<Condition>;
    readonly observations?: Bundle<Observation>;
  };
};

/** What only the caller knows: the formulary, local codes, and the day. */
export type Lookups = {
  atcOf(coding: Coding): string | undefined;
  classOf(atc: string): DrugClass;
  routeOf(coding: Coding): Route | undefined;
  /** An ATC code, the beginning of one, or a class code such as `class:penicillin`. */
  allergenOf(coding: Coding): string | undefined;
  stateOf(coding: Coding): "pregnant" | "lactating" | undefined;
  readonly setting: Setting;
  /** Day of the review, `YYYY-MM-DD`. */
  readonly today: string;
};

export type Unreadable = { readonly at: "patient" | "medication" | "allergy"; readonly position: number };
/** A request that a review can run on, and what in it nobody could read: no card must then pass for an all-clear. */
export type Read = { readonly request: ReviewRequest; readonly unreadable: readonly Unreadable[] };

export function reviewRequestOf({ context, prefetch = {} }: OrderSignRequest, lookups: Lookups): Read {
  const unreadable: Unreadable[] = [];
  const medications: Medication[] = [];
  for (const [position, order] of resourcesOf(context.draftOrders).entries()) {
    if (!isMedicationRequest(order)) continue;
    const medication = medicationOf(order, lookups);
    if (medication === undefined) unreadable.push({ at: "medication", position });
    else medications.push(medication);
  }
  for (const [position, { code }] of resourcesOf(prefetch.allergies).entries())
    if (first(code, lookups.allergenOf) === undefined) unreadable.push({ at: "allergy", position });
  const patient = patientOf(prefetch, lookups);
  if (patient === undefined) unreadable.push({ at: "patient", position: 0 });
  return { request: { setting: lookups.setting, patient: patient ?? ADULT, medications }, unreadable };
}

const ADULT: Patient = { ageMonths: 480, sex: "unknown", pregnant: false, lactating: false, allergies: [] };

const resourcesOf = <R>(bundle: Bundle<R> | undefined): readonly R[] =>
  (bundle?.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
const isMedicationRequest = (resource: Resource): resource is MedicationRequest =>
  resource.resourceType === "MedicationRequest";
const first = <T>(concept: CodeableConcept | undefined, lookup: (coding: Coding) => T | undefined): T | undefined =>
  concept?.coding?.map(lookup).find((found) => found !== undefined);

function medicationOf(order: MedicationRequest, lookups: Lookups): Medication | undefined {
  const atc = first(order.medicationCodeableConcept, lookups.atcOf);
  if (atc === undefined) return undefined;
  const dailyDoseMicrograms = dailyDoseOf(order.dosageInstruction);
  const route = first(order.dosageInstruction?.[0]?.route, lookups.routeOf);
  const days = daysOf(order.dispenseRequest?.expectedSupplyDuration);
  return {
    atc,
    class: lookups.classOf(atc),
    ...(dailyDoseMicrograms !== undefined && { dailyDoseMicrograms }),
    ...(days !== undefined && { days }),
    ...(route !== undefined && { route }),
  };
}

const MICROGRAMS: Readonly<Record<string, number>> = { ug: 1, mcg: 1, mg: 1_000, g: 1_000_000 };
const PER_DAY: Readonly<Record<string, number>> = { d: 1, h: 24 };
const DAYS: Readonly<Record<string, number>> = { d: 1, wk: 7 };

/** Sum of all instructions, rounded up so that no maximum is missed; undefined when one of them cannot be read. */
function dailyDoseOf(dosages: readonly Dosage[] | undefined): number | undefined {
  if (dosages === undefined || dosages.length === 0) return undefined;
  let sum = 0;
  for (const { timing, doseAndRate } of dosages) {
    const dose = doseAndRate?.[0]?.doseQuantity;
    const micrograms = MICROGRAMS[dose?.code ?? dose?.unit ?? ""];
    const { frequency = 1, period, periodUnit = "" } = timing?.repeat ?? {};
    const perDay = PER_DAY[periodUnit];
    if (dose?.value === undefined || micrograms === undefined || perDay === undefined || !period) return undefined;
    sum += (dose.value * micrograms * frequency * perDay) / period;
  }
  return Math.ceil(sum);
}

function daysOf(duration: Quantity | undefined): number | undefined {
  const unit = DAYS[duration?.code ?? duration?.unit ?? ""];
  return duration?.value === undefined || unit === undefined ? undefined : Math.ceil(duration.value * unit);
}

/** LOINC codes of estimated glomerular filtration rates per 1.73 m2: CKD-EPI 2009, MDRD, CKD-EPI 2021. */
const EGFR_CODES: readonly string[] = ["62238-1", "33914-3", "98979-8"];

function patientOf(
  { patient, allergies, conditions, observations }: NonNullable<OrderSignRequest["prefetch"]>,
  lookups: Lookups,
): Patient | undefined {
  const ageMonths = monthsBetween(patient?.birthDate, lookups.today);
  if (patient === undefined || ageMonths === undefined) return undefined;
  const states = resourcesOf(conditions).map(({ code }) => first(code, lookups.stateOf));
  const egfr = latestEgfrOf(resourcesOf(observations));
  return {
    ageMonths,
    sex: patient.gender === "female" || patient.gender === "male" ? patient.gender : "unknown",
    pregnant: states.includes("pregnant"),
    lactating: states.includes("lactating"),
    allergies: resourcesOf(allergies).flatMap(({ code }) => first(code, lookups.allergenOf) ?? []),
    ...(egfr !== undefined && { egfr }),
  };
}

function latestEgfrOf(observations: readonly Observation[]): number | undefined {
  const rates = observations.filter(({ code }) =>
    code?.coding?.some((coding) => coding.code !== undefined && EGFR_CODES.includes(coding.code)),
  );
  // ISO dates sort as text.
  const latest = rates.sort((a, b) => ((a.effectiveDateTime ?? "") < (b.effectiveDateTime ?? "") ? 1 : -1))[0];
  return latest?.valueQuantity?.value === undefined ? undefined : Math.floor(latest.valueQuantity.value);
}

const DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?/;
/** Whole months from one ISO date to another; undefined when either is not at least a year and a month. */
export function monthsBetween(from: string | undefined, to: string): number | undefined {
  const [birth, now] = [DATE.exec(from ?? ""), DATE.exec(to)];
  if (birth === null || now === null) return undefined;
  const [, year, month, day = "01"] = birth;
  const [, thisYear, thisMonth, today = "01"] = now;
  const months = (Number(thisYear) - Number(year)) * 12 + Number(thisMonth) - Number(month);
  return Math.max(0, Number(today) < Number(day) ? months - 1 : months);
}

export const SUMMARY_MAX = 140;
export type Card = {
  readonly uuid: string;
  /** At most 140 characters. */
  readonly summary: string;
  readonly detail: string;
  readonly indicator: Severity;
  readonly source: { readonly label: string; readonly url?: string };
  readonly overrideReasons: readonly Required<Coding>[];
};
export const REASON_SYSTEM = "https://meridian.example/CodeSystem/review-override-reason";

/** Cards in the order of the findings, then one for all that could not be judged. */
export function cardsOf(
  { findings, undecided, ruleSetHash }: ReviewResult,
  hookInstance: string,
  language: "zh" | "en",
  reasonText: (reason: OverrideReason) => string,
): readonly Card[] {
  const source = { label: `Meridian review rules ${ruleSetHash.slice(0, 12)}` };
  const cards = findings.map((finding) => cardOf(finding, hookInstance, language, source, reasonText));
  if (undecided.length === 0) return cards;
  return [...cards, undecidedCard(undecided, hookInstance, language, source)];
}

const cardOf = (
  { rule, message, management, severity, override }: Finding,
  hookInstance: string,
  language: "zh" | "en",
  source: Card["source"],
  reasonText: (reason: OverrideReason) => string,
): Card => ({
  uuid: cardUuid(rule, hookInstance),
  summary: shortened(message[language]),
  detail: `${message[language]} ${management[language]}`,
  indicator: severity,
  source,
  overrideReasons: override.reasons.map((code) => ({ system: REASON_SYSTEM, code, display: reasonText(code) })),
});

function undecidedCard(
  undecided: readonly Undecided[],
  hookInstance: string,
  language: "zh" | "en",
  source: Card["source"],
): Card {
  const missing = [...new Set(undecided.flatMap((one) => one.missing))].sort().join(", ");
  const summary =
    language === "zh"
      ? `${undecided.length} 条规则因缺少数据未能判断：${missing}`
      : `${undecided.length} rules could not judge; missing: ${missing}`;
  const detail = undecided.map(({ rule }) => rule).join(", ");
  return {
    uuid: cardUuid("undecided", hookInstance),
    summary: shortened(summary),
    detail,
    indicator: "info",
    source,
    overrideReasons: [],
  };
}

const shortened = (summary: string): string =>
  summary.length <= SUMMARY_MAX ? summary : `${summary.slice(0, SUMMARY_MAX - 1)}…`;

/** A version 8 UUID (RFC 9562 section 5.8) of rule and hook instance: the same order signed again gets the same cards. */
export function cardUuid(rule: string, hookInstance: string): string {
  const bytes = sha256(utf8(`meridian/review-card\n${rule}\n${hookInstance}`)).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Body of the feedback endpoint. */
export type FeedbackBody = {
  readonly feedback: readonly {
    readonly card: string;
    readonly outcome: "accepted" | "overridden";
    readonly overrideReason?: { readonly reason?: Coding; readonly userComment?: string };
    readonly outcomeTimestamp: string;
  }[];
};
export type FeedbackEntry = { readonly finding: number; readonly outcome: "accepted" | "overridden" };

/** Which findings the feedback speaks of; cards of another result are left out. */
export const feedbackOf = (
  { feedback }: FeedbackBody,
  { findings }: ReviewResult,
  hookInstance: string,
): readonly FeedbackEntry[] =>
  feedback.flatMap(({ card, outcome }) => {
    const finding = findings.findIndex(({ rule }) => cardUuid(rule, hookInstance) === card);
    return finding < 0 ? [] : [{ finding, outcome }];
  });
