import { useWords } from "@meridian/ui/language";
import { Activity, Blocks, Gauge, Gavel, Landmark } from "lucide-react";
import type { ReactNode } from "react";
import { Area } from "../../frame/area.tsx";
import { SearchBox } from "./search-box.tsx";
import { words } from "./words.ts";

type Props = {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** What the box holds at first. */
  readonly sought?: string;
  readonly children: ReactNode;
};

/** Every page of the explorer: the way around, the one box to find things, and its heading. */
export function OperatorPage({ title, lead, sought = "", children }: Props) {
  const say = useWords(words);
  return (
    <Area
      label={say.area}
      links={[
        { href: "/n", label: say.overview, icon: <Activity size={16} aria-hidden /> },
        { href: "/n/blocks", label: say.blocks, icon: <Blocks size={16} aria-hidden /> },
        { href: "/n/validators", label: say.validators, icon: <Landmark size={16} aria-hidden /> },
        { href: "/n/governance", label: say.governance, icon: <Gavel size={16} aria-hidden /> },
        { href: "/n/metrics", label: say.metrics, icon: <Gauge size={16} aria-hidden /> },
      ]}
    >
      <SearchBox key={sought} first={sought} />
      <h1 className="mt-5 text-2xl font-semibold">{title}</h1>
      {lead !== undefined && <div className="mt-1 text-ink-2">{lead}</div>}
      <div className="mt-4 grid gap-4 *:min-w-0">{children}</div>
    </Area>
  );
}
