import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { dayText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { ChevronRight } from "lucide-react";
import type { PatientPrescription } from "./patient-row.tsx";
import { StatusTag } from "./vocabulary.tsx";

const words = dictionary({
  zh: { number: (number: number, of: number) => `第 ${number} 次，共 ${of} 次` },
  en: { number: (number: number, of: number) => `${number} of ${of}` },
});

/** Prescriptions as lines that lead to their pages. */
export function PatientList({ rows }: { readonly rows: readonly PatientPrescription[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  return (
    <ul className="divide-y divide-line">
      {rows.map(({ id, status, organisation, prescriber, issued_at, series_number, series_of }) => (
        <li key={id}>
          <a href={`/p/rx/${encodeURIComponent(id)}`} className="flex min-h-14 items-center gap-3 py-2 hover:bg-sunken">
            <div className="min-w-0 flex-1">
              <p className="font-medium">{nameOf(organisation)}</p>
              <p className="text-sm text-ink-2">
                {nameOf(prescriber)} · {dayText(issued_at, language)}
                {series_number !== null && series_of !== null && ` · ${say.number(series_number, series_of)}`}
              </p>
            </div>
            <StatusTag status={status} />
            <ChevronRight size={18} className="shrink-0 text-ink-3" aria-hidden />
          </a>
        </li>
      ))}
    </ul>
  );
}
