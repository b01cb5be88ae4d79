import { CounterClaim } from "@meridian/prescription-screens/counter/claim";
import { useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { go } from "../../frame/routing.tsx";
import { PharmacyPage, useHouses } from "./page.tsx";
import { words } from "./words.ts";

const benchOf = (id: string): string => `/ph/rx/${encodeURIComponent(id)}`;

/** `/ph/counter`: claim with the code that a patient shows, and what is in work. */
export function Counter() {
  const say = useWords(words);
  const { counters } = useHouses();
  return (
    <PharmacyPage title={say.counterTitle}>
      {counters.length === 0 ? (
        <Empty title={say.counterNone}>{say.counterNoneNext}</Empty>
      ) : (
        <CounterClaim houses={counters} hrefOf={benchOf} onClaimed={(id) => go(benchOf(id))} />
      )}
    </PharmacyPage>
  );
}
