import type { TransactionId } from "@meridian/base/ids";

/** What ordering by CometBFT asks of the node around it. */

/**
 * Port: checks form and signatures of transactions that came from others, off the thread that executes. Answers in the
 * order given: the id of each, or undefined for one that is no valid transaction.
 */
export interface Verifier {
  verify(transactions: readonly Uint8Array[]): Promise<readonly (TransactionId | undefined)[]>;
}

/** A snapshot of the state as ABCI describes one. `hash` identifies it, `metadata` is the maker's own. */
export type SnapshotOffer = {
  readonly height: number;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
  readonly metadata: Uint8Array;
};

/**
 * Port: snapshots for nodes that join, and for this one when it does (ABCI 2.0, state sync). Whatever a peer sends is a
 * claim: `apply` of the last chunk accepts only what leads to the app hash that the light client verified.
 */
export interface Snapshots {
  list(): readonly SnapshotOffer[];
  chunk(height: number, format: number, index: number): Uint8Array | undefined;
  /** `appHash` is the verified one of that height. */
  offer(offer: SnapshotOffer, appHash: Uint8Array): "accept" | "reject" | "reject-format";
  /** `bad` has the engine ask another peer for this chunk; `reject` gives the whole snapshot up. */
  apply(index: number, chunk: Uint8Array): "accept" | "bad" | "reject";
}

/** One line of what happens, for the node's log: no bytes of transactions, no names of persons. */
export type Log = (level: "info" | "warn" | "error", message: string, data?: Readonly<Record<string, unknown>>) => void;
