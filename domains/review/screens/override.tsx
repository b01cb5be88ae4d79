import { utf8 } from "@meridian/base/bytes";
import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import type { Finding } from "@meridian/review/evaluate";
import type { OverrideReason } from "@meridian/review/rule";
import type { OverrideFinding } from "@meridian/review/schema";
import { Button } from "@meridian/ui/button";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Select, TextField } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { useState } from "react";
import { reviewVocabulary } from "./review-words.tsx";

const words = dictionary({
  zh: {
    reason: "理由",
    note: "说明（加密保存在医院，账本只有承诺值）",
    noteNeeded: "请写明为什么可以继续。",
    override: "说明理由并签名",
    says: (message: string, reason: string) => `对问题“${message}”，以“${reason}”为由继续`,
    open: "说明理由",
  },
  en: {
    reason: "Reason",
    note: "Explanation (sealed at the hospital; the ledger has its commitment only)",
    noteNeeded: "Say why it may go on.",
    override: "Give the reason and sign",
    says: (message: string, reason: string) => `Go on in spite of the finding “${message}”; reason: ${reason}`,
    open: "Give a reason",
  },
});

type Props = {
  readonly finding: Finding;
  readonly position: number;
  readonly prescription: PrescriptionId;
  readonly version: number;
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
};

/** The prescriber's reason against a finding: coded on the ledger, in words in the vault. */
export function OverrideForm({ finding, position, prescription, version, patient, custodian }: Props) {
  const say = useWords(words);
  const { reason: reasons } = useWords(reviewVocabulary);
  const { zh, en } = { zh: reviewVocabulary.zh.reason, en: reviewVocabulary.en.reason };
  const { node } = useDesk();
  const act = useAct();
  const allowed = finding.override.reasons;
  const [reason, setReason] = useState<OverrideReason>(allowed[0] ?? "other");
  const [note, setNote] = useState("");
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const isWritten = note.trim() !== "";
  const send = async (): Promise<void> => {
    setTried(true);
    if (!isWritten) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      const content = utf8(note.trim());
      const commitment = await node.deposit({ patient, custodian, kind: "override-note", content });
      const ofReview = { prescription, version, finding: position };
      const command: OverrideFinding = { domain: "review", type: "override", ...ofReview, reason, commitment };
      const { message } = finding;
      await act({
        commands: [command],
        says: { zh: words.zh.says(message.zh, zh[reason]), en: words.en.says(message.en, en[reason]) },
      });
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <details className="mt-1" data-screen-only>
      <summary className="cursor-pointer text-brand">{say.open}</summary>
      <div className="mt-2 grid gap-3 rounded-card bg-sunken p-3">
        <Select
          label={say.reason}
          value={reason}
          onChange={({ target }) => setReason(target.value as OverrideReason)}
          options={(allowed.length === 0 ? (["other"] as const) : allowed).map((value) => ({
            value,
            label: reasons[value],
          }))}
        />
        <TextField
          label={say.note}
          value={note}
          maxLength={2_000}
          onChange={({ target }) => setNote(target.value)}
          {...(isTried && !isWritten && { error: say.noteNeeded })}
        />
        <div aria-live="polite">{refusal !== undefined && <RefusalText refusal={refusal} />}</div>
        <Button look="primary" busy={isBusy} onClick={send} data-testid="override">
          {say.override}
        </Button>
      </div>
    </details>
  );
}
