import type { OrganisationId } from "@meridian/base/ids";
import type { Session } from "@meridian/client/desk";
import { PAYER_KINDS } from "@meridian/kernel/vocabulary";
import { useWords } from "@meridian/ui/language";
import { ReceiptText } from "lucide-react";
import type { ReactNode } from "react";
import { PostArea } from "../../frame/post-area.tsx";
import { words } from "./words.ts";

/** The insurer for which somebody settles. */
export type Insurer = { readonly id: OrganisationId; readonly kind: string };

const insurerOf = ({ organisations }: Session): Insurer | undefined =>
  organisations.find(({ kind }) => PAYER_KINDS.includes(kind));

/** The frame of an insurer's pages, for somebody who works there. */
export function InsurerArea({ children }: { readonly children: (insurer: Insurer) => ReactNode }) {
  const say = useWords(words);
  const links = [{ href: "/i", label: say.claims, icon: <ReceiptText size={18} aria-hidden /> }];
  return (
    <PostArea label={say.area} links={links} postOf={insurerOf} signInAs={say.signIn} notYours={say.notInsurer}>
      {children}
    </PostArea>
  );
}
