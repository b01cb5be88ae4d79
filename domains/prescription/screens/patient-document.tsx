import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText } from "@meridian/ui/text/format";
import { counted, dictionary } from "@meridian/ui/text/words";
import { Pill } from "lucide-react";
import { type Amount, type ReadMedicine, readPrescription } from "./patient-bundle.tsx";
import { isUnit, unitWords } from "./patient-units.tsx";

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
  },
  en: {
    every: (days: number) => (days === 1 ? "a day" : `every ${days} days`),
    dose: (each: string, often: string, times: number) => `${each}, ${counted(times, "time")} ${often}`,
    for: (days: number) => `for ${counted(days, "day")}`,
    quantity: (amount: string) => `${amount} in all`,
    prescriber: "Prescriber",
    hospital: "Hospital",
    diagnosis: "Diagnosis",
    authored: "Written",
    noMedicines: "There is no medicine in this document.",
  },
});

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
  const units = useWords(unitWords);
  const { name, perDose, frequency, period, days, quantity, instruction } = medicine;
  const amount = ({ value, unit }: Amount): string => {
    const known = isUnit(unit) ? units[unit](value) : unit;
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
