import { useDesk } from "@meridian/ui/desk/context";
import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { KnownSeals, type Seal } from "./known-seals.ts";

/** Kept over the pages of one visit, so that with each block only what is new is asked for. */
const known = new KnownSeals();
const subscribe = (listener: () => void): (() => void) => known.onChange(listener);

const AGAIN_MILLISECONDS = 2_000;

/**
 * Seals, among them those of these heights (ascending) as far as the node has them. The last may still be on its way, so
 * it is asked for again.
 */
export function useSealsOf(heights: readonly number[]): ReadonlyMap<number, Seal> {
  const { node } = useDesk();
  const seals = useSyncExternalStore(subscribe, () => known.all);
  const [first = 0, last = 0] = [heights[0], heights.at(-1)];
  useQuery({
    queryKey: ["ask", "seals", first, last],
    queryFn: async () => {
      await known.read(node, heights);
      return true;
    },
    enabled: known.unsettled(heights).length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: () => (seals.has(last) ? false : AGAIN_MILLISECONDS),
  });
  return seals;
}

/** The seal of the block after `height`, which carries what that block did. */
export const useSealAfter = (height: number): Seal | undefined => useSealsOf([height + 1]).get(height + 1);
