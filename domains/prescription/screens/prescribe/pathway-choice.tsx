import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { counted, dictionary } from "@meridian/ui/text/words";
import { useId } from "react";
import { useClassesText } from "../vocabulary.tsx";
import type { PathwayRow } from "./pathway-row.tsx";

const words = dictionary({
  zh: {
    label: "流转方式",
    open: "患者任选药店，凭取药码取药",
    nominated: "只有您写明的药房可以接单",
    assigned: "由您指定药房，患者不需要取药码",
    reviewers: (count: number) => `${count} 位药师审方`,
    dispensers: (count: number) => `${count} 位药师发药`,
    days: (count: number) => `${count} 天内有效`,
    items: (count: number) => `最多 ${count} 种药`,
    delivery: "可以配送",
    noDelivery: "不能配送",
    settle: "医保先结算后发药",
    generic: "同通用名药品可直接替换，不另问医师",
    patientMayNot: "患者不能自行撤销",
    forbidden: "不允许：",
    none: "本机构没有可用的流转方式。",
  },
  en: {
    label: "Pathway",
    open: "The patient chooses any pharmacy and collects with a collection code",
    nominated: "Only the pharmacy that you name can take it",
    assigned: "You assign the pharmacy; the patient needs no collection code",
    reviewers: (count: number) => counted(count, "pharmacist reviews", "pharmacists review"),
    dispensers: (count: number) => counted(count, "pharmacist dispenses", "pharmacists dispense"),
    days: (count: number) => `valid for ${counted(count, "day")}`,
    items: (count: number) => `at most ${counted(count, "medicine")}`,
    delivery: "can be delivered",
    noDelivery: "no delivery",
    settle: "insurance settles before it is dispensed",
    generic: "another maker's product of the same generic name is accepted without asking you",
    patientMayNot: "the patient cannot cancel it",
    forbidden: "Not allowed: ",
    none: "There is no pathway that this institution may prescribe by.",
  },
});

type Props = {
  readonly rows: readonly PathwayRow[];
  readonly chosen: string;
  readonly classes: readonly string[];
  readonly onChoose: (row: PathwayRow) => void;
};

/** The pathways in force, each with its consequences in words, from its own rules. */
export function PathwayChoice({ rows, chosen, classes, onChoose }: Props) {
  const say = useWords(words);
  const name = useId();
  if (rows.length === 0) return <p className="text-ink-2">{say.none}</p>;
  return (
    <fieldset className="grid gap-2 lg:grid-cols-2">
      <legend className="sr-only">{say.label}</legend>
      {rows.map((row) => (
        <label
          key={row.hash}
          className="flex cursor-pointer gap-3 rounded-card border border-line p-3 has-checked:border-brand has-checked:bg-brand-soft"
        >
          <input
            type="radio"
            name={name}
            checked={row.hash === chosen}
            onChange={() => onChoose(row)}
            data-testid={`pathway-${row.pathway}`}
            className="mt-1 size-5 shrink-0 accent-brand"
          />
          <Consequences row={row} classes={classes} />
        </label>
      ))}
    </fieldset>
  );
}

function Consequences({ row, classes }: { readonly row: PathwayRow; readonly classes: readonly string[] }) {
  const say = useWords(words);
  const classesText = useClassesText();
  const { language } = useLanguage();
  const { switches, params } = row.document;
  const forbidden = classes.filter((each) => !(switches.classes as readonly string[]).includes(each));
  const more = [
    say.reviewers(params.reviewersNeeded),
    say.dispensers(params.dispensersNeeded),
    say.days(params.validDays),
    say.items(params.maxItems),
    switches.deliveryAllowed ? say.delivery : say.noDelivery,
    ...(switches.settlementRequired ? [say.settle] : []),
    ...(params.genericAutoApprove === 1 ? [say.generic] : []),
    ...(switches.patientMayCancel ? [] : [say.patientMayNot]),
  ];
  return (
    <span className="min-w-0">
      <span className="block font-medium">
        {language === "zh" ? row.title_zh : row.title_en}{" "}
        <span className="text-sm font-normal text-ink-3">{row.version}</span>
      </span>
      <span className="block">{say[switches.nomination]}</span>
      <span className="block text-sm text-ink-2">{more.join(" · ")}</span>
      {forbidden.length > 0 && (
        <span className="mt-1 block">
          <Tag tone="danger">
            {say.forbidden}
            {classesText(forbidden)}
          </Tag>
        </span>
      )}
    </span>
  );
}
