import type { PersonId } from "@meridian/base/ids";
import { PatientCancel } from "@meridian/prescription-screens/patient-cancel";
import { PatientCode } from "@meridian/prescription-screens/patient-code";
import { PatientCourse } from "@meridian/prescription-screens/patient-course";
import { PatientHistory } from "@meridian/prescription-screens/patient-history";
import { PatientMoney } from "@meridian/prescription-screens/patient-money";
import { PatientPharmacies } from "@meridian/prescription-screens/patient-pharmacies";
import {
  heldUntil,
  isDone,
  isOpen,
  namedPharmacy,
  type PatientPrescription,
} from "@meridian/prescription-screens/patient-row";
import { courseWords } from "@meridian/prescription-screens/patient-words";
import { StatusTag } from "@meridian/prescription-screens/vocabulary";
import { Card } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { dayText, timeText } from "@meridian/ui/text/format";
import { ChevronLeft, OctagonAlert } from "lucide-react";
import { useNow } from "../../frame/live.tsx";
import { useParams } from "../../frame/routing.tsx";
import { useChosenPharmacy } from "./chosen-pharmacy.ts";
import { DocumentCard } from "./document-card.tsx";
import { PatientArea } from "./patient-area.tsx";
import { type OwnDocument, useOwnDocument } from "./use-own-document.ts";
import { words } from "./words.ts";

/** One prescription: how far it is, the code, where to go, what it costs, what is in it, what happened. */
export function PatientPrescriptionPage() {
  return <PatientArea>{(patient) => <Found patient={patient} />}</PatientArea>;
}

function Found({ patient }: { readonly patient: PersonId }) {
  const say = useWords(words);
  const { id = "" } = useParams();
  const found = useRows<PatientPrescription>("prescriptions", { where: { id, patient }, limit: 1 });
  return (
    <div className="grid gap-4">
      <a data-screen-only href="/p/rx" className="flex items-center gap-1 text-brand">
        <ChevronLeft size={18} aria-hidden /> {say.back}
      </a>
      <Reading of={found} lines={8}>
        {({ rows: [row] }) =>
          row === undefined ? (
            <>
              <h1 className="text-2xl font-bold">{say.prescription}</h1>
              <Empty title={say.unknown}>{say.unknownNext}</Empty>
            </>
          ) : (
            <Prescription key={row.content} row={row} />
          )
        }
      </Reading>
    </div>
  );
}

function Prescription({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(words);
  const { now: means } = useWords(courseWords);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const held = heldUntil(row, useNow());
  const document = useOwnDocument(row);
  const { id, status, organisation, prescriber, pharmacy, expires_at, issued_at, settlement } = row;
  return (
    <>
      <header className="grid gap-1">
        <p className="text-ink-2">
          {dayText(issued_at, language)} · {nameOf(prescriber)}
        </p>
        <h1 className="text-2xl font-bold">{nameOf(organisation)}</h1>
        <p className="flex flex-wrap items-center gap-2">
          <StatusTag status={status} /> <Hash value={id} />
        </p>
      </header>
      {held !== undefined && isOpen(status) && (
        <p role="alert" className="flex gap-2 rounded-card bg-danger-soft p-4 text-danger">
          <OctagonAlert size={20} className="mt-1 shrink-0" aria-hidden /> {say.held(timeText(held, language))}
        </p>
      )}
      <Card title={say.course}>
        <p className="mb-4" aria-live="polite">
          {means[status]}
        </p>
        <PatientCourse row={row} />
        <div className="mt-4 border-t border-line pt-3">
          {pharmacy !== null && (
            <p>
              <span className="text-ink-2">{say.at}</span> {nameOf(pharmacy)}
            </p>
          )}
          {status === "ACTIVE" && <p>{say.until(dayText(expires_at, language))}</p>}
          <VerifyButton of={{ type: "event", domain: "prescription", record: id }} name={id} />
        </div>
      </Card>
      <CodeCard row={row} document={document} />
      <div data-screen-only className="empty:hidden">
        <PharmacyCard row={row} />
      </div>
      {row.delivery === 1 && isOpen(status) && <DeliveryCard row={row} />}
      <Card title={say.document}>
        <DocumentCard row={row} document={document} />
      </Card>
      <Card
        title={say.money}
        aside={
          settlement !== null && (
            <VerifyButton of={{ type: "event", domain: "settlement", record: settlement }} name={settlement} />
          )
        }
      >
        <PatientMoney row={row} />
      </Card>
      <Card title={say.history}>
        <PatientHistory prescription={id} />
      </Card>
      <PatientCancel row={row} />
    </>
  );
}

type WithDocument = { readonly row: PatientPrescription; readonly document: OwnDocument };

/** Needed until a pharmacy has it, and again at the door when it is delivered. */
const CODE_STATES: ReadonlySet<string> = new Set([
  ...["ISSUED", "IN_REVIEW", "APPROVED", "SCHEDULED", "ACTIVE"],
  ...["CLAIMED", "SETTLED", "PARTIAL", "DISPENSED", "IN_DELIVERY"],
]);
const BEFORE_CLAIM: ReadonlySet<string> = new Set(["ISSUED", "IN_REVIEW", "APPROVED", "SCHEDULED", "ACTIVE"]);

function CodeCard({ row, document: { state } }: WithDocument) {
  const say = useWords(words);
  const needed = CODE_STATES.has(row.status) && (BEFORE_CLAIM.has(row.status) || row.delivery === 1);
  if (!needed) return null;
  if (namedPharmacy(row) !== undefined && row.delivery === 0)
    return (
      <Card title={say.code}>
        <p className="text-ink-2">{say.codeNone}</p>
      </Card>
    );
  return (
    <Card title={say.code}>
      {state.is === "open" && state.code !== undefined ? (
        <PatientCode code={state.code} />
      ) : (
        <p className="text-ink-2" data-testid="code-on-paper">
          {state.is === "closed" || state.is === "opening" ? say.codeLocked : say.codePaper}
        </p>
      )}
    </Card>
  );
}

function PharmacyCard({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const [chosen, choose] = useChosenPharmacy(row.id);
  if (!BEFORE_CLAIM.has(row.status) || isDone(row.status)) return null;
  const named = namedPharmacy(row);
  return (
    <Card title={say.pharmacy}>
      {named === undefined ? (
        <>
          <p aria-live="polite" className={chosen === undefined ? "sr-only" : "mb-2 font-medium"}>
            {chosen !== undefined && say.pharmacyChosen(nameOf(chosen))}
          </p>
          <PatientPharmacies from={row.organisation} chosen={chosen} onChoose={choose} />
        </>
      ) : (
        <p>{say.pharmacyNamed(nameOf(named))}</p>
      )}
    </Card>
  );
}

function DeliveryCard({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  return (
    <Card title={say.delivery}>
      <p>
        {row.status === "IN_DELIVERY" && row.carrier !== null ? say.deliveryOn(nameOf(row.carrier)) : say.deliveryWaits}
      </p>
    </Card>
  );
}
