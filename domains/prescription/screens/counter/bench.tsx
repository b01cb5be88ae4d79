import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { assertNever } from "@meridian/base/invariant";
import type { Issue } from "@meridian/prescription/state";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useLanguage, useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { PackagePlus } from "lucide-react";
import { type CounterLine, pickedOf } from "./basket.ts";
import { type Colleague, Dispensing } from "./dispensing.tsx";
import { Handing } from "./handing.tsx";
import { LineCard } from "./line-card.tsx";
import { Money } from "./money.tsx";
import { isPossible } from "./more-deeds.tsx";
import type { CounterRules } from "./pathway-rules.ts";
import { type PickAnswer, usePicking } from "./picking.ts";
import { type ScanAnswer, Scanner } from "./scanner.tsx";

const words = dictionary({
  zh: {
    scan: "扫描药盒",
    label: "追溯码",
    hint: "GS1 DataMatrix 或 20 位追溯码（Code 128）。每个码都会先在账本上核对。",
    stock: "从库存取药（演示）",
    lines: "药品",
    answer: {
      added: (name: string, line: number) => `已加入：${name}（第 ${line} 行）`,
      twice: "这个追溯码刚才已经扫过。",
      "given-before": "这盒药之前已经发给这位患者。",
      "unknown-product": "追溯码无效，或不在药品目录里。请重新扫描。",
      "other-medicine": (name: string) => `这盒是${name}，处方里没有。请放回。`,
      "line-complete": (name: string) => `${name} 已经配齐，不要再加。`,
      "not-a-code": "这不是药品追溯码。请扫描药盒上的 DataMatrix 或条形码。",
      dispensed: "账本显示这盒药已经发出过，不能再发。请隔离并上报。",
      returned: "账本显示这盒药曾被退回，不能再发。请隔离。",
      recalled: "这盒药已被召回，不能发出。请隔离并上报。",
      elsewhere: "账本显示这盒药已由别的药房发出，不能再发。请隔离并上报。",
      offline: "连不上节点，没有核对这盒药，因此没有加入。请稍后再扫。",
    },
  },
  en: {
    scan: "Scan the packs",
    label: "Trace code",
    hint: "GS1 DataMatrix, or a trace code of 20 digits (Code 128). Each is looked up on the ledger first.",
    stock: "Take packs from stock (demonstration)",
    lines: "Medicines",
    answer: {
      added: (name: string, line: number) => `Added: ${name} (line ${line})`,
      twice: "This trace code was scanned just now.",
      "given-before": "This pack was dispensed to this patient before.",
      "unknown-product": "The trace code is not valid, or not of this formulary. Scan it again.",
      "other-medicine": (name: string) => `This is ${name}, which is not prescribed. Put it back.`,
      "line-complete": (name: string) => `${name} is complete; add no more.`,
      "not-a-code": "This is no trace code. Scan the DataMatrix or the bar code on the pack.",
      dispensed: "The ledger says that this pack was dispensed before. Set it apart and report it.",
      returned: "The ledger says that this pack was brought back. It is never dispensed again. Set it apart.",
      recalled: "This pack is recalled. Set it apart and report it.",
      elsewhere: "The ledger says that another pharmacy dispensed this pack. Set it apart and report it.",
      offline: "The node could not be reached, so the pack was not checked and not added. Scan it again later.",
    },
  },
});

type Props = {
  readonly id: PrescriptionId;
  readonly issue: Issue;
  readonly house: OrganisationId;
  readonly me: PersonId;
  readonly rules: CounterRules;
  readonly lines: readonly CounterLine[];
  readonly isRead: boolean;
  readonly colleague: Colleague;
  readonly demonstration: boolean;
};

/** Scanning, the lines that fill up, the money, and the hand-over, as far as the state of the prescription goes. */
export function Bench(props: Props) {
  const { id, issue, rules, lines, isRead, demonstration } = props;
  const say = useWords(words);
  const picking = usePicking(id, { lines, given: issue.codes, substitutes: issue.substituted });
  const canDispense = isPossible(issue, "dispense");
  const answer = useSaid(picking.answer);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {canDispense && isRead && (
        <Card title={say.scan}>
          <Scanner label={say.label} hint={say.hint} answer={answer} onScan={(text) => void picking.scanned(text)}>
            {demonstration && (
              <Button
                size="small"
                busy={picking.stocking}
                icon={<PackagePlus size={16} aria-hidden />}
                onClick={() => void picking.fromStock()}
                data-testid="stock"
              >
                {say.stock}
              </Button>
            )}
          </Scanner>
        </Card>
      )}
      <section aria-label={say.lines}>
        <h2 className="sr-only">{say.lines}</h2>
        <ul className="grid gap-3">
          {lines.map((line) => (
            <LineCard
              key={line.item.line}
              line={line}
              picked={pickedOf(picking.basket, line.item.line)}
              open={canDispense}
              isRead={isRead}
              onChange={(changed) => picking.change(line.item.line, changed)}
              onTakeOut={(code) => picking.takeOut(line, code)}
            />
          ))}
        </ul>
      </section>
      <Money issue={issue} rules={rules} lines={lines} basket={picking.basket} />
      {canDispense && <Dispensing {...props} basket={picking.basket} onDone={picking.empty} />}
      {issue.status === "DISPENSED" && <Handing {...props} />}
    </div>
  );
}

/** A pick's answer as a sentence. */
function useSaid(answer: PickAnswer | undefined): ScanAnswer | undefined {
  const { answer: say } = useWords(words);
  const { language } = useLanguage();
  if (answer === undefined) return undefined;
  switch (answer.type) {
    case "added":
      return { ok: true, text: say.added(answer.medicine.name[language], answer.line) };
    case "other-medicine":
    case "line-complete":
      return { ok: false, text: say[answer.type](answer.medicine.name[language]) };
    case "twice":
    case "given-before":
    case "unknown-product":
    case "not-a-code":
    case "dispensed":
    case "returned":
    case "recalled":
    case "elsewhere":
    case "offline":
      return { ok: false, text: say[answer.type] };
    default:
      return assertNever(answer);
  }
}
