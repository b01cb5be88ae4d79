import { textOf } from "@meridian/base/bytes";
import type { Commitment, OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { holderIdOf, useDesk, useSession } from "@meridian/ui/desk/context";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";

/**
 * A sealed document of the hospital as JSON, once it is wanted: the patient sees each look, so nothing is opened by
 * itself and nothing twice while the page stays.
 */
export function useSealed(
  commitment: string | undefined,
  custodian: OrganisationId,
  isWanted: boolean,
): UseQueryResult<unknown, Error> {
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  return useQuery({
    queryKey: ["sealed", who, commitment],
    queryFn: async () => parseJson(textOf(await node.document(commitment as Commitment, custodian)) ?? "") ?? null,
    enabled: isWanted && commitment !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 0,
    refetchOnMount: false,
  });
}
