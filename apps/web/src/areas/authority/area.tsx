import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { FileKey, Gauge, IdCard, ListChecks, OctagonPause, Route } from "lucide-react";
import type { ReactNode } from "react";
import { Area } from "../../frame/area.tsx";
import { words } from "./words.ts";

/** The frame of the authority's pages; whoever else comes by a permalink sees the page without their navigation. */
export function AuthorityArea({ children }: { readonly children: ReactNode }) {
  const say = useWords(words);
  const session = useSession();
  if (session?.authority === undefined)
    return <div className="mx-auto max-w-[1400px] px-4 py-4 sm:px-6">{children}</div>;
  const { nav } = say;
  const links = [
    { href: "/r", label: nav.region, icon: <Gauge size={17} aria-hidden /> },
    { href: "/r/rx", label: nav.rx, icon: <ListChecks size={17} aria-hidden /> },
    { href: "/r/holds", label: nav.holds, icon: <OctagonPause size={17} aria-hidden /> },
    { href: "/r/warrants", label: nav.warrants, icon: <FileKey size={17} aria-hidden /> },
    { href: "/r/pathways", label: nav.pathways, icon: <Route size={17} aria-hidden /> },
    { href: "/r/licences", label: nav.licences, icon: <IdCard size={17} aria-hidden /> },
  ];
  return (
    <Area label={say.area} links={links}>
      {children}
    </Area>
  );
}
