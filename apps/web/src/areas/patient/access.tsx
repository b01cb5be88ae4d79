import type { PersonId } from "@meridian/base/ids";
import type { WarrantRow } from "@meridian/disclosure-screens/looks";
import { PatientLooks } from "@meridian/disclosure-screens/patient-looks";
import { PatientWarrants } from "@meridian/disclosure-screens/warrants";
import { WhoLooked } from "@meridian/disclosure-screens/who-looked";
import { Card } from "@meridian/ui/card";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { useNow } from "../../frame/live.tsx";
import { PatientArea } from "./patient-area.tsx";
import { words } from "./words.ts";

/** Who obtained the content, who looked at records, and who holds a warrant. */
export function PatientAccess() {
  return <PatientArea>{(patient) => <Access patient={patient} />}</PatientArea>;
}

function Access({ patient }: { readonly patient: PersonId }) {
  const say = useWords(words);
  const now = useNow();
  const warrants = useRows<WarrantRow>("warrants", { where: { patient }, limit: 100 });
  return (
    <div className="grid gap-4">
      <header>
        <h1 className="text-2xl font-bold">{say.lookedLast}</h1>
        <p className="mt-1 text-ink-2">{say.accessLead}</p>
      </header>
      <Card title={say.warrants}>
        <Reading of={warrants} lines={1}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p className="text-ink-2">{say.noWarrants}</p>
            ) : (
              <PatientWarrants rows={[...rows].sort((a, b) => b.opened_at - a.opened_at)} now={now} />
            )
          }
        </Reading>
      </Card>
      <Card title={say.content}>
        <PatientLooks lines={6}>
          {(looks) => (looks.length === 0 ? <Empty title={say.nobody} /> : <WhoLooked looks={looks} />)}
        </PatientLooks>
      </Card>
    </div>
  );
}
