import type { OrganisationId } from "@meridian/base/ids";
import { type DoctorPrescription, sameClass } from "@meridian/prescription-screens/doctor-row";
import type { CompleteLine, Draft } from "@meridian/prescription-screens/prescribe/draft";
import type { PathwayRow } from "@meridian/prescription-screens/prescribe/pathway-row";
import { StatusTag } from "@meridian/prescription-screens/vocabulary";
import type { ReviewResult } from "@meridian/review/evaluate";
import { Findings } from "@meridian/review-screens/findings";
import { siteOf } from "@meridian/settlement-screens/claim-of";
import { Card } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { timeText } from "@meridian/ui/text/format";
import { useMemo } from "react";
import { Coverage } from "./coverage.tsx";
import type { ChartPatient } from "./patients.ts";
import { prescribeWords } from "./prescribe-words.ts";
import { reviewRequestOf, settingOf, useReviewer } from "./review.ts";

/** What the rules say of the lines, now; undefined while there is nothing to look at or the rules are loading. */
export function useReviewOf(
  patient: ChartPatient,
  lines: readonly CompleteLine[],
  pathway: string,
): ReviewResult | undefined {
  const { data } = useReviewer();
  return useMemo(
    () =>
      data === undefined || lines.length === 0
        ? undefined
        : data.reviewer.review(reviewRequestOf(patient, lines, settingOf(pathway))),
    [data, patient, lines, pathway],
  );
}

type Props = {
  readonly patient: ChartPatient;
  readonly place: OrganisationId;
  readonly draft: Draft;
  readonly lines: readonly CompleteLine[];
  readonly pathway: PathwayRow | undefined;
  readonly result: ReviewResult | undefined;
  /** The prescription that is being changed. */
  readonly except?: string;
};

/** The right half of prescribing: what the rules find, what insurance pays, and what the patient has already. */
export function Safety({ patient, place, draft, lines, pathway, result, except }: Props) {
  const say = useWords(prescribeWords);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const reviewer = useReviewer();
  const kind = directory.organisations.find(({ id }) => id === draft.pharmacy)?.kind;
  return (
    <div className="grid gap-4">
      <Card title={say.review} aside={say.reviewLive}>
        <div aria-live="polite">
          {result !== undefined ? (
            <Findings result={result} nameOf={(at) => lines[at]?.medicine.name[language] ?? ""} />
          ) : (
            <p className="text-ink-2">{reviewer.isPending ? say.reviewLoading : say.reviewNothing}</p>
          )}
        </div>
        {reviewer.data !== undefined && (
          <p className="mt-3 border-t border-line pt-2 text-sm text-ink-3">{reviewer.data.notice[language]}</p>
        )}
      </Card>
      <Card title={say.coverage}>
        <Coverage
          patient={patient.patient}
          birth={patient.birth}
          place={place}
          lines={lines.map(({ line, medicine, units }) => ({ line, product: medicine.code, units }))}
          site={siteOf(pathway?.pathway ?? "", kind)}
          selfPay={draft.selfPay}
        />
      </Card>
      <Card title={say.duplicates}>
        <Duplicates patient={patient} lines={lines} {...(except !== undefined && { except })} />
      </Card>
    </div>
  );
}

function Duplicates({ patient, lines, except }: Pick<Props, "patient" | "lines" | "except">) {
  const say = useWords(prescribeWords);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const rows = useRows<DoctorPrescription>("prescriptions", {
    where: { patient: patient.patient },
    order: "-issued_at",
    limit: 100,
  });
  const classes = lines.map(({ medicine }) => medicine.drugClass);
  return (
    <Reading of={rows} lines={1}>
      {({ rows: all }) => {
        const found = sameClass(all, classes, except);
        if (found.length === 0) return <p className="text-ink-2">{say.noDuplicates}</p>;
        return (
          <div role="status" data-testid="duplicates">
            <p className="mb-2 text-warn">{say.duplicate}</p>
            <ul className="grid gap-1.5">
              {found.map(({ id, status, issued_at, prescriber }) => (
                <li key={id} className="flex flex-wrap items-center gap-2">
                  <a className="text-brand hover:underline" href={`/d/rx/${encodeURIComponent(id)}`}>
                    {timeText(issued_at, language)}
                  </a>
                  <StatusTag status={status} />
                  <span className="text-ink-2">{nameOf(prescriber)}</span>
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </Reading>
  );
}
