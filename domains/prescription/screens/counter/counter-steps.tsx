import type { Issue } from "@meridian/prescription/state";
import type { Status } from "@meridian/prescription/vocabulary";
import { useWords } from "@meridian/ui/language";
import { type StepState, Steps } from "@meridian/ui/steps";
import { dictionary } from "@meridian/ui/text/words";
import type { CounterRules } from "./pathway-rules.ts";

const words = dictionary({
  zh: {
    label: "进度",
    claimed: "接单",
    read: "取得处方",
    settled: "医保结算",
    dispensed: "发药",
    given: "交付",
  },
  en: {
    label: "Progress",
    claimed: "Claimed",
    read: "Document",
    settled: "Settled",
    dispensed: "Dispensed",
    given: "Handed over",
  },
});

const DISPENSED: ReadonlySet<Status> = new Set(["DISPENSED", "IN_DELIVERY", "COMPLETED", "FINALISED", "NO_CLAIM"]);
const GIVEN: ReadonlySet<Status> = new Set(["COMPLETED", "FINALISED", "NO_CLAIM"]);
const FAILED: ReadonlySet<Status> = new Set(["NOT_DISPENSED", "REVERSED", "CANCELLED", "EXPIRED", "REVOKED"]);

type Props = { readonly issue: Issue; readonly rules: CounterRules; readonly isRead: boolean };

/** How far a claimed prescription has come at this counter. */
export function CounterSteps({ issue, rules, isRead }: Props) {
  const say = useWords(words);
  const { status, settlement } = issue;
  const isDispensed = DISPENSED.has(status);
  const done: readonly (readonly [id: string, label: string, isDone: boolean])[] = [
    ["claimed", say.claimed, true],
    ["read", say.read, isRead || isDispensed],
    ...(rules.settlesFirst ? [["settled", say.settled, settlement !== null] as const] : []),
    ["dispensed", say.dispensed, isDispensed],
    ["given", say.given, GIVEN.has(status)],
  ];
  const next = done.findIndex(([, , isDone]) => !isDone);
  const stateOf = (index: number, isDone: boolean): StepState =>
    isDone ? "done" : index !== next ? "later" : FAILED.has(status) ? "failed" : "now";
  return (
    <section aria-label={say.label} className="rounded-card bg-surface p-4 shadow-card">
      <Steps items={done.map(([id, label, isDone], index) => ({ id, label, state: stateOf(index, isDone) }))} />
    </section>
  );
}
