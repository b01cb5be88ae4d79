import type { PersonId } from "@meridian/base/ids";
import { PatientList } from "@meridian/prescription-screens/patient-list";
import { isOpen } from "@meridian/prescription-screens/patient-row";
import { Card } from "@meridian/ui/card";
import { Reading } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { PatientArea } from "./patient-area.tsx";
import { newestFirst, usePrescriptions } from "./use-prescriptions.ts";
import { words } from "./words.ts";

/** All prescriptions of the patient: those that go on, then those that are over. */
export function PatientPrescriptions() {
  return <PatientArea>{(patient) => <Prescriptions patient={patient} />}</PatientArea>;
}

function Prescriptions({ patient }: { readonly patient: PersonId }) {
  const say = useWords(words);
  const prescriptions = usePrescriptions(patient);
  return (
    <div className="grid gap-4">
      <h1 className="text-2xl font-bold">{say.prescriptions}</h1>
      <Reading of={prescriptions} lines={6}>
        {({ rows: all }) => {
          const rows = newestFirst(all);
          const current = rows.filter(({ status }) => isOpen(status));
          const past = rows.filter(({ status }) => !isOpen(status));
          return (
            <>
              <Card title={say.current} aside={current.length}>
                {current.length === 0 ? (
                  <Empty title={say.noCurrent}>{say.noCurrentNext}</Empty>
                ) : (
                  <PatientList rows={current} />
                )}
              </Card>
              <Card title={say.past} aside={past.length}>
                {past.length === 0 ? <Empty title={say.noPast} /> : <PatientList rows={past} />}
              </Card>
            </>
          );
        }}
      </Reading>
    </div>
  );
}
