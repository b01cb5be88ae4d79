import { toHex } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { fingerprintOf, validatorsOf } from "@meridian/network/trust";
import type { Validator } from "@meridian/proof/comet/validators";
import { type Institution, institutionsOf } from "./names.ts";
import { sealsOf } from "./seals-of.ts";
import type { EvidenceSource } from "./source.ts";

/** Sets and validators that a trust file has room for; the latest stay. */
const SETS_MAX = 256;
const VALIDATORS_MAX = 100;

export type KnownSets = {
  /** Fingerprints, that of the genesis document first. */
  readonly fingerprints: readonly Hash[];
  readonly institutions: ReadonlyMap<string, Institution>;
};

/** All validator sets of a chain up to its tip, and who is behind them. */
export async function setsOf(source: EvidenceSource): Promise<KnownSets> {
  const seals = source.seals ?? sealsOf(source);
  const founders = validatorsOf(source.genesis);
  const first = fingerprintOf(source.genesis);
  const announced = seals
    .changes(1, source.history.height)
    .flatMap((height) => seals.at(height)?.header.nextValidatorsHash ?? []);
  const later = new Map(announced.map((hash) => [toHex(hash) as Hash, hash]));
  later.delete(first);
  const members = new Map<string, Validator>();
  // The last set is announced before a block of it is there, so the engine may not have told of it yet.
  for (const hash of [...later.values()].reverse())
    for (const validator of seals.validatorsOf(hash) ?? []) members.set(toHex(validator.address), validator);
  for (const validator of founders) members.set(toHex(validator.address), validator);
  const institutions = await institutionsOf(source, [...members.values()].slice(0, VALIDATORS_MAX));
  return { fingerprints: [first, ...[...later.keys()].slice(1 - SETS_MAX)], institutions };
}
