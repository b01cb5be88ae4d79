import { assertNever } from "@meridian/base/invariant";
import { PatientDocument } from "@meridian/prescription-screens/patient-document";
import type { PatientPrescription } from "@meridian/prescription-screens/patient-row";
import { Button } from "@meridian/ui/button";
import { useNameOf, useSession } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Loading, Notice } from "@meridian/ui/states";
import { dictionary } from "@meridian/ui/text/words";
import { Fingerprint, FolderOpen, Landmark, Lock, ShieldCheck, Trash2 } from "lucide-react";
import { UnlockWithCode } from "./unlock-with-code.tsx";
import type { OwnDocument } from "./use-own-document.ts";

const words = dictionary({
  zh: {
    closed: "文件已加密",
    closedNext: "用指纹或面容解锁后，在这台设备上打开。",
    unlock: "解锁并打开",
    locked: "这台设备上没有打开它的钥匙",
    lockedNext: "可以用恢复码解锁，或请医院重新提供一份；后者会记在账本上。",
    lockedNode: "演示患者的密钥由节点代管，打不开加密副本。可以请医院提供一份，这会记在账本上。",
    noCopy: "医院存入这份文件时，您还没有文件密钥",
    noCopyNext: "可以请医院现在提供一份；这次提供会记在账本上，只有您能打开。",
    ask: "请医院提供给我",
    erased: "这份文件已被销毁",
    erasedNext: "保管机构按要求销毁了它的密钥，谁也不能再打开。账本上只剩它的指纹。",
    refused: "没有打开",
    retry: "重试",
    checked: (custodian: string) => `内容与账本上的指纹一致，由${custodian}保管。在您的设备上解密，节点没有看到。`,
    fingerprint: "指纹",
    released: "刚由医院提供给您；账本已记下。",
  },
  en: {
    closed: "The document is encrypted",
    closedNext: "Unlock it with your fingerprint or face; it opens on this device.",
    unlock: "Unlock and open",
    locked: "There is no key on this device that opens it",
    lockedNext:
      "Unlock with your recovery code, or have the hospital release it once more; the latter is noted on the ledger.",
    lockedNode:
      "The node keeps this demonstration patient's key, which opens no encrypted copies. The hospital can release the document; that is noted on the ledger.",
    noCopy: "You had no document key yet when the hospital stored this",
    noCopyNext: "The hospital can release it now; that is noted on the ledger, and only you can open it.",
    ask: "Have it released to me",
    erased: "This document was destroyed",
    erasedNext:
      "Its custodian destroyed the key as asked; nobody can open it again. The ledger keeps its fingerprint only.",
    refused: "It did not open",
    retry: "Try again",
    checked: (custodian: string) =>
      `It matches its fingerprint on the ledger and is kept by ${custodian}. Decrypted on your device; the node did not see it.`,
    fingerprint: "Fingerprint",
    released: "Released to you by the hospital just now; the ledger has noted it.",
  },
});

type Props = { readonly row: PatientPrescription; readonly document: OwnDocument };

/** The document of a prescription, or what stands in the way and how to get past it. */
export function DocumentCard({ row, document: { state, open, ask } }: Props) {
  const say = useWords(words);
  const session = useSession();
  const asking = (
    <Button icon={<Landmark size={16} aria-hidden />} onClick={ask} data-testid="ask-document">
      {say.ask}
    </Button>
  );
  switch (state.is) {
    case "closed":
      return (
        <Notice
          icon={<Lock size={28} aria-hidden />}
          title={say.closed}
          action={
            <Button
              look="primary"
              size="large"
              icon={
                session?.signer === "passkey" ? (
                  <Fingerprint size={18} aria-hidden />
                ) : (
                  <FolderOpen size={18} aria-hidden />
                )
              }
              onClick={open}
              data-testid="open-document"
            >
              {say.unlock}
            </Button>
          }
        >
          {say.closedNext}
        </Notice>
      );
    case "opening":
      return <Loading />;
    case "locked":
      return (
        <div data-testid="document-locked">
          <Notice icon={<Lock size={28} aria-hidden />} title={say.locked} action={asking}>
            {session?.signer === "node" ? say.lockedNode : say.lockedNext}
          </Notice>
          {session?.signer !== "node" && <UnlockWithCode onUnlocked={open} />}
        </div>
      );
    case "no-copy":
      return (
        <Notice icon={<Lock size={28} aria-hidden />} title={say.noCopy} action={asking}>
          {say.noCopyNext}
        </Notice>
      );
    case "erased":
      return (
        <Notice icon={<Trash2 size={28} aria-hidden />} title={say.erased}>
          {say.erasedNext}
        </Notice>
      );
    case "refused":
      return (
        <div role="alert">
          <Notice
            icon={<Lock size={28} aria-hidden />}
            title={say.refused}
            action={<Button onClick={open}>{say.retry}</Button>}
          >
            <RefusalText refusal={state.refusal} />
          </Notice>
        </div>
      );
    case "open":
      return (
        <div className="grid gap-3">
          <PatientDocument bundle={state.bundle} />
          <Checked row={row} released={state.by === "release"} />
        </div>
      );
    default:
      return assertNever(state);
  }
}

function Checked({ row, released }: { readonly row: PatientPrescription; readonly released: boolean }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  return (
    <div className="rounded-control bg-ok-soft p-3 text-sm" data-testid="commitment-holds">
      <p className="flex gap-2 text-ok">
        <ShieldCheck size={18} className="mt-0.5 shrink-0" aria-hidden />
        {say.checked(nameOf(row.custodian))}
      </p>
      {released && <p className="mt-1 text-ink-2">{say.released}</p>}
      <p className="mt-1 flex flex-wrap items-center gap-x-2 text-ink-2">
        {say.fingerprint} <Hash value={row.content} />
        <VerifyButton of={{ type: "record", domain: "prescription", id: row.id }} name={row.id} />
      </p>
    </div>
  );
}
