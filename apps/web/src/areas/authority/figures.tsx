import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText, numberText } from "@meridian/ui/text/format";
import { searchWith, useAsked } from "./address.ts";
import { FIGURES, isCountedBy, type Prescription } from "./rows.ts";
import { words } from "./words.ts";

type Props = { readonly rows: readonly Prescription[]; readonly height: number; readonly now: number };

/** Figures that lead to what they count, with the block that they are of. */
export function Figures({ rows, height, now }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const [asked] = useAsked();
  return (
    <section aria-labelledby="figures" data-testid="figures">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="figures" className="text-lg font-semibold">
          {say.figuresTitle}
        </h2>
        <p className="text-sm text-ink-2">
          {say.figuresHint} <span aria-live="off">{say.asOf(numberText(height, language))}</span>
        </p>
      </div>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4 xl:grid-cols-8">
        {FIGURES.map((figure) => {
          const counted = rows.filter((row) => isCountedBy(figure, row, now));
          const value =
            figure === "fund"
              ? moneyText(
                  counted.reduce((sum, { fund }) => sum + (fund ?? 0), 0),
                  language,
                )
              : numberText(counted.length, language);
          return (
            <li key={figure}>
              <a
                href={`/r/rx${searchWith(asked, { figure: figure === "issued" ? undefined : figure, q: undefined })}`}
                className="block h-full rounded-card bg-surface p-3 shadow-card hover:bg-brand-soft"
                data-testid={`figure-${figure}`}
              >
                <span className="block text-sm text-ink-2">{say.figures[figure]}</span>
                <span className={`block font-semibold ${figure === "fund" ? "text-lg leading-8" : "text-2xl"}`}>
                  {value}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
