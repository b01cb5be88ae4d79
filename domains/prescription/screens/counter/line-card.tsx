import type { UnitCode } from "@meridian/base/ids";
import { NOT_DISPENSED_REASONS } from "@meridian/prescription/vocabulary";
import { Field, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { moneyText, numberText } from "@meridian/ui/text/format";
import { counted, dictionary } from "@meridian/ui/text/words";
import { PackageCheck, Snowflake, X } from "lucide-react";
import { vocabulary } from "../vocabulary.tsx";
import { type CounterLine, codesWanted, isClosed, type Picked, remainingOf } from "./basket.ts";

const words = dictionary({
  zh: {
    line: (line: number) => `第 ${line} 行`,
    unread: "取得处方后显示药名",
    prescribed: "处方量",
    dispensed: "已发",
    now: "本次",
    still: "余",
    quantity: "本次发药数量（最小单位）",
    over: (max: string) => `最多 ${max}`,
    rest: "余量",
    owed: "欠药，稍后补发",
    close: (reason: string) => `不再发：${reason}`,
    wanted: (count: number) => `还需扫描 ${count} 个追溯码`,
    complete: "已配齐",
    codes: (count: number) => `追溯码 ${count} 个`,
    remove: (code: string) => `取出 ${code}`,
    price: "单价",
    pack: (units: string) => `每盒 ${units}`,
    foreign: "药品目录里没有这个药，不能扫码发药。",
  },
  en: {
    line: (line: number) => `Line ${line}`,
    unread: "The name shows once the document is here",
    prescribed: "Prescribed",
    dispensed: "Dispensed",
    now: "Now",
    still: "Left",
    quantity: "Quantity now (smallest units)",
    over: (max: string) => `At most ${max}`,
    rest: "The rest",
    owed: "owed, dispensed later",
    close: (reason: string) => `not dispensed: ${reason}`,
    wanted: (count: number) => `${counted(count, "more code")} to scan`,
    complete: "complete",
    codes: (count: number) => counted(count, "trace code"),
    remove: (code: string) => `Take out ${code}`,
    price: "Unit price",
    pack: (units: string) => `packs of ${units}`,
    foreign: "The formulary does not have this medicine; it cannot be scanned here.",
  },
});

type Props = {
  readonly line: CounterLine;
  readonly picked: Picked;
  /** Something can be supplied now. */
  readonly open: boolean;
  readonly isRead: boolean;
  readonly onChange: (changed: Partial<Picked>) => void;
  readonly onTakeOut: (code: UnitCode) => void;
};

/** One line at the counter: what is prescribed, what was given, what is about to be, and what becomes of the rest. */
export function LineCard({ line, picked, open, isRead, onChange, onTakeOut }: Props) {
  const say = useWords(words);
  const names = useWords(vocabulary);
  const { language } = useLanguage();
  const { item, medicine, name } = line;
  const left = remainingOf(item) - picked.quantity;
  const figures = [
    [say.prescribed, item.quantity],
    [say.dispensed, item.dispensed],
    [say.now, picked.quantity],
    [say.still, left],
  ] as const;
  const isCold = item.class === "cold-chain";
  return (
    <li className="grid gap-3 rounded-card bg-surface p-4 shadow-card" data-testid={`line-${item.line}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <h3 className="font-semibold">
          <span className="mr-2 text-ink-3">{say.line(item.line)}</span>
          {isRead ? name[language] : <span className="text-ink-3">{say.unread}</span>}
        </h3>
        <span className="flex flex-wrap gap-1">
          <Tag tone={isCold ? "info" : "neutral"} icon={isCold ? <Snowflake size={14} aria-hidden /> : undefined}>
            {names.drugClass[item.class]}
          </Tag>
          <Tag tone={item.state === "FULL" ? "ok" : "neutral"}>{names.item[item.state]}</Tag>
        </span>
      </div>
      <dl className="grid grid-cols-4 gap-2">
        {figures.map(([title, value]) => (
          <div key={title}>
            <dt className="text-sm text-ink-3">{title}</dt>
            <dd className="text-xl font-semibold">{numberText(value, language)}</dd>
          </div>
        ))}
      </dl>
      {medicine !== undefined && (
        <p className="text-sm text-ink-3">
          {say.pack(numberText(medicine.packUnits, language))} · {say.price} {moneyText(medicine.priceFen, language)}
        </p>
      )}
      {open && isRead && !isClosed(item) && (
        <Supplying line={line} picked={picked} left={left} onChange={onChange} onTakeOut={onTakeOut} />
      )}
    </li>
  );
}

function Supplying({
  line,
  picked,
  left,
  onChange,
  onTakeOut,
}: Pick<Props, "line" | "picked" | "onChange" | "onTakeOut"> & { readonly left: number }) {
  const say = useWords(words);
  const names = useWords(vocabulary);
  const { language } = useLanguage();
  const remaining = remainingOf(line.item);
  const wanted = codesWanted(line, picked);
  if (line.medicine === undefined) return <p className="text-danger">{say.foreign}</p>;
  return (
    <>
      <p className={`flex items-center gap-2 ${left === 0 ? "text-ok" : "text-ink-2"}`}>
        <PackageCheck size={17} aria-hidden />
        {left === 0 ? say.complete : say.wanted(wanted)}
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          type="number"
          inputMode="numeric"
          min={0}
          max={remaining}
          label={say.quantity}
          value={String(picked.quantity)}
          hint={say.over(numberText(remaining, language))}
          onChange={(event) => {
            const value = Math.floor(Number(event.currentTarget.value));
            onChange({ quantity: Number.isFinite(value) ? Math.min(remaining, Math.max(0, value)) : 0 });
          }}
        />
        {left > 0 && (
          <Select
            label={say.rest}
            value={picked.rest}
            onChange={(event) => onChange({ rest: event.currentTarget.value as Picked["rest"] })}
            options={[
              { value: "owed", label: say.owed },
              ...NOT_DISPENSED_REASONS.map((reason) => ({ value: reason, label: say.close(names.reason[reason]) })),
            ]}
          />
        )}
      </div>
      {picked.codes.length > 0 && <Codes codes={picked.codes} onTakeOut={onTakeOut} />}
    </>
  );
}

function Codes({ codes, onTakeOut }: { readonly codes: readonly UnitCode[]; readonly onTakeOut: Props["onTakeOut"] }) {
  const say = useWords(words);
  return (
    <details open={codes.length <= 6}>
      <summary className="cursor-pointer text-sm text-ink-2">{say.codes(codes.length)}</summary>
      <ul className="mt-1 flex flex-wrap gap-1">
        {codes.map((code) => (
          <li key={code} className="inline-flex items-center gap-1 rounded-control bg-sunken pl-2">
            <code className="font-mono text-sm">{code}</code>
            <button
              type="button"
              aria-label={say.remove(code)}
              className="cursor-pointer rounded p-1.5 text-ink-3 hover:text-danger"
              onClick={() => onTakeOut(code)}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
