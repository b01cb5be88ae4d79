import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { Pill } from "lucide-react";

const words = dictionary({
  zh: {
    every: (days: number) => (days === 1 ? "每天" : `每 ${days} 天`),
    dose: (each: string, often: string, times: number) => `每次 ${each}，${often} ${times} 次`,
    for: (days: number) => `用 ${days} 天`,
    quantity: (amount: string) => `共 ${amount}`,
    prescriber: "开方医师",
    hospital: "医疗机构",
    diagnosis: "诊断",
    authored: "开具时间",
    noMedicines: "这份文件里没有药品。",
    units: {
      tablet: "片",
      capsule: "粒",
      ml: "毫升",
      g: "克",
      ampoule: "支",
      vial: "瓶",
      syringe: "支",
      pen: "支",
      patch: "贴",
      actuation: "喷",
      sachet: "袋",
      implant: "枚",
      system: "枚",
      IU: "国际单位",
    },
  },
  en: {
    every: (days: number) => (days === 1 ? "a day" : `every ${days} days`),
    dose: (each: string, often: string, times: number) =>
      `${each}, ${times} ${times === 1 ? "time" : "times"} ${often}`,
    for: (days: number) => `for ${days} ${days === 1 ? "day" : "days"}`,
    quantity: (amount: string) => `${amount} in all`,
    prescriber: "Prescribed by",
    hospital: "Hospital",
    diagnosis: "Diagnosis",
    authored: "Written",
    noMedicines: "There is no medicine in this document.",
    units: {
      tablet: "tablet(s)",
      capsule: "capsule(s)",
      ml: "ml",
      g: "g",
      ampoule: "ampoule(s)",
      vial: "vial(s)",
      syringe: "syringe(s)",
      pen: "pen(s)",
      patch: "patch(es)",
      actuation: "puff(s)",
      sachet: "sachet(s)",
      implant: "implant(s)",
      system: "piece(s)",
      IU: "IU",
    },
  },
});

type Loose = { readonly [member: string]: unknown };
const of = (value: unknown): Loose => (typeof value === "object" && value !== null ? (value as Loose) : {});
const first = (value: unknown): Loose => of(Array.isArray(value) ? value[0] : undefined);
const textIn = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

type Amount = { readonly value: number; readonly unit: string };
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
export type ReadPrescription = {
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

/** A prescription's document as the patient reads it: the medicines first. */
export function PatientDocument({ bundle }: { readonly bundle: unknown }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { medicines, prescriber, organisation, diagnosis, authoredOn } = readPrescription(bundle);
  const facts = [
    [say.diagnosis, diagnosis?.[language]],
    [
      say.prescriber,
      prescriber && (language === "zh" ? (prescriber.name ?? nameOf(prescriber.id)) : nameOf(prescriber.id)),
    ],
    [say.hospital, organisation && nameOf(organisation.id)],
    [say.authored, authoredOn?.slice(0, 16).replace("T", " ")],
  ] as const;
  return (
    <div className="grid gap-4" data-testid="document">
      {medicines.length === 0 && <p className="text-ink-2">{say.noMedicines}</p>}
      <ul className="grid gap-3">
        {medicines.map((medicine, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document that is only read
          <li key={index} className="flex gap-3">
            <Pill size={22} className="mt-1 shrink-0 text-brand" aria-hidden />
            <MedicineLine medicine={medicine} />
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name} className="contents">
              <dt className="text-ink-2">{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}

function MedicineLine({ medicine }: { readonly medicine: ReadMedicine }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { name, perDose, frequency, period, days, quantity, instruction } = medicine;
  const amount = ({ value, unit }: Amount): string => {
    const known = unit in say.units ? say.units[unit as keyof typeof say.units] : unit;
    return `${numberText(value, language)} ${known}`;
  };
  const dose =
    perDose !== undefined && frequency !== undefined && period !== undefined
      ? say.dose(amount(perDose), say.every(period), frequency)
      : instruction;
  const more = [days !== undefined && say.for(days), quantity !== undefined && say.quantity(amount(quantity))];
  return (
    <div className="min-w-0">
      <p className="font-semibold">{name[language]}</p>
      {dose !== undefined && <p>{dose}</p>}
      <p className="text-sm text-ink-2">{more.filter(Boolean).join(" · ")}</p>
    </div>
  );
}
