import type { OrganisationId } from "@meridian/base/ids";
import { buttonClass } from "@meridian/ui/button";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Denied, Notice } from "@meridian/ui/states";
import { LogIn, ReceiptText } from "lucide-react";
import type { ReactNode } from "react";
import { Area } from "../../frame/area.tsx";
import { useHere } from "../../frame/routing.tsx";
import { words } from "./words.ts";

/** The insurer for which somebody settles. */
export type Insurer = { readonly id: OrganisationId; readonly kind: string };

const INSURERS: ReadonlySet<string> = new Set(["insurance-authority", "insurer"]);

/** The frame of an insurer's pages, for somebody who works there. */
export function InsurerArea({ children }: { readonly children: (insurer: Insurer) => ReactNode }) {
  const say = useWords(words);
  const here = useHere();
  const session = useSession();
  const place = session?.organisations.find(({ kind }) => INSURERS.has(kind));
  return (
    <Area label={say.area} links={[{ href: "/i", label: say.claims, icon: <ReceiptText size={18} aria-hidden /> }]}>
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
      ) : place === undefined ? (
        <>
          <h1 className="text-center text-ink-2">{say.notInsurer}</h1>
          <Denied />
        </>
      ) : (
        children(place)
      )}
    </Area>
  );
}
