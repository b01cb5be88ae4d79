import { personOf } from "@meridian/prescription-screens/pharmacist-houses";
import { PharmacistQueue, type QueueTab } from "@meridian/prescription-screens/pharmacist-queue";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { go, useAsked } from "../../frame/routing.tsx";
import { PharmacyPage, useHouses } from "./page.tsx";
import { words } from "./words.ts";

/** `/ph`: what waits for review where one works. */
export function ReviewQueue() {
  const say = useWords(words);
  return (
    <PharmacyPage title={say.reviewTitle}>
      <Queue />
    </PharmacyPage>
  );
}

function Queue() {
  const say = useWords(words);
  const { reviews } = useHouses();
  const person = personOf(useSession());
  const tab = (useAsked().get("tab") ?? undefined) as QueueTab | undefined;
  if (reviews.length === 0 || person === undefined) return <Empty title={say.reviewNone}>{say.reviewNoneNext}</Empty>;
  return (
    <PharmacistQueue
      houses={reviews}
      person={person}
      tab={tab === "mine" || tab === "other" ? tab : "open"}
      onTab={(next) => go(`/ph?tab=${next}`, { replace: true })}
      hrefOf={(id) => `/ph/review/${encodeURIComponent(id)}`}
    />
  );
}
