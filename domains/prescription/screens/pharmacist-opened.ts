import { textOf } from "@meridian/base/bytes";
import type { Commitment, OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { holderIdOf, useDesk, useSession } from "@meridian/ui/desk/context";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";

/** The key under which what was opened stays in this tab, for whoever opened it. */
export const openedKey = (who: string | undefined, commitment: string | undefined) =>
  ["opened", who, commitment] as const;

/**
 * A document of one's own house, read once `wanted`. It is asked for once and never again by itself: the patient sees
 * each look.
 */
export function useOpened(
  commitment: Commitment | undefined,
  custodian: OrganisationId,
  wanted: boolean,
): UseQueryResult<unknown, Error> {
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  const queries = useQueryClient();
  const queryKey = openedKey(who, commitment);
  const isNew = queries.getQueryState(queryKey)?.data === undefined;
  return useQuery({
    queryKey,
    queryFn: async () =>
      commitment === undefined ? null : (parseJson(textOf(await node.document(commitment, custodian)) ?? "") ?? null),
    enabled: wanted && isNew && commitment !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
