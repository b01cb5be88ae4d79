import type { NamedCoding, OrderLine } from "./fhir-order.ts";

/** What screens and insurers read of an order's document. */
export type ReadOrder = {
  readonly lines: readonly OrderLine[];
  readonly birth: string | undefined;
  readonly setting: "internet" | "general";
  readonly diagnosis: { readonly icd10: string; readonly zh: string; readonly en: string } | undefined;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
};

type Loose = { readonly [member: string]: unknown };
const of = (value: unknown): Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const all = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(of) : []);
const first = (value: unknown): Loose => all(value)[0] ?? {};
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const wholeOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;

const codingsOf = (concept: unknown): readonly NamedCoding[] =>
  all(of(concept)["coding"]).flatMap(({ system, code, display }) =>
    typeof system === "string" && typeof code === "string"
      ? [{ system, code, ...(typeof display === "string" && { display }) }]
      : [],
  );

/**
 * Reads a FHIR R4 Bundle as `bundleOfOrder` and the region's hospital write it. A line without a whole quantity is left
 * out, never guessed; undefined when it is no Bundle or orders nothing.
 */
export function readOrder(bundle: unknown): ReadOrder | undefined {
  const { resourceType, entry, link } = of(bundle);
  if (resourceType !== "Bundle") return undefined;
  const resources = all(entry).map(({ resource }) => of(resource));
  const lines = resources.filter((each) => each["resourceType"] === "MedicationRequest").flatMap(lineOf);
  if (lines.length === 0) return undefined;
  const resourceOf = (type: string): Loose => resources.find((each) => each["resourceType"] === type) ?? {};
  return {
    lines,
    birth: textOf(resourceOf("Patient")["birthDate"]),
    setting: of(resourceOf("Encounter")["class"])["code"] === "VR" ? "internet" : "general",
    diagnosis: diagnosisOf(resourceOf("Condition")),
    link: all(link).flatMap(({ relation, url }) =>
      typeof relation === "string" && typeof url === "string" ? [{ relation, url }] : [],
    ),
  };
}

function diagnosisOf({ code }: Loose): ReadOrder["diagnosis"] {
  const [coding] = codingsOf(code);
  if (coding === undefined) return undefined;
  const en = coding.display ?? coding.code;
  return { icd10: coding.code, zh: textOf(of(code)["text"]) ?? en, en };
}

function lineOf(request: Loose, index: number): readonly OrderLine[] {
  const supply = of(request["dispenseRequest"]);
  const quantity = of(supply["quantity"]);
  const dosage = first(request["dosageInstruction"]);
  const repeat = of(of(dosage["timing"])["repeat"]);
  const concept = request["medicationCodeableConcept"];
  const units = wholeOf(quantity["value"]);
  if (units === undefined) return [];
  const coding = codingsOf(concept);
  return [
    {
      line: wholeOf(dosage["sequence"]) ?? index + 1,
      coding,
      text: textOf(of(concept)["text"]) ?? coding[0]?.display ?? coding[0]?.code ?? "",
      unit: textOf(quantity["unit"]) ?? "",
      perDose: wholeOf(of(first(dosage["doseAndRate"])["doseQuantity"])["value"]) ?? 1,
      timesPerDay: wholeOf(repeat["frequency"]) ?? 1,
      everyDays: wholeOf(repeat["period"]) ?? 1,
      days: wholeOf(of(supply["expectedSupplyDuration"])["value"]) ?? 1,
      units,
    },
  ];
}
