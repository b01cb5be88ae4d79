import type { PrescriptionId } from "@meridian/base/ids";
import type { EventType } from "@meridian/prescription/events";
import { vocabulary } from "@meridian/prescription-screens/vocabulary";
import { DeskProvider, useDesk } from "@meridian/ui/desk/context";
import { FactLine } from "@meridian/ui/desk/proof";
import { useWords } from "@meridian/ui/language";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useMemo } from "react";
import { useLive } from "../../frame/live.tsx";
import type { Player } from "./story/cast.ts";
import { words } from "./words.ts";

type Props = { readonly prescription: PrescriptionId | undefined; readonly patient: Player };

/** What just went on the ledger about this prescription, newest first, as its patient may see and verify it. */
export function Drawer({ prescription, patient }: Props) {
  const desk = useDesk();
  const own = useMemo(() => ({ ...desk, ...patient }), [desk, patient]);
  return (
    <DeskProvider desk={own}>
      <Told prescription={prescription} />
    </DeskProvider>
  );
}

type Happened = { readonly height: number; readonly position: number; readonly time: number; readonly type: EventType };

function Told({ prescription }: { readonly prescription: PrescriptionId | undefined }) {
  const say = useWords(words);
  const rx = useWords(vocabulary);
  const { node } = useDesk();
  const { height } = useLive();
  const told = useQuery({
    queryKey: ["tour", prescription, height],
    queryFn: async () => {
      const where = { prescription: prescription ?? "" };
      const { rows } = await node.rows("prescription_events", { where, limit: 100 });
      return (rows as unknown as readonly Happened[]).toReversed();
    },
    enabled: prescription !== undefined,
    placeholderData: (before) => before,
  });
  const events = told.data ?? [];
  return (
    <details open className="mt-4 rounded-card bg-surface p-4 shadow-card" data-testid="tour-drawer">
      <summary className="flex cursor-pointer items-center gap-2 font-semibold">
        <ChevronDown size={16} aria-hidden /> {say.drawer}
      </summary>
      {events.length === 0 && <p className="mt-2 text-ink-3">{say.nothing}</p>}
      <ol className="mt-2 grid gap-2" aria-live="polite">
        {events.map(({ height: at, position, time, type }) => (
          <li key={`${at}/${position}`} className="border-b border-line pb-2">
            <p className="font-medium">{rx.event[type]}</p>
            <FactLine time={time} height={at} of={{ type: "place", height: at, position }} />
          </li>
        ))}
      </ol>
    </details>
  );
}
