import { textOf } from "@meridian/base/bytes";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { fits, object } from "@meridian/base/shape";
import type { Commit } from "./comet/commit.ts";
import type { Header } from "./comet/header.ts";
import {
  commitShape,
  headerShape,
  readCommit,
  readHeader,
  readValidators,
  validatorsShape,
  writeCommit,
  writeHeader,
  writeValidators,
} from "./comet/json.ts";
import type { Validator } from "./comet/validators.ts";

/** Header and commit of a block, kept with it as JSON in CometBFT's own spelling. */
export type Seal = { readonly header: Header; readonly commit: Commit };

const sealShape = object({ header: headerShape, commit: commitShape });

export const encodeSeal = ({ header, commit }: Seal): Uint8Array =>
  canonicalBytes({ header: writeHeader(header), commit: writeCommit(commit) });

/** Undefined for a block without a seal (genesis, or one that CometBFT ordered), or when the bytes are not a seal. */
export function decodeSeal(bytes: Uint8Array): Seal | undefined {
  const json = parseJson(textOf(bytes) ?? "");
  if (!fits(sealShape, json)) return undefined;
  return { header: readHeader(json.header), commit: readCommit(json.commit) };
}

/** A validator set, kept as the same kind of JSON. */
export const encodeValidators = (validators: readonly Validator[]): Uint8Array =>
  canonicalBytes(writeValidators(validators));

export function decodeValidators(bytes: Uint8Array): readonly Validator[] | undefined {
  const json = parseJson(textOf(bytes) ?? "");
  return fits(validatorsShape, json) ? readValidators(json) : undefined;
}

/**
 * Where the seals of a chain are found, whichever engine made them: with the blocks themselves as long as the chain is
 * ordered in one process, in a store of the node's own once CometBFT orders it.
 */
export interface Seals {
  /** Undefined when there is none, or not yet. */
  at(height: number): KeptSeal | undefined;
  /** The validator set of a header's `validators_hash`, in its order. */
  validatorsOf(hash: Uint8Array): readonly Validator[] | undefined;
  /** Heights from `from` through `through`, ascending, whose header announces another set than the one that signed it. */
  changes(from: number, through: number): readonly number[];
}

/**
 * `canonical`: the commit is the one that the next block names in `last_commit_hash`. Of the last block a node of
 * CometBFT knows only the votes that it has seen itself (rpc/core/blocks.go, Commit), which prove as much.
 */
export type KeptSeal = Seal & { readonly canonical: boolean };
