import { type DoctorPrescription, isLive, needsPrescriber } from "@meridian/prescription-screens/doctor-row";
import { diagnosisOf } from "@meridian/prescription-screens/prescribe/diagnoses";
import { StatusTag, useClassesText, vocabulary } from "@meridian/prescription-screens/vocabulary";
import { buttonClass } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag } from "@meridian/ui/marks";
import { Empty, Loading } from "@meridian/ui/states";
import { Timeline } from "@meridian/ui/steps";
import { timeText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { labelled } from "@meridian/ui/text/words";
import { ChevronLeft, FilePlus2, Pill, TriangleAlert } from "lucide-react";
import { useParams } from "../../frame/routing.tsx";
import { type Doctor, DoctorArea } from "./doctor-area.tsx";
import { ageYears, allergenText, type ChartPatient, usePatients } from "./patients.ts";
import { words } from "./words.ts";

/** One patient: who it is, what happened, what comes next. One column on a small screen. */
export function Chart() {
  return <DoctorArea>{(doctor) => <Found doctor={doctor} />}</DoctorArea>;
}

function Found({ doctor }: { readonly doctor: Doctor }) {
  const say = useWords(words);
  const { id = "" } = useParams();
  const patients = usePatients(doctor.place);
  const rows = useRows<DoctorPrescription>("prescriptions", {
    where: { patient: id },
    order: "-issued_at",
    limit: 100,
  });
  return (
    <div className="grid gap-4">
      <a data-screen-only href="/d" className="flex items-center gap-1 text-brand">
        <ChevronLeft size={18} aria-hidden /> {say.back}
      </a>
      <Reading of={patients} lines={8}>
        {({ patients: all }) => {
          const chart = all.find(({ patient }) => patient === id);
          if (chart === undefined) return <Empty title={say.unknownPatient}>{say.unknownPatientNext}</Empty>;
          return (
            <div className="grid items-start gap-4 lg:grid-cols-[19rem_minmax(0,1fr)_19rem]">
              <Who chart={chart} />
              <Card title={say.happened} className="order-3 lg:order-none">
                <Reading of={rows}>{({ rows: found }) => <Past rows={found} />}</Reading>
              </Card>
              <Next chart={chart} doctor={doctor} {...(rows.data !== undefined && { rows: rows.data.rows })} />
            </div>
          );
        }}
      </Reading>
    </div>
  );
}

function Who({ chart }: { readonly chart: ChartPatient }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { patient, name, sex, birth, allergies, conditions, pregnant, lactating, payer } = chart;
  return (
    <Card>
      <h1 className="text-2xl font-bold">{name[language]}</h1>
      <p className="mb-3 text-ink-2">
        {say[sex]} · {say.years(ageYears(birth))}
      </p>
      <p className="mb-3 flex flex-wrap gap-1.5">
        {allergies.length === 0 ? (
          <Tag tone="ok">{say.noneKnown}</Tag>
        ) : (
          allergies.map((atc) => (
            <Tag key={atc} tone="danger" icon={<TriangleAlert size={14} aria-hidden />}>
              {labelled(say.allergies, allergenText(atc, language), language)}
            </Tag>
          ))
        )}
        {pregnant === true && <Tag tone="warn">{say.pregnant}</Tag>}
        {lactating === true && <Tag tone="warn">{say.lactating}</Tag>}
      </p>
      <Facts
        rows={[
          [
            say.conditions,
            listText(
              conditions.map((code) => diagnosisOf(code)[language]),
              language,
            ) || say.none,
          ],
          [say.born, birth],
          [say.payer, payer === undefined ? say.selfPaying : nameOf(payer)],
          [say.pseudonym, <Hash key="id" value={patient} />],
        ]}
      />
      <p className="mt-3 text-sm text-ink-3">{say.looked}</p>
    </Card>
  );
}

function Past({ rows }: { readonly rows: readonly DoctorPrescription[] }) {
  const say = useWords(words);
  const { pathway: pathways } = useWords(vocabulary);
  const classesText = useClassesText();
  const { language } = useLanguage();
  const nameOf = useNameOf();
  if (rows.length === 0) return <p className="text-ink-2">{say.noHistory}</p>;
  return (
    <Timeline
      items={rows.map(({ id, status, issued_at, classes, pathway, prescriber, organisation, pharmacy }) => ({
        id,
        at: timeText(issued_at, language),
        title: (
          <a href={`/d/rx/${encodeURIComponent(id)}`} className="text-brand hover:underline">
            {classesText(classes)} · {pathways[pathway] ?? pathway}
          </a>
        ),
        icon: <Pill size={18} aria-hidden />,
        children: (
          <>
            <p className="text-ink-2">
              {[prescriber, organisation, ...(pharmacy === null ? [] : [pharmacy])].map(nameOf).join(" · ")}
            </p>
            <p className="flex flex-wrap items-center gap-2">
              <StatusTag status={status} />
              <VerifyButton of={{ type: "event", domain: "prescription", record: id }} name={id} />
            </p>
          </>
        ),
      }))}
    />
  );
}

type NextProps = {
  readonly chart: ChartPatient;
  readonly doctor: Doctor;
  readonly rows?: readonly DoctorPrescription[];
};

function Next({ chart, doctor, rows }: NextProps) {
  const say = useWords(words);
  const classesText = useClassesText();
  const own = rows?.filter((row) => needsPrescriber(row) && row.prescriber === doctor.person);
  const live = rows?.filter((row) => isLive(row) && !own?.includes(row));
  const list = (found: readonly DoctorPrescription[]) => (
    <ul className="grid gap-2">
      {found.map(({ id, status, classes }) => (
        <li key={id} className="flex flex-wrap items-center gap-2">
          <a href={`/d/rx/${encodeURIComponent(id)}`} className="text-brand hover:underline">
            {classesText(classes)}
          </a>
          <StatusTag status={status} />
        </li>
      ))}
    </ul>
  );
  return (
    <Card title={say.next} className="order-2 lg:order-none">
      <a
        href={`/d/rx/new?patient=${encodeURIComponent(chart.patient)}`}
        className={`${buttonClass("primary", "large")} w-full`}
        data-testid="prescribe"
        data-screen-only
      >
        <FilePlus2 size={18} aria-hidden /> {say.prescribe}
      </a>
      {own !== undefined && own.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 font-semibold text-warn">{say.answerThis}</h3>
          {list(own)}
        </>
      )}
      <h3 className="mt-4 mb-1 font-semibold">{say.underWay}</h3>
      {live === undefined ? (
        <Loading lines={2} />
      ) : live.length === 0 ? (
        <p className="text-ink-2">{say.nothingNow}</p>
      ) : (
        list(live)
      )}
    </Card>
  );
}
