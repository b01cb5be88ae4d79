import type { DeskInfo, DeskNode, DeskSessions, Directory, Session } from "@meridian/client/desk";
import type { Report } from "@meridian/proof/verify";
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { useLanguage } from "../language.tsx";
import { shortened } from "../text/format.ts";
import { listText } from "../text/list.ts";

/** Where what stands on the ledger is looked at, by kind; the app knows its own addresses. */
export type Addresses = {
  readonly prescription: (id: string) => string;
  readonly transaction: (id: string) => string;
  readonly block: (height: number) => string;
};

/** All that screens use of the world. Provided once by the app, or by a test. */
export type Desk = {
  readonly node: DeskNode;
  readonly sessions: DeskSessions;
  readonly info: DeskInfo;
  readonly directory: Directory;
  readonly addresses: Addresses;
  /** Checks an evidence file here, with the trust root that this browser has pinned; never by the server's word. */
  readonly verify: (evidence: string) => Promise<Report>;
};

const DeskContext = createContext<Desk | undefined>(undefined);

export const DeskProvider = ({ desk, children }: { readonly desk: Desk; readonly children: ReactNode }) => (
  <DeskContext value={desk}>{children}</DeskContext>
);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === undefined) throw new Error("a screen is used outside of DeskProvider");
  return desk;
}

/** Who is signed in, in this tab. */
export function useSession(): Session | undefined {
  const { sessions } = useDesk();
  return useSyncExternalStore(
    (listener) => sessions.onChange(listener),
    () => sessions.current,
  );
}

/** The id of the person or organisation that is signed in. */
export function holderIdOf(session: Session | undefined): string | undefined {
  const holder = session?.holder;
  if (holder?.type === "person") return holder.person;
  return holder?.type === "organisation" ? holder.organisation : undefined;
}

/** The name of a member or practitioner in the language that is chosen; an id that nobody named, shortened. */
export function useNameOf(): (id: string) => string {
  const { directory } = useDesk();
  const { language } = useLanguage();
  return (id) => {
    const found =
      directory.organisations.find((each) => each.id === id) ?? directory.staff.find((each) => each.id === id);
    return found?.[language] ?? shortened(id);
  };
}

/** The same with the institutions where a practitioner works, for readers who cannot know them by name. */
export function useNameAndHouseOf(): (id: string) => string {
  const { directory } = useDesk();
  const { language } = useLanguage();
  const nameOf = useNameOf();
  return (id) => {
    const houses = directory.staff.filter((each) => each.id === id).map(({ organisation }) => nameOf(organisation));
    if (houses.length === 0) return nameOf(id);
    const named = listText(houses, language);
    return language === "zh" ? `${nameOf(id)}（${named}）` : `${nameOf(id)}, ${named}`;
  };
}
