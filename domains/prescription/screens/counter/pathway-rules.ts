import type { Row } from "@meridian/kernel/view";
import type { Issue } from "@meridian/prescription/state";
import { isControlled } from "@meridian/prescription/vocabulary";
import { useRows } from "@meridian/ui/desk/rows";

type PathwayRow = Row & {
  readonly document: {
    readonly params?: { readonly dispensersNeeded?: number };
    readonly switches?: { readonly settlementRequired?: boolean; readonly deliveryAllowed?: boolean };
  } | null;
};

export type CounterRules = {
  /** An insurer settles before anything is handed over. */
  readonly settlesFirst: boolean;
  readonly delivers: boolean;
  readonly dispensers: number;
};

/** What the pinned pathway wants at the counter; while it is not read, the stricter. */
export function useCounterRules({ pathway, selfPay, items, delivery }: Issue): CounterRules {
  const { data } = useRows<PathwayRow>("pathways", { where: { hash: pathway.hash }, limit: 1 });
  const { params, switches } = data?.rows[0]?.document ?? {};
  const controlled = items.some((item) => isControlled(item.class)) ? 2 : 1;
  return {
    settlesFirst: !selfPay && (switches?.settlementRequired ?? true),
    delivers: switches?.deliveryAllowed ?? delivery,
    dispensers: Math.max(params?.dispensersNeeded ?? 1, controlled),
  };
}
