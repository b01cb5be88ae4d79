import type { Legs } from "@meridian/settlement/adjudicate";
import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";

const words = dictionary({
  zh: { total: "总额", fund: "统筹基金支付", account: "个人账户", cash: "个人现金支付", split: "谁付多少" },
  en: { total: "Total", fund: "Paid by the fund", account: "Account", cash: "Patient's cash", split: "Who pays what" },
});

const COLOUR = { fund: "bg-brand", account: "bg-info", cash: "bg-warn" } as const;
const PARTS = ["fund", "account", "cash"] as const;

/** Who pays what of a total: a bar for the eye, and the amounts in words for everybody. */
export function LegsBar({ legs }: { readonly legs: Pick<Legs, "total" | "fund" | "account" | "cash"> }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { total } = legs;
  return (
    <div data-testid="legs">
      <div className="mb-2 flex h-3 overflow-hidden rounded-full bg-sunken" aria-hidden>
        {total > 0 &&
          PARTS.map((part) => (
            <span key={part} className={COLOUR[part]} style={{ width: `${(legs[part] * 100) / total}%` }} />
          ))}
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-4">
        <div>
          <dt className="text-sm text-ink-2">{say.total}</dt>
          <dd className="text-lg font-semibold">{moneyText(total, language)}</dd>
        </div>
        {PARTS.map((part) => (
          <div key={part}>
            <dt className="flex items-center gap-1.5 text-sm text-ink-2">
              <span aria-hidden className={`size-2.5 rounded-full ${COLOUR[part]}`} />
              {say[part]}
            </dt>
            <dd className="text-lg font-semibold" data-testid={`leg-${part}`}>
              {moneyText(legs[part], language)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
