import type { OrganisationId } from "@meridian/base/ids";
import { ATC_SYSTEM, byCode, FORMULARY_SYSTEM, unitsFor } from "@meridian/formulary/lookup";
import type { Medicine, MedicineCode } from "@meridian/formulary/medicine";
import type { OrderLine } from "@meridian/prescription/fhir-order";
import type { PathwayRow } from "./pathway-row.tsx";

/** Numbers of a line while they are typed; texts, so that an empty field is an empty field. */
export const DOSE_FIELDS = ["perDose", "timesPerDay", "everyDays", "days"] as const;
export type DoseField = (typeof DOSE_FIELDS)[number];
export type DraftLine = { readonly code: MedicineCode } & { readonly [F in DoseField]: string };

/** A prescription while it is written. */
export type Draft = {
  readonly lines: readonly DraftLine[];
  /** ICD-10. */
  readonly diagnosis: string;
  readonly pathway: string;
  readonly delivery: boolean;
  readonly selfPay: boolean;
  readonly pharmacy: string;
};
export const EMPTY_DRAFT: Draft = {
  lines: [],
  diagnosis: "",
  pathway: "",
  delivery: false,
  selfPay: false,
  pharmacy: "",
};

const MOST: { readonly [F in DoseField]: number } = { perDose: 100, timesPerDay: 12, everyDays: 90, days: 365 };

/** The whole number in a field, if it is one that a dose can have. */
export function numberIn(field: DoseField, text: string): number | undefined {
  if (!/^[0-9]{1,3}$/.test(text.trim())) return undefined;
  const number = Number(text);
  return number >= 1 && number <= MOST[field] ? number : undefined;
}

/** A line with the medicine's usual dose, to begin with. */
export function lineOf({ code, usualDose }: Medicine): DraftLine {
  const { perDose, timesPerDay, everyDays, days } = usualDose;
  return {
    code,
    perDose: String(perDose),
    timesPerDay: String(timesPerDay),
    everyDays: String(everyDays),
    days: String(days),
  };
}

/** A line as it is ordered; undefined while a number is missing or wrong. `units` are smallest units, computed. */
export function orderLineOf(draft: DraftLine, line: number): (OrderLine & { readonly medicine: Medicine }) | undefined {
  const medicine = byCode(draft.code);
  const perDose = numberIn("perDose", draft.perDose);
  const timesPerDay = numberIn("timesPerDay", draft.timesPerDay);
  const everyDays = numberIn("everyDays", draft.everyDays);
  const days = numberIn("days", draft.days);
  if (!medicine || !perDose || !timesPerDay || !everyDays || !days) return undefined;
  const dose = { perDose, timesPerDay, everyDays, days };
  return {
    line,
    medicine,
    coding: [
      { system: FORMULARY_SYSTEM, code: medicine.code, display: medicine.name.en },
      { system: ATC_SYSTEM, code: medicine.atc },
    ],
    text: `${medicine.name.zh} ${medicine.strength}`,
    unit: medicine.unit,
    ...dose,
    units: unitsFor(dose),
  };
}
export type CompleteLine = NonNullable<ReturnType<typeof orderLineOf>>;

/** The lines that are complete; review and coverage look at these while the rest is typed. */
export const completeLines = ({ lines }: Pick<Draft, "lines">): readonly CompleteLine[] =>
  lines.flatMap((line, index) => orderLineOf(line, index + 1) ?? []);

/** The draft's lines from an order's document, for another version of it. A product that is not listed is left out. */
export const draftLinesOf = (lines: readonly OrderLine[]): readonly DraftLine[] =>
  lines.flatMap(({ coding, perDose, timesPerDay, everyDays, days }) => {
    const medicine = byCode(coding.find(({ system }) => system === FORMULARY_SYSTEM)?.code ?? "");
    if (medicine === undefined) return [];
    const [a, b, c, d] = [perDose, timesPerDay, everyDays, days].map(String);
    return [{ code: medicine.code, perDose: a ?? "1", timesPerDay: b ?? "1", everyDays: c ?? "1", days: d ?? "1" }];
  });

export type DraftFault =
  | "no-lines"
  | "line-incomplete"
  | "no-diagnosis"
  | "no-pathway"
  | "no-pharmacy"
  | "class-not-allowed"
  | "too-many-lines";

/** Why it cannot be signed yet, in the order of the form. The ledger checks the same again, and more. */
export function faultsOf(draft: Draft, pathway: PathwayRow | undefined): readonly DraftFault[] {
  const faults: DraftFault[] = [];
  const complete = completeLines(draft);
  if (draft.lines.length === 0) faults.push("no-lines");
  if (complete.length < draft.lines.length) faults.push("line-incomplete");
  if (draft.diagnosis === "") faults.push("no-diagnosis");
  if (pathway === undefined) return [...faults, "no-pathway"];
  const { switches, params } = pathway.document;
  if (complete.some(({ medicine }) => !switches.classes.includes(medicine.drugClass))) faults.push("class-not-allowed");
  if (draft.lines.length > params.maxItems) faults.push("too-many-lines");
  if (switches.nomination !== "open" && draft.pharmacy === "") faults.push("no-pharmacy");
  return faults;
}

/** The named pharmacy as the issue command wants it. */
export function namedOf(
  { pharmacy }: Draft,
  { document: { switches } }: PathwayRow,
): { readonly nominated?: OrganisationId; readonly assigned?: OrganisationId } {
  if (pharmacy === "" || switches.nomination === "open") return {};
  const id = pharmacy as OrganisationId;
  return switches.nomination === "assigned" ? { assigned: id } : { nominated: id };
}
