import type { Height, NetworkId, TransactionId } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";

/** Where the network stands, as a node sees it. */
export type Standing = { readonly network: NetworkId; readonly height: Height };

/**
 * Port: the way to a node. An adapter promises that an answer is the node's own; whoever needs certainty verifies the
 * proof that comes with it.
 */
export interface Transport {
  standing(): Promise<Standing>;
  /** Ok means "accepted for ordering"; the receipt says how it ended. */
  submit(transaction: SignedTransaction): Promise<Result<TransactionId, CodedRejection>>;
  /** Resolves once the transaction has committed or been rejected; undefined when the time is over first. */
  receipt(id: TransactionId, milliseconds: number): Promise<Receipt | undefined>;
}
