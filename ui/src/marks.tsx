import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWords } from "./language.tsx";
import { shortened } from "./text/format.ts";
import { dictionary } from "./text/words.ts";

export type Tone = "neutral" | "ok" | "warn" | "danger" | "info" | "brand";
const TONE: { readonly [T in Tone]: string } = {
  neutral: "bg-sunken text-ink-2",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
  brand: "bg-brand-soft text-brand",
};

/** A word on a coloured ground. Colour never stands alone: give an icon or say it. */
export function Tag({
  tone = "neutral",
  icon,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={`inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2.5 py-0.5 text-sm ${TONE[tone]}`}
    >
      {icon}
      {children}
    </span>
  );
}

const words = dictionary({
  zh: { onLedger: "已上链", copy: "复制", copied: "已复制" },
  en: { onLedger: "On ledger", copy: "Copy", copied: "Copied" },
});

/** The vermilion seal of what stands on the ledger; once a section, not once a row. */
export function Seal({ height }: { readonly height: number }) {
  const { onLedger } = useWords(words);
  return (
    <span className="inline-block -rotate-2 whitespace-nowrap rounded-md border border-seal px-1.5 text-seal text-sm font-semibold">
      {onLedger} {height}
    </span>
  );
}

/** A hash, shortened, to be copied whole. */
export function Hash({ value, label }: { readonly value: string; readonly label?: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <code className="font-mono text-sm" title={value}>
        {label ?? shortened(value)}
      </code>
      <CopyButton value={value} />
    </span>
  );
}

/** Copies a value; `says` is what the button says it copies, the value itself, shortened, when left out. */
export function CopyButton({ value, says = shortened(value) }: { readonly value: string; readonly says?: string }) {
  const { copy, copied } = useWords(words);
  const [done, setDone] = useState(false);
  const take = async (): Promise<void> => {
    await navigator.clipboard?.writeText(value);
    setDone(true);
    setTimeout(() => setDone(false), 1_500);
  };
  return (
    <button
      type="button"
      onClick={take}
      title={value}
      aria-label={`${done ? copied : copy} ${says}`}
      className="cursor-pointer rounded p-1 text-ink-3 hover:bg-sunken hover:text-ink"
    >
      {done ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </button>
  );
}
