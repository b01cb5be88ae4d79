import { Card, Stat } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading, useAsk } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { numberText, relativeText, timeText } from "@meridian/ui/text/format";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { TrustRoot } from "../../desk/trust.ts";
import { useLive } from "../../frame/live.tsx";
import { sentenceOf } from "../../sentences/sentence.ts";
import { useBlocks } from "./chain.ts";
import { OperatorPage } from "./page.tsx";
import { words } from "./words.ts";

/** Where the network stands, live. */
export function Overview() {
  const say = useWords(words);
  return (
    <OperatorPage title={say.overviewTitle} lead={say.overviewLead}>
      <Standing />
      <BlockStrip />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Latest />
        <NetworkCard />
      </div>
    </OperatorPage>
  );
}

type Told = {
  readonly genesis: string;
  readonly network: string;
  readonly height: number;
  readonly time: number;
  readonly waiting: number;
  readonly release?: {
    readonly type: "installed" | "to-install" | "missing";
    readonly number: number;
    readonly height: number;
  };
  readonly engine?: { readonly peers: number; readonly isCatchingUp: boolean };
};

/** Read again with every block, and when none comes. */
function useStanding() {
  const { height } = useLive();
  return useAsk<Told>(["standing", height], "/v1/standing");
}

function Standing() {
  const say = useWords(words);
  const { language } = useLanguage();
  const standing = useStanding();
  const live = useLive();
  const now = useNow();
  return (
    <Card>
      {standing.status !== "success" && live.height === undefined && <Reading of={standing}>{() => null}</Reading>}
      <div className="grid grid-cols-2 gap-4 md:grid-cols-5">
        <Stat
          name={say.height}
          value={<span data-testid="height">{numberText(live.height ?? standing.data?.height ?? 0, language)}</span>}
        />
        <Stat
          name={say.lastBlock}
          value={relativeText(live.time ?? standing.data?.time ?? now, now, language)}
          note={live.time !== undefined && timeText(live.time, language)}
        />
        <Stat name={say.waiting} value={numberText(standing.data?.waiting ?? 0, language)} note={say.waitingNote} />
        <Peers engine={standing.data?.engine} isKnown={standing.data !== undefined} />
        <Release release={standing.data?.release} />
      </div>
    </Card>
  );
}

function Peers({ engine, isKnown }: { readonly engine: Told["engine"]; readonly isKnown: boolean }) {
  const say = useWords(words);
  if (engine === undefined)
    return <Stat name={say.peers} value={isKnown ? say.alone : "–"} note={isKnown && say.aloneNote} />;
  return <Stat name={say.peers} value={engine.peers} note={engine.isCatchingUp ? say.catchingUp : undefined} />;
}

function Release({ release }: { readonly release: Told["release"] }) {
  const say = useWords(words);
  if (release === undefined) return <Stat name={say.release} value="–" note={say.noRelease} />;
  return (
    <Stat
      name={say.release}
      value={say.releaseAt(release.number, release.height)}
      note={say.releaseStates[release.type]}
    />
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Math.floor(Date.now() / 1_000));
  useEffect(() => {
    const timer = setInterval(() => setNow(Math.floor(Date.now() / 1_000)), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const STRIP = 16;

function BlockStrip() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const { height } = useLive();
  const blocks = useBlocks(undefined, STRIP, height);
  return (
    <Card
      title={say.strip}
      aside={
        <a href="/n/blocks" className="text-brand underline">
          {say.blocks}
        </a>
      }
    >
      <Reading of={blocks}>
        {({ blocks: rows }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section aria-label={say.strip} tabIndex={0} className="overflow-x-auto">
            <ol className="flex gap-2 pb-1">
              {[...rows].reverse().map(({ height: at, time, transactions, events }) => (
                <li key={at}>
                  <a
                    href={addresses.block(at)}
                    className={`block w-36 rounded-control border p-3 hover:bg-brand-soft ${events > 0 ? "border-brand" : "border-line"}`}
                  >
                    <span className="block font-semibold text-brand">#{at}</span>
                    <span className="block text-sm">{say.transactions(transactions.length)}</span>
                    <span className="block text-sm text-ink-2">{say.events(events)}</span>
                    <time className="block text-sm text-ink-3" dateTime={new Date(time * 1_000).toISOString()}>
                      {timeText(time, language).slice(-5)}
                    </time>
                  </a>
                </li>
              ))}
            </ol>
          </section>
        )}
      </Reading>
    </Card>
  );
}

const LATEST = 8;

function Latest() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const nameOf = useNameOf();
  const { recent } = useLive();
  const events = recent.flatMap(({ height, events: each }) =>
    each.map((event, index) => ({ ...event, height, index })),
  );
  return (
    <Card title={say.latest}>
      <p className="sr-only" role="status">
        {events[0] !== undefined && sentenceOf({ domain: events[0].domain, type: events[0].type }, language, nameOf)}
      </p>
      {events.length === 0 && <p className="py-4 text-center text-ink-3">{say.quiet}</p>}
      <ul className="divide-y divide-line">
        {events.slice(0, LATEST).map(({ height, index, domain, type }) => (
          <li key={`${height} ${index}`} className="flex flex-wrap justify-between gap-x-3 py-1.5">
            <span>{sentenceOf({ domain, type }, language, nameOf)}</span>
            <a href={addresses.block(height)} className="text-brand hover:underline">
              #{height}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function NetworkCard() {
  const say = useWords(words);
  const { node, info } = useDesk();
  const standing = useStanding();
  const trust = useQuery({
    queryKey: ["trust-fingerprint"],
    queryFn: () => new TrustRoot(node).fingerprint(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Card title={say.network}>
      <dl className="grid gap-2">
        <div>
          <dt className="text-sm text-ink-2">{say.network}</dt>
          <dd className="font-medium">{info.network}</dd>
        </div>
        <div>
          <dt className="text-sm text-ink-2">{say.genesis}</dt>
          <dd>{standing.data === undefined ? "–" : <Hash value={standing.data.genesis} />}</dd>
        </div>
        <div>
          <dt className="text-sm text-ink-2">{say.trust}</dt>
          <dd className="flex flex-wrap items-center gap-x-3">
            {trust.data === undefined ? "–" : <Hash value={trust.data} />}
            <a href="/v#trust" className="text-brand underline">
              {say.trustNote}
            </a>
          </dd>
        </div>
      </dl>
    </Card>
  );
}
