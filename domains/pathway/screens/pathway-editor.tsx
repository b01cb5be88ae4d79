import { documentShape, type PathwayDocument } from "@meridian/pathway/document";
import { type LintFault, lint } from "@meridian/pathway/lint";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { Field, TextField } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { CircleAlert, CircleCheck, Vote } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { nextVersion } from "./choices.ts";
import { differencesBetween } from "./difference.ts";
import { faultText, spotOf } from "./faults.ts";
import { PathwayForm } from "./pathway-form.tsx";
import { ReplayPanel } from "./replay-panel.tsx";
import type { PathwayNames } from "./vocabulary.tsx";
import { screenWords } from "./words.ts";

type Props = {
  /** The version that the draft starts from; also what it is compared with. */
  readonly base: PathwayDocument;
  /** Under which the draft is kept on this device. */
  readonly draftKey: string;
  readonly names: PathwayNames;
  readonly onPropose: (document: PathwayDocument, days: number) => Promise<void>;
};

/** The members of a document in the order in which one reads them; the ledger keeps them by the alphabet. */
function textOf({
  id,
  version,
  title,
  initial,
  params,
  switches,
  transitions,
  interventions,
}: PathwayDocument): string {
  const rows = transitions.map(({ id: number, cmd, from, to, by, quorum, guard, deadline, error }) => ({
    id: number,
    cmd,
    from,
    to,
    by,
    quorum,
    guard,
    ...(deadline !== undefined && { deadline }),
    error,
  }));
  return JSON.stringify(
    { id, version, title, initial, params, switches, transitions: rows, interventions },
    undefined,
    2,
  );
}

type Parsed = { readonly document: unknown; readonly why?: string };
function parsed(text: string): Parsed {
  try {
    return { document: JSON.parse(text) as unknown };
  } catch (error) {
    return { document: undefined, why: error instanceof Error ? error.message : "" };
  }
}

/** A draft of a pathway: form and text of the same document, checked as one types, compared, replayed, then proposed. */
export function PathwayEditor({ base, draftKey, names, onPropose }: Props) {
  const say = useWords(screenWords);
  const { language } = useLanguage();
  const fresh = useMemo(() => textOf({ ...base, version: nextVersion(base.version) }), [base]);
  const kept = useMemo(() => localStorage.getItem(draftKey), [draftKey]);
  const [text, setText] = useState(kept ?? fresh);
  const [days, setDays] = useState(14);
  const [isSending, setSending] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (text === fresh) localStorage.removeItem(draftKey);
    else localStorage.setItem(draftKey, text);
  }, [text, fresh, draftKey]);

  const { document, why } = useMemo(() => parsed(text), [text]);
  const faults = useMemo(() => (why === undefined ? lint(document) : []), [document, why]);
  const isShaped = why === undefined && documentShape.fault(document, "") === undefined;
  const draft = isShaped ? (document as PathwayDocument) : undefined;
  const isSound = draft !== undefined && faults.length === 0;
  const show = (fault: LintFault): void => {
    const spot = spotOf(fault, text);
    const field = area.current;
    if (field === null) return;
    field.focus();
    if (spot === undefined) return;
    field.setSelectionRange(spot[0], spot[1]);
    const line = text.slice(0, spot[0]).split("\n").length;
    field.scrollTop = Math.max(0, (line - 5) * (field.scrollHeight / text.split("\n").length));
  };
  const propose = async (): Promise<void> => {
    if (draft === undefined) return;
    setSending(true);
    await onPropose(draft, days);
    setSending(false);
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-2">
        <p role="status">{kept !== null && kept !== fresh ? say.restored : say.draft}</p>
        {text !== fresh && (
          <Button look="quiet" size="small" onClick={() => setText(fresh)}>
            {say.discard}
          </Button>
        )}
      </div>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          <Card title={say.form}>
            {draft === undefined ? (
              <p className="text-warn">{why === undefined ? say.needsLint : say.badJson(why)}</p>
            ) : (
              <PathwayForm document={draft} names={names} onChange={(next) => setText(textOf(next))} />
            )}
          </Card>
          <Card title={say.raw}>
            <TextField
              ref={area}
              label={say.rawLabel}
              rows={22}
              spellCheck={false}
              value={text}
              error={why === undefined ? undefined : say.badJson(why)}
              style={{ fontFamily: "var(--font-mono)", fontSize: "0.85rem", whiteSpace: "pre", overflowX: "auto" }}
              data-testid="raw"
              onChange={(event) => setText(event.target.value)}
            />
          </Card>
        </div>
        <div className="grid min-w-0 gap-4">
          <LintCard faults={faults} why={why} onShow={show} />
          {draft !== undefined && <DifferenceCard base={base} draft={draft} names={names} />}
          {draft !== undefined && <ReplayPanel before={base} after={draft} names={names} isSound={isSound} />}
          <Card title={say.propose}>
            <p className="mb-3 text-ink-2">{say.proposeHint}</p>
            <div className="flex flex-wrap items-end gap-3">
              <div className="w-36">
                <Field
                  type="number"
                  min={1}
                  max={90}
                  label={say.votingDays}
                  value={days}
                  onChange={(event) => setDays(Math.min(90, Math.max(1, Number(event.target.value))))}
                />
              </div>
              <Button
                look="primary"
                icon={<Vote size={17} aria-hidden />}
                busy={isSending}
                disabled={!isSound || differencesBetween(base, draft, names, language).length === 0}
                onClick={propose}
                data-testid="propose"
              >
                {say.propose}
              </Button>
            </div>
          </Card>
        </div>
      </div>
    </div>
  );
}

type LintProps = {
  readonly faults: readonly LintFault[];
  readonly why: string | undefined;
  readonly onShow: (fault: LintFault) => void;
};

function LintCard({ faults, why, onShow }: LintProps) {
  const say = useWords(screenWords);
  const { language } = useLanguage();
  const isSound = why === undefined && faults.length === 0;
  return (
    <Card title={say.lint}>
      <div aria-live="polite" data-testid="lint" data-faults={faults.length}>
        {isSound && (
          <p className="flex items-center gap-2 text-ok">
            <CircleCheck size={18} aria-hidden /> {say.lintOk}
          </p>
        )}
        {why !== undefined && <p className="text-danger">{say.badJson(why)}</p>}
        {faults.length > 0 && <p className="mb-1 text-danger">{say.faults(faults.length)}</p>}
        <ul className="grid gap-1">
          {faults.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is written anew with every keystroke
            <li key={index}>
              <button
                type="button"
                className="flex cursor-pointer gap-2 text-left text-danger hover:underline"
                onClick={() => onShow(fault)}
              >
                <CircleAlert size={17} className="mt-1 shrink-0" aria-hidden />
                <span>
                  {fault.rule} {faultText(fault, language)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

type DifferenceProps = {
  readonly base: PathwayDocument;
  readonly draft: PathwayDocument;
  readonly names: PathwayNames;
};

/** What differs, one sentence each. */
export function DifferenceCard({ base, draft, names }: DifferenceProps) {
  const say = useWords(screenWords);
  const { language } = useLanguage();
  const sentences = differencesBetween(base, draft, names, language);
  return (
    <Card title={say.difference}>
      {sentences.length === 0 && <p className="text-ink-2">{say.same}</p>}
      <ul className="list-disc pl-5" aria-live="polite" data-testid="difference">
        {sentences.map((sentence) => (
          <li key={sentence} className="wrap-anywhere">
            {sentence}
          </li>
        ))}
      </ul>
    </Card>
  );
}
