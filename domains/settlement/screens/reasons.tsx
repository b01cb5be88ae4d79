import type { AdjudicatedLine, Adjudication } from "@meridian/settlement/adjudicate";
import { type Step, stepTexts } from "@meridian/settlement/steps";
import { Facts } from "@meridian/ui/card";
import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText, numberText } from "@meridian/ui/text/format";
import { dictionary, type Language } from "@meridian/ui/text/words";
import type { ReactNode } from "react";
import { settlementVocabulary } from "./settlement-words.tsx";

const words = dictionary({
  zh: {
    line: (line: number) => `第 ${line} 行`,
    whole: "整单计算",
    standing: "年度累计",
    before: "结算前",
    after: "结算后",
    fundUsed: "统筹基金已用",
    deductibleUsed: "起付线已用",
    balance: "账户余额",
    fund: "统筹基金支付",
    patient: "个人",
  },
  en: {
    line: (line: number) => `Line ${line}`,
    whole: "The whole claim",
    standing: "The person's year",
    before: "before",
    after: "after",
    fundUsed: "Fund used",
    deductibleUsed: "Deductible used",
    balance: "Account balance",
    fund: "Paid by the fund",
    patient: "Patient",
  },
});

const COUNTS: ReadonlySet<string> = new Set(["quantity"]);
const SHARES: ReadonlySet<string> = new Set(["share", "rate"]);

function inputText(name: string, value: number, language: Language): string {
  if (COUNTS.has(name)) return numberText(value, language);
  if (SHARES.has(name)) return `${numberText(value / 100, language)}%`;
  return moneyText(value, language);
}

/** One rule that was applied: what it is, what went in, what came out. */
function StepLine({ step: { code, inputs, output } }: { readonly step: Step }) {
  const { step: names, input } = useWords(settlementVocabulary);
  const { language } = useLanguage();
  const given = Object.entries(inputs).map(
    ([name, value]) => `${input[name] ?? name} ${inputText(name, value, language)}`,
  );
  return (
    <li className="grid gap-x-4 py-1.5 sm:grid-cols-[8rem_1fr_auto]">
      <span className="font-medium">{names[code]}</span>
      <span className="min-w-0 text-ink-2">
        {stepTexts[code][language]} <span className="text-sm text-ink-3">{given.join(" · ")}</span>
      </span>
      <span className="text-right font-semibold">{moneyText(output, language)}</span>
    </li>
  );
}

type Props = {
  readonly adjudication: Adjudication;
  /** What a product is called, and its category in words. */
  readonly productOf?: (product: string) => ReactNode;
};

/** Why everybody pays what they pay: every line, then the whole claim, then what it does to the person's year. */
export function Reasons({ adjudication, productOf = (product) => product }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { lines, steps, before, after, year } = adjudication;
  const change = (from: number, to: number) => `${moneyText(from, language)} → ${moneyText(to, language)}`;
  return (
    <div className="grid gap-5" data-testid="reasons">
      {lines.map((line) => (
        <LineReasons key={line.line} line={line} productOf={productOf} />
      ))}
      <section>
        <h3 className="mb-1 font-semibold">{say.whole}</h3>
        <ol className="divide-y divide-line">
          {steps.map((step) => (
            <StepLine key={step.code} step={step} />
          ))}
        </ol>
      </section>
      <section>
        <h3 className="mb-1 font-semibold">
          {say.standing} {year} ({say.before} → {say.after})
        </h3>
        <Facts
          rows={[
            [say.fundUsed, change(before.fundUsed, after.fundUsed)],
            [say.deductibleUsed, change(before.deductibleUsed, after.deductibleUsed)],
            [say.balance, change(before.accountBalance, after.accountBalance)],
          ]}
        />
      </section>
    </div>
  );
}

function LineReasons({
  line: { line, product, fund, patient, steps },
  productOf,
}: {
  readonly line: AdjudicatedLine;
  readonly productOf: (product: string) => ReactNode;
}) {
  const say = useWords(words);
  const { language } = useLanguage();
  return (
    <section>
      <h3 className="flex flex-wrap justify-between gap-x-4 font-semibold">
        <span>
          {say.line(line)} · {productOf(product)}
        </span>
        <span className="text-ink-2">
          {say.fund} {moneyText(fund, language)} · {say.patient} {moneyText(patient, language)}
        </span>
      </h3>
      <ol className="divide-y divide-line">
        {steps.map((step) => (
          <StepLine key={step.code} step={step} />
        ))}
      </ol>
    </section>
  );
}
