import { medicines } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { unitWords } from "../patient-units.tsx";
import { vocabulary } from "../vocabulary.tsx";
import { prescribeVocabulary } from "./prescribe-words.tsx";

const words = dictionary({
  zh: {
    label: "查找药品",
    hint: "药名、ATC 编码或规格；上下键选择，回车添加",
    none: "没有找到这种药",
    found: (count: number) => `找到 ${count} 种`,
  },
  en: {
    label: "Find a medicine",
    hint: "Name, ATC code or strength; arrows choose, Enter adds",
    none: "No such medicine",
    found: (count: number) => `${count} found`,
  },
});

const SHOWN = 8;

/** Medicines whose names, codes or strength hold every word that is typed; those that begin with it first. */
export function medicinesFor(text: string): readonly Medicine[] {
  const parts = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const [start] = parts;
  if (start === undefined) return [];
  const found = medicines.filter(({ name, atc, code, strength, form }) => {
    const all = `${name.zh} ${name.en} ${atc} ${code} ${strength} ${form}`.toLowerCase();
    return parts.every((part) => all.includes(part));
  });
  const begins = ({ name }: Medicine): number =>
    name.zh.startsWith(start) || name.en.toLowerCase().startsWith(start) ? 0 : 1;
  return [...found].sort((a, b) => begins(a) - begins(b));
}

/** A box to find a medicine in the formulary; a combobox after the ARIA pattern. */
export function MedicineSearch({ onPick }: { readonly onPick: (medicine: Medicine) => void }) {
  const say = useWords(words);
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => medicinesFor(text), [text]);
  const shown = found.slice(0, SHOWN);
  const isOpen = shown.length > 0;
  const pick = (medicine: Medicine | undefined): void => {
    if (medicine === undefined) return;
    onPick(medicine);
    setText("");
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((at + step + Math.max(1, shown.length)) % Math.max(1, shown.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      pick(shown[at]);
    } else if (event.key === "Escape") setText("");
  };
  return (
    <div className="relative" data-screen-only>
      <label htmlFor={id} className="text-sm text-ink-2">
        {say.label}
      </label>
      <div className="relative mt-1">
        <Search size={18} aria-hidden className="absolute top-1/2 left-3 -translate-y-1/2 text-ink-3" />
        <input
          id={id}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen ? `${id}-${at}` : undefined}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          data-testid="medicine-search"
          className="min-h-11 w-full rounded-control border border-line bg-surface py-2 pr-3 pl-10"
        />
      </div>
      <p id={`${id}-hint`} className="mt-1 text-sm text-ink-3">
        {say.hint}
      </p>
      <p role="status" className="sr-only">
        {text.trim() === "" ? "" : found.length === 0 ? say.none : say.found(found.length)}
      </p>
      {text.trim() !== "" && !isOpen && <p className="mt-1 text-ink-2">{say.none}</p>}
      <div
        id={`${id}-list`}
        role="listbox"
        tabIndex={-1}
        aria-label={say.label}
        hidden={!isOpen}
        className="absolute inset-x-0 z-20 mt-1 max-h-96 overflow-y-auto rounded-card bg-surface p-1 shadow-over"
      >
        {shown.map((medicine, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={medicine.code}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={() => pick(medicine)}
            data-testid={`medicine-${medicine.code}`}
            className="cursor-pointer rounded-control px-3 py-2 hover:bg-sunken aria-selected:bg-brand-soft"
          >
            <MedicineFacts medicine={medicine} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** A medicine in two lines: what it is; class, insurance and price. */
export function MedicineFacts({ medicine }: { readonly medicine: Medicine }) {
  const { drugClass: classes } = useWords(vocabulary);
  const { insurance: lists } = useWords(prescribeVocabulary);
  const units = useWords(unitWords);
  const { language } = useLanguage();
  const { name, strength, atc, drugClass, insurance, priceFen, unit, packUnits } = medicine;
  return (
    <>
      <span className="block font-medium">
        {name[language]} {strength}
      </span>
      <span className="block text-sm text-ink-2">
        {[
          classes[drugClass],
          lists[insurance],
          `${moneyText(priceFen, language)}/${units[unit](1)}`,
          `${packUnits} ${units[unit](packUnits)}`,
          atc,
        ].join(" · ")}
      </span>
    </>
  );
}
