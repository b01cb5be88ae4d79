import type { Height, Seconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { Read } from "@meridian/kernel/contract";
import type { Command } from "@meridian/kernel/transaction";

/** A validator as the state names it: Ed25519 public key in lower-case hexadecimal, and its voting power, 1 or more. */
export type ValidatorEntry = { readonly publicKey: string; readonly power: number };

/** A change of the validator set for the engine; power 0 removes. */
export type ValidatorUpdate = ValidatorEntry;

/**
 * Something that the engine found out about a validator and that stands in the block itself, so every node is told the
 * same (ABCI 2.0 `Misbehavior`). `validator` is its address: 20 bytes in lower-case hexadecimal.
 */
export type Notice = {
  readonly type: "duplicate-vote" | "light-client-attack";
  readonly validator: string;
  /** Where and when it misbehaved, which is before the block that tells of it. */
  readonly height: Height;
  readonly time: Seconds;
};

/** What an engine that the members run together asks of the state. */
export interface Membership {
  /** The validator set in the state; undefined for a network that orders in one process. */
  validators(read: Read): readonly ValidatorEntry[] | undefined;
  /** Whether the node with this id (CometBFT: address of its node key, lower-case hexadecimal) may connect. */
  admitsPeer(read: Read, nodeId: string): boolean;
  /** The command by which a notice becomes events. Its cause is `engine`; when it is refused, nothing happens. */
  commandFor(notice: Notice): Command;
}

/**
 * What the engine must be told so that its set becomes the one in the state. A key that came twice, an unknown one that
 * goes, or an empty set would halt every node for good, so none of these can come out of here.
 */
export function updatesBetween(
  before: readonly ValidatorEntry[],
  after: readonly ValidatorEntry[],
): readonly ValidatorUpdate[] {
  const old = new Map(before.map(({ publicKey, power }) => [publicKey, power]));
  const kept = new Map(after.map(({ publicKey, power }) => [publicKey, power]));
  invariant(kept.size === after.length && kept.size > 0, "a validator set has members, and each of them once");
  const removed = before.filter(({ publicKey }) => !kept.has(publicKey));
  const changed = after.filter(({ publicKey, power }) => old.get(publicKey) !== power);
  return [...changed, ...removed.map(({ publicKey }) => ({ publicKey, power: 0 }))].sort((a, b) =>
    a.publicKey < b.publicKey ? -1 : 1,
  );
}
