import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { hasEnded, type PatientPrescription } from "./patient-row.tsx";

const words = dictionary({
  zh: {
    sentence: (total: string, cash: string) => `药费共 ${total}，您自己付 ${cash}。`,
    unpaid: "个人现金支付部分还没有付，请在药房付清后取药。",
    fund: "统筹基金支付",
    account: "您的个人账户",
    cash: "您的个人现金支付",
    total: "合计",
    by: (insurer: string) => `由${insurer}结算`,
    self: "这张处方由您自费，不经医保结算。",
    none: "还没有结算。药房调配时会算出各方支付的金额。",
    asked: (payer: string) => `药房已请${payer}结算，各方支付的金额出来后显示在这里。`,
    ended: "账本上没有结算记录。",
  },
  en: {
    sentence: (total: string, cash: string) => `The medicine costs ${total}; your own part is ${cash}.`,
    unpaid: "Your cash is not paid yet: pay at the pharmacy when you collect.",
    fund: "Paid by the fund",
    account: "Your personal account",
    cash: "Your cash",
    total: "Total",
    by: (insurer: string) => `Settled by ${insurer}`,
    self: "You pay for this prescription yourself, without insurance.",
    none: "Not settled yet. Who pays what is worked out when the pharmacy prepares it.",
    asked: (payer: string) => `The pharmacy has asked ${payer} to pay. Who pays what will show here.`,
    ended: "No settlement is recorded.",
  },
});

const BAR = { fund: "bg-brand", account: "bg-info", cash: "bg-warn" } as const;

/** Who paid what for a prescription: a sentence, a bar, the sums. */
export function PatientMoney({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { status, total, fund, account, cash, insurer, payer, self_pay, unpaid_until } = row;
  if (total === null || fund === null || account === null || cash === null) {
    const open = self_pay === 1 ? say.self : payer === null ? say.none : say.asked(nameOf(payer));
    return <p className="text-ink-2">{hasEnded(status) ? say.ended : open}</p>;
  }
  const legs = { fund, account, cash };
  const money = (fen: number): string => moneyText(fen, language);
  return (
    <div className="grid gap-3" data-testid="settlement">
      <p>{say.sentence(money(total), money(cash))}</p>
      {unpaid_until !== null && cash > 0 && <p className="rounded-control bg-warn-soft p-3 text-warn">{say.unpaid}</p>}
      <div aria-hidden className="flex h-3 overflow-hidden rounded-full bg-sunken">
        {(["fund", "account", "cash"] as const).map((leg) => (
          <span key={leg} className={BAR[leg]} style={{ width: `${total === 0 ? 0 : (legs[leg] * 100) / total}%` }} />
        ))}
      </div>
      <dl className="grid gap-1">
        {(["fund", "account", "cash"] as const).map((leg) => (
          <div key={leg} className="flex justify-between gap-3">
            <dt className="flex items-center gap-2 text-ink-2">
              <span aria-hidden className={`size-2.5 rounded-full ${BAR[leg]}`} /> {say[leg]}
            </dt>
            <dd>{money(legs[leg])}</dd>
          </div>
        ))}
        <div className="flex justify-between gap-3 border-t border-line pt-1 font-semibold">
          <dt>{say.total}</dt>
          <dd>{money(total)}</dd>
        </div>
      </dl>
      {insurer !== null && <p className="text-sm text-ink-3">{say.by(nameOf(insurer))}</p>}
    </div>
  );
}
