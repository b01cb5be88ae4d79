import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import type { ReadOrder } from "@meridian/prescription/fhir-order-read";
import { useClassesText, vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Button } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { Deadline } from "@meridian/ui/deadline";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { ChevronLeft, FileLock2 } from "lucide-react";
import { useState } from "react";
import { useParams } from "../../frame/routing.tsx";
import { type Insurer, InsurerArea } from "./insurer-area.tsx";
import { obtainOrder } from "./obtain.ts";
import { Reckoning } from "./reckoning.tsx";
import type { ClaimRow } from "./rows.ts";
import { words } from "./words.ts";

/** One claim: obtain what is prescribed, reckon by the scheme in force, see why, sign. */
export function AdjudicatePage() {
  return <InsurerArea>{(insurer) => <Found insurer={insurer} />}</InsurerArea>;
}

function Found({ insurer }: { readonly insurer: Insurer }) {
  const say = useWords(words);
  const { id = "" } = useParams();
  const rows = useRows<ClaimRow>("prescriptions", { where: { id }, limit: 1 });
  return (
    <div className="grid gap-4">
      <a data-screen-only href="/i" className="flex items-center gap-1 text-brand">
        <ChevronLeft size={18} aria-hidden /> {say.back}
      </a>
      <h1 className="flex flex-wrap items-center gap-x-3 text-2xl font-bold">
        {say.adjudicateTitle} <Hash value={id} />
      </h1>
      <Reading of={rows} lines={8}>
        {({ rows: [row] }) =>
          row === undefined ? (
            <Empty title={say.unknown}>{say.unknownNext}</Empty>
          ) : (
            <Claim row={row} insurer={insurer} />
          )
        }
      </Reading>
    </div>
  );
}

type ClaimProps = { readonly row: ClaimRow; readonly insurer: Insurer };

function Claim({ row, insurer }: ClaimProps) {
  const say = useWords(words);
  const { status: names } = useWords(vocabulary);
  const [order, setOrder] = useState<ReadOrder | "unreadable">();
  const nameOf = useNameOf();
  const isOthers = row.payer !== null && row.payer !== insurer.id;
  const against =
    row.self_pay === 1
      ? say.selfPay
      : isOthers
        ? say.otherPayer(nameOf(row.payer))
        : say.notClaimedNext(names[row.status as keyof typeof names] ?? row.status);
  const isDue = row.status === "CLAIMED" && row.payer === insurer.id && row.pharmacy !== null;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <ClaimFacts row={row} />
      <div className="grid gap-4">
        {!isDue && (
          <Card title={say.notClaimed}>
            <p>{against}</p>
            {row.settlement !== null && (
              <p className="mt-2">
                {say.already}
                <a className="text-brand underline" href={`/i/st/${encodeURIComponent(row.settlement)}`}>
                  {row.settlement}
                </a>
              </p>
            )}
          </Card>
        )}
        {isDue && (
          <Card title={say.document}>
            {order === undefined && <Obtain row={row} insurer={insurer} onObtained={setOrder} />}
            <p aria-live="polite" className={order === undefined ? "sr-only" : ""}>
              {order === "unreadable" ? say.unreadable : order !== undefined ? say.obtained : ""}
            </p>
          </Card>
        )}
        {order !== undefined && order !== "unreadable" && <Reckoning row={row} insurer={insurer} order={order} />}
      </div>
    </div>
  );
}

function ClaimFacts({ row }: { readonly row: ClaimRow }) {
  const say = useWords(words);
  const { pathway: pathways } = useWords(vocabulary);
  const classesText = useClassesText();
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { id, patient, pharmacy, classes, pathway, since, due, status } = row;
  return (
    <Card
      title={say.prescription}
      aside={<VerifyButton of={{ type: "event", domain: "prescription", record: id }} name={id} />}
    >
      <Facts
        rows={[
          [say.pharmacy, pharmacy === null ? "–" : nameOf(pharmacy)],
          [say.patient, <Hash key="p" value={patient} />],
          [say.classes, classesText(classes)],
          [say.pathway, pathways[pathway] ?? pathway],
          [say.since, timeText(since, language)],
          ...(status === "CLAIMED" ? [[say.due, <Deadline key="d" at={due} />] as const] : []),
        ]}
      />
    </Card>
  );
}

type ObtainProps = ClaimProps & { readonly onObtained: (order: ReadOrder | "unreadable") => void };

function Obtain({ row, insurer, onObtained }: ObtainProps) {
  const say = useWords(words);
  const { node, sessions } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  if (insurer.kind !== "insurance-authority") return <p className="text-ink-2">{say.obtainCannot}</p>;
  const obtain = async (): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    try {
      onObtained((await obtainOrder(node, sessions, row, insurer.id)) ?? "unreadable");
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        look="primary"
        icon={<FileLock2 size={18} aria-hidden />}
        busy={isBusy}
        onClick={obtain}
        data-testid="obtain"
      >
        {say.obtain}
      </Button>
      <p className="mt-2 text-sm text-ink-3">{say.obtainHint}</p>
      <div aria-live="polite">{refusal !== undefined && <RefusalText refusal={refusal} />}</div>
    </>
  );
}
