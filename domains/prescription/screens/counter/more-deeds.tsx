import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { settledUntil } from "@meridian/prescription/lapse";
import type { CommandType } from "@meridian/prescription/schema";
import type { Issue } from "@meridian/prescription/state";
import { TABLE } from "@meridian/prescription/table";
import {
  CHANGE_KINDS,
  NOT_DISPENSED_REASONS,
  RELEASE_REASONS,
  REVERSE_REASONS,
} from "@meridian/prescription/vocabulary";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { Select } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { Ban, MessageCircleQuestion, RotateCcw, TimerOff, Undo2 } from "lucide-react";
import { useState } from "react";
import { rx } from "../pharmacist-houses.tsx";
import { ReasonDeed } from "./reason-deed.tsx";

const words = dictionary({
  zh: {
    title: "其他处理",
    change: "请求调整",
    changeHint: "请医生同意换用、或核对剂量。到时限未答复，仍按原处方发药。",
    line: "哪一行",
    whole: "整张处方",
    lineOf: (line: number) => `第 ${line} 行`,
    release: "取消接单",
    releaseHint: "处方回到可取药状态，患者可以去别的药房。",
    refuse: "拒绝调剂",
    refuseHint: "整张处方不发药。已结算的会冲正，已发的药会收回。",
    reverse: "退药冲正",
    reverseHint: "整张处方冲正：结算冲正，药盒登记为已退回，不能再次发出。",
    lapse: "让结算失效",
    lapseSays: "让这张处方逾期的结算失效：冲正结算，处方按时限回到接单前",
    says: {
      change: (reason: string) => `向医生请求调整：${reason}`,
      release: (reason: string) => `取消对这张处方的接单，原因：${reason}`,
      refuse: (reason: string) => `拒绝调剂，原因：${reason}`,
      reverse: (reason: string) => `退药并冲正，原因：${reason}`,
    },
  },
  en: {
    title: "Other actions",
    change: "Ask for a change",
    changeHint:
      "Asks the physician for another product, or about the dose. Unanswered in time, it stays as prescribed.",
    line: "Which line",
    whole: "the whole prescription",
    lineOf: (line: number) => `line ${line}`,
    release: "Release the claim",
    releaseHint: "The prescription is open again, and the patient may go to another pharmacy.",
    refuse: "Refuse to dispense",
    refuseHint: "Nothing of it is dispensed. What was settled is undone, and what was dispensed is taken back.",
    reverse: "Take back and reverse",
    reverseHint: "All of it is undone: the settlement is reversed, and the packs count as returned for good.",
    lapse: "Let the settlement lapse",
    lapseSays: "Let the overdue settlement of this prescription lapse: it is undone, and the claim ends with its time",
    says: {
      change: (reason: string) => `Ask the physician for a change: ${reason}`,
      release: (reason: string) => `Release the claim on this prescription: ${reason}`,
      refuse: (reason: string) => `Refuse to dispense: ${reason}`,
      reverse: (reason: string) => `Take back and reverse: ${reason}`,
    },
  },
});

type Props = { readonly id: PrescriptionId; readonly issue: Issue; readonly house: OrganisationId };

/** Whether the state lets a command be at all; who may and when is the contract's. */
export const isPossible = ({ status }: Issue, command: CommandType): boolean => Array.isArray(TABLE[status][command]);

/** What else may become of a claimed prescription, as far as its state lets it. */
export function MoreDeeds({ id, issue, house }: Props) {
  const say = useWords(words);
  const [line, setLine] = useState("");
  const told =
    (what: keyof (typeof words)["zh"]["says"]) => (reason: { readonly zh: string; readonly en: string }) => ({
      zh: words.zh.says[what](reason.zh),
      en: words.en.says[what](reason.en),
    });
  const possible = (["requestChange", "release", "refuse", "reverse"] as const).filter((each) =>
    isPossible(issue, each),
  );
  if (possible.length === 0) return null;
  return (
    <Card title={say.title}>
      <div className="flex flex-wrap gap-2">
        {possible.includes("requestChange") && (
          <ReasonDeed
            label={say.change}
            hint={say.changeHint}
            icon={<MessageCircleQuestion size={17} aria-hidden />}
            reasons={CHANGE_KINDS}
            deed={(kind) => rx(id, "requestChange", { kind, ...(line !== "" && { line: Number(line) }) })}
            says={told("change")}
            testId="change"
          >
            <Select
              label={say.line}
              value={line}
              onChange={(event) => setLine(event.currentTarget.value)}
              options={[
                { value: "", label: say.whole },
                ...issue.items.map((item) => ({ value: String(item.line), label: say.lineOf(item.line) })),
              ]}
            />
          </ReasonDeed>
        )}
        {possible.includes("release") && (
          <ReasonDeed
            label={say.release}
            hint={say.releaseHint}
            icon={<Undo2 size={17} aria-hidden />}
            reasons={RELEASE_REASONS}
            deed={(reason) => rx(id, "release", { reason })}
            says={told("release")}
            hands={{ as: [house] }}
            testId="release"
          />
        )}
        {possible.includes("refuse") && (
          <ReasonDeed
            label={say.refuse}
            hint={say.refuseHint}
            icon={<Ban size={17} aria-hidden />}
            look="danger"
            reasons={NOT_DISPENSED_REASONS}
            deed={(reason) => rx(id, "refuse", { reason })}
            says={told("refuse")}
            testId="refuse"
          />
        )}
        {isOverdue(issue) && <Lapse id={id} />}
        {possible.includes("reverse") && (
          <ReasonDeed
            label={say.reverse}
            hint={say.reverseHint}
            icon={<RotateCcw size={17} aria-hidden />}
            look="danger"
            reasons={REVERSE_REASONS}
            deed={(reason) => rx(id, "reverse", { reason })}
            says={told("reverse")}
            hands={{ as: [house] }}
            testId="reverse"
          />
        )}
      </div>
    </Card>
  );
}

/** Whether the settlement was not paid, or nothing handed over, in time; the node's clock decides when it is sent. */
const isOverdue = ({ status, settlement }: Issue): boolean =>
  status === "SETTLED" && settlement !== null && settledUntil(settlement) * 1_000 < Date.now();

function Lapse({ id }: { readonly id: PrescriptionId }) {
  const say = useWords(words);
  const act = useAct();
  const lapse = async (): Promise<void> => {
    await act({
      commands: [rx(id, "lapseSettlement", {})],
      says: { zh: words.zh.lapseSays, en: words.en.lapseSays },
    });
  };
  return (
    <Button icon={<TimerOff size={17} aria-hidden />} onClick={lapse} data-testid="lapse">
      {say.lapse}
    </Button>
  );
}
