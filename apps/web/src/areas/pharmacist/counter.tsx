import { CounterClaim } from "@meridian/prescription-screens/counter/claim";
import { useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { useNavigate } from "@tanstack/react-router";
import { PharmacyPage, useHouses } from "./page.tsx";
import { words } from "./words.ts";

const benchOf = (id: string): string => `/ph/rx/${encodeURIComponent(id)}`;

/** `/ph/counter`: claim with the code that a patient shows, and what is in work. */
export function Counter() {
  const say = useWords(words);
  const { counters } = useHouses();
  const navigate = useNavigate();
  return (
    <PharmacyPage title={say.counterTitle}>
      {counters.length === 0 ? (
        <Empty title={say.counterNone}>{say.counterNoneNext}</Empty>
      ) : (
        <CounterClaim
          houses={counters}
          hrefOf={benchOf}
          onClaimed={(id) => void navigate({ href: benchOf(id) } as never)}
        />
      )}
    </PharmacyPage>
  );
}
