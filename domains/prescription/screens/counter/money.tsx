import type { Issue } from "@meridian/prescription/state";
import { Card, Facts } from "@meridian/ui/card";
import { Deadline } from "@meridian/ui/deadline";
import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { moneyText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { Hourglass, Wallet } from "lucide-react";
import { type Basket, type CounterLine, pickedOf } from "./basket.ts";
import type { CounterRules } from "./pathway-rules.ts";

const words = dictionary({
  zh: {
    title: "费用",
    waiting: "等待医保结算",
    waitingNext: "结算写入账本后，本页会自动更新，然后才能发药。",
    total: "总额",
    fund: "统筹基金支付",
    account: "个人账户",
    cash: "个人现金支付",
    insurer: "结算方",
    paid: "个人现金已收",
    toPay: "收款后发药",
    until: "须在此前收款",
    selfPay: "自费",
    estimate: "本次应收",
    self: "这张处方由患者自费，发药前按目录价收款。",
    none: "这条路径先发药、后结算。",
  },
  en: {
    title: "Money",
    waiting: "Waiting for the insurer",
    waitingNext:
      "This page goes on by itself once the settlement is on the ledger; then the medicine may be dispensed.",
    total: "Total",
    fund: "Paid by the fund",
    account: "Personal account",
    cash: "Patient's cash",
    insurer: "Settled by",
    paid: "patient's cash received",
    toPay: "take the cash, then dispense",
    until: "To be paid",
    selfPay: "Self-pay",
    estimate: "To pay now",
    self: "The patient pays for this one, at the price of the formulary.",
    none: "On this pathway dispensing comes first and the settlement later.",
  },
});

/** What is still to be taken in cash before anything is handed over; 0 when nothing is. */
export const cashDue = ({ settlement }: Issue): number =>
  settlement !== null && settlement.unpaidUntil !== null ? settlement.cash : 0;

type Props = {
  readonly issue: Issue;
  readonly rules: CounterRules;
  readonly lines: readonly CounterLine[];
  readonly basket: Basket;
};

/** Who pays what: the settlement as it stands on the ledger, or what the patient pays at the counter. */
export function Money({ issue, rules, lines, basket }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { settlement } = issue;
  const money = (fen: number): string => moneyText(fen, language);
  if (settlement === null) {
    if (rules.settlesFirst)
      return (
        <Card title={say.title}>
          <div role="status">
            <p className="flex items-center gap-2 font-medium">
              <Hourglass size={17} className="text-warn" aria-hidden /> {say.waiting}
            </p>
            <p className="mt-1 text-ink-2">{say.waitingNext}</p>
          </div>
        </Card>
      );
    const price = lines.reduce(
      (sum, { item, medicine }) => sum + pickedOf(basket, item.line).quantity * (medicine?.priceFen ?? 0),
      0,
    );
    return (
      <Card title={say.title} aside={issue.selfPay ? <Tag>{say.selfPay}</Tag> : undefined}>
        <p className="text-ink-2">{issue.selfPay ? say.self : say.none}</p>
        {issue.selfPay && price > 0 && <Facts rows={[[say.estimate, <strong key="price">{money(price)}</strong>]]} />}
      </Card>
    );
  }
  const { total, fund, account, cash, insurer, unpaidUntil } = settlement;
  return (
    <Card
      title={say.title}
      aside={
        <Tag tone={unpaidUntil === null ? "ok" : "warn"} icon={<Wallet size={14} aria-hidden />}>
          {unpaidUntil === null ? say.paid : say.toPay}
        </Tag>
      }
    >
      <Facts
        rows={[
          [say.total, money(total)],
          [say.fund, money(fund)],
          [say.account, money(account)],
          [say.cash, <strong key="cash">{money(cash)}</strong>],
          [say.insurer, nameOf(insurer)],
          ...(unpaidUntil === null ? [] : [[say.until, <Deadline key="until" at={unpaidUntil} />] as const]),
        ]}
      />
    </Card>
  );
}
