import type { PersonId, PrescriptionId } from "@meridian/base/ids";
import type { Refusal } from "@meridian/client/desk";
import type { CommandOf } from "@meridian/prescription/schema";
import { type Issue, isIssue, type State } from "@meridian/prescription/state";
import { RETURN_REASONS } from "@meridian/prescription/vocabulary";
import { Button } from "@meridian/ui/button";
import { useNow } from "@meridian/ui/deadline";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { CheckField } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { Overlay } from "@meridian/ui/overlay";
import { counted, dictionary } from "@meridian/ui/text/words";
import { CheckCircle2, CornerUpLeft, Hand, Inbox } from "lucide-react";
import { useId, useState } from "react";
import { rx } from "./pharmacist-houses.tsx";
import { vocabulary } from "./vocabulary.tsx";

const words = dictionary({
  zh: {
    take: "接下审方",
    approve: "通过",
    back: "退回医生",
    release: "放回队列",
    circulate: "进入流转",
    own: "开方医师和患者本人不能审这张处方。",
    already: "您已通过这一版，还需要另一位药师。",
    withOther: (name: string) => `${name} 正在审这张处方。`,
    closed: "这张处方不在审方阶段，没有要决定的。",
    open: (count: number) => `还有 ${count} 个严重问题没有理由或没有会签，不能通过。`,
    noReview: "系统审方附上之后才能通过。",
    reasons: "退回原因（可多选）",
    send: "退回",
    approved: "已通过。医院正在把它送入流转。",
    approvedOnly: "已通过，等待进入流转。",
    says: {
      takeReview: "接下这张处方的审方",
      approve: "审方通过：用药适宜，可以流转",
      releaseReview: "把这张处方放回审方队列",
      circulate: "处方进入流转，患者可以选择药房",
      return: (reasons: string) => `把处方退回医生，原因：${reasons}`,
    },
  },
  en: {
    take: "Take up the review",
    approve: "Approve",
    back: "Return to the physician",
    release: "Put back",
    circulate: "Put into circulation",
    own: "Prescriber and patient do not review this prescription.",
    already: "You have approved this version; another pharmacist is needed.",
    withOther: (name: string) => `${name} is reviewing this prescription.`,
    closed: "This prescription is not in review; there is nothing to decide.",
    open: (count: number) =>
      `${counted(count, "critical finding has", "critical findings have")} no reason, or no co-signature, so it cannot be approved.`,
    noReview: "It can be approved once the automatic review is attached.",
    reasons: "Reasons for the return (one or more)",
    send: "Return",
    approved: "Approved. The hospital is putting it into circulation.",
    approvedOnly: "Approved; waiting to be put into circulation.",
    says: {
      takeReview: "Take up the review of this prescription",
      approve: "Approve: the order is suitable and may circulate",
      releaseReview: "Put this prescription back into the queue",
      circulate: "Put the prescription into circulation; the patient may choose a pharmacy",
      return: (reasons: string) => `Return the prescription to the physician: ${reasons}`,
    },
  },
});

type Props = {
  readonly id: PrescriptionId;
  readonly issue: Issue;
  readonly me: PersonId;
  readonly isMine: boolean;
  readonly isReviewed: boolean;
  /** Critical findings that still forbid to approve. */
  readonly open: number;
};
type Plain = "takeReview" | "approve" | "releaseReview";

/** Take, approve, return or put back; what is approved is circulated by the hospital's key at once. */
export function PharmacistDecision({ id, issue, me, isMine, isReviewed, open }: Props) {
  const say = useWords(words);
  const now = useNow();
  const { busy, refusal, plain, circulate } = useDecision(id, issue);
  const [returning, setReturning] = useState(false);
  const hint = useId();
  const nameOf = useNameOf();
  const { status, review, approvals } = issue;
  const isFree = status === "ISSUED" || (status === "IN_REVIEW" && review !== null && review.until < now);
  if (refusal !== undefined)
    return (
      <div role="alert">
        <RefusalText refusal={refusal} />
        <Button className="mt-3" busy={busy} onClick={circulate}>
          {say.circulate}
        </Button>
      </div>
    );
  if (status === "APPROVED")
    return (
      <div className="grid gap-3" role="status">
        <p>{busy ? say.approved : say.approvedOnly}</p>
        {!busy && <Button onClick={circulate}>{say.circulate}</Button>}
      </div>
    );
  if (isFree) {
    if (me === issue.prescriber || me === issue.patient) return <p className="text-ink-2">{say.own}</p>;
    if (approvals.includes(me)) return <p className="text-ink-2">{say.already}</p>;
    return (
      <Button
        look="primary"
        size="large"
        className="w-full"
        busy={busy}
        icon={<Hand size={18} aria-hidden />}
        onClick={() => plain("takeReview")}
        data-testid="take"
      >
        {say.take}
      </Button>
    );
  }
  if (!isMine)
    return (
      <p className="text-ink-2">
        {status === "IN_REVIEW" && review !== null ? say.withOther(nameOf(review.by)) : say.closed}
      </p>
    );
  const against = !isReviewed ? say.noReview : open > 0 ? say.open(open) : undefined;
  return (
    <div className="grid gap-2">
      <Button
        look="primary"
        size="large"
        busy={busy}
        disabled={against !== undefined}
        aria-describedby={against === undefined ? undefined : hint}
        icon={<CheckCircle2 size={18} aria-hidden />}
        onClick={() => plain("approve")}
        data-testid="approve"
      >
        {say.approve}
      </Button>
      {against !== undefined && (
        <p id={hint} className="text-sm text-warn">
          {against}
        </p>
      )}
      <Button
        busy={busy}
        icon={<CornerUpLeft size={17} aria-hidden />}
        onClick={() => setReturning(true)}
        data-testid="return"
      >
        {say.back}
      </Button>
      <Button look="quiet" busy={busy} icon={<Inbox size={17} aria-hidden />} onClick={() => plain("releaseReview")}>
        {say.release}
      </Button>
      <Returning id={id} open={returning} onClose={() => setReturning(false)} />
    </div>
  );
}

function useDecision(id: PrescriptionId, { organisation }: Issue) {
  const act = useAct();
  const { node } = useDesk();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const says = (type: Plain | "circulate") => ({ zh: words.zh.says[type], en: words.en.says[type] });

  /** The hospital's own system opens what its pharmacists approved; what is not due yet waits for its date. */
  const open = async (): Promise<void> => {
    const state = ((await node.record("prescription", id)) ?? { status: "none" }) as State;
    if (!isIssue(state) || state.status !== "APPROVED") return;
    const { time } = await node.standing();
    const isEarly = state.notBefore > time;
    const acted = await act({
      commands: [isEarly ? rx(id, "schedule", {}) : rx(id, "circulate", {})],
      says: says("circulate"),
      hands: { as: [organisation] },
      ask: false,
    });
    setRefusal(acted?.status === "refused" ? acted.refusal : undefined);
  };
  const run = async (deed: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await deed();
    } finally {
      setBusy(false);
    }
  };
  const plain = (type: Plain): Promise<void> =>
    run(async () => {
      const command = type === "takeReview" ? rx(id, type, { organisation }) : rx(id, type, {});
      const acted = await act({ commands: [command], says: says(type) });
      if (type === "approve" && acted?.status === "committed") await open();
    });
  return { busy, refusal, plain, circulate: () => run(open) };
}

type Reason = CommandOf<"return">["reasons"][number];

function Returning({
  id,
  open,
  onClose,
}: {
  readonly id: PrescriptionId;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const say = useWords(words);
  const names = useWords(vocabulary);
  const act = useAct();
  const [reasons, setReasons] = useState<readonly Reason[]>([]);
  const toggle = (reason: Reason): void =>
    setReasons((all) => (all.includes(reason) ? all.filter((each) => each !== reason) : [...all, reason]));
  const send = async (): Promise<void> => {
    const told = (language: "zh" | "en", mark: string): string =>
      reasons.map((reason) => vocabulary[language].reason[reason]).join(mark);
    onClose();
    await act({
      commands: [rx(id, "return", { reasons })],
      says: { zh: words.zh.says.return(told("zh", "、")), en: words.en.says.return(told("en", ", ")) },
    });
  };
  return (
    <Overlay open={open} onClose={onClose} title={say.back}>
      <fieldset>
        <legend className="mb-2 text-sm text-ink-2">{say.reasons}</legend>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {RETURN_REASONS.map((reason) => (
            <CheckField
              key={reason}
              label={names.reason[reason]}
              checked={reasons.includes(reason)}
              onChange={() => toggle(reason)}
            />
          ))}
        </div>
      </fieldset>
      <Button
        look="danger"
        className="mt-4 w-full"
        disabled={reasons.length === 0 || reasons.length > 8}
        onClick={send}
        data-testid="send-back"
      >
        {say.send}
      </Button>
    </Overlay>
  );
}
