import type { Name } from "@meridian/client/desk";
import { useAsk } from "@meridian/ui/desk/rows";
import { dictionary } from "@meridian/ui/text/words";
import { useEffect, useState } from "react";

export type Found = { readonly kind: string; readonly id: string; readonly label: Name; readonly path: string };

/** What kinds of things are called, as headings of groups. */
export const kinds = dictionary<Readonly<Record<string, string>>>({
  zh: {
    transaction: "交易",
    block: "区块",
    prescription: "处方",
    organisation: "机构",
    practitioner: "执业人员",
    credential: "资质",
    unit: "药品追溯码",
    settlement: "结算",
    record: "记录",
  },
  en: {
    transaction: "Transactions",
    block: "Blocks",
    prescription: "Prescriptions",
    organisation: "Institutions",
    practitioner: "Practitioners",
    credential: "Credentials",
    unit: "Units of medicine",
    settlement: "Settlements",
    record: "Records",
  },
});

const DEBOUNCE_MILLISECONDS = 180;

/** The text once typing has paused. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What the node finds that the reader may see. */
export const useFound = (sought: string) =>
  useAsk<{ readonly results: readonly Found[] }>(["search", sought], `/v1/search?q=${encodeURIComponent(sought)}`, {
    enabled: sought !== "",
  });

/** Found things by kind, in the order in which kinds first come: the best first. */
export function grouped(results: readonly Found[]): readonly (readonly [kind: string, found: readonly Found[]])[] {
  const groups = new Map<string, Found[]>();
  for (const each of results) groups.set(each.kind, [...(groups.get(each.kind) ?? []), each]);
  return [...groups];
}

export const searchPath = (sought: string): string => `/n/search?q=${encodeURIComponent(sought)}`;
