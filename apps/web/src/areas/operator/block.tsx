import { NodeRefusal } from "@meridian/client/desk";
import { buttonClass } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Seal as LedgerSeal, Tag } from "@meridian/ui/marks";
import { Notice } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { ChevronLeft, ChevronRight, CircleHelp } from "lucide-react";
import { useLive } from "../../frame/live.tsx";
import { useParams } from "../../frame/routing.tsx";
import { sentenceOf } from "../../sentences/sentence.ts";
import { type BlockWhole, recordPath, type SeenEvent, toldOf, useBlock } from "./chain.ts";
import { OperatorPage } from "./page.tsx";
import { useSealAfter } from "./seals.ts";
import { Signers } from "./signers.tsx";
import { words } from "./words.ts";

/** One block: when, what happened in it, and who signed that. */
export function Block() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { height: asked = "" } = useParams();
  const { height: tip = 0 } = useLive();
  const height = /^[0-9]{1,12}$/.test(asked) ? Number(asked) : -1;
  const block = useBlock(height);
  const isUnknown = block.error instanceof NodeRefusal && block.error.refusal.code !== "offline";
  return (
    <OperatorPage title={say.blockTitle(asked)} lead={block.data && timeText(block.data.time, language)}>
      <Neighbours height={height} tip={Math.max(tip, block.data?.height ?? 0)} />
      {isUnknown ? (
        <Card>
          <Notice icon={<CircleHelp size={28} aria-hidden />} title={say.noBlock}>
            {say.noBlockNext(tip)}
          </Notice>
        </Card>
      ) : (
        <Reading of={block} lines={8}>
          {(whole) => <Whole block={whole} />}
        </Reading>
      )}
    </OperatorPage>
  );
}

function Neighbours({ height, tip }: { readonly height: number; readonly tip: number }) {
  const say = useWords(words);
  const { addresses } = useDesk();
  return (
    <nav aria-label={say.blocks} className="flex flex-wrap gap-2" data-screen-only>
      {height > 0 && (
        <a href={addresses.block(height - 1)} rel="prev" className={buttonClass("secondary", "small")}>
          <ChevronLeft size={16} aria-hidden /> {say.previous}
        </a>
      )}
      {height >= 0 && height < tip && (
        <a href={addresses.block(height + 1)} rel="next" className={buttonClass("secondary", "small")}>
          {say.next} <ChevronRight size={16} aria-hidden />
        </a>
      )}
    </nav>
  );
}

function Whole({ block }: { readonly block: BlockWhole }) {
  const say = useWords(words);
  const seal = useSealAfter(block.height);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid gap-4">
        <Happened block={block} />
        <Ended block={block} />
      </div>
      <div className="grid gap-4">
        <Card title={say.signedBy} aside={seal && <LedgerSeal height={block.height} />}>
          {seal === undefined ? (
            <p className="text-ink-2">
              {say.noSeal} {say.noSealNext}
            </p>
          ) : (
            <>
              <p className="mb-2 text-ink-2">{say.signedByLead(seal.height)}</p>
              <Signers seal={seal} />
            </>
          )}
        </Card>
        <Card title={say.roots}>
          <Facts
            rows={(["eventsRoot", "stateRoot", "appHash", "previousAppHash"] as const).map((name) => [
              say.rootNames[name],
              <Hash key={name} value={block[name]} />,
            ])}
          />
        </Card>
      </div>
    </div>
  );
}

type Folded = { readonly event: SeenEvent; readonly times: number };

/** Events that follow each other and of which a reader sees but the same kind, as one line. */
function foldedOf(events: readonly SeenEvent[]): readonly Folded[] {
  const folded: Folded[] = [];
  for (const event of events) {
    const last = folded.at(-1);
    const isSame = (["domain", "type", "transaction"] as const).every((name) => last?.event[name] === event[name]);
    if (last !== undefined && event.event === undefined && last.event.event === undefined && isSame)
      folded[folded.length - 1] = { ...last, times: last.times + 1 };
    else folded.push({ event, times: 1 });
  }
  return folded;
}

function Happened({ block: { events } }: { readonly block: BlockWhole }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  return (
    <Card title={say.happened} aside={say.events(events.length)}>
      {events.length === 0 && (
        <p className="text-ink-2">
          {say.nothingHappened} {say.nothingHappenedNote}
        </p>
      )}
      <ol className="divide-y divide-line">
        {foldedOf(events).map(({ event, times }) => (
          <li key={event.position} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
            <span className="min-w-0">
              {event.record === undefined ? (
                sentenceOf(toldOf(event), language, nameOf)
              ) : (
                <a href={recordPath(event.domain, event.record)} className="hover:text-brand hover:underline">
                  {sentenceOf(toldOf(event), language, nameOf)}
                </a>
              )}
              {times > 1 && <span className="text-ink-2"> × {times}</span>}
            </span>
            {/^0*$/.test(event.transaction) ? null : (
              <a href={addresses.transaction(event.transaction)} className="text-sm text-brand hover:underline">
                {say.transaction}
              </a>
            )}
          </li>
        ))}
      </ol>
      {events.some(({ event }) => event === undefined) && <p className="mt-2 text-sm text-ink-3">{say.onlyKind}</p>}
    </Card>
  );
}

function Ended({ block: { transactions } }: { readonly block: BlockWhole }) {
  const say = useWords(words);
  const { addresses } = useDesk();
  if (transactions.length === 0) return null;
  return (
    <Card title={say.transactionsHead} aside={say.transactions(transactions.length)}>
      <ul className="divide-y divide-line">
        {transactions.map(({ id, status, code }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <a href={addresses.transaction(id)} className="text-brand hover:underline">
              <code className="font-mono text-sm">{id.slice(0, 16)}…</code>
            </a>
            <Tag tone={status === "committed" ? "ok" : "danger"}>
              {status === "committed" ? say.committed : say.refused}
            </Tag>
            {code !== undefined && <code className="font-mono text-sm text-ink-3">{code}</code>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
