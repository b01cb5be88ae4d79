import { useQueryClient } from "@tanstack/react-query";
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useRef, useState } from "react";
import { Button } from "../button.tsx";
import { useWords } from "../language.tsx";
import { Failed } from "../states.tsx";
import { dictionary } from "../text/words.ts";
import type { Act, Acted, Moment } from "./acting.tsx";
import { useDesk, useSession } from "./context.tsx";

const words = dictionary({
  zh: { missing: "签名界面没有载入，什么也没有签署。请检查网络后刷新页面。", close: "关闭" },
  en: {
    missing:
      "The part of the app that signs did not load. Nothing was signed. Check the network and load the page again.",
    close: "Close",
  },
});

/** Both load when somebody first signs, not with the first page. */
const SignSheet = lazy(async () => ({
  default: await import("./sign-sheet.tsx").then(
    ({ SignSheet: loaded }) => loaded,
    (error: unknown) => {
      reportError(error);
      return SheetMissing;
    },
  ),
}));

/** In place of the sheet when its code did not come. */
function SheetMissing({ onClose }: { readonly onClose: () => void }) {
  const say = useWords(words);
  return (
    <div
      role="alertdialog"
      aria-label={say.missing}
      className="fixed inset-x-4 bottom-4 z-50 mx-auto grid max-w-md gap-2 rounded-card bg-surface p-4 shadow-lg"
    >
      <Failed retry={() => location.reload()}>{say.missing}</Failed>
      <Button onClick={onClose}>{say.close}</Button>
    </div>
  );
}

const ActContext = createContext<((act: Act) => Promise<Acted>) | undefined>(undefined);

/** Shows the sentence, has it signed, sends it and says how it ended. One act at a time in a tab. */
export function useAct(): (act: Act) => Promise<Acted> {
  const act = useContext(ActContext);
  if (act === undefined) throw new Error("useAct is used outside of ActProvider");
  return act;
}

type Open = { readonly act: Act; readonly done: (acted: Acted) => void };

export function ActProvider({ children }: { readonly children: ReactNode }) {
  const desk = useDesk();
  const session = useSession();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [moment, setMoment] = useState<Moment>();

  const carryOut = useCallback(
    async (act: Act, language: "zh" | "en", told: (moment: Moment) => void): Promise<Exclude<Acted, undefined>> => {
      const acted = await import("./perform.tsx").then(
        ({ performAct }) => performAct(desk, act, language, told),
        (error: unknown) => {
          reportError(error);
          return { status: "failed" } as const;
        },
      );
      await queries.invalidateQueries({ predicate: ({ queryKey: [kind] }) => kind !== "rejections" });
      return acted;
    },
    [desk, queries],
  );

  /** Of an act that nobody was asked about only a fault is shown, and not over one that somebody is being asked about. */
  const tellFault = useCallback((wish: Act, acted: Exclude<Acted, undefined>): Acted => {
    if (acted.status === "failed")
      setMoment((now) => (now === undefined || now.type === "ended" ? { type: "ended", act: wish, acted } : now));
    return acted;
  }, []);

  const act = useCallback(
    (wish: Act): Promise<Acted> => {
      if (wish.ask === false) return carryOut(wish, "zh", () => {}).then((acted) => tellFault(wish, acted));
      return new Promise((done) => {
        setOpen({ act: wish, done });
        setMoment({ type: "asking", act: wish });
      });
    },
    [carryOut, tellFault],
  );

  const isSigning = useRef(false);
  const sign = async (language: "zh" | "en"): Promise<void> => {
    // A second click comes before the first one is drawn.
    if (open === undefined || isSigning.current) return;
    isSigning.current = true;
    setMoment({ type: "signing", act: open.act });
    const acted = await carryOut(open.act, language, setMoment).finally(() => {
      isSigning.current = false;
    });
    open.done(acted);
    setMoment({ type: "ended", act: open.act, acted });
  };
  const close = (): void => {
    if (moment?.type === "asking") open?.done(undefined);
    setMoment(undefined);
    setOpen(undefined);
  };
  return (
    <ActContext value={act}>
      {children}
      {moment !== undefined && (
        <Suspense>
          <SignSheet moment={moment} session={session} onSign={sign} onClose={close} />
        </Suspense>
      )}
    </ActContext>
  );
}
