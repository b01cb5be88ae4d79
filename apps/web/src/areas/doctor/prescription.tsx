import type { DoctorPrescription } from "@meridian/prescription-screens/doctor-row";
import { PatientHistory } from "@meridian/prescription-screens/patient-history";
import { StatusTag, useClassesText, vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Card, Facts } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { shortened, timeText } from "@meridian/ui/text/format";
import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { useParams } from "../../frame/routing.tsx";
import { Actions } from "./actions.tsx";
import { type Doctor, DoctorArea } from "./doctor-area.tsx";
import { useSealed } from "./documents.ts";
import { OrderCard } from "./order-card.tsx";
import { usePatientName } from "./patients.ts";
import { prescriptionWords } from "./prescription-words.ts";
import { ReviewCard } from "./review-card.tsx";
import { words } from "./words.ts";

/** One prescription as its prescriber sees it: what waits, what is in it, what the rules found, what happened. */
export function DoctorPrescriptionPage() {
  return <DoctorArea>{(doctor) => <Found doctor={doctor} />}</DoctorArea>;
}

function Found({ doctor }: { readonly doctor: Doctor }) {
  const say = useWords(prescriptionWords);
  const { back } = useWords(words);
  const { id = "" } = useParams();
  const rows = useRows<DoctorPrescription>("prescriptions", { where: { id }, limit: 1 });
  return (
    <div className="grid gap-4">
      <a data-screen-only href="/d?tab=own" className="flex items-center gap-1 text-brand">
        <ChevronLeft size={18} aria-hidden /> {back}
      </a>
      <Reading of={rows} lines={8}>
        {({ rows: [row] }) =>
          row === undefined ? (
            <>
              <h1 className="sr-only">{say.unknown}</h1>
              <Empty title={say.unknown}>{say.unknownNext}</Empty>
            </>
          ) : (
            <Page key={row.content} row={row} doctor={doctor} />
          )
        }
      </Reading>
    </div>
  );
}

function Page({ row, doctor }: { readonly row: DoctorPrescription; readonly doctor: Doctor }) {
  const say = useWords(prescriptionWords);
  const patientName = usePatientName(doctor.place);
  const [isOpened, setOpened] = useState(false);
  const document = useSealed(row.content, row.custodian, isOpened);
  const name = patientName(row.patient) ?? shortened(row.patient);
  const isOwn = row.prescriber === doctor.person;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-2xl font-bold">{say.of(name)}</h1>
        <span aria-live="polite">
          <StatusTag status={row.status} />
        </span>
        <span className="text-ink-2">{say.version(row.version)}</span>
        <Hash value={row.id} />
        <VerifyButton of={{ type: "event", domain: "prescription", record: row.id }} name={row.id} />
      </header>
      {!isOwn && <p className="text-ink-2">{say.notYours}</p>}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          {isOwn && <Actions row={row} name={name} doctor={doctor} />}
          <OrderCard row={row} document={document} isOpened={isOpened} onOpen={() => setOpened(true)} />
          <ReviewCard row={row} doctor={doctor} document={document.data} isOwn={isOwn} />
        </div>
        <div className="grid gap-4">
          <Summary row={row} name={name} />
          <Card title={say.history}>
            <PatientHistory prescription={row.id} />
          </Card>
        </div>
      </div>
    </>
  );
}

function Summary({ row, name }: { readonly row: DoctorPrescription; readonly name: string }) {
  const say = useWords(prescriptionWords);
  const { pathway: pathways } = useWords(vocabulary);
  const classesText = useClassesText();
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { patient, prescriber, organisation, pathway, classes, pharmacy, expires_at, self_pay, delivery } = row;
  return (
    <Card>
      <Facts
        rows={[
          [
            say.patient,
            <a key="p" className="text-brand hover:underline" href={`/d/pt/${encodeURIComponent(patient)}`}>
              {name}
            </a>,
          ],
          [say.prescriber, `${nameOf(prescriber)} · ${nameOf(organisation)}`],
          [say.pathway, pathways[pathway] ?? pathway],
          [say.classes, classesText(classes)],
          ...(pharmacy === null ? [] : [[say.pharmacy, nameOf(pharmacy)] as const]),
          [say.expires, timeText(expires_at, language)],
          [say.pays, self_pay === 1 ? say.alone : say.insured],
          [say.delivery, delivery === 1 ? say.yes : say.no],
        ]}
      />
    </Card>
  );
}
