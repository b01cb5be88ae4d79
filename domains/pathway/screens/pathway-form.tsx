import { DRUG_CLASSES } from "@meridian/kernel/vocabulary";
import { PARAM_NAMES, type ParamName, type PathwayDocument } from "@meridian/pathway/document";
import { CheckField, Field, Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { useState } from "react";
import { isShared, withChoices } from "./choices.ts";
import { isDuration } from "./saying.ts";
import { type PathwayNames, pathwayWords } from "./vocabulary.tsx";
import { screenWords } from "./words.ts";

type Props = {
  readonly document: PathwayDocument;
  readonly names: PathwayNames;
  readonly onChange: (next: PathwayDocument) => void;
};

const FLAGS = ["deliveryAllowed", "settlementRequired", "selfPayAllowed", "patientMayCancel"] as const;
const PRESCRIBERS = ["hospital", "clinic"] as const;
const SUPPLIERS = ["pharmacy", "hospital", "clinic"] as const;

/** Deadlines, numbers and switches of a pathway; what follows from them in its transitions is done by itself. */
export function PathwayForm({ document, names, onChange }: Props) {
  const say = useWords(screenWords);
  const words = useWords(pathwayWords);
  const { switches, title } = document;
  const choose = (choice: Partial<PathwayDocument["switches"]>): void =>
    onChange(withChoices(document, { switches: choice }));
  return (
    <div className="grid gap-5">
      <div className="grid gap-3 sm:grid-cols-3">
        <Field
          label={say.version}
          value={document.version}
          onChange={(event) => onChange({ ...document, version: event.target.value })}
        />
        <Field
          label={say.titleZh}
          value={title.zh}
          onChange={(event) => onChange({ ...document, title: { ...title, zh: event.target.value } })}
        />
        <Field
          label={say.titleEn}
          value={title.en}
          onChange={(event) => onChange({ ...document, title: { ...title, en: event.target.value } })}
        />
      </div>
      <p className="text-sm text-ink-3">{say.versionHint}</p>
      <fieldset>
        <legend className="mb-2 font-semibold">{say.params}</legend>
        <div className="grid items-end gap-3 sm:grid-cols-2">
          {PARAM_NAMES.map((name) => (
            <ParamField
              key={name}
              name={name}
              value={document.params[name]}
              onChange={(value) => onChange(withChoices(document, { params: { [name]: value } }))}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold">{say.switches}</legend>
        {!isShared(document) && <p className="text-sm text-warn">{say.tailored}</p>}
        <div className="grid gap-x-4 sm:grid-cols-2">
          {FLAGS.map((flag) => (
            <CheckField
              key={flag}
              label={words.switches[flag]}
              checked={switches[flag]}
              onChange={(event) => choose({ [flag]: event.target.checked })}
            />
          ))}
        </div>
        <Select
          label={words.nomination}
          value={switches.nomination}
          options={(["open", "nominated", "assigned"] as const).map((value) => ({
            value,
            label: words.nominations[value],
          }))}
          onChange={(event) => choose({ nomination: event.target.value as PathwayDocument["switches"]["nomination"] })}
        />
        <Choices
          label={words.lists.pharmacyKinds}
          all={SUPPLIERS}
          chosen={switches.pharmacyKinds}
          nameOf={(kind) => words.kinds[kind]}
          onChange={(pharmacyKinds) => choose({ pharmacyKinds })}
        />
        <Choices
          label={words.lists.prescriberKinds}
          all={PRESCRIBERS}
          chosen={switches.prescriberKinds}
          nameOf={(kind) => words.kinds[kind]}
          onChange={(prescriberKinds) => choose({ prescriberKinds })}
        />
        <Choices
          label={words.lists.classes}
          all={DRUG_CLASSES}
          chosen={switches.classes}
          nameOf={(each) => names.drugClass[each] ?? each}
          onChange={(classes) => choose({ classes })}
        />
      </fieldset>
    </div>
  );
}

type ParamProps = { readonly name: ParamName; readonly value: number; readonly onChange: (value: number) => void };
const SIZES = [86_400, 3_600, 60, 1] as const;

function ParamField({ name, value, onChange }: ParamProps) {
  const say = useWords(screenWords);
  const { params } = useWords(pathwayWords);
  const [unit, setUnit] = useState(() => SIZES.find((size) => value >= size && value % size === 0) ?? 1);
  const number = (text: string): number => Math.max(0, Math.round(Number(text)));
  if (!isDuration(name))
    return (
      <Field
        type="number"
        min={0}
        label={params[name]}
        value={value}
        data-param={name}
        onChange={(event) => onChange(number(event.target.value))}
      />
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_7.5rem] items-end gap-2">
      <Field
        type="number"
        min={0}
        label={params[name]}
        value={Number((value / unit).toFixed(3))}
        data-param={name}
        onChange={(event) => onChange(Math.round(Math.max(0, Number(event.target.value)) * unit))}
      />
      <Select
        label={<span className="sr-only">{`${say.unit}: ${params[name]}`}</span>}
        value={String(unit)}
        options={SIZES.map((size) => ({ value: String(size), label: say.units[size] }))}
        onChange={(event) => setUnit(SIZES.find((size) => String(size) === event.target.value) ?? 1)}
      />
    </div>
  );
}

type ChoicesProps<T extends string> = {
  readonly label: string;
  readonly all: readonly T[];
  readonly chosen: readonly string[];
  readonly nameOf: (item: T) => string;
  readonly onChange: (chosen: T[]) => void;
};

function Choices<T extends string>({ label, all, chosen, nameOf, onChange }: ChoicesProps<T>) {
  return (
    <fieldset>
      <legend className="text-sm text-ink-2">{label}</legend>
      <div className="flex flex-wrap gap-x-5">
        {all.map((item) => (
          <CheckField
            key={item}
            label={nameOf(item)}
            checked={chosen.includes(item)}
            onChange={(event) =>
              onChange(all.filter((each) => (each === item ? event.target.checked : chosen.includes(each))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
