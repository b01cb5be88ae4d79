import type { Commitment } from "@meridian/base/ids";
import { type AccessCode, linkedAccessCode, readAccessCodeDocument } from "@meridian/client/access-code";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { byCode, FORMULARY_SYSTEM } from "@meridian/formulary/lookup";
import type { OrderLine } from "@meridian/prescription/fhir-order";
import { readOrder } from "@meridian/prescription/fhir-order-read";
import { type DoctorPrescription, isLive } from "@meridian/prescription-screens/doctor-row";
import { PatientCode } from "@meridian/prescription-screens/patient-code";
import { isUnit, unitWords } from "@meridian/prescription-screens/patient-units";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { labelled } from "@meridian/ui/text/words";
import type { UseQueryResult } from "@tanstack/react-query";
import { FileLock2, QrCode } from "lucide-react";
import { useState } from "react";
import { prescribeWords } from "./prescribe-words.ts";
import { prescriptionWords } from "./prescription-words.ts";

type Props = {
  readonly row: DoctorPrescription;
  readonly document: UseQueryResult<unknown, Error>;
  readonly isOpened: boolean;
  readonly onOpen: () => void;
};

/** What is prescribed, opened only when somebody wants it: the patient sees each look. */
export function OrderCard({ row, document, isOpened, onOpen }: Props) {
  const say = useWords(prescriptionWords);
  const { noOriginal } = useWords(prescribeWords);
  return (
    <Card title={say.document}>
      {isOpened || document.data !== undefined ? (
        <Reading of={document}>
          {(bundle) => {
            const order = readOrder(bundle);
            if (order === undefined) return <p>{noOriginal}</p>;
            return (
              <div className="grid gap-4">
                <Lines lines={order.lines} diagnosis={order.diagnosis} />
                {isLive(row) && <Code row={row} bundle={bundle} />}
              </div>
            );
          }}
        </Reading>
      ) : (
        <>
          <Button icon={<FileLock2 size={18} aria-hidden />} onClick={onOpen} data-testid="open-document">
            {say.open}
          </Button>
          <p className="mt-2 text-sm text-ink-3">{say.openHint}</p>
        </>
      )}
    </Card>
  );
}

type LinesProps = {
  readonly lines: readonly OrderLine[];
  readonly diagnosis: { readonly zh: string; readonly en: string } | undefined;
};

function Lines({ lines, diagnosis }: LinesProps) {
  const say = useWords(prescriptionWords);
  const units = useWords(unitWords);
  const { language } = useLanguage();
  return (
    <div className="grid gap-3" data-testid="order-lines">
      {diagnosis !== undefined && (
        <p className="text-ink-2">{labelled(say.diagnosis, diagnosis[language], language)}</p>
      )}
      <ol className="grid gap-3">
        {lines.map(({ line, text, coding, unit, perDose, timesPerDay, everyDays, days, units: count }) => {
          const medicine = byCode(coding.find(({ system }) => system === FORMULARY_SYSTEM)?.code ?? "");
          const unitOf = (amount: number): string => (isUnit(unit) ? units[unit](amount) : unit);
          return (
            <li key={line} className="border-l-4 border-brand pl-3">
              <p className="flex flex-wrap justify-between gap-x-4 font-medium">
                <span>{medicine === undefined ? text : `${medicine.name[language]} ${medicine.strength}`}</span>
                <span>{say.quantity(count, unitOf(count))}</span>
              </p>
              <p className="text-ink-2">{say.perDose(perDose, unitOf(perDose), everyDays, timesPerDay, days)}</p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

type Found = AccessCode | "none" | { readonly refusal: Refusal };

/** The patient's code, to print it again. */
function Code({ row, bundle }: { readonly row: DoctorPrescription; readonly bundle: unknown }) {
  const say = useWords(prescriptionWords);
  const { node } = useDesk();
  const [found, setFound] = useState<Found>();
  const [isBusy, setBusy] = useState(false);
  const linked: Commitment | undefined = linkedAccessCode(bundle);
  if (linked === undefined) return null;
  const open = async (): Promise<void> => {
    setBusy(true);
    try {
      setFound(readAccessCodeDocument(await node.document(linked, row.custodian)) ?? "none");
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setFound({ refusal: error.refusal });
    } finally {
      setBusy(false);
    }
  };
  if (found === undefined)
    return (
      <div data-screen-only>
        <Button icon={<QrCode size={18} aria-hidden />} busy={isBusy} onClick={open}>
          {say.codeOpen}
        </Button>
      </div>
    );
  if (found === "none") return <p>{say.codeNone}</p>;
  return "refusal" in found ? <RefusalText refusal={found.refusal} /> : <PatientCode code={found} />;
}
