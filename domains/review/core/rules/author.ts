/** How the rule files are written: short forms that yield plain data. */
import type {
  Atc,
  Bilingual,
  Case,
  Criterion,
  Medication,
  Override,
  Patient,
  ReviewRequest,
  Rule,
  Setting,
} from "../rule.ts";

export const years = (count: number): number => count * 12;
export const milligrams = (count: number): number => count * 1_000;

/** Beyond any reason: the prescription must change. */
export const never: Override = { allowed: false, reasons: [], coSign: false };
export const coSigned: Override = {
  allowed: true,
  reasons: ["benefit-outweighs-risk", "no-alternative", "specialist-advice"],
  coSign: true,
};
export const reasoned: Override = {
  allowed: true,
  reasons: ["benefit-outweighs-risk", "monitoring-in-place", "tolerated-before", "dose-adjusted", "other"],
  coSign: false,
};

export const avoid: Bilingual = {
  zh: "避免合用，请更换其中一种药物。",
  en: "Do not combine; replace one of the two.",
};
export const replace: Bilingual = { zh: "请更换药物。", en: "Choose another drug." };
export const monitor: Bilingual = {
  zh: "如必须合用，请减量并监测不良反应。",
  en: "If both are needed, reduce the dose and watch for adverse effects.",
};
export const reduce: Bilingual = { zh: "请减少日剂量。", en: "Reduce the daily dose." };
export const keepOne: Bilingual = { zh: "请只保留其中一种。", en: "Keep one of them." };

export const text = (zh: string, en: string): Bilingual => ({ zh, en });

export const drug = (atc: Atc, more: Partial<Medication> = {}): Medication => ({ atc, class: "general", ...more });

const adult: Patient = { ageMonths: 480, sex: "male", pregnant: false, lactating: false, allergies: [] };

export const request = (
  medications: readonly Medication[],
  patient: Partial<Patient> = {},
  setting: Setting = "general",
): ReviewRequest => ({ setting, patient: { ...adult, ...patient }, medications });

export const fires = (input: ReviewRequest): Case => ({ in: input, expect: "fire" });
export const silent = (input: ReviewRequest): Case => ({ in: input, expect: "silent" });

type Common = Pick<Rule, "message" | "management" | "provenance">;
type Head = Pick<Rule, "id" | "severity" | "override">;

/** A critical finding that a reason and a pharmacist's signature can lift. */
export const critical = (id: string): Head => ({ id, severity: "critical", override: coSigned });
/** A critical finding that nothing can lift. */
export const absolute = (id: string): Head => ({ id, severity: "critical", override: never });
export const warning = (id: string): Head => ({ id, severity: "warning", override: reasoned });
export const info = (id: string): Head => ({ id, severity: "info", override: reasoned });

type Pair = readonly [Atc, Atc];
export const ddi = (
  head: Head,
  scope: { readonly a: readonly Atc[]; readonly b: readonly Atc[] },
  common: Common,
  example: { readonly fires: Pair; readonly silent: Pair },
): Rule => ({
  ...head,
  kind: "ddi",
  scope,
  ...common,
  tests: [
    fires(request(example.fires.map((atc) => drug(atc)))),
    silent(request(example.silent.map((atc) => drug(atc)))),
  ],
});

/** Fires one microgram above the maximum and is silent at it. */
export const dose = (
  head: Head,
  atc: readonly [Atc, ...Atc[]],
  maxMicrogramsPerDay: number,
  common: Pick<Common, "provenance"> & { readonly name: Bilingual },
  ages: { readonly fromMonths?: number; readonly belowMonths?: number } = { fromMonths: years(18) },
): Rule => {
  const patient = { ageMonths: ages.fromMonths ?? 480 };
  const daily = (dailyDoseMicrograms: number) => request([drug(atc[0], { dailyDoseMicrograms })], patient);
  const most = doseText(maxMicrogramsPerDay);
  return {
    ...head,
    kind: "dose",
    scope: { a: atc },
    maxMicrogramsPerDay,
    ...ages,
    message: text(
      `${common.name.zh}日剂量合计超过${most}。`,
      `The daily doses of ${common.name.en} add up to more than ${most}.`,
    ),
    management: reduce,
    provenance: common.provenance,
    tests: [fires(daily(maxMicrogramsPerDay + 1)), silent(daily(maxMicrogramsPerDay))],
  };
};
const doseText = (micrograms: number): string =>
  micrograms % 1_000 === 0 ? `${micrograms / 1_000} mg` : `${micrograms} µg`;

/** Fires one month before the age and is silent at it. */
export const below = (head: Head, ageMonths: number, atc: readonly [Atc, ...Atc[]], common: Common): Rule => {
  const aged = (age: number) => request([drug(atc[0])], { ageMonths: age });
  return {
    ...head,
    kind: "age",
    scope: { a: atc },
    belowMonths: ageMonths,
    ...common,
    tests: [fires(aged(ageMonths - 1)), silent(aged(ageMonths))],
  };
};

export const pregnancy = (
  head: Head,
  states: readonly ("pregnant" | "lactating")[],
  atc: readonly [Atc, ...Atc[]],
  common: Common,
): Rule => {
  const woman = (pregnant: boolean, lactating: boolean) =>
    request([drug(atc[0])], { ageMonths: years(30), sex: "female", pregnant, lactating });
  return {
    ...head,
    kind: "pregnancy",
    scope: { a: atc },
    states,
    ...common,
    tests: [
      fires(woman(states.includes("pregnant"), states.includes("lactating") && !states.includes("pregnant"))),
      silent(woman(false, false)),
    ],
  };
};

export const renal = (head: Head, egfrBelow: number, atc: readonly [Atc, ...Atc[]], common: Common): Rule => {
  const filtering = (egfr: number) => request([drug(atc[0])], { egfr });
  return {
    ...head,
    kind: "renal",
    scope: { a: atc },
    egfrBelow,
    ...common,
    tests: [fires(filtering(egfrBelow - 1)), silent(filtering(egfrBelow))],
  };
};

/** A rule whose kind has no short form of its own. */
export const rule = (
  head: Head,
  criterion: Criterion,
  scope: Rule["scope"],
  common: Common,
  tests: readonly Case[],
): Rule => ({ ...head, ...criterion, scope, ...common, tests });
