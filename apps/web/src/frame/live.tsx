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

/** Follows the ledger: the height everywhere, and lists that are read anew when something happened. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { node } = useDesk();
  const queries = useQueryClient();
  const [state, setState] = useState<Live["state"]>("lost");
  const [recent, setRecent] = useState<readonly LiveBlock[]>([]);
  const [last, setLast] = useState<{ readonly height: number; readonly time: number }>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      timer = undefined;
      void queries.invalidateQueries({ predicate: ({ queryKey: [kind] }) => kind === "rows" || kind === "record" });
    };
    const stop = node.follow((block) => {
      setLast({ height: block.height, time: block.time });
      if (block.events.length === 0) return;
      setRecent((before) => [block, ...before].slice(0, RECENT));
      timer ??= setTimeout(refresh, SETTLE_MILLISECONDS);
    }, setState);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [node, queries]);
  const live = useMemo(() => ({ state, height: last?.height, time: last?.time, recent }), [state, last, recent]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
