import type { OrganisationId, PersonId } from "@meridian/base/ids";
import type { Session } from "@meridian/client/desk";
import { useWords } from "@meridian/ui/language";
import { ClipboardList } from "lucide-react";
import type { ReactNode } from "react";
import { PostArea } from "../../frame/post-area.tsx";
import { words } from "./words.ts";

/** Who prescribes, and where. */
export type Doctor = { readonly person: PersonId; readonly place: OrganisationId; readonly kind: string };

function doctorOf({ holder, organisations }: Session): Doctor | undefined {
  const place = organisations.find(({ roles }) => roles.includes("physician"));
  if (holder.type !== "person" || place === undefined) return undefined;
  return { person: holder.person, place: place.id, kind: place.kind };
}

/** The frame of a doctor's pages, for a physician who is signed in. */
export function DoctorArea({ children }: { readonly children: (doctor: Doctor) => ReactNode }) {
  const say = useWords(words);
  const links = [{ href: "/d", label: say.worklist, icon: <ClipboardList size={18} aria-hidden /> }];
  return (
    <PostArea label={say.area} links={links} postOf={doctorOf} signInAs={say.signIn} notYours={say.notDoctor}>
      {children}
    </PostArea>
  );
}
