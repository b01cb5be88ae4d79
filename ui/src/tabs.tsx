import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

type Tab = { readonly id: string; readonly label: ReactNode; readonly content: ReactNode };

type Props = {
  readonly tabs: readonly Tab[];
  readonly label: string;
  /** Which one shows, where the page's address says it; else the first, and then what was chosen. */
  readonly selected?: string;
  readonly onSelect?: (id: string) => void;
};

/** Panels of which one shows. */
export function Tabs({ tabs, label, selected, onSelect }: Props) {
  const chosen = selected === undefined ? { defaultValue: tabs[0]?.id ?? null } : { value: selected };
  return (
    <Base.Root {...chosen} onValueChange={(next: unknown) => onSelect?.(String(next))}>
      <Base.List aria-label={label} className="mb-4 flex flex-wrap gap-1 rounded-control bg-sunken p-1">
        {tabs.map(({ id, label: text }) => (
          <Base.Tab
            key={id}
            value={id}
            className="min-h-9 flex-1 cursor-pointer rounded-lg px-3 text-ink-2 hover:text-ink data-[active]:bg-surface data-[active]:font-semibold data-[active]:text-ink data-[active]:shadow-card"
          >
            {text}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ id, content }) => (
        <Base.Panel key={id} value={id}>
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
