import { concat } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";
import { type MerklePath, merklePath, merkleRoot } from "@meridian/crypto/merkle";
import { bytesField, integerField } from "./protobuf.ts";

/** The leaf of `data_hash` is the hash of the transaction, not its bytes (types/tx.go, Tx.Hash). */
export const transactionLeaf = (wire: Uint8Array): Uint8Array => sha256(wire);

/** `data_hash` of a block with these transactions (types/tx.go, Txs.Hash): 32 bytes. */
export const dataHash = (transactions: readonly Uint8Array[]): Uint8Array =>
  merkleRoot(transactions.map(transactionLeaf));

export const transactionPath = (transactions: readonly Uint8Array[], index: number): MerklePath =>
  merklePath(transactions.map(transactionLeaf), index);

/** The part of an ExecTxResult that all validators agree on (types/results.go, deterministicExecTxResult). */
export type ExecResult = {
  /** 0 is success. */
  readonly code: number;
  readonly data: Uint8Array;
  readonly gasWanted: number;
  readonly gasUsed: number;
};

export const resultLeaf = ({ code, data, gasWanted, gasUsed }: ExecResult): Uint8Array =>
  concat(integerField(1, code), bytesField(2, data), integerField(5, gasWanted), integerField(6, gasUsed));

/** `last_results_hash` of the header after the block that these results belong to: 32 bytes. */
export const resultsHash = (results: readonly ExecResult[]): Uint8Array => merkleRoot(results.map(resultLeaf));

/** `consensus_hash`: SHA-256 of the HashedParams message (types/params.go, ConsensusParams.Hash). */
export const consensusHash = (limits: { readonly maxBytes: number; readonly maxGas: number }): Uint8Array =>
  sha256(concat(integerField(1, limits.maxBytes), integerField(2, limits.maxGas)));

/** `evidence_hash` of a block in which nobody is accused. */
export const NO_EVIDENCE_HASH: Uint8Array = merkleRoot([]);
