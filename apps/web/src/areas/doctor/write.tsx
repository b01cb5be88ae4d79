import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { completeLines, type Draft, faultsOf } from "@meridian/prescription-screens/prescribe/draft";
import type { PathwayRow } from "@meridian/prescription-screens/prescribe/pathway-row";
import { Button } from "@meridian/ui/button";
import { useAct } from "@meridian/ui/desk/act";
import { mayHaveHappened } from "@meridian/ui/desk/acting";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { labelled } from "@meridian/ui/text/words";
import { PenLine, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Doctor } from "./doctor-area.tsx";
import type { Mode } from "./mode.ts";
import { ageYears, allergenText, type ChartPatient } from "./patients.ts";
import { FaultList, PrescribeForm } from "./prescribe-form.tsx";
import { prescribeWords } from "./prescribe-words.ts";
import { attachReview } from "./review.ts";
import { Safety, useReviewOf } from "./safety.tsx";
import { type Signed, signOrder } from "./sign.ts";
import { Done } from "./signed.tsx";
import { words } from "./words.ts";

type Props = {
  readonly doctor: Doctor;
  readonly patient: ChartPatient;
  readonly pathways: readonly PathwayRow[];
  readonly mode: Mode;
  readonly draft: Draft;
};

/** The form on the left, what speaks against it on the right, one signature at the end. */
export function Write({ doctor, patient, pathways, mode, draft: initial }: Props) {
  const say = useWords(prescribeWords);
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const pathway = pathways.find(({ hash }) => hash === draft.pathway);
  const lines = completeLines(draft);
  const result = useReviewOf(patient, lines, pathway?.pathway ?? "");
  const signing = useSigning();
  if (signing.signed !== undefined)
    return (
      <Done
        signed={signing.signed}
        patient={patient}
        isAttached={signing.isAttached}
        wantsReview={mode.type !== "answer"}
        isBusy={signing.step !== undefined}
        onAttach={() => result && signing.attach(patient, doctor, mode, result)}
        onAnother={() => {
          signing.reset();
          setDraft(initial);
          setTried(false);
        }}
      />
    );
  const sign = (): void => {
    setTried(true);
    if (pathway === undefined || result === undefined || faultsOf(draft, pathway).length > 0) return;
    void signing.sign({ mode, doctor, patient, draft, pathway }, result);
  };
  const worst = result?.findings[0];
  return (
    <div className="grid gap-4">
      <Heading patient={patient} mode={mode} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <PrescribeForm
          draft={draft}
          onChange={setDraft}
          patient={patient}
          pathways={pathways}
          isFixed={mode.type !== "issue"}
        />
        <Safety
          patient={patient}
          place={doctor.place}
          draft={draft}
          lines={lines}
          pathway={pathway}
          result={result}
          {...(mode.type !== "issue" && { except: mode.row.id })}
        />
      </div>
      <footer className="grid gap-2 rounded-card bg-surface p-4 shadow-card" data-screen-only>
        {isTried && <FaultList draft={draft} pathway={pathway} />}
        {worst?.severity === "critical" && (
          <p className="text-danger">{worst.override.allowed ? say.critical : say.final}</p>
        )}
        <div aria-live="polite">
          {signing.step !== undefined && <p className="text-ink-2">{say[signing.step]}</p>}
          {signing.refusal !== undefined && <RefusalText refusal={signing.refusal} />}
        </div>
        <Button
          look="primary"
          size="large"
          icon={<PenLine size={18} aria-hidden />}
          busy={signing.step !== undefined}
          onClick={sign}
          data-testid="sign-order"
        >
          {mode.type === "issue" ? say.sign : mode.type === "amend" ? say.signAmend : say.signAnswer}
        </Button>
      </footer>
    </div>
  );
}

function Heading({ patient, mode }: { readonly patient: ChartPatient; readonly mode: Mode }) {
  const say = useWords(prescribeWords);
  const chart = useWords(words);
  const { language } = useLanguage();
  const title = { issue: say.title, amend: say.amendTitle, answer: say.answerTitle }[mode.type];
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <h1 className="text-2xl font-bold">{title(patient.name[language])}</h1>
      <p className="flex flex-wrap items-center gap-2 text-ink-2">
        {chart[patient.sex]} · {chart.years(ageYears(patient.birth))}
        {patient.allergies.map((atc) => (
          <Tag key={atc} tone="danger" icon={<TriangleAlert size={14} aria-hidden />}>
            {labelled(chart.allergies, allergenText(atc, language), language)}
          </Tag>
        ))}
        {patient.pregnant === true && <Tag tone="warn">{chart.pregnant}</Tag>}
      </p>
    </header>
  );
}

type Step = "sealing" | "reviewing";

/** Sealing, signing and attaching, one after another; each failure is told and leaves what was reached. */
function useSigning() {
  const desk = useDesk();
  const act = useAct();
  const [step, setStep] = useState<Step>();
  const [signed, setSigned] = useState<Signed>();
  const [isAttached, setAttached] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const run = async (begin: Step, work: () => Promise<void>): Promise<void> => {
    setStep(begin);
    setRefusal(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setStep(undefined);
    }
  };
  type Result = Parameters<typeof attachReview>[2]["result"];
  const attachTo = async (
    to: Pick<Signed, "prescription" | "version">,
    of: { readonly patient: ChartPatient; readonly custodian: Doctor["place"]; readonly result: Result },
  ): Promise<void> => {
    const { prescription, version } = to;
    const { patient, custodian, result } = of;
    const acted = await attachReview(desk.node, act, {
      ...{ prescription, version, custodian, result },
      patient: patient.patient,
    });
    setAttached(acted?.status === "committed");
  };
  const custodianOf = (doctor: Doctor, mode: Mode) => (mode.type === "issue" ? doctor.place : mode.row.custodian);
  return {
    ...{ step, signed, isAttached, refusal },
    sign: (writing: Parameters<typeof signOrder>[2], result: Result) =>
      run("sealing", async () => {
        const next = await signOrder(desk, act, writing);
        const { acted } = next;
        if (!mayHaveHappened(acted)) return;
        if (acted?.status === "committed" && writing.mode.type !== "answer") {
          setStep("reviewing");
          const custodian = custodianOf(writing.doctor, writing.mode);
          await attachTo(next, { patient: writing.patient, custodian, result }).catch((error: unknown) => {
            if (!(error instanceof NodeRefusal)) throw error;
          });
        }
        setSigned(next);
      }),
    attach: (patient: ChartPatient, doctor: Doctor, mode: Mode, result: Result) =>
      run("reviewing", async () => {
        if (signed !== undefined) await attachTo(signed, { patient, custodian: custodianOf(doctor, mode), result });
      }),
    reset: () => {
      setSigned(undefined);
      setAttached(false);
    },
  };
}
