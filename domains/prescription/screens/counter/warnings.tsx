import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import type { Issue } from "@meridian/prescription/state";
import { Button } from "@meridian/ui/button";
import { Deadline, useNow } from "@meridian/ui/deadline";
import { useAct } from "@meridian/ui/desk/act";
import { useNameOf } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { Hourglass, OctagonAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { rx } from "../pharmacist-houses.tsx";
import { vocabulary } from "../vocabulary.tsx";

const words = dictionary({
  zh: {
    held: (who: string) => `${who}已暂停这张处方，不能发药。`,
    cancel: (who: string) => `${who} 请求撤销这张处方，请确认。`,
    acknowledged: "已确认撤销。请拒绝调剂，已发的请退药冲正。",
    acknowledge: "确认撤销",
    change: (kind: string) => `已请医生答复：${kind}。`,
    until: "时限",
    says: "药房已知悉撤销，停止发药",
  },
  en: {
    held: (who: string) => `${who} holds this prescription; nothing may be dispensed.`,
    cancel: (who: string) => `${who} asks to cancel this prescription; acknowledge it.`,
    acknowledged: "The cancellation is acknowledged. Refuse to dispense, and take back what was dispensed.",
    acknowledge: "Acknowledge",
    change: (kind: string) => `The physician was asked: ${kind}.`,
    until: "until",
    says: "The pharmacy knows of the cancellation and stops dispensing",
  },
});

type Props = { readonly id: PrescriptionId; readonly issue: Issue; readonly house: OrganisationId };

/** What stands in the way: a hold, a cancellation to acknowledge, a question that the physician has not answered. */
export function Warnings({ id, issue, house }: Props) {
  const say = useWords(words);
  const names = useWords(vocabulary);
  const nameOf = useNameOf();
  const now = useNow();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const { cancelPending, change } = issue;
  const holds = Object.values(issue.holds).filter(({ until }) => until >= now);
  const acknowledge = async (): Promise<void> => {
    setBusy(true);
    await act({
      commands: [rx(id, "acknowledgeCancel", {})],
      says: { zh: words.zh.says, en: words.en.says },
      hands: { as: [house] },
    });
    setBusy(false);
  };
  const kind = change?.kind as keyof typeof names.reason | undefined;
  return (
    <>
      {holds.map(({ organisation, until }) => (
        <Warning key={organisation} until={until}>
          {say.held(nameOf(organisation))}
        </Warning>
      ))}
      {cancelPending !== null && (
        <Warning until={cancelPending.acknowledgeBy}>
          <span>{cancelPending.acknowledged ? say.acknowledged : say.cancel(nameOf(cancelPending.by))}</span>
          {!cancelPending.acknowledged && (
            <Button size="small" busy={busy} onClick={acknowledge} data-testid="acknowledge">
              {say.acknowledge}
            </Button>
          )}
        </Warning>
      )}
      {change !== null && kind !== undefined && (
        <Warning soft until={change.until}>
          {say.change(names.reason[kind] ?? kind)}
        </Warning>
      )}
    </>
  );
}

function Warning({
  until,
  soft = false,
  children,
}: {
  readonly until: number;
  readonly soft?: boolean;
  readonly children: ReactNode;
}) {
  const say = useWords(words);
  return (
    <div
      role="status"
      className={`flex flex-wrap items-center gap-x-3 gap-y-1 rounded-card p-4 ${soft ? "bg-warn-soft text-warn" : "bg-danger-soft text-danger"}`}
    >
      {soft ? <Hourglass size={19} aria-hidden /> : <OctagonAlert size={19} aria-hidden />}
      {children}
      <span className="text-sm">
        {say.until} <Deadline at={until} />
      </span>
    </div>
  );
}
