import { concat, equal, fromHex, toHex } from "@meridian/base/bytes";
import { asHeight, type NetworkId } from "@meridian/base/ids";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { merkleRoot } from "@meridian/crypto/merkle";
import { resultLeafOf } from "@meridian/kernel/roots";
import type { RestoredWindow } from "@meridian/ledger/restoring";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { dataHash } from "@meridian/proof/comet/block";
import { commitHash } from "@meridian/proof/comet/commit";
import { type Header, headerHash } from "@meridian/proof/comet/header";
import {
  inSetOrder,
  isValidatorSet,
  type Validator,
  validatorOf,
  validatorSetHash,
} from "@meridian/proof/comet/validators";
import { checkFinality } from "@meridian/proof/light";
import { decodeSeal, decodeValidators, encodeSeal, encodeValidators, type Seal } from "@meridian/proof/seal";

/**
 * The last chunk of a snapshot at height H, unpacked, as frames: bytes (4, big-endian) | seal of H+1, seal of H+2, and each
 * validator set that signed a block of the window. The metadata does not name it: nodes may have seen other signatures of
 * H+2, and what it says is checked by itself.
 */
export type Proof = { readonly next: Seal; readonly last: Seal; readonly sets: readonly (readonly Validator[])[] };
export const PROOF_BYTES_MAX = 8_388_608;

export function encodeProof({ next, last, sets }: Proof): Uint8Array {
  const frames = [encodeSeal(next), encodeSeal(last), ...sets.map(encodeValidators)];
  return concat(
    ...frames.flatMap((frame) => {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, frame.length);
      return [length, frame];
    }),
  );
}

/** Two seals, and the validators of each block of the window. */
const FRAMES_MAX = 2 + VALIDITY_HEIGHTS_MAX;

function decodeProof(proof: Uint8Array): Proof | undefined {
  const view = new DataView(proof.buffer, proof.byteOffset, proof.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at + 4 <= proof.length) {
    const end = at + 4 + view.getUint32(at);
    // Nothing of it is empty, and each block of the window has one set at most: a stranger's zeros are looked at no further.
    if (end === at + 4 || frames.length === FRAMES_MAX) return undefined;
    frames.push(proof.subarray(at + 4, end));
    at = end;
  }
  const [next, last] = frames.slice(0, 2).map(decodeSeal);
  const sets = frames.slice(2).map(decodeValidators);
  if (at !== proof.length || next === undefined || last === undefined) return undefined;
  return { next, last, sets: sets.filter((set) => set !== undefined) };
}

/** The chain that a snapshot must belong to. */
export type Chain = {
  readonly network: NetworkId;
  /** Height of the first block that the engine orders. */
  readonly initialHeight: number;
  /** Who signed the blocks before that, from the genesis document; nobody where there are none. */
  readonly founders: readonly Validator[];
};

/**
 * The proof, if it is one for this window: restored records, which the verified app hash has confirmed, name the
 * validators, and more than two thirds of them signed block H+2, which follows on H+1, whose header has that app hash.
 */
export function proofFor(
  { network }: Chain,
  { height, validators }: RestoredWindow,
  appHash: Uint8Array,
  bytes: Uint8Array,
): Proof | undefined {
  const proof = decodeProof(bytes);
  if (proof === undefined || validators === undefined) return undefined;
  const { next, last } = proof;
  const set = inSetOrder(validators.map(({ publicKey, power }) => validatorOf(keyBytes(publicKey), power)));
  const holds =
    next.header.height === height + 1 &&
    last.header.height === height + 2 &&
    checkFinality(network, { ...last, validators: set }, "all").ok &&
    equal(last.header.lastBlockId.hash, headerHash(next.header)) &&
    equal(last.header.lastCommitHash, commitHash(next.commit)) &&
    equal(next.header.appHash, appHash);
  return holds ? proof : undefined;
}

/** A seal with the set that signed it. */
export type SignedSeal = { readonly seal: Seal; readonly validators: readonly Validator[] };

/**
 * The seals of a window's blocks that the engine ordered, ascending, when every block is the one that the members agreed
 * on: from the proven header each one before it follows by its hash, and with it transactions, results, and what they led
 * to. Undefined when one is not.
 */
export function sealsOf(
  chain: Chain,
  window: RestoredWindow,
  { next, sets }: Proof,
): readonly SignedSeal[] | undefined {
  const byHash = new Map(sets.filter(isValidatorSet).map((set) => [toHex(validatorSetHash(set)), set]));
  const seals: SignedSeal[] = [];
  let above = next.header;
  for (let at: number = window.height; at >= window.from; at--) {
    const block = window.block(asHeight(at));
    const seal = block && decodeSeal(block.seal);
    if (block === undefined || seal === undefined) return undefined;
    if (!isAgreed(chain, above, block, seal)) return undefined;
    above = seal.header;
    if (at < chain.initialHeight) continue;
    const validators = byHash.get(toHex(seal.header.validatorsHash));
    // The header above covers the signatures, but not the round and the parts that they are of.
    if (validators === undefined || !checkFinality(chain.network, { ...seal, validators }, "enough").ok)
      return undefined;
    seals.push({ seal, validators });
  }
  return seals.reverse();
}

/** Whether a block, with its seal, is the one that stands below a header that is believed. */
export const isAgreed = (chain: Chain, above: Header, block: StoredBlock, seal: Seal): boolean =>
  isOf(block, seal.header) && isBelow(chain, above, block, seal);

/** What a header says of its own block. */
const isOf = ({ height, time, transactions, previousAppHash }: StoredBlock, header: Header): boolean =>
  header.height === height &&
  header.time.seconds === time &&
  equal(header.dataHash, dataHash(transactions)) &&
  equal(header.appHash, previousAppHash);

/** What the header above says of a block. */
function isBelow(chain: Chain, above: Header, { outcomes, appHash }: StoredBlock, seal: Seal): boolean {
  if (!equal(above.appHash, appHash)) return false;
  if (above.height === chain.initialHeight) return isLastOfFounders(chain, above, seal);
  return (
    equal(above.lastBlockId.hash, headerHash(seal.header)) &&
    equal(above.lastCommitHash, commitHash(seal.commit)) &&
    equal(above.lastResultsHash, merkleRoot(outcomes.map(resultLeafOf)))
  );
}

/** The engine's first header names no block before it; the one there announced the engine's validators (ADR-14). */
const isLastOfFounders = ({ network, founders }: Chain, above: Header, seal: Seal): boolean =>
  equal(seal.header.nextValidatorsHash, above.validatorsHash) &&
  checkFinality(network, { ...seal, validators: founders }, "all").ok;

const keyBytes = (publicKey: string): Uint8Array => fromHex(publicKey) ?? new Uint8Array();
