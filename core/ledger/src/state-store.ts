import type { Height, Seconds, TransactionId } from "@meridian/base/ids";
import type { Outcome } from "@meridian/kernel/transaction";
import type { Notice } from "./membership.ts";
import type { TreeContents } from "./state-tree.ts";

/** A record as it is stored: its key `domain/id` and the canonical JSON of its state. */
export type StoredRecord = { readonly key: string; readonly value: Uint8Array };
/** A record as a block writes it, with the SHA-256 of its value, which both the map and the store need. */
export type WrittenRecord = StoredRecord & { readonly hash: Uint8Array };

/** All that a block leaves behind. What executing it yields can be had again by executing it again. */
export type StoredBlock = {
  readonly height: Height;
  /** Seconds of the block time. */
  readonly time: Seconds;
  readonly transactions: readonly Uint8Array[];
  /** What the engine told with the block; its events come before those of the transactions. */
  readonly notices?: readonly Notice[];
  /** Ids of the transactions in the same order, with the height until which each could be repeated. */
  readonly ids: readonly { readonly id: TransactionId; readonly validUntil: Height }[];
  readonly outcomes: readonly Outcome[];
  /** Leaf bytes of the events in order (canonical JSON of domain, record, transaction and event). */
  readonly events: readonly Uint8Array[];
  readonly eventsRoot: Uint8Array;
  readonly stateRoot: Uint8Array;
  /** App hash before and after the block. */
  readonly previousAppHash: Uint8Array;
  readonly appHash: Uint8Array;
  /** Header and commit where this node makes them (embedded mode); the ledger does not look inside. */
  readonly seal: Uint8Array;
};

/** The authenticated map after a block, kept so that a restart need not read and hash every record. */
export type TreeSnapshot = TreeContents & { readonly height: Height };

/**
 * Port: where the state lives. Synchronous on purpose: its user runs in a thread of its own.
 *
 * An adapter promises
 * - that `commit` is atomic and synced: when it returns, the block and its records survive a crash of the machine,
 *   and after a crash at any instant either all of a block is there or nothing of it;
 * - that a record reads as the last committed block left it;
 * - that a stored byte that has changed since is detected when it is read (`StateCorruption`), and named.
 */
export interface StateStore {
  /** Height of the last committed block; 0 before genesis, which is stored as height 0. */
  height(): Height | undefined;
  record(key: string): Uint8Array | undefined;
  /** All records, in rising order of their keys' UTF-8 bytes. */
  records(): Iterable<StoredRecord>;
  /** Undefined for a height that is not committed yet, and for one above 0 and below `base`. */
  block(height: Height): StoredBlock | undefined;
  /** Lowest height above 0 whose block is kept: 1, or a later one where the store was filled from a snapshot. */
  base(): Height;
  /** Ids of transactions in blocks above `after` whose window reaches beyond `validAfter`. */
  idsAfter(after: Height, validAfter: Height): Iterable<{ readonly id: TransactionId; readonly validUntil: Height }>;
  commit(block: StoredBlock, records: readonly WrittenRecord[]): void;
  /**
   * The last snapshot that was kept, or undefined when there is none or its bytes are not what was written. A snapshot is
   * a shortcut, never the truth: it may be old, and whoever reads it checks the root that it leads to.
   */
  snapshot(): TreeSnapshot | undefined;
  keepSnapshot(snapshot: TreeSnapshot): void;
  /**
   * Begins to fill the store with another state of a later height, in place of the one that it has. Until `keep` returns,
   * this store, a reader beside it, a crash and `drop` find the old one. No block is committed meanwhile.
   */
  refill(): StateRefill;
  /** Puts the block before `base`, which from then on begins there. Its records are long in the state. */
  prepend(block: StoredBlock): void;
  close(): void;
}

/** A state being put in place of another, of which the block of genesis alone stays. Ended by `keep` or `drop`, and used no more. */
export interface StateRefill {
  put(record: WrittenRecord): void;
  /** In rising order without a gap; the first may have any height above 0, the last is the one that the state is of. */
  putBlock(block: StoredBlock): void;
  /** What was put so far. */
  record(key: string): Uint8Array | undefined;
  block(height: Height): StoredBlock | undefined;
  /** Atomic and synced, as a commit. */
  keep(): void;
  drop(): void;
}

/** A stored byte is not what was written. Stops the node: what it would say is not what was agreed. */
export class StateCorruption extends Error {
  override readonly name = "StateCorruption";
}
