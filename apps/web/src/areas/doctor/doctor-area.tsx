import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { buttonClass } from "@meridian/ui/button";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Denied, Notice } from "@meridian/ui/states";
import { ClipboardList, LogIn } from "lucide-react";
import type { ReactNode } from "react";
import { Area } from "../../frame/area.tsx";
import { useHere } from "../../frame/routing.tsx";
import { words } from "./words.ts";

/** Who prescribes, and where. */
export type Doctor = { readonly person: PersonId; readonly place: OrganisationId; readonly kind: string };

/** The frame of a doctor's pages, for a physician who is signed in. */
export function DoctorArea({ children }: { readonly children: (doctor: Doctor) => ReactNode }) {
  const say = useWords(words);
  const here = useHere();
  const session = useSession();
  const links = [{ href: "/d", label: say.worklist, icon: <ClipboardList size={18} aria-hidden /> }];
  const place = session?.organisations.find(({ roles }) => roles.includes("physician"));
  const holder = session?.holder;
  return (
    <Area label={say.area} links={links}>
      {session === undefined ? (
        <>
          <h1 className="sr-only">{say.area}</h1>
          <Notice
            icon={<LogIn size={28} aria-hidden />}
            title={say.signIn}
            action={
              <a href={`/signin?next=${encodeURIComponent(here)}`} className={buttonClass("primary")}>
                {say.signInLink}
              </a>
            }
          />
        </>
      ) : holder?.type === "person" && place !== undefined ? (
        children({ person: holder.person, place: place.id, kind: place.kind })
      ) : (
        <>
          <h1 className="text-center text-ink-2">{say.notDoctor}</h1>
          <Denied />
        </>
      )}
    </Area>
  );
}
