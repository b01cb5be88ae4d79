import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import type { Signer } from "@meridian/client/signer";
import type { Issue } from "@meridian/prescription/state";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { CheckField, Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { moneyText } from "@meridian/ui/text/format";
import { counted, dictionary } from "@meridian/ui/text/words";
import { PackageCheck } from "lucide-react";
import { useId, useState } from "react";
import { rx } from "../pharmacist-houses.tsx";
import {
  type Basket,
  type CounterLine,
  hasSomething,
  isClosed,
  isCovered,
  pickedOf,
  remainingOf,
  suppliedOf,
} from "./basket.ts";
import { cashDue } from "./money.tsx";
import type { CounterRules } from "./pathway-rules.ts";

const words = dictionary({
  zh: {
    title: "发药",
    give: "签名发药",
    giveCash: (cash: string) => `收款 ${cash} 并发药`,
    counter: "当面交给患者（完成）",
    empty: "先扫描药盒上的追溯码，或从库存取药。",
    unsettled: "等待医保结算后才能发药。",
    unread: "先取得处方文件。",
    second: "复核药师",
    secondHint: "麻醉药品、第一类精神药品须由两位药师签名。",
    nobody: "请选择",
    secondMissing: "请选择复核药师。",
    uncovered: (line: number) => `第 ${line} 行：数量多于已扫描的药盒，请继续扫描或改小数量。`,
    failed: "复核药师没有签名",
    says: (packs: number, owed: boolean, cash: string) =>
      `发药：${packs} 个追溯码${owed ? "，其余记为欠药" : ""}${cash === "" ? "" : `，并确认已收个人现金支付 ${cash}`}`,
  },
  en: {
    title: "Dispense",
    give: "Sign and dispense",
    giveCash: (cash: string) => `Take ${cash} and dispense`,
    counter: "Given to the patient here (completes it)",
    empty: "First scan the trace codes on the packs, or take packs from stock.",
    unsettled: "Wait for the insurer's settlement first.",
    unread: "Obtain the document first.",
    second: "Second pharmacist",
    secondHint: "Narcotics and first-class psychotropics take the signatures of two pharmacists.",
    nobody: "Choose",
    secondMissing: "Choose the second pharmacist.",
    uncovered: (line: number) => `Line ${line}: more than the packs that were scanned; scan on, or lower the quantity.`,
    failed: "The second pharmacist did not sign",
    says: (packs: number, owed: boolean, cash: string) =>
      `Dispense ${counted(packs, "trace code")}${owed ? ", the rest owed" : ""}${cash === "" ? "" : `, and confirm that the patient's cash, ${cash}, was received`}`,
  },
});

/** Lets a colleague at the same counter sign along, with a session of their own. */
export type Colleague = (person: PersonId) => Promise<Signer>;

type Props = {
  readonly id: PrescriptionId;
  readonly issue: Issue;
  readonly house: OrganisationId;
  readonly me: PersonId;
  readonly rules: CounterRules;
  readonly lines: readonly CounterLine[];
  readonly basket: Basket;
  readonly isRead: boolean;
  readonly colleague: Colleague;
  readonly onDone: () => void;
};

/** The last look before the medicine leaves the shelf: what is wanting, who signs along, how it is handed over. */
export function Dispensing(props: Props) {
  const { issue, rules, lines, basket, isRead, house, me } = props;
  const say = useWords(words);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const hint = useId();
  const [second, setSecond] = useState("");
  const [counter, setCounter] = useState(!issue.delivery);
  const { busy, refusal, dispense } = useDispense(props);
  const needsSecond = rules.dispensers > 1;
  const cash = cashDue(issue);
  const uncovered = lines.find((line) => !isCovered(line, pickedOf(basket, line.item.line)));
  const against = !isRead
    ? say.unread
    : issue.status === "CLAIMED" && rules.settlesFirst
      ? say.unsettled
      : !hasSomething(basket)
        ? say.empty
        : uncovered !== undefined
          ? say.uncovered(uncovered.item.line)
          : needsSecond && second === ""
            ? say.secondMissing
            : undefined;
  const colleagues = directory.staff.filter(
    ({ id, organisation, roles }) => organisation === house && id !== me && roles.includes("pharmacist"),
  );
  return (
    <Card title={say.title}>
      <div className="grid gap-3">
        {needsSecond && (
          <Select
            label={say.second}
            hint={say.secondHint}
            value={second}
            onChange={(event) => setSecond(event.currentTarget.value)}
            options={[
              { value: "", label: say.nobody },
              ...colleagues.map((each) => ({ value: each.id, label: each[language] })),
            ]}
          />
        )}
        <CheckField
          label={say.counter}
          checked={counter}
          onChange={(event) => setCounter(event.currentTarget.checked)}
        />
        <Button
          look="primary"
          size="large"
          busy={busy}
          disabled={against !== undefined}
          aria-describedby={against === undefined ? undefined : hint}
          icon={<PackageCheck size={19} aria-hidden />}
          onClick={() => dispense(counter, needsSecond ? (second as PersonId) : undefined)}
          data-testid="dispense"
        >
          {cash > 0 ? say.giveCash(moneyText(cash, language)) : say.give}
        </Button>
        {against !== undefined && (
          <p id={hint} className="text-sm text-ink-2">
            {against}
          </p>
        )}
        {refusal !== undefined && (
          <div role="alert" className="rounded-card bg-danger-soft p-4">
            <p className="font-semibold text-danger">{say.failed}</p>
            <RefusalText refusal={refusal} />
          </div>
        )}
      </div>
    </Card>
  );
}

function useDispense({ id, issue, me, basket, colleague, onDone }: Props) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const dispense = async (counter: boolean, second: PersonId | undefined): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const along = second === undefined ? [] : [await colleague(second)];
      const cash = cashDue(issue);
      const lines = suppliedOf(basket, issue.items);
      const deed = rx(id, "dispense", {
        lines,
        ...(cash > 0 && { cashPaid: true }),
        ...(counter && { handedOver: true }),
      });
      const acted = await act({
        commands: [deed],
        says: saying(issue, basket, lines.flatMap(({ codes }) => codes).length, cash),
        hands: { as: [me], ...(along.length > 0 && { with: along }) },
      });
      if (acted?.status === "committed") onDone();
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, dispense };
}

function saying({ items }: Issue, basket: Basket, packs: number, cash: number) {
  const owed = items.some((item) => {
    const { quantity, rest } = pickedOf(basket, item.line);
    return !isClosed(item) && quantity < remainingOf(item) && rest === "owed";
  });
  const told = (language: "zh" | "en"): string =>
    words[language].says(packs, owed, cash > 0 ? moneyText(cash, language) : "");
  return { zh: told("zh"), en: told("en") };
}
