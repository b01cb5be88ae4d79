import type { TransactionId } from "@meridian/base/ids";
import { assertNever } from "@meridian/base/invariant";
import type { Session } from "@meridian/client/desk";
import { CircleCheck, Fingerprint, KeyRound, LoaderCircle } from "lucide-react";
import { Button } from "../button.tsx";
import { useLanguage, useWords } from "../language.tsx";
import { Hash, Seal } from "../marks.tsx";
import { Overlay } from "../overlay.tsx";
import { listText } from "../text/list.ts";
import { dictionary, labelled } from "../text/words.ts";
import { type Moment, signersOf } from "./acting.tsx";
import { useDesk, useNameOf } from "./context.tsx";
import { RefusalText } from "./refusal.tsx";

const words = dictionary({
  zh: {
    title: "签名确认",
    willSign: "您将签署：",
    by: "签名人",
    code: "持码人",
    honest: "这句话的摘要包含在签名内容里。请确认它就是您的意思。",
    passkey: "用指纹或面容签名",
    device: "用本机密钥签名",
    node: "签名",
    cancel: "不签",
    signing: "正在签名…",
    waiting: "已签名，等待各节点写入账本…",
    done: "已写入账本",
    refused: "账本没有接受",
    unknown: "已签名，但还没有收到回执",
    unknownNext: "网络恢复后会以同一份签名再次送出，不会重复生效。可稍后在账本查询。",
    failed: "应用出错，操作没有完成",
    failedUnsent: "什么也没有送出，账本没有变化。",
    failedUnsentNext: "请关闭后刷新页面再试；若再次出现，请联系医院或所在机构的信息科。",
    failedSent: "出错前已经签名，可能已经送出。",
    failedSentNext: "请先查看这笔交易是否已写入账本，不要直接重做；若再次出现，请联系医院或所在机构的信息科。",
    close: "关闭",
    transaction: "交易",
  },
  en: {
    title: "Confirm and sign",
    willSign: "You are about to sign:",
    by: "Signed by",
    code: "the bearer of the code",
    honest: "The hash of this sentence is part of what you sign. Make sure it is what you mean.",
    passkey: "Sign with fingerprint or face",
    device: "Sign with this device's key",
    node: "Sign",
    cancel: "Do not sign",
    signing: "Signing…",
    waiting: "Signed; waiting for the members to put it on the ledger…",
    done: "It is on the ledger",
    refused: "The ledger did not take it",
    unknown: "Signed, but there is no receipt yet",
    unknownNext:
      "The same signature is sent again once the network is back; it cannot take effect twice. You can look for it on the ledger later.",
    failed: "The app failed; this was not finished",
    failedUnsent: "Nothing was sent; the ledger is as it was.",
    failedUnsentNext:
      "Close this, reload the page and try again; if it happens again, tell the hospital, or your institution's IT desk.",
    failedSent: "It was signed before the failure and may have been sent.",
    failedSentNext:
      "See first whether the transaction is on the ledger, before you do it again; if it happens again, tell the hospital, or your institution's IT desk.",
    close: "Close",
    transaction: "Transaction",
  },
});

type Props = {
  readonly moment: Moment;
  readonly session: Session | undefined;
  readonly onSign: (language: "zh" | "en") => void;
  readonly onClose: () => void;
};

/** The plain sentence whose hash is signed, and how it ended. */
export function SignSheet({ moment, session, onSign, onClose }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { act } = moment;
  const names = signersOf(act, session).map(nameOf);
  if ((act.hands?.with ?? []).length > 0) names.push(act.others?.[language] ?? say.code);
  return (
    <Overlay open onClose={onClose} title={say.title}>
      <p className="text-ink-2">{say.willSign}</p>
      <blockquote className="my-3 rounded-card bg-brand-soft p-4 text-lg font-medium" data-testid="sentence">
        {act.says[language]}
      </blockquote>
      <p className="text-sm text-ink-2">{labelled(say.by, listText(names, language), language)}</p>
      <div aria-live="polite" className="mt-4">
        <Course moment={moment} session={session} onSign={() => onSign(language)} onClose={onClose} />
      </div>
    </Overlay>
  );
}

function Course({
  moment,
  session,
  onSign,
  onClose,
}: Pick<Props, "moment" | "session" | "onClose"> & { readonly onSign: () => void }) {
  const say = useWords(words);
  switch (moment.type) {
    case "asking": {
      const signer = session?.signer ?? "node";
      return (
        <>
          <p className="mb-4 text-sm text-ink-3">{say.honest}</p>
          <div className="flex flex-wrap gap-2">
            <Button
              look="primary"
              size="large"
              className="flex-1"
              icon={signer === "passkey" ? <Fingerprint size={20} aria-hidden /> : <KeyRound size={18} aria-hidden />}
              onClick={onSign}
              data-testid="sign"
            >
              {say[signer]}
            </Button>
            <Button size="large" onClick={onClose}>
              {say.cancel}
            </Button>
          </div>
        </>
      );
    }
    case "signing":
    case "waiting":
      return (
        <p className="flex items-center gap-2 text-ink-2">
          <LoaderCircle size={18} className="animate-spin" aria-hidden />
          {say[moment.type]}
        </p>
      );
    case "ended":
      return <Ended moment={moment} onClose={onClose} />;
    default:
      return assertNever(moment);
  }
}

function Ended({
  moment: { acted },
  onClose,
}: {
  readonly moment: Extract<Moment, { readonly type: "ended" }>;
  readonly onClose: () => void;
}) {
  const say = useWords(words);
  const { addresses } = useDesk();
  return (
    <div className="grid gap-3" data-testid={`acted-${acted.status}`}>
      {acted.status === "committed" && (
        <>
          <p className="flex items-center gap-2 text-lg font-semibold text-ok">
            <CircleCheck size={22} aria-hidden /> {say.done} <Seal height={acted.receipt.height} />
          </p>
          <p className="text-sm text-ink-2">
            <a className="text-brand underline" href={addresses.transaction(acted.receipt.id)}>
              {say.transaction}
            </a>{" "}
            <Hash value={acted.receipt.id} />
          </p>
        </>
      )}
      {acted.status === "refused" && (
        <div role="alert" className="rounded-card bg-danger-soft p-4">
          <p className="font-semibold text-danger">{say.refused}</p>
          <RefusalText refusal={acted.refusal} />
        </div>
      )}
      {acted.status === "unknown" && (
        <div role="alert" className="rounded-card bg-warn-soft p-4">
          <p className="font-semibold text-warn">{say.unknown}</p>
          <p>{say.unknownNext}</p>
          <Hash value={acted.id} />
        </div>
      )}
      {acted.status === "failed" && <Failed id={acted.id} />}
      <Button onClick={onClose} data-testid="close-sheet">
        {say.close}
      </Button>
    </div>
  );
}

/** A fault of the app: what is known of what was sent, and what to do about it. */
function Failed({ id }: { readonly id: TransactionId | undefined }) {
  const say = useWords(words);
  const { addresses } = useDesk();
  return (
    <div role="alert" className="rounded-card bg-danger-soft p-4">
      <p className="font-semibold text-danger">{say.failed}</p>
      <p>{id === undefined ? say.failedUnsent : say.failedSent}</p>
      <p className="text-ink-2">{id === undefined ? say.failedUnsentNext : say.failedSentNext}</p>
      {id !== undefined && (
        <p className="text-sm text-ink-2">
          <a className="text-brand underline" href={addresses.transaction(id)}>
            {say.transaction}
          </a>{" "}
          <Hash value={id} />
        </p>
      )}
    </div>
  );
}
