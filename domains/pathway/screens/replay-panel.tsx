import type { Refusal } from "@meridian/client/desk";
import { NodeRefusal } from "@meridian/client/desk";
import type { PathwayDocument } from "@meridian/pathway/document";
import type { GuardAnswer } from "@meridian/pathway/rules";
import { type Difference, replay } from "@meridian/pathway/simulator";
import { Button } from "@meridian/ui/button";
import { Card, Stat } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText } from "@meridian/ui/text/format";
import { labelled } from "@meridian/ui/text/words";
import { Play } from "lucide-react";
import { useState } from "react";
import { casesOf, type PastCase } from "./cases.ts";
import { type PastOf, pastOf } from "./past.ts";
import { durationText } from "./saying.ts";
import { type PathwayNames, pathwayWords } from "./vocabulary.tsx";
import { screenWords } from "./words.ts";

type Props = {
  readonly before: PathwayDocument;
  readonly after: PathwayDocument;
  readonly names: PathwayNames;
  readonly isSound: boolean;
};
type Outcome = {
  readonly past: PastOf;
  readonly cases: readonly PastCase[];
  readonly differences: readonly Difference[];
};
const SHOWN = 12;

/** Past cases under the new rule before anybody votes on it (lint rule L6), and what that cannot tell. */
export function ReplayPanel({ before, after, names, isSound }: Props) {
  const say = useWords(screenWords);
  const { language } = useLanguage();
  const { node, directory } = useDesk();
  const [count, setCount] = useState("100");
  const [isRunning, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [refusal, setRefusal] = useState<Refusal>();
  const run = async (): Promise<void> => {
    setRunning(true);
    setRefusal(undefined);
    try {
      const past = await pastOf(node, before.id, Number(count));
      const kinds = new Map(directory.organisations.map(({ id, kind }) => [id as string, kind]));
      const cases = casesOf(past.events, (organisation) => kinds.get(organisation) ?? "");
      const requests = cases.map(({ request }) => request);
      setOutcome({ past, cases, differences: replay(requests, before, after) });
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    }
    setRunning(false);
  };
  return (
    <Card title={say.replay}>
      <p className="mb-3 text-ink-2">{say.replayHint}</p>
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-32">
          <Select
            label={say.howMany}
            value={count}
            options={["20", "100", "300"].map((value) => ({ value, label: value }))}
            onChange={(event) => setCount(event.target.value)}
          />
        </div>
        <Button
          icon={<Play size={16} aria-hidden />}
          busy={isRunning}
          disabled={!isSound}
          onClick={run}
          data-testid="replay"
        >
          {isRunning ? say.running : say.run}
        </Button>
        {!isSound && <p className="text-sm text-warn">{say.needsLint}</p>}
      </div>
      <div aria-live="polite" className="mt-4" data-testid="replayed">
        {refusal !== undefined && <RefusalText refusal={refusal} />}
        {outcome !== undefined && <OutcomeView outcome={outcome} names={names} />}
      </div>
      <h3 className="mt-4 font-semibold">{say.cannotKnow}</h3>
      <ul className="list-disc pl-5 text-sm text-ink-2" lang={language === "zh" ? "zh-CN" : "en"}>
        {Object.values(say.limits).map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </Card>
  );
}

function OutcomeView({ outcome, names }: { readonly outcome: Outcome; readonly names: PathwayNames }) {
  const say = useWords(screenWords);
  const { language } = useLanguage();
  const { past, cases, differences } = outcome;
  if (cases.length === 0) return <p className="text-ink-2">{say.noCases}</p>;
  const refused = differences.filter(({ before, after }) => before.allowed && !after.allowed);
  const allowed = differences.filter(({ before, after }) => !before.allowed && after.allowed);
  const otherwise = differences.filter((each) => !refused.includes(each) && !allowed.includes(each));
  const lateness = latenessOf(outcome);
  return (
    <div className="grid gap-4">
      <p>{say.replayed(numberText(cases.length, language), numberText(past.prescriptions, language))}</p>
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        <Stat name={say.nowRefused} value={numberText(refused.length, language)} />
        <Stat name={say.nowAllowed} value={numberText(allowed.length, language)} />
        <Stat name={say.otherwise} value={numberText(otherwise.length, language)} />
        <Stat name={say.inTime} value={numberText(lateness.better, language)} />
        <Stat name={say.lateNow} value={numberText(lateness.worse, language)} />
      </div>
      {differences.length === 0 && <p>{say.unchanged}</p>}
      <Differences title={say.nowRefused} differences={refused} cases={cases} names={names} />
      <Differences title={say.nowAllowed} differences={allowed} cases={cases} names={names} />
      <Differences title={say.otherwise} differences={otherwise} cases={cases} names={names} />
    </div>
  );
}

/** How many waits that deadlines limit would have been late under one of the two and not under the other. */
function latenessOf({ cases, differences }: Outcome): { readonly better: number; readonly worse: number } {
  const count = { better: 0, worse: 0 };
  for (const { index, before, after } of differences) {
    const past = cases[index];
    if (past === undefined || !before.allowed || !after.allowed) continue;
    const next = cases
      .slice(index + 1)
      .find(({ prescription, event }) => prescription === past.prescription && event.status !== null);
    if (next === undefined) continue;
    const took = next.event.time - past.event.time;
    const isLate = ({ deadlineSeconds }: { readonly deadlineSeconds: number | null }): boolean =>
      deadlineSeconds !== null && took > deadlineSeconds;
    if (isLate(before) && !isLate(after)) count.better += 1;
    if (!isLate(before) && isLate(after)) count.worse += 1;
  }
  return count;
}

type ListProps = {
  readonly title: string;
  readonly differences: readonly Difference[];
  readonly cases: readonly PastCase[];
  readonly names: PathwayNames;
};

function Differences({ title, differences, cases, names }: ListProps) {
  const say = useWords(screenWords);
  const { commands } = useWords(pathwayWords);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const answerText = useAnswerText(names);
  if (differences.length === 0) return null;
  return (
    <section>
      <h3 className="font-semibold">{title}</h3>
      <ul className="divide-y divide-line">
        {differences.slice(0, SHOWN).map(({ index, request, before, after }) => {
          const prescription = cases[index]?.prescription ?? "";
          const command = commands[request.command as keyof typeof commands] ?? request.command;
          return (
            <li key={index} className="py-2">
              <a href={addresses.prescription(prescription)} className="text-brand break-all hover:underline">
                {say.case(
                  prescription,
                  command,
                  request.from === "NONE" ? say.nothing : (names.status[request.from] ?? request.from),
                )}
              </a>
              <p className="text-sm text-ink-2">{labelled(say.before, answerText(before), language)}</p>
              <p className="text-sm">{labelled(say.after, answerText(after), language)}</p>
            </li>
          );
        })}
      </ul>
      {differences.length > SHOWN && <p className="text-sm text-ink-2">{say.more(differences.length - SHOWN)}</p>}
    </section>
  );
}

function useAnswerText(names: PathwayNames): (answer: GuardAnswer) => string {
  const say = useWords(screenWords);
  const { language } = useLanguage();
  return (answer) => {
    if (!answer.allowed) return say.refused(say.reasons[answer.reason]);
    const deadline = answer.deadlineSeconds === null ? "" : durationText(answer.deadlineSeconds, language);
    return say.allowed(names.status[answer.to] ?? answer.to, answer.quorum, deadline);
  };
}
