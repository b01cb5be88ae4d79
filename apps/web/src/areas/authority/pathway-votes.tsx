import type { PathwayDocument } from "@meridian/pathway/document";
import { DifferenceCard } from "@meridian/pathway-screens/pathway-editor";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText, timeText } from "@meridian/ui/text/format";
import type { Language } from "@meridian/ui/text/words";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useHouse } from "./acting-as.ts";
import { type Proposal, useVoting, type VoteRow } from "./governing.ts";
import { type PathwayRow, pathwayPageWords, standingOf, usePathwayNames } from "./pathway-rows.ts";

type Props = { readonly pathways: readonly PathwayRow[]; readonly height: number };

/** Votes about pathways that are open, and the way to vote. */
export function PathwayVotes({ pathways, height }: Props) {
  const say = useWords(pathwayPageWords);
  const proposals = useRows<Proposal>("proposals", { where: { subject: "pathway", status: "open" }, limit: 100 });
  return (
    <Card title={say.votes}>
      <Reading of={proposals} lines={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="text-ink-2">{say.noVotes}</p>
          ) : (
            <ul className="grid grid-cols-1 gap-4" data-testid="pathway-votes">
              {rows.map((proposal) => (
                <Vote key={proposal.proposal} proposal={proposal} pathways={pathways} height={height} />
              ))}
            </ul>
          )
        }
      </Reading>
    </Card>
  );
}

/** What a proposal about pathways asks for, in one sentence. */
function actionText({ action }: Proposal, pathways: readonly PathwayRow[], language: Language): string {
  const say = pathwayPageWords[language];
  const document = action["pathway"] as PathwayDocument | undefined;
  if (action.type === "register" && document !== undefined)
    return say.register(document.title[language], document.version);
  const row = pathways.find(({ hash }) => hash === action["hash"]);
  const title =
    row === undefined
      ? String(action["hash"]).slice(0, 8)
      : `${language === "zh" ? row.title_zh : row.title_en} ${row.version}`;
  if (action.type === "activate") return say.activateAction(title, numberText(Number(action["height"]), language));
  return say.retireAction(title);
}

function Vote({ proposal, pathways, height }: Props & { readonly proposal: Proposal }) {
  const say = useWords(pathwayPageWords);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const names = usePathwayNames();
  const vote = useVoting();
  const house = useHouse();
  const { proposal: id, proposer, deadline, threshold, action } = proposal;
  const votes = useRows<VoteRow>("votes", { where: { proposal: id }, limit: 500 });
  const members = useRows("members", { limit: 500 });
  const cast = votes.data?.rows ?? [];
  const count = (choice: string): number => cast.filter((row) => row.choice === choice).length;
  const eligible = (members.data?.rows ?? []).filter(({ kind }) => threshold.kinds?.includes(String(kind)) ?? true);
  const mine = cast.find(({ organisation }) => organisation === house)?.choice;
  const mayVote = eligible.some(({ organisation }) => organisation === house);
  const document = action["pathway"] as PathwayDocument | undefined;
  const current = pathways.find((row) => row.pathway === document?.id && standingOf(row, height) === "in-force");
  const choose = (choice: "yes" | "no"): Promise<void> =>
    vote(id, choice, {
      zh: pathwayPageWords.zh.saysVote(choice === "yes", actionText(proposal, pathways, "zh")),
      en: pathwayPageWords.en.saysVote(choice === "yes", actionText(proposal, pathways, "en")),
    });
  return (
    <li className="rounded-control border border-line p-3">
      <p className="font-medium">{actionText(proposal, pathways, language)}</p>
      <p className="text-sm text-ink-2">{say.by(nameOf(proposer), timeText(deadline, language))}</p>
      <p className="text-sm" aria-live="polite">
        {say.tally(count("yes"), count("no"), `${threshold.numerator}/${threshold.denominator} × ${eligible.length}`)}
        {mine !== undefined && ` · ${say.mine(mine === "yes" ? say.yes : say.no)}`}
      </p>
      {document !== undefined && current !== undefined && (
        <details className="my-2">
          <summary className="cursor-pointer text-brand">{say.compare}</summary>
          <DifferenceCard base={current.document} draft={document} names={names} />
        </details>
      )}
      {mayVote && (
        <div data-screen-only className="mt-2 flex gap-2">
          <Button
            size="small"
            icon={<ThumbsUp size={15} aria-hidden />}
            disabled={mine === "yes"}
            data-testid={`vote-yes-${id}`}
            onClick={() => choose("yes")}
          >
            {say.yes}
          </Button>
          <Button
            size="small"
            icon={<ThumbsDown size={15} aria-hidden />}
            disabled={mine === "no"}
            data-testid={`vote-no-${id}`}
            onClick={() => choose("no")}
          >
            {say.no}
          </Button>
        </div>
      )}
      <VerifyButton of={{ type: "event", domain: "governance", record: id, event: "proposed" }} name={id} />
    </li>
  );
}
