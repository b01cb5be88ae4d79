import type { OrganisationId } from "@meridian/base/ids";
import { useSession } from "@meridian/ui/desk/context";

/** In whose name the person acts here: the authority, else the organisation where they work. */
export function useHouse(): OrganisationId | undefined {
  const session = useSession();
  return session?.authority ?? session?.organisations[0]?.id;
}
