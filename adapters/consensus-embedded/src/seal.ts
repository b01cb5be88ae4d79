import { hashLeaf } from "@meridian/crypto/merkle";
import { type BlockId, type Header, headerHash } from "@meridian/proof/comet/header";

/**
 * The block's name. An embedded block is never gossiped in parts, so its part set is one part: the header's hash.
 */
export function blockIdOf(header: Header): BlockId {
  const hash = headerHash(header);
  return { hash, parts: { total: 1, hash: hashLeaf(hash) } };
}
