import { Stat } from "@meridian/ui/card";
import { useLanguage, useWords } from "@meridian/ui/language";
import { timeText } from "@meridian/ui/text/format";
import { CircleAlert, CircleCheck, CirclePause, CircleSlash, Clock } from "lucide-react";
import type { ReactNode } from "react";
import { actorsOf, type PathEvent, type PathRow } from "./path-row.tsx";
import type { Lateness, Verdict } from "./path-rules.ts";
import { pathWords, spanText } from "./path-words.ts";
import { vocabulary } from "./vocabulary.tsx";

const LOOK: { readonly [T in Verdict["type"]]: readonly [ground: string, icon: ReactNode] } = {
  complete: ["bg-ok-soft text-ok", <CircleCheck key="icon" size={34} aria-hidden />],
  "under-way": ["bg-info-soft text-info", <Clock key="icon" size={34} aria-hidden />],
  held: ["bg-warn-soft text-warn", <CirclePause key="icon" size={34} aria-hidden />],
  missing: ["bg-danger-soft text-danger", <CircleAlert key="icon" size={34} aria-hidden />],
  ended: ["bg-sunken text-ink-2", <CircleSlash key="icon" size={34} aria-hidden />],
};

type Props = {
  readonly row: PathRow;
  readonly events: readonly PathEvent[];
  readonly verdict: Verdict;
  readonly lateness: readonly Lateness[];
  readonly now: number;
};

/** One sentence on the whole path, and four figures. */
export function PathVerdict({ row, events, verdict, lateness, now }: Props) {
  const say = useWords(pathWords);
  const { language } = useLanguage();
  const [ground, icon] = LOOK[verdict.type];
  const last = events.at(-1)?.time ?? row.issued_at;
  const end = verdict.type === "complete" || verdict.type === "ended" ? last : Math.max(now, last);
  const parties = new Set(events.flatMap((event) => actorsOf(event, row)));
  return (
    <section
      className={`flex flex-wrap items-center gap-x-8 gap-y-4 rounded-card p-4 sm:p-5 ${ground}`}
      aria-live="polite"
      data-testid="path-verdict"
      data-verdict={verdict.type}
    >
      <div className="flex min-w-0 flex-1 basis-72 items-center gap-3">
        <span className="shrink-0">{icon}</span>
        <div className="min-w-0">
          <h2 className="text-xl font-semibold">{say.verdict[verdict.type]}</h2>
          <VerdictText row={row} verdict={verdict} steps={events.length} late={lateness.length} last={last} />
        </div>
      </div>
      <div className="flex flex-wrap gap-x-8 gap-y-2 text-ink">
        <Stat name={say.events} value={events.length} />
        <Stat name={say.parties} value={parties.size} />
        <Stat name={say.late} value={lateness.length} />
        <Stat name={say.elapsed} value={spanText(end - row.issued_at, language)} />
      </div>
    </section>
  );
}

type TextProps = {
  readonly row: PathRow;
  readonly verdict: Verdict;
  readonly steps: number;
  readonly late: number;
  readonly last: number;
};

function VerdictText({ row, verdict, steps, late, last }: TextProps) {
  const say = useWords(pathWords);
  const names = useWords(vocabulary);
  const { language } = useLanguage();
  switch (verdict.type) {
    case "complete":
      return <p>{say.completeText(steps, late)}</p>;
    case "ended":
      return <p>{say.endedText(names.status[row.status], timeText(last, language))}</p>;
    case "held":
      return <p>{say.heldText(timeText(verdict.until, language))}</p>;
    case "under-way":
      return <p>{say.underWayText(names.status[row.status], timeText(row.since, language), verdict.overdue)}</p>;
    case "missing":
      return (
        <ul>
          {verdict.lacks.map((lack) => (
            <li key={lack}>{say.lack[lack]}</li>
          ))}
        </ul>
      );
  }
}
