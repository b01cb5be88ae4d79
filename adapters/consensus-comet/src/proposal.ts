import type { TransactionId } from "@meridian/base/ids";
import { BLOCK_BYTES_MAX, BLOCK_TRANSACTIONS_MAX } from "@meridian/base/limits";
import type { TransactionHead } from "@meridian/ledger/decode";
import { type Known, keyOf, type Pool } from "./pool.ts";

/** Bytes that a transaction takes up in a block's data: field 1 of `Data`, repeated (types/tx.go, ComputeProtoSizeForTxs). */
export function sizeInBlock(bytes: number): number {
  let size = 2 + bytes;
  for (let rest = bytes; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

/**
 * The transactions of the next block: the members of the mempool's bundles in their order, each once, without those that
 * cannot stand in it. Stops at the first that does not fit, so that nobody overtakes. A bundle that has been forgotten
 * is passed over; the next recheck brings it back or drops it.
 *
 * @param mostBytes - what the engine has room for, framing included
 * @param most - transactions, as many as the proposer wants
 */
export function transactionsFor(
  bundles: readonly Uint8Array[],
  pool: Pool,
  stands: (head: TransactionHead) => boolean,
  mostBytes: number,
  most = BLOCK_TRANSACTIONS_MAX,
): readonly Uint8Array[] {
  const taken: Uint8Array[] = [];
  const ids = new Set<TransactionId>();
  let size = 0;
  let bytes = 0;
  const fits = ({ length }: Uint8Array): boolean =>
    taken.length < most && bytes + length <= BLOCK_BYTES_MAX && size + sizeInBlock(length) <= mostBytes;
  const take = (member: Known): boolean => {
    if (ids.has(member.head.id) || !stands(member.head)) return true;
    if (!fits(member.bytes)) return false;
    ids.add(member.head.id);
    taken.push(member.bytes);
    bytes += member.bytes.length;
    size += sizeInBlock(member.bytes.length);
    return true;
  };
  for (const bundle of bundles) for (const member of pool.left(keyOf(bundle))) if (!take(member)) return taken;
  return taken;
}
