import type { PersonId } from "@meridian/base/ids";
import type { PatientPrescription } from "@meridian/prescription-screens/patient-row";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { dayText } from "@meridian/ui/text/format";
import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { DocumentCard } from "./document-card.tsx";
import { PatientArea } from "./patient-area.tsx";
import { useOwnDocument } from "./use-own-document.ts";
import { newestFirst, usePrescriptions } from "./use-prescriptions.ts";
import { words } from "./words.ts";

const SHOWN = 10;

/** Documents about the patient, each opened when it is asked for. */
export function PatientDocuments() {
  return <PatientArea>{(patient) => <Documents patient={patient} />}</PatientArea>;
}

function Documents({ patient }: { readonly patient: PersonId }) {
  const say = useWords(words);
  const prescriptions = usePrescriptions(patient);
  const [shown, setShown] = useState(SHOWN);
  return (
    <div className="grid gap-4">
      <header>
        <h1 className="text-2xl font-bold">{say.documents}</h1>
        <p className="mt-1 text-ink-2">{say.documentsLead}</p>
      </header>
      <Reading of={prescriptions} lines={6}>
        {({ rows }) => (
          <>
            {rows.length === 0 && <Empty title={say.noDocuments}>{say.noCurrentNext}</Empty>}
            {newestFirst(rows)
              .slice(0, shown)
              .map((row) => (
                <DocumentLine key={row.content} row={row} />
              ))}
            {rows.length > shown && (
              <Button onClick={() => setShown(shown + SHOWN)}>{`${say.all} (${rows.length})`}</Button>
            )}
          </>
        )}
      </Reading>
    </div>
  );
}

function DocumentLine({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={`${nameOf(row.organisation)} · ${dayText(row.issued_at, language)}`}>
      <p className="mb-3 text-sm text-ink-2">
        {say.version} <Hash value={row.content} />
      </p>
      {isOpen ? (
        <OpenDocument row={row} />
      ) : (
        <Button
          icon={<FolderOpen size={16} aria-hidden />}
          aria-label={`${say.open}: ${nameOf(row.organisation)} ${dayText(row.issued_at, language)}`}
          onClick={() => setOpen(true)}
          data-testid="show-document"
        >
          {say.open}
        </Button>
      )}
    </Card>
  );
}

function OpenDocument({ row }: { readonly row: PatientPrescription }) {
  return <DocumentCard row={row} document={useOwnDocument(row)} />;
}
