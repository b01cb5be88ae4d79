import { concat } from "@meridian/base/bytes";
import { merkleRoot } from "@meridian/crypto/merkle";
import { type BlockId, blockIdMessage, NO_BLOCK } from "./header.ts";
import { bytesField, delimited, fixed64Field, integerField, messageField, textField } from "./protobuf.ts";
import { type Time, timeMessage, ZERO_TIME } from "./time.ts";

/** BlockIDFlag: what the validator at this place of the set said. */
export const ABSENT = 1;
export const FOR_BLOCK = 2;
export const FOR_NIL = 3;
export type Flag = typeof ABSENT | typeof FOR_BLOCK | typeof FOR_NIL;

/** One validator's precommit in a commit. Absent: no address, no signature, Go's zero time. */
export type CommitSig = {
  readonly flag: Flag;
  /** 20 bytes, or none. */
  readonly address: Uint8Array;
  readonly time: Time;
  /** Ed25519, 64 bytes, or none. */
  readonly signature: Uint8Array;
};

/** The precommits that made a block final, in the order of its validator set. */
export type Commit = {
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly signatures: readonly CommitSig[];
};

export const ABSENT_SIG: CommitSig = {
  flag: ABSENT,
  address: new Uint8Array(),
  time: ZERO_TIME,
  signature: new Uint8Array(),
};

const PRECOMMIT = 2;

/** The vote that a validator casts for a block, or for nil with NO_BLOCK. `time` is the voter's own. */
export type Precommit = {
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly time: Time;
};

/** The bytes that a validator signs: a length and a CanonicalVote of type precommit (types/vote.go, VoteSignBytes). */
export const precommitSignBytes = (chainId: string, { height, round, blockId, time }: Precommit): Uint8Array =>
  delimited(
    integerField(1, PRECOMMIT),
    fixed64Field(2, height),
    fixed64Field(3, round),
    // CanonicalizeBlockID leaves the field out when the vote is for nil.
    blockId.hash.length === 0 ? new Uint8Array() : messageField(4, ...blockIdMessage(blockId)),
    messageField(5, ...timeMessage(time)),
    textField(6, chainId),
  );

/** What the signature at one place of a commit covers; the signature of an absent validator covers nothing. */
export const signBytesIn = (chainId: string, { height, round, blockId }: Commit, sig: CommitSig): Uint8Array =>
  precommitSignBytes(chainId, {
    height,
    round,
    blockId: sig.flag === FOR_BLOCK ? blockId : NO_BLOCK,
    time: sig.time,
  });

/** `last_commit_hash` of the next header: Merkle root over the CommitSig messages (types/block.go, Commit.Hash). */
export const commitHash = ({ signatures }: Commit): Uint8Array =>
  merkleRoot(
    signatures.map(({ flag, address, time, signature }) =>
      concat(
        integerField(1, flag),
        bytesField(2, address),
        messageField(3, ...timeMessage(time)),
        bytesField(4, signature),
      ),
    ),
  );
