import { type MedicineCoding, medicineOf } from "@meridian/formulary/lookup";
import type { Item } from "@meridian/prescription/state";
import type { CounterLine } from "./basket.ts";

type Loose = { readonly [member: string]: unknown };
const of = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});
const listed = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(of) : []);
const textIn = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The lines of the ledger with what the document orders in each: FHIR R4 MedicationRequests in their order. */
export function linesOf(items: readonly Item[], bundle: unknown): readonly CounterLine[] {
  const requests = listed(of(bundle)["entry"])
    .map(({ resource }) => of(resource))
    .filter(({ resourceType }) => resourceType === "MedicationRequest");
  return items.map((item) => lineOf(item, of(requests[item.line - 1]?.["medicationCodeableConcept"])));
}

function lineOf(item: Item, { text, coding }: Loose): CounterLine {
  const codings = listed(coding).flatMap(({ system, code }): MedicineCoding[] =>
    typeof system === "string" && typeof code === "string" ? [{ system, code }] : [],
  );
  const found = medicineOf(codings);
  const medicine = found.ok ? found.value : undefined;
  const printed = textIn(text) ?? textIn(listed(coding)[0]?.["display"]) ?? "–";
  return {
    item,
    medicine,
    name:
      medicine === undefined
        ? { zh: printed, en: printed }
        : { zh: `${medicine.name.zh} ${medicine.strength}`, en: `${medicine.name.en} ${medicine.strength}` },
  };
}
