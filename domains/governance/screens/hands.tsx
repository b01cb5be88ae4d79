import type { Session, SigningHands } from "@meridian/client/desk";
import { useDesk, useSession } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";

const OFFICER = "officer";

export type Voter = { readonly organisation: string; readonly hands: SigningHands };

/** In the name of which voting member whoever is signed in may act; undefined for everybody else. */
export function useVoter(): Voter | undefined {
  const session = useSession();
  const members = useRows<{ readonly organisation: string }>("members", { limit: 500 });
  const own = organisationOf(session);
  const isVoting = members.data?.rows.some(({ organisation }) => organisation === own?.organisation) === true;
  return isVoting ? own : undefined;
}

function organisationOf(session: Session | undefined): Voter | undefined {
  const { holder } = session ?? {};
  if (holder?.type === "organisation") return { organisation: holder.organisation, hands: {} };
  const office = session?.organisations.find(({ roles }) => roles.includes(OFFICER));
  return office && { organisation: office.id, hands: { as: [office.id] } };
}

/** Names of members in one language, for sentences that are signed in both. */
export function useNamesIn(): (language: "zh" | "en") => (id: string) => string {
  const { directory } = useDesk();
  return (language) => (id) => directory.organisations.find((each) => each.id === id)?.[language] ?? id;
}
