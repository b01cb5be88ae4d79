import { textOf } from "@meridian/base/bytes";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { fits, object } from "@meridian/base/shape";
import { hashLeaf } from "@meridian/crypto/merkle";
import type { Commit } from "@meridian/proof/comet/commit";
import { type BlockId, type Header, headerHash } from "@meridian/proof/comet/header";
import { commitShape, headerShape, readCommit, readHeader, writeCommit, writeHeader } from "@meridian/proof/comet/json";

/** Header and commit of a block, kept with it as JSON in CometBFT's own spelling. */
export type Seal = { readonly header: Header; readonly commit: Commit };

const sealShape = object({ header: headerShape, commit: commitShape });

export const encodeSeal = ({ header, commit }: Seal): Uint8Array =>
  canonicalBytes({ header: writeHeader(header), commit: writeCommit(commit) });

/** Undefined for a block without a seal (genesis), or when the bytes are not a seal. */
export function decodeSeal(bytes: Uint8Array): Seal | undefined {
  const json = parseJson(textOf(bytes) ?? "");
  if (!fits(sealShape, json)) return undefined;
  return { header: readHeader(json.header), commit: readCommit(json.commit) };
}

/**
 * The block's name. An embedded block is never gossiped in parts, so its part set is one part: the header's hash.
 */
export function blockIdOf(header: Header): BlockId {
  const hash = headerHash(header);
  return { hash, parts: { total: 1, hash: hashLeaf(hash) } };
}
