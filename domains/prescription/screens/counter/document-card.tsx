import { textOf } from "@meridian/base/bytes";
import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import type { CommandOf } from "@meridian/disclosure/schema";
import type { Issue } from "@meridian/prescription/state";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { holderIdOf, useDesk, useNameOf, useSession } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { useQueryClient } from "@tanstack/react-query";
import { FileLock2, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { PharmacistDocument } from "../pharmacist-document.tsx";
import { openedKey, useOpened } from "../pharmacist-opened.ts";
import { obtain } from "./obtain.ts";

const words = dictionary({
  zh: {
    title: "处方内容",
    sealed: (house: string) => `文件加密保存在${house}。取得时会先在账本登记，患者能看到谁在何时取得。`,
    get: "取得处方",
    getting: "等待医院登记并送出…",
    checked: "文件与账本上的承诺一致，已在本机核对。",
    says: "药房确认收到并打开了处方文件",
    failed: "没有取得处方",
  },
  en: {
    title: "The prescription",
    sealed: (house: string) =>
      `The document is sealed at ${house}. Releasing it is entered on the ledger first, and the patient sees who got it and when.`,
    get: "Obtain the document",
    getting: "Waiting for the hospital to enter it and send it…",
    checked: "The document is what the ledger commits to; this device has checked it.",
    says: "The pharmacy has received the document and opened it",
    failed: "The document did not come",
  },
});

type Props = { readonly id: PrescriptionId; readonly issue: Issue; readonly house: OrganisationId };

/** The document of a claimed prescription: sealed at its custodian, or opened here. */
export function DocumentCard({ id, issue, house }: Props) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const { content, custodian } = issue;
  const { data: bundle } = useOpened(content, custodian, false);
  const { busy, refusal, get } = useObtaining(id, issue, house);
  return (
    <Card title={say.title}>
      {bundle !== undefined && (
        <div className="grid gap-4">
          <PharmacistDocument bundle={bundle} />
          <p className="flex items-center gap-2 text-sm text-ok">
            <ShieldCheck size={17} aria-hidden /> {say.checked}
          </p>
        </div>
      )}
      {bundle === undefined && (
        <div className="grid gap-3">
          <p className="text-ink-2">{say.sealed(nameOf(custodian))}</p>
          <Button
            look="primary"
            busy={busy}
            icon={<FileLock2 size={17} aria-hidden />}
            onClick={get}
            data-testid="obtain"
          >
            {say.get}
          </Button>
          <p role="status" className="text-ink-2">
            {busy && say.getting}
          </p>
          {refusal !== undefined && (
            <div role="alert" className="rounded-card bg-danger-soft p-4">
              <p className="font-semibold text-danger">{say.failed}</p>
              <RefusalText refusal={refusal} />
            </div>
          )}
        </div>
      )}
    </Card>
  );
}

function useObtaining(prescription: PrescriptionId, { content, custodian }: Issue, house: OrganisationId) {
  const { node, sessions } = useDesk();
  const act = useAct();
  const queries = useQueryClient();
  const who = holderIdOf(useSession());
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const keep = (document: Uint8Array): unknown =>
    queries.setQueryData(openedKey(who, content), parseJson(textOf(document) ?? "") ?? null);
  const get = async (): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    try {
      // In its own house nothing leaves; the look is noted there.
      if (house === custodian) return void keep(await node.document(content, custodian));
      const wanted = { prescription, commitment: content, custodian, recipient: house };
      const { document, disclosure } = await obtain(node, sessions, wanted);
      keep(document);
      const received: CommandOf<"acknowledge"> = {
        domain: "disclosure",
        type: "acknowledge",
        id: disclosure,
        outcome: "opened",
      };
      await act({
        commands: [received],
        says: { zh: words.zh.says, en: words.en.says },
        hands: { as: [house] },
        ask: false,
      });
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, get };
}
