import type { CodedRejection } from "@meridian/kernel/transaction";
import type { StoredBlock } from "./state-store.ts";

/**
 * Port: whatever puts transactions in one order for everyone. Bytes only; consensus never learns what a prescription is.
 *
 * An adapter promises
 * - that an accepted transaction is committed, or rejected with a receipt, or its window passes: never lost silently
 *   while the node runs, and never executed twice;
 * - that `committed` names decided blocks gap-free, in order, each exactly once, after they are durable;
 * - that a full queue refuses with a code before anything is accepted.
 */
export interface Consensus {
  /** Offers a transaction. Undefined means "accepted for ordering", never "committed". */
  submit(transaction: Uint8Array): Promise<CodedRejection | undefined>;
  /** Calls the listener for every block that is committed from now on. Returns what ends it. */
  onCommitted(listener: (block: StoredBlock) => void): () => void;
  /** Takes nothing more in, finishes the block at hand, and lets go of all resources. */
  stop(): Promise<void>;
}
