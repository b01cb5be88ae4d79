import { toBase64, toHex, utf8 } from "@meridian/base/bytes";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { precommitSignBytes } from "@meridian/proof/comet/commit";
import { textOfTime, timeOf } from "@meridian/proof/comet/time";
import { addressOf } from "@meridian/proof/comet/validators";
import type { MemberNode } from "./member-node.ts";

type Header = { readonly chain_id: string; readonly height: string; readonly time: string };

/**
 * Two precommits of one validator for different blocks of one height and round, signed with its key, as evidence in the
 * form of `broadcast_evidence` (CometBFT types/evidence.go, DuplicateVoteEvidence). `power` is each validator's.
 */
export async function doubleVote(witness: MemberNode, height: number, seed: Uint8Array, validators: number) {
  const { signed_header } = (await witness.rpc("commit", { height: String(height) })) as {
    readonly signed_header: { readonly header: Header };
  };
  const { chain_id, time } = signed_header.header;
  const at = timeOf(time);
  if (at === undefined) throw new Error(`the header of ${height} has a time`);
  const address = toHex(addressOf(publicKeyOf(seed))).toUpperCase();
  const vote = (name: string) => {
    const hash = sha256(utf8(`${name} of ${height}`));
    const blockId = { hash, parts: { total: 1, hash: sha256(hash) } };
    const signature = sign(seed, precommitSignBytes(chain_id, { height, round: 0, blockId, time: at }));
    return {
      type: 2,
      height: String(height),
      round: 0,
      block_id: {
        hash: toHex(hash).toUpperCase(),
        parts: { total: 1, hash: toHex(sha256(hash)).toUpperCase() },
      },
      timestamp: textOfTime(at),
      validator_address: address,
      validator_index: 0,
      signature: toBase64(signature),
      extension: null,
      extension_signature: null,
    };
  };
  // In the order of their block ids (BlockID.Key), which begin with the hash.
  const [a, b] = [vote("one block"), vote("another block")].sort((x, y) =>
    x.block_id.hash < y.block_id.hash ? -1 : 1,
  );
  const value = {
    vote_a: a,
    vote_b: b,
    TotalVotingPower: String(validators),
    ValidatorPower: "1",
    Timestamp: time,
  };
  return { type: "tendermint/DuplicateVoteEvidence", value };
}
