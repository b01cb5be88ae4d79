import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "./language.tsx";
import { dictionary } from "./text/words.ts";

export type StepState = "done" | "now" | "later" | "failed";
export type StepItem = {
  readonly id: string;
  readonly label: ReactNode;
  readonly state: StepState;
  readonly note?: ReactNode;
};

const words = dictionary({
  zh: { done: "已完成", now: "进行中", later: "未开始", failed: "未通过" },
  en: { done: "done", now: "now", later: "to come", failed: "failed" },
});

const DOT: { readonly [S in StepState]: string } = {
  done: "bg-brand text-on-brand",
  now: "bg-surface text-brand ring-2 ring-brand",
  later: "bg-sunken text-ink-3",
  failed: "bg-danger text-surface",
};

/** How far something has come: from left to right, or from top to bottom. */
export function Steps({ items, upright = false }: { readonly items: readonly StepItem[]; readonly upright?: boolean }) {
  const say = useWords(words);
  return (
    <ol className={upright ? "grid gap-3" : "flex items-start gap-1"}>
      {items.map(({ id, label, state, note }, index) => (
        <li
          key={id}
          aria-current={state === "now" ? "step" : undefined}
          className={upright ? "flex gap-3" : "grid flex-1 content-start justify-items-center gap-1 text-center"}
        >
          <span className={`grid size-7 shrink-0 place-items-center rounded-full text-sm ${DOT[state]}`}>
            {state === "done" ? (
              <Check size={15} aria-hidden />
            ) : state === "failed" ? (
              <X size={15} aria-hidden />
            ) : (
              <span aria-hidden>{index + 1}</span>
            )}
          </span>
          <span className="text-sm">
            <span className={state === "now" ? "font-semibold" : state === "later" ? "text-ink-2" : "font-medium"}>
              {label}
            </span>
            <span className="sr-only">, {say[state]}</span>
            {note !== undefined && <span className="mt-0.5 block text-ink-3">{note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

export type TimelineItem = {
  readonly id: string;
  readonly at: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
};

/** What happened, one under the other. */
export function Timeline({ items }: { readonly items: readonly TimelineItem[] }) {
  return (
    <ol className="grid">
      {items.map(({ id, at, title, children, icon }) => (
        <li key={id} className="grid grid-cols-[2.25rem_1fr] gap-x-3">
          <div className="flex flex-col items-center">
            <span className="grid size-9 place-items-center rounded-full bg-brand-soft text-brand">{icon}</span>
            <span className="w-px flex-1 bg-line" />
          </div>
          <div className="min-w-0 pb-4">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <p className="font-medium">{title}</p>
              <p className="text-sm text-ink-3">{at}</p>
            </div>
            {children}
          </div>
        </li>
      ))}
    </ol>
  );
}
