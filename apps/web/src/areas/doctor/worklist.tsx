import { type DoctorPrescription, needsPrescriber } from "@meridian/prescription-screens/doctor-row";
import { DoctorTable } from "@meridian/prescription-screens/doctor-table";
import { diagnosisOf } from "@meridian/prescription-screens/prescribe/diagnoses";
import { useAllRows } from "@meridian/ui/desk/all-rows";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { Tabs } from "@meridian/ui/tabs";
import { listText } from "@meridian/ui/text/list";
import { useState } from "react";
import { go, useAsked } from "../../frame/routing.tsx";
import { type Doctor, DoctorArea } from "./doctor-area.tsx";
import { Licence } from "./licence.tsx";
import { ageYears, allergenText, type ChartPatient, usePatientName, usePatients } from "./patients.ts";
import { words } from "./words.ts";

/** What waits for a doctor: patients, what came back, and everything they prescribed. */
export function Worklist() {
  return <DoctorArea>{(doctor) => <Lists doctor={doctor} />}</DoctorArea>;
}

const TABS: readonly string[] = ["waiting", "answer", "own"];

function Lists({ doctor }: { readonly doctor: Doctor }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const tab = useAsked().get("tab") ?? undefined;
  const patientName = usePatientName(doctor.place);
  const own = useAllRows<DoctorPrescription>("prescriptions", {
    where: { prescriber: doctor.person },
    order: "-issued_at",
  });
  const open = own.data?.filter(needsPrescriber).length ?? 0;
  return (
    <div className="grid gap-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <h1 className="text-2xl font-bold">
          {nameOf(doctor.person)} <span className="font-normal text-ink-2">{say.at(nameOf(doctor.place))}</span>
        </h1>
        <Licence person={doctor.person} />
      </header>
      <Tabs
        label={say.worklist}
        selected={tab !== undefined && TABS.includes(tab) ? tab : "waiting"}
        onSelect={(next) => go(`/d?tab=${next}`, { replace: true })}
        tabs={[
          { id: "waiting", label: say.waiting, content: <Patients doctor={doctor} /> },
          {
            id: "answer",
            label: `${say.answer} (${open})`,
            content: (
              <Reading of={own}>
                {(rows) =>
                  open === 0 ? (
                    <Empty title={say.nothingWaits}>{say.nothingWaitsNext}</Empty>
                  ) : (
                    <DoctorTable rows={rows.filter(needsPrescriber)} patientName={patientName} label={say.answer} />
                  )
                }
              </Reading>
            ),
          },
          {
            id: "own",
            label: say.own,
            content: (
              <Reading of={own}>
                {(rows) =>
                  rows.length === 0 ? (
                    <Empty title={say.noneIssued}>{say.noneIssuedNext}</Empty>
                  ) : (
                    <DoctorTable rows={rows} patientName={patientName} label={say.own} />
                  )
                }
              </Reading>
            ),
          },
        ]}
      />
    </div>
  );
}

function Patients({ doctor }: { readonly doctor: Doctor }) {
  const patients = usePatients(doctor.place);
  return <Reading of={patients}>{({ patients: all }) => <PatientTable all={all} />}</Reading>;
}

function PatientTable({ all }: { readonly all: readonly ChartPatient[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const [text, setText] = useState("");
  const conditionsOf = ({ conditions }: ChartPatient) =>
    listText(
      conditions.map((code) => diagnosisOf(code)[language]),
      language,
    );
  const allergiesOf = ({ allergies }: ChartPatient) =>
    listText(
      allergies.map((atc) => allergenText(atc, language)),
      language,
    );
  const wanted = text.trim().toLowerCase();
  const shown = all.filter(
    (each) =>
      wanted === "" ||
      `${each.name.zh} ${each.name.en} ${each.patient} ${conditionsOf(each)}`.toLowerCase().includes(wanted),
  );
  const columns: readonly Column<ChartPatient>[] = [
    { id: "name", head: say.name, width: "minmax(7rem,1fr)", cell: ({ name }) => name[language] },
    { id: "sex", head: say.sex, width: "4.5rem", cell: ({ sex }) => say[sex] },
    { id: "age", head: say.age, width: "6rem", cell: ({ birth }) => say.years(ageYears(birth)) },
    { id: "conditions", head: say.conditions, width: "minmax(9rem,2fr)", cell: (row) => conditionsOf(row) || say.none },
    {
      id: "allergies",
      head: say.allergies,
      width: "minmax(7rem,1fr)",
      cell: (row) =>
        row.allergies.length === 0 ? (
          say.noneKnown
        ) : (
          <span className="font-medium text-danger">{allergiesOf(row)}</span>
        ),
    },
  ];
  return (
    <div className="grid gap-3">
      <div className="max-w-md" data-screen-only>
        <Field
          type="search"
          label={say.findPatient}
          value={text}
          onChange={({ target }) => setText(target.value)}
          data-testid="find-patient"
        />
      </div>
      <p className="text-sm text-ink-3" aria-live="polite">
        {say.patients(shown.length)}
      </p>
      {shown.length === 0 ? (
        <Empty title={say.noPatients} />
      ) : (
        <DataTable
          label={say.waiting}
          rows={shown}
          columns={columns}
          keyOf={({ patient }) => patient}
          hrefOf={({ patient }) => `/d/pt/${encodeURIComponent(patient)}`}
        />
      )}
    </div>
  );
}
