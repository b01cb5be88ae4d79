import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { byCode, FORMULARY_SYSTEM } from "@meridian/formulary/lookup";
import type { Row } from "@meridian/kernel/view";
import { readOrder } from "@meridian/prescription/fhir-order-read";
import type { DoctorPrescription } from "@meridian/prescription-screens/doctor-row";
import type { Finding, ReviewResult } from "@meridian/review/evaluate";
import { Findings } from "@meridian/review-screens/findings";
import { OverrideForm } from "@meridian/review-screens/override";
import { reviewVocabulary } from "@meridian/review-screens/review-words";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { useState } from "react";
import type { Doctor } from "./doctor-area.tsx";
import { useSealed } from "./documents.ts";
import { usePatients } from "./patients.ts";
import { prescriptionWords } from "./prescription-words.ts";
import { attachReview, reviewRequestOf, settingOf, useReviewer } from "./review.ts";

type ReviewRow = Row & {
  readonly findings: string;
  readonly critical: number;
  readonly warning: number;
  readonly info: number;
  readonly custodian: DoctorPrescription["custodian"];
};
type AnswerRow = Row & { readonly finding: number; readonly what: string; readonly detail: string | null };

type Props = {
  readonly row: DoctorPrescription;
  readonly doctor: Doctor;
  /** The prescription's document, where it has been opened. */
  readonly document: unknown;
  readonly isOwn: boolean;
};

const REVIEWED: ReadonlySet<string> = new Set(["ISSUED", "IN_REVIEW"]);

/** What the machine's review of this version found, and the way to answer it. */
export function ReviewCard({ row, doctor, document, isOwn }: Props) {
  const say = useWords(prescriptionWords);
  const ofReview = { prescription: row.id, version: row.version };
  const reviews = useRows<ReviewRow>("reviews", { where: ofReview, limit: 1 });
  return (
    <Card
      title={say.review}
      aside={
        reviews.data?.rows[0] !== undefined && (
          <VerifyButton
            of={{ type: "event", domain: "review", record: `${row.id}.${row.version}` }}
            name={`review-${row.id}`}
          />
        )
      }
    >
      <Reading of={reviews} lines={2}>
        {({ rows: [review] }) =>
          review === undefined ? (
            <>
              <p className="text-ink-2">{say.noReview}</p>
              {isOwn && REVIEWED.has(row.status) && <AttachAgain row={row} doctor={doctor} document={document} />}
            </>
          ) : (
            <Attached row={row} review={review} document={document} isOwn={isOwn} />
          )
        }
      </Reading>
    </Card>
  );
}

type AttachedProps = Pick<Props, "row" | "document" | "isOwn"> & { readonly review: ReviewRow };

function Attached({ row, review, document, isOwn }: AttachedProps) {
  const say = useWords(prescriptionWords);
  const { reason: reasons } = useWords(reviewVocabulary);
  const { language } = useLanguage();
  const [isOpened, setOpened] = useState(review.critical + review.warning + review.info === 0);
  const sealed = useSealed(
    review.findings,
    review.custodian,
    isOpened && review.critical + review.warning + review.info > 0,
  );
  const answers = useRows<AnswerRow>("review_findings", {
    where: { prescription: row.id, version: row.version },
    limit: 200,
  });
  // Critical findings come first, so their positions are those below their count.
  const overridden = answers.data?.rows.filter(({ what, finding }) => what === "override" && finding < review.critical);
  const open = answers.data === undefined ? 0 : review.critical - (overridden?.length ?? 0);
  const lines = readOrder(document)?.lines;
  const nameOf = (at: number): string => {
    const line = lines?.[at];
    const medicine = byCode(line?.coding.find(({ system }) => system === FORMULARY_SYSTEM)?.code ?? "");
    return medicine?.name[language] ?? line?.text ?? String(at + 1);
  };
  const under = (finding: Finding, position: number) => {
    const ofFinding = answers.data?.rows.filter((each) => each.finding === position) ?? [];
    const answer = ofFinding.find(({ what }) => what === "override");
    if (answer !== undefined)
      return (
        <p className="flex flex-wrap gap-2">
          <Tag tone="info">{say.overridden(reasons[answer.detail as keyof typeof reasons] ?? "")}</Tag>
          {ofFinding.some(({ what }) => what === "co-signature") && <Tag tone="ok">{say.coSigned}</Tag>}
        </p>
      );
    const isAnswerable = isOwn && finding.override.allowed && REVIEWED.has(row.status);
    if (!isAnswerable || finding.severity === "info") return null;
    const { id: prescription, version, patient, custodian } = row;
    return <OverrideForm {...{ finding, position, prescription, version, patient, custodian }} />;
  };
  return (
    <div className="grid gap-3">
      <p data-testid="counts">{say.counts(review.critical, review.warning, review.info)}</p>
      {isOwn && open > 0 && REVIEWED.has(row.status) && <p className="text-danger">{say.unanswered(open)}</p>}
      {!isOpened ? (
        <div>
          <Button onClick={() => setOpened(true)} data-testid="open-findings">
            {say.openReview}
          </Button>
          <p className="mt-2 text-sm text-ink-3">{say.openHint}</p>
        </div>
      ) : (
        review.critical + review.warning + review.info > 0 && (
          <Reading of={sealed}>
            {(result) => <Findings result={result as ReviewResult} nameOf={nameOf} under={under} />}
          </Reading>
        )
      )}
    </div>
  );
}

function AttachAgain({ row, doctor, document }: Omit<Props, "isOwn">) {
  const say = useWords(prescriptionWords);
  const { node } = useDesk();
  const act = useAct();
  const reviewer = useReviewer();
  const patients = usePatients(doctor.place);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const order = readOrder(document);
  const chart = patients.data?.patients.find(({ patient }) => patient === row.patient);
  if (order === undefined) return <p className="mt-2 text-sm text-ink-3">{say.needsDocument}</p>;
  if (chart === undefined || reviewer.data === undefined) return null;
  const rules = reviewer.data.reviewer;
  const attach = async (): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const result = rules.review(reviewRequestOf(chart, order.lines, settingOf(row.pathway)));
      const { id: prescription, version, patient, custodian } = row;
      const acted = await attachReview(node, act, { prescription, version, patient, custodian, result });
      if (acted?.status === "refused") setRefusal(acted.refusal);
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="mt-2" aria-live="polite">
      <Button busy={isBusy} onClick={attach} data-testid="attach-again">
        {say.attachMissing}
      </Button>
      {refusal !== undefined && <RefusalText refusal={refusal} />}
    </div>
  );
}
