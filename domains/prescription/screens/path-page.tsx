import type { PathwayDocument } from "@meridian/pathway/document";
import { Card, Facts } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { Denied } from "@meridian/ui/states";
import { moneyText, shortened, timeText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { PathEvidence } from "./path-evidence.tsx";
import { PathLanes } from "./path-lanes.tsx";
import { PathNode } from "./path-node.tsx";
import { actorsOf, lanesOf, type PathEvent, type PathRow, placeOf } from "./path-row.tsx";
import { type Lateness, lacksIn, latenessIn, verdictOn } from "./path-rules.ts";
import { PathVerdict } from "./path-verdict.tsx";
import { pathWords, spanText } from "./path-words.ts";
import { StatusTag, vocabulary } from "./vocabulary.tsx";

type Props = {
  readonly id: string;
  /** Time of the ledger, epoch seconds. */
  readonly now: number;
  /** The step that is open, by its place; the last one when there is none. */
  readonly selected: string | undefined;
  readonly onSelect: (place: string) => void;
  /** What a parameter of a pathway is called. */
  readonly paramName: (param: string) => string;
  /** What the reader can do about it. */
  readonly deeds?: ReactNode;
};

/** One prescription from the first signature to the last: a verdict, the lanes, every step with its proof. */
export function PrescriptionPath(props: Props) {
  const say = useWords(pathWords);
  const rows = useRows<PathRow>("prescriptions", { where: { id: props.id }, limit: 1 });
  const events = useRows<PathEvent>("prescription_events", {
    where: { prescription: props.id },
    order: "height",
    limit: 500,
  });
  return (
    <article className="grid grid-cols-1 gap-4">
      <header>
        <h1 className="text-2xl font-semibold break-all">{say.title(props.id)}</h1>
      </header>
      <Reading of={rows} lines={5}>
        {({ rows: [row] }) =>
          row === undefined ? (
            <Denied />
          ) : (
            <Reading of={events} lines={5}>
              {(page) => <Path row={row} events={inOrder(page.rows)} {...props} />}
            </Reading>
          )
        }
      </Reading>
    </article>
  );
}

const inOrder = (events: readonly PathEvent[]): readonly PathEvent[] =>
  [...events].sort((a, b) => a.height - b.height || a.position - b.position);

type Given = Props & { readonly row: PathRow; readonly events: readonly PathEvent[] };

function Path({ row, events, now, selected, onSelect, paramName, deeds }: Given) {
  const say = useWords(pathWords);
  const versions = useRows("pathways", { where: { hash: row.pathway_hash }, limit: 1 });
  const pathway = versions.data?.rows[0]?.["document"] as PathwayDocument | undefined;
  const lateness = pathway === undefined ? [] : latenessIn(events, pathway, row, now);
  const verdict = verdictOn(row, lacksIn(events, pathway, row), lateness, now);
  const open = events.find((event) => placeOf(event) === selected) ?? events.at(-1);
  return (
    <>
      <PathVerdict row={row} events={events} verdict={verdict} lateness={lateness} now={now} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-4">
          <Card title={say.path} className="hidden sm:block">
            <PathLanes
              row={row}
              events={events}
              lateness={lateness}
              selected={open && placeOf(open)}
              onSelect={onSelect}
            />
          </Card>
          <LatenessCard lateness={lateness} paramName={paramName} />
          <StepList row={row} events={events} lateness={lateness} open={open} onSelect={onSelect} />
        </div>
        <div className="grid min-w-0 gap-4">
          {open !== undefined && <PathNode key={placeOf(open)} event={open} isAsked={selected !== undefined} />}
          <Summary row={row} />
          {deeds}
          <PathEvidence id={row.id} events={events} />
        </div>
      </div>
    </>
  );
}

type LatenessProps = { readonly lateness: readonly Lateness[]; readonly paramName: (param: string) => string };

function LatenessCard({ lateness, paramName }: LatenessProps) {
  const say = useWords(pathWords);
  const { language } = useLanguage();
  return (
    <Card title={say.lateness}>
      {lateness.length === 0 && <p className="text-ink-2">{say.noLateness}</p>}
      <ul className="grid gap-1">
        {lateness.map(({ transition, param, after, until, took, allowed }) => (
          <li key={`${transition} ${placeOf(after)}`} className="flex gap-2 text-danger">
            <TriangleAlert size={17} className="mt-1 shrink-0" aria-hidden />
            {say.lateRow(
              transition,
              paramName(param),
              spanText(took, language),
              spanText(allowed, language),
              until === undefined,
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

type ListProps = {
  readonly row: PathRow;
  readonly events: readonly PathEvent[];
  readonly lateness: readonly Lateness[];
  readonly open: PathEvent | undefined;
  readonly onSelect: (place: string) => void;
};

function StepList({ row, events, lateness, open, onSelect }: ListProps) {
  const say = useWords(pathWords);
  const names = useWords(vocabulary);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  const lanes = lanesOf(events, row.patient);
  return (
    <Card title={say.list}>
      <ol className="divide-y divide-line" data-testid="path-steps">
        {events.map((event, at) => {
          const late = lateness.find(({ after, until }) => (until ?? after) === event);
          const place = placeOf(event);
          return (
            <li
              key={place}
              className={`grid gap-x-4 gap-y-0.5 rounded-control px-2 py-2 sm:grid-cols-[minmax(0,1.3fr)_minmax(0,1.4fr)_auto_auto] ${event === open ? "bg-brand-soft" : ""}`}
            >
              <a
                href={`?e=${place}`}
                aria-current={event === open ? "step" : undefined}
                className="font-medium text-brand hover:underline"
                onClick={(click) => {
                  click.preventDefault();
                  onSelect(place);
                }}
              >
                {names.event[event.type as keyof typeof names.event] ?? event.type}
              </a>
              <span className="text-ink-2">
                {say.lanes[lanes[at] ?? "hospital"]}
                {actorsOf(event, row).length > 0 && ` · ${listText(actorsOf(event, row).map(nameOf), language)}`}
                {late !== undefined && (
                  <span className="ml-2">
                    <Tag tone="danger" icon={<TriangleAlert size={13} aria-hidden />}>
                      {late.transition} +{spanText(late.took - late.allowed, language)}
                    </Tag>
                  </span>
                )}
              </span>
              <time className="text-sm text-ink-2" dateTime={new Date(event.time * 1_000).toISOString()}>
                {timeText(event.time, language)}
              </time>
              <a className="text-sm text-brand hover:underline" href={addresses.block(event.height)}>
                #{event.height}
              </a>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

function Summary({ row }: { readonly row: PathRow }) {
  const say = useWords(pathWords);
  const names = useWords(vocabulary);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { facts } = say;
  const money = (fen: number | null): string | undefined => (fen === null ? undefined : moneyText(fen, language));
  const rows = [
    [facts.status, <StatusTag key="status" status={row.status} />],
    [facts.patient, shortened(row.patient)],
    [facts.prescriber, nameOf(row.prescriber)],
    [facts.organisation, nameOf(row.organisation)],
    [facts.pharmacy, row.pharmacy === null ? undefined : nameOf(row.pharmacy)],
    [
      facts.pathway,
      <a key="pathway" className="text-brand hover:underline" href={`/r/pathways/${row.pathway_hash}`}>
        {names.pathway[row.pathway] ?? row.pathway}
      </a>,
    ],
    [
      facts.series,
      row.series_number === null || row.series_of === null
        ? undefined
        : say.seriesText(row.series_number, row.series_of),
    ],
    [facts.issued, timeText(row.issued_at, language)],
    [facts.expires, timeText(row.expires_at, language)],
    [facts.insurer, row.insurer === null ? undefined : nameOf(row.insurer)],
    [facts.total, money(row.total)],
    [facts.fund, money(row.fund)],
    [facts.cash, money(row.cash)],
  ] as const;
  return (
    <Card title={say.summary}>
      <Facts rows={rows.filter(([, value]) => value !== undefined)} />
    </Card>
  );
}
