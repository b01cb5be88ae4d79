import type { Command } from "@meridian/kernel/transaction";
import { PathwayTable } from "@meridian/pathway-screens/pathway-table";
import { Button } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag } from "@meridian/ui/marks";
import { Overlay } from "@meridian/ui/overlay";
import { Empty } from "@meridian/ui/states";
import { numberText, timeText } from "@meridian/ui/text/format";
import { FilePen, Vote } from "lucide-react";
import { useState } from "react";
import { useParams } from "../../frame/routing.tsx";
import { AuthorityArea } from "./area.tsx";
import { useProposing } from "./governing.ts";
import { type PathwayRow, pathwayPageWords, standingOf, usePathwayNames } from "./pathway-rows.ts";

/** One version of a pathway, to be read. */
export function PathwayPage() {
  const { hash } = useParams() as { readonly hash: string };
  const say = useWords(pathwayPageWords);
  const rows = useRows<PathwayRow>("pathways", { where: { hash }, limit: 1 });
  return (
    <AuthorityArea>
      <Reading of={rows} lines={8}>
        {({ rows: [row], height }) =>
          row === undefined ? <Empty title={say.unknown} /> : <Version row={row} height={height} />
        }
      </Reading>
    </AuthorityArea>
  );
}

function Version({ row, height }: { readonly row: PathwayRow; readonly height: number }) {
  const say = useWords(pathwayPageWords);
  const { language } = useLanguage();
  const names = usePathwayNames();
  const standing = standingOf(row, height);
  return (
    <article className="grid grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <a data-screen-only href="/r/pathways" className="text-sm text-brand hover:underline">
            {say.back}
          </a>
          <h1 className="flex flex-wrap items-center gap-3 text-2xl font-semibold">
            {row.document.title[language]}
            <Tag tone={standing === "in-force" ? "ok" : "neutral"}>{say.standings[standing]}</Tag>
          </h1>
        </div>
        <Deeds row={row} height={height} />
      </header>
      <Card>
        <Facts
          rows={[
            [say.version(""), row.version],
            [say.hash, <Hash key="hash" value={row.hash} />],
            [say.registered, timeText(row.registered_at, language)],
            [
              say.standings[standing],
              row.active_from === null
                ? "–"
                : `${say.from(numberText(row.active_from, language))}${row.active_until === null ? "" : ` ${say.until(numberText(row.active_until, language))}`}`,
            ],
          ]}
        />
        <div data-screen-only className="mt-2">
          <VerifyButton of={{ type: "record", domain: "pathway", id: row.hash }} name={`pathway-${row.version}`} />
        </div>
      </Card>
      <PathwayTable pathway={row.document} names={names} />
    </article>
  );
}

const AHEAD = 600;

function Deeds({ row, height }: { readonly row: PathwayRow; readonly height: number }) {
  const say = useWords(pathwayPageWords);
  const propose = useProposing();
  const [isOpen, setOpen] = useState(false);
  const [from, setFrom] = useState(height + AHEAD);
  const standing = standingOf(row, height);
  const activate = async (): Promise<void> => {
    const action = { domain: "pathway", type: "activate", hash: row.hash, height: from } as Command;
    const done = await propose(
      action,
      `activate-${row.pathway}-${row.version}`,
      {
        zh: pathwayPageWords.zh.saysActivate(row.title_zh, row.version, from),
        en: pathwayPageWords.en.saysActivate(row.title_en, row.version, from),
      },
      14,
    );
    if (done) setOpen(false);
  };
  const retire = async (): Promise<void> => {
    await propose(
      { domain: "pathway", type: "retire", hash: row.hash } as Command,
      `retire-${row.pathway}-${row.version}`,
      {
        zh: pathwayPageWords.zh.saysRetire(row.title_zh, row.version),
        en: pathwayPageWords.en.saysRetire(row.title_en, row.version),
      },
      14,
    );
  };
  return (
    <div data-screen-only className="flex flex-wrap gap-2">
      <a
        href={`/r/pathways/${row.hash}/edit`}
        className="inline-flex min-h-10 items-center gap-2 rounded-control bg-brand px-4 font-medium text-on-brand hover:bg-brand-hover"
      >
        <FilePen size={17} aria-hidden /> {say.edit}
      </a>
      {(standing === "registered" || standing === "superseded") && (
        <Button icon={<Vote size={17} aria-hidden />} onClick={() => setOpen(true)} data-testid="activate">
          {say.activate}
        </Button>
      )}
      {standing !== "retired" && (
        <Button look="quiet" onClick={retire}>
          {say.retire}
        </Button>
      )}
      <Overlay open={isOpen} onClose={() => setOpen(false)} title={say.activateTitle}>
        <div className="grid grid-cols-1 gap-4">
          <Field
            type="number"
            min={height + 1}
            label={say.height}
            hint={say.heightHint}
            value={from}
            onChange={(event) => setFrom(Math.round(Number(event.target.value)))}
          />
          <Button look="primary" disabled={!(from > height)} onClick={activate} data-testid="propose-activation">
            {say.propose}
          </Button>
        </div>
      </Overlay>
    </div>
  );
}
