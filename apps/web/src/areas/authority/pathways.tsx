import { Card } from "@meridian/ui/card";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { numberText } from "@meridian/ui/text/format";
import { FilePen } from "lucide-react";
import { AuthorityArea } from "./area.tsx";
import { type PathwayRow, pathwayPageWords, type Standing, standingOf } from "./pathway-rows.ts";
import { PathwayVotes } from "./pathway-votes.tsx";

const TONE = {
  "in-force": "ok",
  "to-come": "info",
  registered: "info",
  superseded: "neutral",
  retired: "neutral",
} as const;

/** All pathways: what holds, what waits for a vote, what held before. */
export function Pathways() {
  const say = useWords(pathwayPageWords);
  const rows = useRows<PathwayRow>("pathways", { limit: 500 });
  return (
    <AuthorityArea>
      <div className="grid grid-cols-1 gap-5">
        <header>
          <h1 className="text-2xl font-semibold">{say.title}</h1>
          <p className="max-w-prose text-ink-2">{say.intro}</p>
        </header>
        <Reading of={rows} lines={8}>
          {({ rows: all, height }) => {
            const of = (...standings: readonly Standing[]): readonly PathwayRow[] =>
              all.filter((row) => standings.includes(standingOf(row, height)));
            return (
              <>
                <Section title={say.inForce} rows={of("in-force", "to-come")} height={height} mayEdit />
                <PathwayVotes pathways={all} height={height} />
                <Section title={say.waiting} rows={of("registered")} height={height} />
                <Section title={say.history} rows={of("superseded", "retired")} height={height} />
              </>
            );
          }}
        </Reading>
      </div>
    </AuthorityArea>
  );
}

type SectionProps = {
  readonly title: string;
  readonly rows: readonly PathwayRow[];
  readonly height: number;
  readonly mayEdit?: boolean;
};

function Section({ title, rows, height, mayEdit = false }: SectionProps) {
  const say = useWords(pathwayPageWords);
  const { language } = useLanguage();
  return (
    <Card title={title}>
      {rows.length === 0 && <p className="text-ink-2">{say.none}</p>}
      <ul className="divide-y divide-line">
        {[...rows]
          .sort((a, b) => (b.active_from ?? 0) - (a.active_from ?? 0))
          .map((row) => {
            const standing = standingOf(row, height);
            return (
              <li key={row.hash} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
                <a
                  href={`/r/pathways/${row.hash}`}
                  className="min-w-0 flex-1 basis-60 font-medium text-brand hover:underline"
                >
                  {language === "zh" ? row.title_zh : row.title_en}
                  <span className="block text-sm font-normal text-ink-2">
                    {say.version(row.version)}
                    {row.active_from !== null && ` · ${say.from(numberText(row.active_from, language))}`}
                    {row.active_until !== null && ` ${say.until(numberText(row.active_until, language))}`}
                  </span>
                </a>
                <Tag tone={TONE[standing]}>{say.standings[standing]}</Tag>
                {mayEdit && (
                  <a
                    href={`/r/pathways/${row.hash}/edit`}
                    className="inline-flex min-h-9 items-center gap-1.5 rounded-control px-3 text-brand hover:bg-brand-soft"
                  >
                    <FilePen size={16} aria-hidden /> {say.edit}
                  </a>
                )}
              </li>
            );
          })}
      </ul>
    </Card>
  );
}
