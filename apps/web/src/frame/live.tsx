import type { LiveBlock } from "@meridian/client/desk";
import { useDesk } from "@meridian/ui/desk/context";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

type Live = {
  readonly state: "live" | "lost";
  readonly height: number | undefined;
  /** Epoch seconds of the last block. */
  readonly time: number | undefined;
  /** The latest blocks that had events, newest first. */
  readonly recent: readonly LiveBlock[];
};
const LiveContext = createContext<Live>({ state: "lost", height: undefined, time: undefined, recent: [] });
export const useLive = (): Live => useContext(LiveContext);

const RECENT = 30;
/** Many blocks in a burst read the lists anew once. */
const SETTLE_MILLISECONDS = 250;
/** Lists are folded after their block, so one read at once may be older than what it is read for: then again, for so long. */
const BEHIND_TRIES = 12;

/** Follows the ledger: the height everywhere, and lists that are read anew when something happened. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { node } = useDesk();
  const queries = useQueryClient();
  const [state, setState] = useState<Live["state"]>("lost");
  const [recent, setRecent] = useState<readonly LiveBlock[]>([]);
  const [last, setLast] = useState<{ readonly height: number; readonly time: number }>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = 0;
    const refresh = async (triesLeft: number): Promise<void> => {
      timer = undefined;
      await queries.invalidateQueries({ predicate: ({ queryKey: [kind] }) => kind === "rows" || kind === "record" });
      const pages = queries.getQueriesData<{ readonly height: number }>({ queryKey: ["rows"], type: "active" });
      const isBehind = pages.some(([, page]) => page !== undefined && page.height < wanted);
      if (isBehind && triesLeft > 0) later(triesLeft - 1);
    };
    const later = (tries: number): void => {
      timer ??= setTimeout(() => void refresh(tries), SETTLE_MILLISECONDS);
    };
    const stop = node.follow((block) => {
      setLast({ height: block.height, time: block.time });
      if (block.events.length === 0) return;
      wanted = block.height;
      setRecent((before) => [block, ...before].slice(0, RECENT));
      later(BEHIND_TRIES);
    }, setState);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [node, queries]);
  const live = useMemo(() => ({ state, height: last?.height, time: last?.time, recent }), [state, last, recent]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The ledger's time, epoch seconds; that of this device until the first block is heard of. */
export function useNow(): number {
  const { time } = useLive();
  return time ?? Math.floor(Date.now() / 1_000);
}
