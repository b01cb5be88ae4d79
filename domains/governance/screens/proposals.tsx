import type { ProposalId } from "@meridian/base/ids";
import type { Choice, CommandOf } from "@meridian/governance/schema";
import type { Threshold } from "@meridian/governance/subjects";
import type { Command } from "@meridian/kernel/transaction";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag, type Tone } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { actionText } from "./action-text.ts";
import { useNamesIn, useVoter } from "./hands.tsx";
import { words } from "./words.ts";

type ProposalRow = {
  readonly proposal: ProposalId;
  readonly subject: string;
  readonly status: "open" | "passed" | "failed";
  readonly action: Command;
  readonly target: string | null;
  readonly proposer: string;
  readonly threshold: Threshold;
  readonly opened_at: number;
  readonly deadline: number;
  readonly decided_at: number | null;
};
type VoteRow = { readonly proposal: string; readonly organisation: string; readonly choice: Choice };
type MemberRow = { readonly organisation: string; readonly kind: string };

const TONE: { readonly [S in ProposalRow["status"]]: Tone } = { open: "info", passed: "ok", failed: "neutral" };

/** What members propose, how each voted, and the buttons of those who may vote. `now` is block time. */
export function Proposals({ now }: { readonly now: number }) {
  const say = useWords(words);
  const proposals = useRows<ProposalRow>("proposals", { limit: 100 });
  const votes = useRows<VoteRow>("votes", { limit: 500 }).data?.rows ?? [];
  const members = useRows<MemberRow>("members", { limit: 500 }).data?.rows ?? [];
  return (
    <Card title={say.proposals}>
      <Reading of={proposals}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title={say.none}>{say.noneLead}</Empty>
          ) : (
            <ul className="grid gap-4">
              {[...rows]
                .sort((a, b) => b.opened_at - a.opened_at)
                .map((row) => (
                  <ProposalItem
                    key={row.proposal}
                    row={row}
                    votes={votes.filter(({ proposal }) => proposal === row.proposal)}
                    members={members}
                    now={now}
                  />
                ))}
            </ul>
          )
        }
      </Reading>
    </Card>
  );
}

type ItemProps = {
  readonly row: ProposalRow;
  readonly votes: readonly VoteRow[];
  readonly members: readonly MemberRow[];
  readonly now: number;
};

function ProposalItem({ row, votes, members, now }: ItemProps) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { proposal, status, action, target, proposer, threshold, deadline, decided_at } = row;
  const eligible = members.filter(
    ({ organisation, kind }) =>
      organisation !== target && (threshold.kinds === undefined || threshold.kinds.includes(kind)),
  );
  const of = (choice: Choice): readonly VoteRow[] => votes.filter((vote) => vote.choice === choice);
  return (
    <li className="rounded-control border border-line p-4">
      <div className="flex flex-wrap items-baseline gap-2">
        <h3 className="text-lg font-medium">{actionText(action, language, nameOf)}</h3>
        <Tag tone={TONE[status]}>{say.status[status]}</Tag>
      </div>
      <p className="flex flex-wrap gap-x-3 text-sm text-ink-2">
        <span>{say.by(nameOf(proposer))}</span>
        <span>{say.needs(threshold.numerator, threshold.denominator)}</span>
        {target !== null && <span>{say.target(nameOf(target))}</span>}
        <span>
          {decided_at !== null
            ? say.decided(timeText(decided_at, language))
            : now > deadline
              ? say.over(timeText(deadline, language))
              : say.deadline(timeText(deadline, language))}
        </span>
      </p>
      <Bar yes={of("yes").length} no={of("no").length} eligible={eligible.length} threshold={threshold} />
      <p className="text-sm">{say.tally(of("yes").length, of("no").length, eligible.length)}</p>
      {votes.length > 0 && (
        <p className="text-sm text-ink-2">
          {listText(
            votes.map(({ organisation, choice }) => `${nameOf(organisation)} ${say[choice]}`),
            language,
          )}
        </p>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {status === "open" && <Voting row={row} votes={votes} isOver={now > deadline} />}
        <VerifyButton of={{ type: "record", domain: "governance", id: proposal }} name={proposal} />
      </div>
    </li>
  );
}

type BarProps = { readonly yes: number; readonly no: number; readonly eligible: number; readonly threshold: Threshold };

/** How far the votes have come; the mark is what must be passed. The same stands in words below. */
function Bar({ yes, no, eligible, threshold: { numerator, denominator } }: BarProps) {
  const share = (count: number): string => `${eligible === 0 ? 0 : (100 * count) / eligible}%`;
  return (
    <div aria-hidden className="relative my-2 h-2.5 overflow-hidden rounded-full bg-sunken">
      <div className="absolute inset-y-0 left-0 bg-ok" style={{ width: share(yes) }} />
      <div className="absolute inset-y-0 bg-danger" style={{ left: share(yes), width: share(no) }} />
      <div className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: `${(100 * numerator) / denominator}%` }} />
    </div>
  );
}

function Voting({
  row,
  votes,
  isOver,
}: {
  readonly row: ProposalRow;
  readonly votes: readonly VoteRow[];
  readonly isOver: boolean;
}) {
  const say = useWords(words);
  const act = useAct();
  const voter = useVoter();
  const namesIn = useNamesIn();
  const { proposal, action, target } = row;
  if (voter === undefined || voter.organisation === target) return null;
  if (isOver) {
    const close: CommandOf<"close"> = { domain: "governance", type: "close", id: proposal };
    const says = { zh: words.zh.closeSays(proposal), en: words.en.closeSays(proposal) };
    return (
      <Button size="small" onClick={() => act({ commands: [close], says, hands: voter.hands })}>
        {say.close}
      </Button>
    );
  }
  const own = votes.find(({ organisation }) => organisation === voter.organisation)?.choice;
  const vote = (choice: Choice): Promise<unknown> => {
    const command: CommandOf<"vote"> = { domain: "governance", type: "vote", id: proposal, choice };
    const sentence = (language: "zh" | "en"): string => {
      const names = namesIn(language);
      return words[language].voteSays[choice](names(voter.organisation), proposal, actionText(action, language, names));
    };
    return act({ commands: [command], says: { zh: sentence("zh"), en: sentence("en") }, hands: voter.hands });
  };
  return (
    <>
      <Button
        size="small"
        look={own === "yes" ? "secondary" : "primary"}
        disabled={own === "yes"}
        icon={<ThumbsUp size={15} aria-hidden />}
        data-testid={`vote-yes-${proposal}`}
        onClick={() => vote("yes")}
      >
        {say.yes}
      </Button>
      <Button
        size="small"
        disabled={own === "no"}
        icon={<ThumbsDown size={15} aria-hidden />}
        data-testid={`vote-no-${proposal}`}
        onClick={() => vote("no")}
      >
        {say.no}
      </Button>
      {own !== undefined && <span className="text-sm text-ink-2">{say.yours(say[own])}</span>}
    </>
  );
}
