import { PatientCode } from "@meridian/prescription-screens/patient-code";
import { Button, buttonClass } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Seal } from "@meridian/ui/marks";
import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ChartPatient } from "./patients.ts";
import { prescribeWords } from "./prescribe-words.ts";
import type { Signed } from "./sign.ts";

type Props = {
  readonly signed: Signed;
  readonly patient: ChartPatient;
  readonly isAttached: boolean;
  readonly wantsReview: boolean;
  readonly isBusy: boolean;
  readonly onAttach: () => void;
  readonly onAnother: () => void;
};

/** What was signed stands on the ledger: its proof, the code to print for the patient, and where to go on. */
export function Done({ signed, patient, isAttached, wantsReview, isBusy, onAttach, onAnother }: Props) {
  const say = useWords(prescribeWords);
  const { language } = useLanguage();
  const { prescription, acted, code } = signed;
  const isCommitted = acted?.status === "committed";
  return (
    <div className="mx-auto grid w-full max-w-xl gap-4" data-testid="signed">
      <Card>
        <h1 className="flex flex-wrap items-center gap-2 text-2xl font-bold" aria-live="polite">
          {isCommitted ? <CircleCheck className="text-ok" aria-hidden /> : <TriangleAlert aria-hidden />}
          {isCommitted ? `${say.done} · ${patient.name[language]}` : patient.name[language]}
          {isCommitted && <Seal height={acted.receipt.height} />}
        </h1>
        <p className="mt-2 text-ink-2">{isCommitted ? say.doneNext : say.unsure}</p>
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <Hash value={prescription} />
          {isCommitted && (
            <VerifyButton of={{ type: "event", domain: "prescription", record: prescription }} name={prescription} />
          )}
        </p>
        {isCommitted && wantsReview && (
          <div className="mt-3 border-t border-line pt-3" aria-live="polite" data-testid="attached">
            <p className={isAttached ? "text-ok" : "text-danger"}>{isAttached ? say.attached : say.notAttached}</p>
            {!isAttached && (
              <Button className="mt-2" busy={isBusy} onClick={onAttach}>
                {say.attachAgain}
              </Button>
            )}
          </div>
        )}
        <div className="mt-4 flex flex-wrap gap-2" data-screen-only>
          <a
            href={`/d/rx/${encodeURIComponent(prescription)}`}
            className={buttonClass("primary")}
            data-testid="to-prescription"
          >
            {say.toPrescription}
          </a>
          <Button onClick={onAnother}>{say.another}</Button>
        </div>
      </Card>
      {code !== undefined && (
        <Card title={say.code}>
          <PatientCode code={code} />
          <p className="mt-3 text-center text-sm text-ink-3" data-screen-only>
            {say.codePrint}
          </p>
        </Card>
      )}
    </div>
  );
}
