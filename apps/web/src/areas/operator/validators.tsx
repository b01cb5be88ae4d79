import { vocabulary, wordIn } from "@meridian/organisation-screens/vocabulary";
import { useDesk } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Loading } from "@meridian/ui/states";
import { CoalitionCard } from "@meridian/validator-screens/coalition-card";
import { Misbehaviours, SetHistory } from "@meridian/validator-screens/conduct";
import { Seats } from "@meridian/validator-screens/seats";
import { useLive } from "../../frame/live.tsx";
import { OperatorPage } from "./page.tsx";
import { useSealsOf } from "./seals.ts";
import { useSeatRows } from "./validator-names.ts";
import { words } from "./words.ts";

/** Blocks of the strip. */
export const UPTIME = 50;

export const lastHeights = (height: number): readonly number[] =>
  Array.from(
    { length: Math.min(UPTIME, Math.max(0, height)) },
    (_, index) => height - Math.min(UPTIME, height) + 1 + index,
  );

/** Who runs the network, who signed the latest blocks, who could break what, and who misbehaved. */
export function Validators() {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  const { directory } = useDesk();
  const { height = 0 } = useLive();
  const heights = lastHeights(height);
  const seals = useSealsOf(heights);
  const seats = useSeatRows();
  const kindOf = (organisation: string): string =>
    wordIn(spoken.kind, directory.organisations.find(({ id }) => id === organisation)?.kind ?? "");
  return (
    <OperatorPage title={say.validators} lead={say.strangeLead}>
      {seats === undefined ? (
        <Loading lines={8} />
      ) : (
        <Seats
          seats={seats.map((seat) => ({ ...seat, kind: kindOf(seat.organisation) }))}
          heights={heights}
          seals={seals}
          hrefOf={(organisation) => `/n/organisation/${encodeURIComponent(organisation)}`}
          aside={seats.length}
        />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {seats !== undefined && <CoalitionCard seats={seats} />}
        <div className="grid gap-4">
          <Misbehaviours />
          <SetHistory />
        </div>
      </div>
    </OperatorPage>
  );
}
