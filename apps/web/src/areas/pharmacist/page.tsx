import {
  CARRIER_KINDS,
  CARRIER_ROLES,
  COUNTER_KINDS,
  COUNTER_ROLES,
  housesOf,
  REVIEWER_ROLES,
} from "@meridian/prescription-screens/pharmacist-houses";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { ClipboardCheck, ScanLine, Truck } from "lucide-react";
import type { ReactNode } from "react";
import { Area, type AreaLink } from "../../frame/area.tsx";
import { SignInNotice } from "../../frame/post-area.tsx";
import { words } from "./words.ts";

/** The houses where whoever is signed in reviews, serves or carries. */
export function useHouses() {
  const session = useSession();
  return {
    reviews: housesOf(session, ["hospital", "clinic"], REVIEWER_ROLES),
    counters: housesOf(session, COUNTER_KINDS, COUNTER_ROLES),
    carriers: housesOf(session, CARRIER_KINDS, CARRIER_ROLES),
  };
}

type Props = {
  readonly title: ReactNode;
  /** The way to the page above. */
  readonly above?: { readonly href: string; readonly label: string };
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

/** One page of the area: the ways that the signed-in person's posts give, a heading, the content. */
export function PharmacyPage({ title, above, aside, children }: Props) {
  const say = useWords(words);
  const session = useSession();
  const { reviews, counters, carriers } = useHouses();
  const links: AreaLink[] = [];
  if (reviews.length > 0)
    links.push({ href: "/ph", label: say.review, icon: <ClipboardCheck size={17} aria-hidden /> });
  if (counters.length > 0)
    links.push({ href: "/ph/counter", label: say.counter, icon: <ScanLine size={17} aria-hidden /> });
  if (counters.length > 0 || carriers.length > 0)
    links.push({ href: "/ph/deliveries", label: say.deliveries, icon: <Truck size={17} aria-hidden /> });
  return (
    <Area label={say.area} links={links}>
      <header className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div>
          {above !== undefined && (
            <a href={above.href} className="text-sm text-brand hover:underline" data-screen-only>
              ← {above.label}
            </a>
          )}
          <h1 className="text-2xl font-semibold">{title}</h1>
        </div>
        {aside}
      </header>
      {session === undefined ? <SignInNotice title={say.signInFirst}>{say.signInNext}</SignInNotice> : children}
    </Area>
  );
}
