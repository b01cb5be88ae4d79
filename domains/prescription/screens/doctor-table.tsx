import { Deadline } from "@meridian/ui/deadline";
import { useNameOf } from "@meridian/ui/desk/context";
import { Field, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { shortened, timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { useState } from "react";
import { type DoctorPrescription, isLive } from "./doctor-row.tsx";
import { StatusTag, useClassesText, vocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: {
    label: "处方",
    filter: "筛选",
    hint: "患者、处方号、流转方式或药品类别",
    state: "状态",
    all: "全部",
    live: "进行中",
    patient: "患者",
    classes: "类别",
    pathway: "流转",
    issued: "开具时间",
    due: "期限",
    none: "没有符合的处方",
    shown: (count: number, all: number) => `${count} / ${all} 张`,
  },
  en: {
    label: "Prescriptions",
    filter: "Filter",
    hint: "Patient, number, pathway or class",
    state: "State",
    all: "All",
    live: "Under way",
    patient: "Patient",
    classes: "Class",
    pathway: "Pathway",
    issued: "Issued",
    due: "Due",
    none: "No such prescription",
    shown: (count: number, all: number) => `${count} of ${all}`,
  },
});

type Props = {
  readonly rows: readonly DoctorPrescription[];
  /** What a patient is called here; a pseudonym where nobody said. */
  readonly patientName: (patient: string) => string | undefined;
  readonly label: string;
};

/** A doctor's prescriptions, filtered here; as smooth with ten thousand as with ten. */
export function DoctorTable({ rows, patientName, label }: Props) {
  const say = useWords(words);
  const [text, setText] = useState("");
  const [state, setState] = useState("all");
  const { columns, searchable } = useColumns(patientName);
  const wanted = text.trim().toLowerCase();
  const shown = rows.filter(
    (row) =>
      (state === "all" || (state === "live" ? isLive(row) : row.status === state)) &&
      (wanted === "" || searchable(row).includes(wanted)),
  );
  const { status: names } = useWords(vocabulary);
  const states = [...new Set(rows.map(({ status }) => status))];
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-[1fr_14rem]" data-screen-only>
        <Field
          type="search"
          label={say.filter}
          placeholder={say.hint}
          value={text}
          onChange={({ target }) => setText(target.value)}
          data-testid="filter"
        />
        <Select
          label={say.state}
          value={state}
          onChange={({ target }) => setState(target.value)}
          options={[
            { value: "all", label: say.all },
            { value: "live", label: say.live },
            ...states.map((value) => ({ value, label: names[value] })),
          ]}
        />
      </div>
      <p className="text-sm text-ink-3" aria-live="polite">
        {say.shown(shown.length, rows.length)}
      </p>
      {shown.length === 0 ? (
        <Empty title={say.none} />
      ) : (
        <DataTable
          label={label}
          rows={shown}
          columns={columns}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => `/d/rx/${encodeURIComponent(id)}`}
        />
      )}
    </div>
  );
}

function useColumns(patientName: Props["patientName"]) {
  const say = useWords(words);
  const { pathway: pathways, status: names } = useWords(vocabulary);
  const classesText = useClassesText();
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const whoIs = (patient: string): string => patientName(patient) ?? shortened(patient);
  const classesOf = ({ classes }: DoctorPrescription): string => classesText(classes);
  const pathwayOf = ({ pathway }: DoctorPrescription): string => pathways[pathway] ?? pathway;
  const columns: readonly Column<DoctorPrescription>[] = [
    { id: "patient", head: say.patient, width: "minmax(7rem,1fr)", cell: ({ patient }) => whoIs(patient) },
    { id: "state", head: say.state, width: "9.5rem", cell: ({ status }) => <StatusTag status={status} /> },
    { id: "classes", head: say.classes, width: "minmax(7rem,1fr)", cell: classesOf },
    { id: "pathway", head: say.pathway, width: "minmax(8rem,1fr)", cell: pathwayOf },
    { id: "issued", head: say.issued, width: "10rem", cell: ({ issued_at }) => timeText(issued_at, language) },
    { id: "due", head: say.due, width: "8rem", cell: (row) => (isLive(row) ? <Deadline at={row.due} /> : "–") },
  ];
  const searchable = (row: DoctorPrescription): string =>
    [whoIs(row.patient), row.id, classesOf(row), pathwayOf(row), names[row.status], nameOf(row.pharmacy ?? "")]
      .join(" ")
      .toLowerCase();
  return { columns, searchable };
}
