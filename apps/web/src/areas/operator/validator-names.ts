import type { OrganisationId } from "@meridian/base/ids";
import type { GenesisDocument } from "@meridian/network/genesis";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";
import { shortened } from "@meridian/ui/text/format";
import { addressOf } from "@meridian/validator/state";
import { useQuery } from "@tanstack/react-query";

/** A validator: by the register, or, where one process orders, by the genesis document. */
export type SeatRow = {
  readonly organisation: OrganisationId;
  readonly address: string;
  readonly power: number;
  readonly control: string;
  readonly sinceHeight: number;
};
type Row = {
  readonly organisation: OrganisationId;
  readonly address: string;
  readonly power: number;
  readonly control: string;
  readonly since_height: number;
};

const useGenesis = () => {
  const { node } = useDesk();
  return useQuery({
    queryKey: ["genesis"],
    queryFn: () => node.ask<GenesisDocument>("GET", "/v1/genesis"),
    staleTime: Number.POSITIVE_INFINITY,
  });
};

/** Who has a seat now; undefined while it is being read. */
export function useSeatRows(): readonly SeatRow[] | undefined {
  const registered = useRows<Row>("validators", { limit: 200 });
  const genesis = useGenesis();
  if (registered.data === undefined) return undefined;
  if (registered.data.rows.length > 0)
    return registered.data.rows.map(({ since_height, ...row }) => ({ ...row, sinceHeight: since_height }));
  return genesis.data?.validators.map(({ organisation, publicKey, power }) => ({
    organisation: organisation as OrganisationId,
    address: addressOf(publicKey),
    power,
    control: organisation,
    sinceHeight: 0,
  }));
}

/** The name of the institution behind a validator's address. */
export function useValidatorNames(): (address: string) => string {
  const seats = useSeatRows();
  const nameOf = useNameOf();
  return (address) => {
    const seat = seats?.find((each) => each.address === address);
    return seat === undefined ? shortened(address) : nameOf(seat.organisation);
  };
}
