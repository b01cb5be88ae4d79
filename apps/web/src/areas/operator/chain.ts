import type { EvidenceTransaction } from "@meridian/proof/evidence";
import { useAsk } from "@meridian/ui/desk/rows";
import type { UseQueryResult } from "@tanstack/react-query";
import { addresses } from "../../desk/addresses.ts";
import type { Told } from "../../sentences/saying.ts";

type Ended = { readonly id: string; readonly status: "committed" | "rejected"; readonly code?: string };
type Head = {
  readonly height: number;
  readonly time: number;
  readonly transactions: readonly Ended[];
  readonly eventsRoot: string;
  readonly stateRoot: string;
  readonly previousAppHash: string;
  readonly appHash: string;
};
export type BlockRow = Head & { readonly events: number };
/** An event as the reader may see it: whole, or only its kind. */
export type SeenEvent = {
  readonly position: number;
  readonly domain: string;
  readonly type: string;
  readonly transaction: string;
  readonly record?: string;
  readonly event?: { readonly type: string; readonly [member: string]: unknown };
};
export type BlockWhole = Head & { readonly events: readonly SeenEvent[] };

/** For the sentence about it. */
export const toldOf = ({ domain, type, record, event }: SeenEvent): Told => ({
  ...event,
  domain,
  type,
  ...(record !== undefined && { record }),
});

export const useBlocks = (
  from: number | undefined,
  limit: number,
  fresh: unknown,
): UseQueryResult<{ readonly blocks: readonly BlockRow[] }, Error> =>
  useAsk(
    ["blocks", from, limit, fresh],
    `/v1/blocks?limit=${limit}${from === undefined ? "" : `&from=${Math.max(0, from)}`}`,
  );

export const useBlock = (height: number | undefined): UseQueryResult<BlockWhole, Error> =>
  useAsk(["block", height], `/v1/blocks/${height}`, { enabled: height !== undefined });

/** What pages read of an evidence file; what they show as proven comes from the check, not from here. */
export type EvidenceText = { readonly transaction?: EvidenceTransaction };

/** Where what an event is about is looked at. */
export const recordPath = (domain: string, record: string): string => {
  if (domain === "prescription") return addresses.prescription(record);
  if (domain === "organisation") return `/n/organisation/${encodeURIComponent(record)}`;
  return `/n/record/${domain}/${encodeURIComponent(record)}`;
};
