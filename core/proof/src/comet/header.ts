import { concat } from "@meridian/base/bytes";
import { merkleRoot } from "@meridian/crypto/merkle";
import { bytesField, integerField, messageField, textField } from "./protobuf.ts";
import { type Time, timeMessage } from "./time.ts";

/** The only version of header, commit and vote encodings that this package knows: CometBFT v0.34 to v0.40. */
export const BLOCK_PROTOCOL = 11;

const NONE = new Uint8Array();

/** Names a block: the hash of its header, and the root of the parts in which the engine gossips it. */
export type BlockId = {
  readonly hash: Uint8Array;
  readonly parts: { readonly total: number; readonly hash: Uint8Array };
};

/** The id of "no block": before the first one, and in a vote for nil. */
export const NO_BLOCK: BlockId = { hash: NONE, parts: { total: 0, hash: NONE } };

/** A header of block protocol 11 (CometBFT types/block.go). Hashes are 32 bytes, or none where the engine leaves them empty. */
export type Header = {
  readonly version: { readonly block: number; readonly app: number };
  readonly chainId: string;
  readonly height: number;
  readonly time: Time;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  /** State after the block before this one. */
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  /** 20 bytes. */
  readonly proposerAddress: Uint8Array;
};

/** tendermint.types.BlockID; CanonicalBlockID has the same fields. */
export const blockIdMessage = ({ hash, parts }: BlockId): readonly [Uint8Array, Uint8Array] => [
  bytesField(1, hash),
  messageField(2, integerField(1, parts.total), bytesField(2, parts.hash)),
];

/** Merkle root of the fourteen fields in this order (types/block.go, Header.Hash): 32 bytes. */
export function headerHash(header: Header): Uint8Array {
  const { version, chainId, height, time, lastBlockId } = header;
  return merkleRoot([
    concat(integerField(1, version.block), integerField(2, version.app)),
    textField(1, chainId),
    integerField(1, height),
    concat(...timeMessage(time)),
    concat(...blockIdMessage(lastBlockId)),
    bytesField(1, header.lastCommitHash),
    bytesField(1, header.dataHash),
    bytesField(1, header.validatorsHash),
    bytesField(1, header.nextValidatorsHash),
    bytesField(1, header.consensusHash),
    bytesField(1, header.appHash),
    bytesField(1, header.lastResultsHash),
    bytesField(1, header.evidenceHash),
    bytesField(1, header.proposerAddress),
  ]);
}
