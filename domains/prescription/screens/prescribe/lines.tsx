import { byCode, packsFor } from "@meridian/formulary/lookup";
import { Button } from "@meridian/ui/button";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText, numberText } from "@meridian/ui/text/format";
import { counted, dictionary } from "@meridian/ui/text/words";
import { Trash2 } from "lucide-react";
import { unitWords } from "../patient-units.tsx";
import { DOSE_FIELDS, type DoseField, type DraftLine, numberIn, orderLineOf } from "./draft.tsx";
import { MedicineFacts } from "./medicine-search.tsx";
import { prescribeVocabulary } from "./prescribe-words.tsx";

/** A count that is not known yet takes the word for several. */
const SEVERAL = 2;

const words = dictionary({
  zh: {
    remove: (name: string) => `移除${name}`,
    whole: "请填整数",
    quantity: "总量",
    packs: (count: string) => `共 ${count} 个包装`,
    none: "还没有药品。先在上面查找。",
  },
  en: {
    remove: (name: string) => `Remove ${name}`,
    whole: "a whole number",
    quantity: "Quantity",
    packs: (count: string) => counted(count, "pack"),
    none: "No medicine yet. Find one above.",
  },
});

type Props = {
  readonly lines: readonly DraftLine[];
  readonly onChange: (lines: readonly DraftLine[]) => void;
};

/** The medicines of a draft, with their doses; the quantity in smallest units is computed. */
export function DraftLines({ lines, onChange }: Props) {
  const { none } = useWords(words);
  if (lines.length === 0) return <p className="text-ink-2">{none}</p>;
  return (
    <ol className="grid gap-4">
      {lines.map((line, index) => (
        <LineFields
          // biome-ignore lint/suspicious/noArrayIndexKey: the same medicine may stand twice, and fields keep no state
          key={index}
          line={line}
          index={index}
          onChange={(changed) => onChange(lines.map((each, at) => (at === index ? changed : each)))}
          onRemove={() => onChange(lines.filter((_, at) => at !== index))}
        />
      ))}
    </ol>
  );
}

type LineProps = {
  readonly line: DraftLine;
  readonly index: number;
  readonly onChange: (line: DraftLine) => void;
  readonly onRemove: () => void;
};

function LineFields({ line, index, onChange, onRemove }: LineProps) {
  const say = useWords(words);
  const { dose } = useWords(prescribeVocabulary);
  const units = useWords(unitWords);
  const { language } = useLanguage();
  const medicine = byCode(line.code);
  if (medicine === undefined) return null;
  const ordered = orderLineOf(line, index + 1);
  const unitOf = units[medicine.unit];
  const field = (name: DoseField) => (
    <Field
      key={name}
      label={name === "perDose" ? `${dose[name]} (${unitOf(SEVERAL)})` : dose[name]}
      inputMode="numeric"
      value={line[name]}
      onChange={({ target }) => onChange({ ...line, [name]: target.value })}
      data-testid={`${name}-${index}`}
      {...(numberIn(name, line[name]) === undefined && { error: say.whole })}
    />
  );
  return (
    <li className="rounded-card border border-line p-3" data-testid={`line-${index}`}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <MedicineFacts medicine={medicine} />
        </div>
        <Button
          look="quiet"
          size="small"
          aria-label={say.remove(medicine.name[language])}
          onClick={onRemove}
          icon={<Trash2 size={16} aria-hidden />}
        />
      </div>
      <div className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-4">{DOSE_FIELDS.map(field)}</div>
      {ordered !== undefined && (
        <p className="mt-2" aria-live="polite" data-testid={`quantity-${index}`}>
          {say.quantity} <strong>{numberText(ordered.units, language)}</strong> {unitOf(ordered.units)}
          <span className="text-ink-2">
            {" "}
            · {say.packs(numberText(packsFor(medicine, ordered.units), language))} ·{" "}
            {moneyText(ordered.units * medicine.priceFen, language)}
          </span>
        </p>
      )}
    </li>
  );
}
