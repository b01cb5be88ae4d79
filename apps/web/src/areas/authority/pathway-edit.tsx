import type { Command } from "@meridian/kernel/transaction";
import { hashOf, type PathwayDocument } from "@meridian/pathway/document";
import { PathwayEditor } from "@meridian/pathway-screens/pathway-editor";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { shortened } from "@meridian/ui/text/format";
import { go, useParams } from "../../frame/routing.tsx";
import { AuthorityArea } from "./area.tsx";
import { useProposing } from "./governing.ts";
import { type PathwayRow, pathwayPageWords, usePathwayNames } from "./pathway-rows.ts";

/** Drafts the next version of a pathway and puts it to a vote. */
export function PathwayEditPage() {
  const { hash } = useParams() as { readonly hash: string };
  const say = useWords(pathwayPageWords);
  const rows = useRows<PathwayRow>("pathways", { where: { hash }, limit: 1 });
  return (
    <AuthorityArea>
      <Reading of={rows} lines={8}>
        {({ rows: [row] }) => (row === undefined ? <Empty title={say.unknown} /> : <Edit row={row} />)}
      </Reading>
    </AuthorityArea>
  );
}

function Edit({ row }: { readonly row: PathwayRow }) {
  const say = useWords(pathwayPageWords);
  const { language } = useLanguage();
  const names = usePathwayNames();
  const propose = useProposing();
  const draftKey = `meridian.pathway-draft.${row.hash}`;
  const send = async (pathway: PathwayDocument, days: number): Promise<void> => {
    const { title, version } = pathway;
    const hash = shortened(hashOf(pathway));
    const isDone = await propose(
      { domain: "pathway", type: "register", pathway } as Command,
      `register-${row.pathway}-${version}`,
      {
        zh: pathwayPageWords.zh.saysRegister(title.zh, version, days, hash),
        en: pathwayPageWords.en.saysRegister(title.en, version, days, hash),
      },
      days,
    );
    if (!isDone) return;
    localStorage.removeItem(draftKey);
    go("/r/pathways");
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <header>
        <a href={`/r/pathways/${row.hash}`} className="text-sm text-brand hover:underline">
          {language === "zh" ? row.title_zh : row.title_en}
        </a>
        <h1 className="text-2xl font-semibold">{say.editTitle(language === "zh" ? row.title_zh : row.title_en)}</h1>
        <p className="text-ink-2">{say.baseNote(row.version)}</p>
      </header>
      <PathwayEditor key={row.hash} base={row.document} draftKey={draftKey} names={names} onPropose={send} />
    </div>
  );
}
