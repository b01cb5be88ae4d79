import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useSession } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { FileKey2, Printer } from "lucide-react";
import { useState } from "react";
import { useBrowserSessions } from "./use-own-document.ts";

const words = dictionary({
  zh: {
    title: "恢复码",
    lead: "所有设备都丢了，只有恢复码能再打开您的加密文件。它只显示这一次，请打印或抄下，放在安全的地方。",
    make: "生成恢复码",
    again: "再次生成会使旧的恢复码失效。",
    once: "请现在抄下或打印。离开本页后不再显示。",
    print: "打印",
    done: "我已收好",
    locked: "这台设备现在打不开您的文件，不能生成恢复码。请先用有文件密钥的设备登录。",
    node: "此身份的密钥由节点代管（演示），没有加密文件的密钥可供恢复。",
  },
  en: {
    title: "Recovery code",
    lead: "If all devices are lost, only this code opens your encrypted documents again. It shows once: print or copy it and keep it safe.",
    make: "Make a recovery code",
    again: "Making another one ends the one before.",
    once: "Copy or print it now. It does not show again once you leave.",
    print: "Print",
    done: "I have put it away",
    locked: "This device cannot open your documents now, so it cannot make a code. Sign in with a device that can.",
    node: "The node keeps this identity's key (demonstration), so there is no document key to recover.",
  },
});

/** The recovery code for documents, made and shown once. */
export function RecoveryCode() {
  const say = useWords(words);
  const sessions = useBrowserSessions();
  const session = useSession();
  const [code, setCode] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Refusal | "locked">();
  const make = async (): Promise<void> => {
    if (sessions === undefined) return;
    setBusy(true);
    setTold(undefined);
    try {
      const made = await sessions.makeRecoveryCode();
      setCode(made);
      if (made === undefined) setTold("locked");
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setTold(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={say.title}>
      <div className="grid gap-3" aria-live="polite">
        <p className="text-ink-2">{session?.signer === "node" ? say.node : say.lead}</p>
        {code !== undefined && (
          <div className="grid gap-3">
            <code
              className="rounded-card bg-brand-soft p-4 text-center font-mono text-lg font-semibold"
              data-testid="recovery-code"
            >
              {code}
            </code>
            <p className="text-warn">{say.once}</p>
            <div data-screen-only className="grid gap-2">
              <Button size="large" icon={<Printer size={18} aria-hidden />} onClick={() => print()}>
                {say.print}
              </Button>
              <Button size="large" look="primary" onClick={() => setCode(undefined)}>
                {say.done}
              </Button>
            </div>
          </div>
        )}
        {code === undefined && session?.signer !== "node" && (
          <>
            <Button
              size="large"
              busy={busy}
              icon={<FileKey2 size={18} aria-hidden />}
              onClick={make}
              data-testid="make-recovery-code"
            >
              {say.make}
            </Button>
            <p className="text-sm text-ink-3">{say.again}</p>
          </>
        )}
        {told === "locked" && <p className="text-danger">{say.locked}</p>}
        {typeof told === "object" && <RefusalText refusal={told} />}
      </div>
    </Card>
  );
}
