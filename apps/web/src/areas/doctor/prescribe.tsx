import type { OrganisationId } from "@meridian/base/ids";
import { readOrder } from "@meridian/prescription/fhir-order-read";
import type { DoctorPrescription } from "@meridian/prescription-screens/doctor-row";
import { type Draft, draftLinesOf, EMPTY_DRAFT } from "@meridian/prescription-screens/prescribe/draft";
import { type PathwayRow, pathwaysInForce } from "@meridian/prescription-screens/prescribe/pathway-row";
import { buttonClass } from "@meridian/ui/button";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useLive } from "../../frame/live.tsx";
import { useAsked } from "../../frame/routing.tsx";
import { type Doctor, DoctorArea } from "./doctor-area.tsx";
import { useSealed } from "./documents.ts";
import type { Mode } from "./mode.ts";
import { type ChartPatient, usePatients } from "./patients.ts";
import { prescribeWords } from "./prescribe-words.ts";
import { useFirst } from "./use-first.ts";
import { words } from "./words.ts";
import { Write } from "./write.tsx";

type Search = { readonly patient?: string; readonly amend?: string; readonly answer?: string };

/** Write a prescription for a patient (`?patient=`), another version (`?amend=`), or an answer to a pharmacy (`?answer=`). */
export function Prescribe() {
  return <DoctorArea>{(doctor) => <Chosen doctor={doctor} />}</DoctorArea>;
}

function Chosen({ doctor }: { readonly doctor: Doctor }) {
  const say = useWords(prescribeWords);
  const { patient, amend, answer } = Object.fromEntries(useAsked()) as Search;
  const earlier = amend ?? answer;
  if (earlier !== undefined)
    return <Earlier doctor={doctor} id={earlier} type={amend === undefined ? "answer" : "amend"} />;
  if (patient !== undefined)
    return (
      <ForPatient id={patient} doctor={doctor}>
        {(chart, pathways, height) => (
          <Write
            doctor={doctor}
            patient={chart}
            // What is signed now stands in the next block at the earliest.
            pathways={pathwaysInForce(pathways, doctor.kind, height + 1)}
            mode={{ type: "issue" }}
            draft={EMPTY_DRAFT}
          />
        )}
      </ForPatient>
    );
  return (
    <>
      <h1 className="sr-only">{say.choosePatient}</h1>
      <Empty title={say.choosePatient}>
        <a href="/d" className={buttonClass("primary")}>
          {say.toWorklist}
        </a>
      </Empty>
    </>
  );
}

type ForPatientProps = {
  readonly id: string;
  readonly doctor: Doctor;
  readonly children: (chart: ChartPatient, pathways: readonly PathwayRow[], height: number) => ReactNode;
};

function ForPatient({ id, doctor, children }: ForPatientProps) {
  const say = useWords(words);
  const patients = usePatients(doctor.place);
  const pathways = useRows<PathwayRow>("pathways", { limit: 100 });
  const live = useLive();
  return (
    <div className="grid gap-4">
      <a data-screen-only href={`/d/pt/${encodeURIComponent(id)}`} className="flex items-center gap-1 text-brand">
        <ChevronLeft size={18} aria-hidden /> {say.toChart}
      </a>
      <Reading of={patients} lines={8}>
        {({ patients: all }) => {
          const chart = all.find(({ patient }) => patient === id);
          if (chart === undefined) return <Empty title={say.unknownPatient}>{say.unknownPatientNext}</Empty>;
          return (
            <Reading of={pathways}>
              {({ rows, height }) => children(chart, rows, Math.max(height, live.height ?? 0))}
            </Reading>
          );
        }}
      </Reading>
    </div>
  );
}

type EarlierProps = { readonly doctor: Doctor; readonly id: string; readonly type: "amend" | "answer" };

function Earlier({ doctor, id, type }: EarlierProps) {
  const say = useWords(prescribeWords);
  const rows = useRows<DoctorPrescription>("prescriptions", { where: { id }, limit: 1 });
  return (
    <Reading of={rows} lines={8}>
      {({ rows: [row] }) => {
        const isOpen = row?.status === (type === "amend" ? "RETURNED" : "SUBST_PENDING");
        // After signing it has moved on: the page of what was signed stays until it is left.
        if (row === undefined || row.prescriber !== doctor.person) return <Empty title={say.notAllowed} />;
        return <EarlierRow doctor={doctor} row={row} type={type} isOpen={isOpen} />;
      }}
    </Reading>
  );
}

type EarlierRowProps = {
  readonly doctor: Doctor;
  readonly row: DoctorPrescription;
  readonly type: "amend" | "answer";
  readonly isOpen: boolean;
};

function EarlierRow({ doctor, row, type, isOpen }: EarlierRowProps) {
  const say = useWords(prescribeWords);
  const { language } = useLanguage();
  const first = useFirst(row);
  const sealed = useSealed(first.content, first.custodian as OrganisationId, isOpen);
  if (!isOpen && sealed.data === undefined)
    return (
      <>
        <h1 className="sr-only">{say.notAllowed}</h1>
        <Empty title={say.notAllowed}>
          <a href={`/d/rx/${encodeURIComponent(row.id)}`} className={buttonClass()}>
            {say.toPrescription}
          </a>
        </Empty>
      </>
    );
  return (
    <ForPatient id={row.patient} doctor={doctor}>
      {(chart, pathways) => (
        <>
          <p className="text-sm text-ink-3" lang={language}>
            {say.reading}
          </p>
          <Reading of={sealed} lines={8}>
            {(bundle) => {
              const order = readOrder(bundle);
              if (order === undefined) return <Empty title={say.noOriginal} />;
              const draft: Draft = {
                lines: draftLinesOf(order.lines),
                diagnosis: order.diagnosis?.icd10 ?? "",
                pathway: row.pathway_hash,
                delivery: row.delivery === 1,
                selfPay: row.self_pay === 1,
                pharmacy: first.assigned ?? first.nominated ?? "",
              };
              const mode: Mode = { type, row: first, link: order.link };
              return <Write doctor={doctor} patient={chart} pathways={pathways} mode={mode} draft={draft} />;
            }}
          </Reading>
        </>
      )}
    </ForPatient>
  );
}
