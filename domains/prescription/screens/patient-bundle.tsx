type Loose = { readonly [member: string]: unknown };
const of = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});
const first = (value: unknown): Loose => of(Array.isArray(value) ? value[0] : undefined);
const textIn = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

export type Amount = { readonly value: number; readonly unit: string };
const amountIn = (value: unknown): Amount | undefined => {
  const { value: count, unit } = of(value);
  return typeof count === "number" ? { value: count, unit: textIn(unit) ?? "" } : undefined;
};

export type ReadMedicine = {
  readonly name: { readonly zh: string; readonly en: string };
  readonly perDose?: Amount;
  readonly frequency?: number;
  readonly period?: number;
  readonly days?: number;
  readonly quantity?: Amount;
  readonly instruction?: string;
};
type ReadPrescription = {
  readonly medicines: readonly ReadMedicine[];
  readonly prescriber?: { readonly id: string; readonly name?: string };
  readonly organisation?: { readonly id: string; readonly name?: string };
  readonly diagnosis?: { readonly zh: string; readonly en: string };
  readonly authoredOn?: string;
};

const coded = (concept: unknown): { readonly zh: string; readonly en: string } | undefined => {
  const { coding, text } = of(concept);
  const { display, code } = first(coding);
  const zh = textIn(text) ?? textIn(display) ?? textIn(code);
  return zh === undefined ? undefined : { zh, en: textIn(display) ?? zh };
};

const identified = (resource: Loose | undefined, name: string | undefined) => {
  const id = textIn(first(resource?.["identifier"])["value"]);
  return id === undefined ? undefined : { id, ...(name !== undefined && { name }) };
};

/** What a patient wants to read of a FHIR R4 Bundle; members that are missing or of another type are left out. */
export function readPrescription(bundle: unknown): ReadPrescription {
  const { entry } = of(bundle);
  const resources = (Array.isArray(entry) ? entry : []).map((each) => of(of(each)["resource"]));
  const resourceOf = (type: string): Loose | undefined => resources.find((each) => each["resourceType"] === type);
  const requests = resources.filter((each) => each["resourceType"] === "MedicationRequest");
  const practitioner = resourceOf("Practitioner");
  const organization = resourceOf("Organization");
  const prescriber = identified(practitioner, textIn(first(practitioner?.["name"])["text"]));
  const organisation = identified(organization, textIn(organization?.["name"]));
  const diagnosis = coded(resourceOf("Condition")?.["code"]);
  const authoredOn = textIn(requests[0]?.["authoredOn"]);
  return {
    medicines: requests.map(medicineIn),
    ...(prescriber !== undefined && { prescriber }),
    ...(organisation !== undefined && { organisation }),
    ...(diagnosis !== undefined && { diagnosis }),
    ...(authoredOn !== undefined && { authoredOn }),
  };
}

function medicineIn(request: Loose): ReadMedicine {
  const dosage = first(request["dosageInstruction"]);
  const repeat = of(of(dosage["timing"])["repeat"]);
  const supply = of(request["dispenseRequest"]);
  const perDose = amountIn(first(dosage["doseAndRate"])["doseQuantity"]);
  const frequency = numberIn(repeat["frequency"]);
  const period = numberIn(repeat["period"]);
  const days = numberIn(of(supply["expectedSupplyDuration"])["value"]);
  const quantity = amountIn(supply["quantity"]);
  const instruction = textIn(dosage["text"]);
  return {
    name: coded(request["medicationCodeableConcept"]) ?? { zh: "–", en: "–" },
    ...(perDose !== undefined && { perDose }),
    ...(frequency !== undefined && { frequency }),
    ...(period !== undefined && { period }),
    ...(days !== undefined && { days }),
    ...(quantity !== undefined && { quantity }),
    ...(instruction !== undefined && { instruction }),
  };
}
