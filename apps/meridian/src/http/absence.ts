import { PARTICIPATION } from "@meridian/organisation/participation";
import { contract as validators } from "@meridian/validator/contract";
import { SET } from "@meridian/validator/schema";
import { admitTo } from "./authorize.ts";
import type { Gateway } from "./gateway.ts";
import type { Reader } from "./reader.ts";

/**
 * Lets a reader learn that there is no such record: who could see it if it were there. All others get the answer that they
 * get when it is, so that asking tells nobody whether, say, somebody's insurance paid this year.
 */
export async function admitToAbsence(
  gateway: Gateway,
  reader: Reader,
  what: string,
  place: { readonly domain: string; readonly record: string },
): Promise<void> {
  // No counter may give out a pack that another one has, so it is told which are free; a pack's code names no person.
  if (place.domain === "unit" && reader.organisations.some(({ kind }) => PARTICIPATION[kind].dispenses)) return;
  await admitTo(gateway, reader, what, place, null);
}

/**
 * Whether who asks is an organisation with a node that the members' engines let in. It has all records and blocks anyway, so
 * it may read what shows those of others: whole blocks, and proofs of absence, which are the other records of a bucket.
 */
export async function hasNode({ registry }: Gateway, { holder }: Reader): Promise<boolean> {
  if (holder.type !== "organisation") return false;
  const state = await registry.read(validators, SET);
  if (state.status !== "open") return false;
  return state.nodes.some(({ organisation, nodes }) => organisation === holder.organisation && nodes.length > 0);
}
