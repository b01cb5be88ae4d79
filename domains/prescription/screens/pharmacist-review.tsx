import type { Commitment, PersonId, PrescriptionId } from "@meridian/base/ids";
import { type Issue, isIssue, type State } from "@meridian/prescription/state";
import type { ReviewResult } from "@meridian/review/evaluate";
import { Button } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { Deadline, useNow } from "@meridian/ui/deadline";
import { useNameOf, useSession } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRecord, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { Eye } from "lucide-react";
import { type ReactNode, useState } from "react";
import { PatientHistory } from "./patient-history.tsx";
import { PharmacistDecision } from "./pharmacist-decision.tsx";
import { PharmacistDocument } from "./pharmacist-document.tsx";
import { type FindingRow, Findings, openFindings, type ReviewRow } from "./pharmacist-findings.tsx";
import { housesOf, personOf, REVIEWER_ROLES } from "./pharmacist-houses.tsx";
import { useOpened } from "./pharmacist-opened.ts";
import { StatusTag, vocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: {
    title: "审方",
    unknown: "没有这张处方",
    unknownNext: "请核对编号，或回到审方队列。",
    document: "处方内容",
    sealed: "处方文件加密保存在医院的保险库中。打开会留下记录，患者能看到。",
    open: "打开处方",
    findings: "系统审方",
    noReview: "系统审方还没有附上。没有它不能通过。",
    decision: "审方决定",
    history: "经过",
    facts: { prescriber: "开方医师", issued: "开具时间", due: "审方时限", version: "版本", pathway: "流转路径" },
  },
  en: {
    title: "Review",
    unknown: "There is no such prescription",
    unknownNext: "Check the number, or go back to the queue.",
    document: "The prescription",
    sealed: "The document is in the hospital's vault. Opening it leaves an entry that the patient sees.",
    open: "Open the document",
    findings: "Automatic review",
    noReview: "The automatic review is not attached yet. Nothing is approved without it.",
    decision: "Decision",
    history: "What happened",
    facts: {
      prescriber: "Prescriber",
      issued: "Issued",
      due: "Review due",
      version: "Version",
      pathway: "Pathway",
    },
  },
});

/** One prescription under review: the document, what the machine found, and what the pharmacist decides. */
export function PharmacistReview({ id }: { readonly id: PrescriptionId }) {
  const say = useWords(words);
  const record = useRecord<State>("prescription", id);
  return (
    <Reading of={record} lines={8}>
      {(state) =>
        state && isIssue(state) ? (
          <Review id={id} issue={state} />
        ) : (
          <Empty title={say.unknown}>{say.unknownNext}</Empty>
        )
      }
    </Reading>
  );
}

function Review({ id, issue }: { readonly id: PrescriptionId; readonly issue: Issue }) {
  const say = useWords(words);
  const session = useSession();
  const now = useNow();
  const me = personOf(session);
  const isTheirs = housesOf(session, ["hospital", "clinic"], REVIEWER_ROLES).includes(issue.organisation);
  const isMine = issue.review !== null && issue.review.by === me && issue.review.until >= now;
  const [asked, setAsked] = useState(false);
  const of = { prescription: id, version: issue.version };
  const reviews = useRows<ReviewRow>("reviews", { where: of, limit: 1 });
  const answers = useRows<FindingRow>("review_findings", { where: of, limit: 500 });
  const wanted = isTheirs && (asked || isMine);
  const review = reviews.data?.rows[0];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] xl:grid-cols-[minmax(0,5fr)_minmax(0,5fr)_minmax(0,4fr)]">
      <Card title={say.document} aside={<StatusTag status={issue.status} />}>
        <ReviewFacts id={id} issue={issue} />
        <hr className="my-4 border-line" />
        <Sealed issue={issue} wanted={wanted} onOpen={isTheirs ? () => setAsked(true) : undefined} />
      </Card>
      <Card title={say.findings}>
        {reviews.isSuccess && review === undefined && <p className="text-warn">{say.noReview}</p>}
        {review !== undefined && (
          <SealedFindings
            review={review}
            answers={answers.data?.rows ?? []}
            wanted={wanted}
            {...(isTheirs && me !== undefined && { pharmacist: me })}
          />
        )}
      </Card>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:col-span-2 xl:col-span-1">
        {isTheirs && me !== undefined && (
          <Card title={say.decision}>
            <PharmacistDecision
              id={id}
              issue={issue}
              me={me}
              isMine={isMine}
              isReviewed={review !== undefined}
              open={review === undefined ? 0 : openFindings(review, answers.data?.rows ?? [])}
            />
          </Card>
        )}
        <Card title={say.history}>
          <PatientHistory prescription={id} />
        </Card>
      </div>
    </div>
  );
}

function ReviewFacts({ id, issue }: { readonly id: PrescriptionId; readonly issue: Issue }) {
  const say = useWords(words);
  const names = useWords(vocabulary);
  const nameOf = useNameOf();
  const { language } = useLanguage();
  const { prescriber, organisation, issuedAt, version, pathway, review } = issue;
  const isWaiting = issue.status === "ISSUED" || issue.status === "IN_REVIEW";
  const { rows: [row] = [] } = useRows("prescriptions", { where: { id }, limit: 1 }).data ?? {};
  const due = review?.until ?? (row?.["review_by"] as number | null | undefined);
  const facts: (readonly [ReactNode, ReactNode])[] = [
    [say.facts.prescriber, `${nameOf(prescriber)} · ${nameOf(organisation)}`],
    [say.facts.issued, timeText(issuedAt, language)],
    [say.facts.pathway, names.pathway[pathway.id] ?? pathway.id],
    [say.facts.version, String(version)],
  ];
  if (isWaiting) facts.push([say.facts.due, <Deadline key="due" at={due} />]);
  return (
    <>
      <Facts rows={facts} />
      <p className="mt-2 flex flex-wrap items-center gap-2 text-sm text-ink-3">
        <Hash value={id} /> <VerifyButton of={{ type: "record", domain: "prescription", id }} name={id} />
      </p>
    </>
  );
}

function Sealed({
  issue: { content, custodian },
  wanted,
  onOpen,
}: {
  readonly issue: Issue;
  readonly wanted: boolean;
  readonly onOpen: (() => void) | undefined;
}) {
  const say = useWords(words);
  const opened = useOpened(content, custodian, wanted);
  if (opened.data !== undefined) return <PharmacistDocument bundle={opened.data} />;
  if (wanted) return <Reading of={opened}>{() => null}</Reading>;
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-ink-2">{say.sealed}</p>
      {onOpen !== undefined && (
        <Button icon={<Eye size={17} aria-hidden />} onClick={onOpen} data-testid="open-document">
          {say.open}
        </Button>
      )}
    </div>
  );
}

function SealedFindings({
  review,
  answers,
  wanted,
  pharmacist,
}: {
  readonly review: ReviewRow;
  readonly answers: readonly FindingRow[];
  readonly wanted: boolean;
  readonly pharmacist?: PersonId;
}) {
  const say = useWords(words);
  const opened = useOpened(review.findings as Commitment, review.custodian as Issue["custodian"], wanted);
  if (opened.data === undefined && !wanted) return <p className="text-ink-2">{say.sealed}</p>;
  return (
    <Reading of={opened}>
      {(result) => (
        <Findings
          {...{ review, answers }}
          result={result as ReviewResult}
          {...(pharmacist !== undefined && { pharmacist })}
        />
      )}
    </Reading>
  );
}
