import { assertNever } from "@meridian/base/invariant";
import type { LegalLimit, Medication, Patient, ReviewRequest, Rule, Scope } from "./rule.ts";

/** What a rule needed and the request left out. */
export type Missing = "dose" | "days" | "route" | "egfr";
export type Match = {
  readonly fires: boolean;
  /** Positions of the medications concerned. */
  readonly medications: readonly number[];
  readonly missing: readonly Missing[];
};

const SILENT: Match = { fires: false, medications: [], missing: [] };
const firesFor = (medications: readonly number[]): Match =>
  medications.length === 0 ? SILENT : { fires: true, medications, missing: [] };
const lacks = (medications: readonly number[], ...missing: readonly Missing[]): Match =>
  medications.length === 0 ? SILENT : { fires: false, medications, missing };

const isWithin = (atc: string, groups: readonly string[]): boolean => groups.some((group) => atc.startsWith(group));

const inScope = ({ atc }: Medication, { a, except = [] }: Scope): boolean =>
  (a.length === 0 || isWithin(atc, a)) && !isWithin(atc, except);

/** What a rule's criterion says of a request, its `when` aside. */
export function matchOf(rule: Rule, { setting, patient, medications }: ReviewRequest): Match {
  const concerned = medications.flatMap((medication, at) => (inScope(medication, rule.scope) ? [at] : []));
  switch (rule.kind) {
    case "ddi":
      return firesFor(interacting(medications, rule.scope));
    case "dose":
      return isAged(patient, rule) ? matchDose(concerned, medications, rule.maxMicrogramsPerDay) : SILENT;
    case "age":
      return isAged(patient, rule) ? firesFor(concerned) : SILENT;
    case "pregnancy":
      return rule.states.length === 0 || rule.states.some((state) => patient[state]) ? firesFor(concerned) : SILENT;
    case "allergy":
      if ("sharing" in rule)
        return firesFor(concerned.filter((at) => sharesAllergy(medications[at], patient, rule.sharing)));
      return patient.allergies.some((allergy) => isAllergen(allergy, rule.allergens)) ? firesFor(concerned) : SILENT;
    case "dup":
      return firesFor(doubled(concerned, medications, rule.sharing));
    case "renal":
      if (patient.egfr === undefined) return lacks(concerned, "egfr");
      return patient.egfr < rule.egfrBelow ? firesFor(concerned) : SILENT;
    case "legal":
      if (!rule.limit.settings.includes(setting) || !isAged(patient, rule.limit)) return SILENT;
      return matchLimit(concerned, medications, rule.limit);
    default:
      return assertNever(rule);
  }
}

const isAged = (
  { ageMonths }: Patient,
  { fromMonths, belowMonths }: { readonly fromMonths?: number; readonly belowMonths?: number },
): boolean => ageMonths >= (fromMonths ?? 0) && (belowMonths === undefined || ageMonths < belowMonths);

function interacting(medications: readonly Medication[], { a, b = [] }: Scope): readonly number[] {
  const involved = new Set<number>();
  for (const [i, one] of medications.entries())
    for (const [j, other] of medications.entries())
      if (one.atc !== other.atc && isWithin(one.atc, a) && isWithin(other.atc, b)) {
        involved.add(i);
        involved.add(j);
      }
  return [...involved].sort((x, y) => x - y);
}

function matchDose(concerned: readonly number[], medications: readonly Medication[], max: number): Match {
  let sum = 0;
  let known = true;
  for (const at of concerned) {
    const daily = medications[at]?.dailyDoseMicrograms;
    if (daily === undefined) known = false;
    else sum += daily;
  }
  if (sum > max) return firesFor(concerned);
  return known ? SILENT : lacks(concerned, "dose");
}

/** Codes such as `class:penicillin` are allergens by name; ATC codes by being within one. */
const isAllergen = (allergy: string, allergens: readonly string[]): boolean =>
  allergens.some((allergen) => (allergen.startsWith("class:") ? allergy === allergen : allergy.startsWith(allergen)));

const sharesAllergy = (medication: Medication | undefined, { allergies }: Patient, sharing: number): boolean =>
  medication !== undefined &&
  allergies.some(
    (allergy) =>
      !allergy.startsWith("class:") && allergy.length >= sharing && sameStart(allergy, medication.atc, sharing),
  );

const sameStart = (one: string, other: string, length: number): boolean =>
  one.slice(0, length) === other.slice(0, length);

function doubled(concerned: readonly number[], medications: readonly Medication[], sharing: number): readonly number[] {
  const codeOf = (at: number): string => (medications[at]?.atc ?? "").slice(0, sharing);
  return concerned.filter((at) => concerned.some((other) => other !== at && codeOf(other) === codeOf(at)));
}

function matchLimit(concerned: readonly number[], medications: readonly Medication[], limit: LegalLimit): Match {
  const { classes, routes, notRoutes = [], most } = limit;
  const ofClass = concerned.filter((at) => {
    const medication = medications[at];
    return medication !== undefined && (classes?.includes(medication.class) ?? true);
  });
  const routed = routes !== undefined || notRoutes.length > 0;
  const unrouted = ofClass.filter((at) => routed && medications[at]?.route === undefined);
  const limited = ofClass.filter((at) => {
    const route = medications[at]?.route;
    if (!routed) return true;
    return route !== undefined && (routes?.includes(route) ?? true) && !notRoutes.includes(route);
  });
  if (most === "none") return firesFor(limited);
  if ("items" in most) return limited.length > most.items ? firesFor(limited) : SILENT;
  const over = limited.filter((at) => (medications[at]?.days ?? 0) > most.days);
  if (over.length > 0) return firesFor(over);
  const undated = limited.filter((at) => medications[at]?.days === undefined);
  if (unrouted.length > 0) return lacks([...unrouted, ...undated], ...(undated.length > 0 ? DAYS_AND_ROUTE : ROUTE));
  return lacks(undated, "days");
}
const ROUTE: readonly Missing[] = ["route"];
const DAYS_AND_ROUTE: readonly Missing[] = ["days", "route"];
