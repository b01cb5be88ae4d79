import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Field } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { LockOpen } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useBrowserSessions } from "./use-own-document.ts";

const words = dictionary({
  zh: {
    label: "恢复码",
    hint: "您打印或抄下的那一串，26 位，大小写和短横都不要紧。",
    wrong: "恢复码不对，或您还没有做过恢复码。",
    unlock: "用恢复码解锁",
  },
  en: {
    label: "Recovery code",
    hint: "The 26 characters that you printed or copied; case and dashes do not matter.",
    wrong: "That is not the code, or you never made one.",
    unlock: "Unlock with the code",
  },
});

/** Unlocks documents by the code on paper; this device's key opens them from then on. */
export function UnlockWithCode({ onUnlocked }: { readonly onUnlocked: () => unknown }) {
  const say = useWords(words);
  const sessions = useBrowserSessions();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Refusal | "wrong">();
  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (sessions === undefined) return;
    setBusy(true);
    setTold(undefined);
    try {
      if (await sessions.unlockWithRecovery(code)) onUnlocked();
      else setTold("wrong");
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setTold(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="grid gap-2" onSubmit={unlock} data-screen-only>
      <Field
        label={say.label}
        hint={say.hint}
        {...(told === "wrong" && { error: say.wrong })}
        value={code}
        maxLength={64}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => setCode(event.target.value)}
      />
      {typeof told === "object" && (
        <div role="alert">
          <RefusalText refusal={told} />
        </div>
      )}
      <Button
        type="submit"
        busy={busy}
        disabled={code.trim() === ""}
        icon={<LockOpen size={16} aria-hidden />}
        data-testid="unlock-with-code"
      >
        {say.unlock}
      </Button>
    </form>
  );
}
