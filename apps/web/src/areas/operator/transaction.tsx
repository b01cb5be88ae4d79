import { type DeskNode, NodeRefusal } from "@meridian/client/desk";
import type { Outcome, Payload, Receipt } from "@meridian/kernel/transaction";
import { Card, Facts } from "@meridian/ui/card";
import { holderIdOf, useDesk, useNameOf, useSession } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Seal, Tag } from "@meridian/ui/marks";
import { Loading, Notice } from "@meridian/ui/states";
import { timeText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { useQuery } from "@tanstack/react-query";
import { CircleHelp, LockKeyhole } from "lucide-react";
import { useParams } from "../../frame/routing.tsx";
import { sentenceOf, wishOf } from "../../sentences/sentence.ts";
import { Actors, useHolders } from "./actors.tsx";
import { type EvidenceText, recordPath, type SeenEvent, toldOf, useBlock } from "./chain.ts";
import { Fields } from "./fields.tsx";
import { InlineProof, useEvidence } from "./inline-proof.tsx";
import { OperatorPage } from "./page.tsx";
import { words } from "./words.ts";

/** A transaction: the sentence first, then who signed it, what it holds, the proof, and its text last. */
export function TransactionPage() {
  const say = useWords(words);
  const { node } = useDesk();
  const { id = "" } = useParams();
  const receipt = useQuery({ queryKey: ["receipt", id], queryFn: () => receiptOf(node, id) });
  return (
    <OperatorPage title={say.transactionTitle} lead={<Hash value={id} />}>
      {receipt.data === null ? (
        <Card>
          <Notice icon={<CircleHelp size={28} aria-hidden />} title={say.noTransaction}>
            {say.noTransactionNext}
          </Notice>
        </Card>
      ) : (
        <Reading of={receipt} lines={8}>
          {(found) => found !== null && <Ended receipt={found} />}
        </Reading>
      )}
    </OperatorPage>
  );
}

/** Null where there is none of that id. */
async function receiptOf(node: DeskNode, id: string): Promise<Receipt | null> {
  try {
    const { receipt } = await node.ask<{ readonly receipt?: Receipt }>("GET", `/v1/transactions/${id}`);
    return receipt ?? null;
  } catch (error) {
    if (error instanceof NodeRefusal && error.refusal.code !== "offline") return null;
    throw error;
  }
}

function Ended({ receipt }: { readonly receipt: Receipt }) {
  const who = holderIdOf(useSession());
  const evidence = useEvidence({ type: "transaction", id: receipt.id }, who);
  const block = useBlock(receipt.height);
  const events = (block.data?.events ?? []).filter(({ transaction }) => transaction === receipt.id);
  if (evidence.status === "pending") return <Loading lines={8} />;
  const parsed = evidence.data === undefined ? undefined : (JSON.parse(evidence.data) as EvidenceText);
  const transaction = parsed?.transaction;
  if (evidence.data === undefined || transaction === undefined)
    return (
      <>
        <Limited receipt={receipt} time={block.data?.time} events={events} />
        {evidence.error instanceof NodeRefusal && !DENIED.has(evidence.error.refusal.code) && (
          <Card>
            <RefusalText refusal={evidence.error.refusal} />
          </Card>
        )}
      </>
    );
  return (
    <Open
      receipt={receipt}
      evidence={evidence.data}
      transaction={transaction}
      time={block.data?.time}
      events={events}
    />
  );
}

const DENIED: ReadonlySet<string> = new Set([
  "gateway/authorization-needed",
  "gateway/not-for-this-reader",
  "gateway/unknown-key",
]);

type Shown = { readonly receipt: Receipt; readonly time: number | undefined; readonly events: readonly SeenEvent[] };

/** What is open to everybody about a transaction of others. */
function Limited({ receipt, time, events }: Shown) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const [first] = events;
  return (
    <>
      {first !== undefined && <p className="text-xl font-semibold">{sentenceOf(toldOf(first), language, nameOf)}</p>}
      <Card>
        <Notice icon={<LockKeyhole size={28} aria-hidden />} title={say.limitedTitle}>
          {say.limitedNext}
        </Notice>
      </Card>
      <OutcomeCard receipt={receipt} time={time} />
      <Related events={events} />
    </>
  );
}

type OpenProps = Shown & {
  readonly evidence: string;
  readonly transaction: NonNullable<EvidenceText["transaction"]>;
};

function Open({ receipt, evidence, transaction, time, events }: OpenProps) {
  const say = useWords(words);
  const { language } = useLanguage();
  const payload = JSON.parse(transaction.payload) as Payload;
  return (
    <>
      <Headline receipt={receipt} payload={payload} events={events} signatures={transaction.signatures} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid gap-4">
          <Actors signatures={transaction.signatures} />
          <Card title={say.fields}>
            <p className="mb-2 text-ink-2">{say.fieldsLead}</p>
            {payload.commands.map((command, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what is signed does not move
              <section key={index} className="mt-3">
                <h3 className="font-semibold">
                  {say.command(index + 1, wishOf(command, language) ?? `${command.domain}/${command.type}`)}
                </h3>
                <Fields of={command} />
              </section>
            ))}
          </Card>
          <Related events={events} />
        </div>
        <div className="grid gap-4">
          <OutcomeCard receipt={receipt} time={time} validUntil={payload.validUntil} />
          <InlineProof evidence={evidence} name={`transaction-${receipt.id.slice(0, 12)}`} label={DOWNLOAD[language]} />
        </div>
      </div>
      <Card>
        <details>
          <summary className="cursor-pointer font-semibold">{say.raw}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="mt-3 max-h-96 overflow-auto rounded-control bg-sunken p-4 font-mono text-sm">
            {JSON.stringify({ payload, signatures: transaction.signatures, outcome: transaction.outcome }, null, 2)}
          </pre>
        </details>
      </Card>
    </>
  );
}
const DOWNLOAD = { zh: "下载证据文件", en: "Download evidence" } as const;

type HeadlineProps = Pick<OpenProps, "receipt" | "events"> & {
  readonly payload: Payload;
  readonly signatures: OpenProps["transaction"]["signatures"];
};

/** What was done, by whom, in one sentence. */
function Headline({ receipt, payload, events, signatures }: HeadlineProps) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const holders = useHolders(signatures);
  const [event] = events;
  const [command] = payload.commands;
  const isCommitted = receipt.outcome.status === "committed";
  const told = event?.event !== undefined && isCommitted ? sentenceOf(toldOf(event), language, nameOf) : undefined;
  const who = listText(
    holders.map(({ holder }) => (holder === undefined ? "…" : nameOf(holder))),
    language,
  );
  const wish = command === undefined ? "" : (wishOf(command, language) ?? `${command.domain}/${command.type}`);
  return (
    <p className="flex flex-wrap items-center gap-3 text-xl font-semibold" data-testid="headline">
      <span>{told ?? (isCommitted ? say.says(who, wish) : say.saysRefused(who, wish))}</span>
      <Seal height={receipt.height} />
    </p>
  );
}

type OutcomeProps = Pick<Shown, "receipt" | "time"> & { readonly validUntil?: number };

function OutcomeCard({ receipt: { height, index, outcome }, time, validUntil }: OutcomeProps) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  return (
    <Card title={say.outcome} aside={<OutcomeTag outcome={outcome} />}>
      {outcome.status === "rejected" && (
        <div className="mb-3 rounded-control bg-danger-soft p-3">
          <RefusalText refusal={outcome.rejection} />
        </div>
      )}
      <Facts
        rows={[
          ...(outcome.status === "committed" ? [[say.outcome, say.outcomeCommitted(outcome.events)] as const] : []),
          [
            say.position,
            <a key="block" href={addresses.block(height)} className="text-brand underline">
              {say.positionText(height, index)}
            </a>,
          ],
          ...(time === undefined ? [] : [[say.time, timeText(time, language)] as const]),
          ...(validUntil === undefined ? [] : [[say.validUntil, `#${validUntil}`] as const]),
        ]}
      />
    </Card>
  );
}

function OutcomeTag({ outcome }: { readonly outcome: Outcome }) {
  const say = useWords(words);
  const isCommitted = outcome.status === "committed";
  return <Tag tone={isCommitted ? "ok" : "danger"}>{isCommitted ? say.committed : say.refused}</Tag>;
}

function Related({ events }: { readonly events: readonly SeenEvent[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  if (events.length === 0) return null;
  return (
    <Card title={say.related} aside={say.events(events.length)}>
      <ol className="divide-y divide-line">
        {events.map((event) => (
          <li key={event.position} className="py-1.5">
            {event.record === undefined ? (
              sentenceOf(toldOf(event), language, nameOf)
            ) : (
              <a href={recordPath(event.domain, event.record)} className="text-brand hover:underline">
                {sentenceOf(toldOf(event), language, nameOf)}
              </a>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
