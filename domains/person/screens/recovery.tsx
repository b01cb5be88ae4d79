import type { PersonId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { holderIdOf, useNameOf, useSession } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { deed } from "./deed.ts";

const words = dictionary({
  zh: {
    own: "有人申请用新密钥接管您的账户",
    other: (person: string) => `有人申请接管 ${person} 的账户，您是其账户守护人`,
    lead: (when: string) =>
      `两家登记机构已提出申请，${when} 起新密钥生效，全部旧密钥作废。如果不是您本人丢失了密钥，请立即否决。`,
    newKey: "新密钥",
    veto: "不是我，否决",
    vetoOther: "替其否决",
    fine: "是我本人申请的，等待生效即可。",
    says: (person: string, key: string) => `我否决对 ${person} 账户的接管申请（新密钥 ${key}）。旧密钥继续有效。`,
  },
  en: {
    own: "Somebody asks to take over your account with a new key",
    other: (person: string) => `Somebody asks to take over the account of ${person}, whose account guardian you are`,
    lead: (when: string) =>
      `Two registrars asked for it. From ${when} on the new key counts and every old key ends. Unless you lost your keys yourself, veto it now.`,
    newKey: "New key",
    veto: "This is not me: veto",
    vetoOther: "Veto for them",
    fine: "If you asked for it yourself, just wait.",
    says: (person: string, key: string) =>
      `I veto the takeover of the account of ${person} (new key ${key}). The old keys go on.`,
  },
});

type RecoveryRow = Row & {
  readonly person: string;
  readonly reader: string;
  readonly key: string;
  readonly requested_at: number;
  readonly opens_at: number;
};

/** Recoveries that wait and that the person who is signed in may veto: of the own account, and as a guardian. */
export function useRecoveries() {
  const reader = holderIdOf(useSession());
  return useRows<RecoveryRow>(
    "recoveries",
    { where: { reader: reader ?? "" }, limit: 20 },
    { enabled: reader !== undefined },
  );
}

/** A takeover of an account that waits, and the way to stop it. */
export function RecoveryCard({ row }: { readonly row: RecoveryRow }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const isOwn = row.person === row.reader;
  const veto = async (): Promise<void> => {
    setBusy(true);
    const [person, key] = [nameOf(row.person), row.key.slice(0, 8)];
    await act({
      commands: [deed({ type: "vetoRecovery", id: row.person as PersonId })],
      says: { zh: words.zh.says(person, key), en: words.en.says(person, key) },
    });
    setBusy(false);
  };
  return (
    <Card
      className="border-l-4 border-danger"
      title={
        <span className="flex gap-2 text-danger">
          <ShieldAlert size={22} className="mt-1 shrink-0" aria-hidden />
          {isOwn ? say.own : say.other(nameOf(row.person))}
        </span>
      }
    >
      <div className="grid gap-3" role="alert" data-testid="recovery">
        <p>{say.lead(timeText(row.opens_at, language))}</p>
        <p className="text-sm text-ink-2">
          {say.newKey} <Hash value={row.key} />{" "}
          {isOwn && (
            <VerifyButton of={{ type: "event", domain: "person", record: row.person, event: "recoveryRequested" }} />
          )}
        </p>
        <Button look="danger" size="large" busy={busy} onClick={veto} data-testid="veto">
          {isOwn ? say.veto : say.vetoOther}
        </Button>
        {isOwn && <p className="text-sm text-ink-3">{say.fine}</p>}
      </div>
    </Card>
  );
}
