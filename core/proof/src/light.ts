import { equal, toHex } from "@meridian/base/bytes";
import { err, ok, type Result } from "@meridian/base/result";
import { verifyZip215 } from "@meridian/crypto/ed25519";
import { ABSENT, type Commit, FOR_BLOCK, signBytesIn } from "./comet/commit.ts";
import { BLOCK_PROTOCOL, type Header, headerHash } from "./comet/header.ts";
import { compareTimes, type Time } from "./comet/time.ts";
import { isValidatorSet, totalPower, type Validator, validatorSetHash } from "./comet/validators.ts";

/**
 * When a block is final for somebody who was not there, and how trust in one header becomes trust in a later one
 * (CometBFT light/verifier.go). No clock of its own: `now` and the trusting period are the caller's policy.
 */
export type LightBlock = {
  readonly header: Header;
  readonly commit: Commit;
  /** The set that signed, in its order. */
  readonly validators: readonly Validator[];
};

/** A header believed, with the set that it announces for the block after it. */
export type TrustedHeader = { readonly header: Header; readonly nextValidators: readonly Validator[] };

export type FinalityFault =
  | { readonly code: "wrong-chain"; readonly chain: string }
  | { readonly code: "unsupported-block-version"; readonly version: number }
  | { readonly code: "commit-for-other-height" }
  | { readonly code: "commit-for-other-header" }
  | { readonly code: "malformed-validator-set" }
  | { readonly code: "wrong-validator-set" }
  | { readonly code: "commit-out-of-line" }
  | { readonly code: "double-vote"; readonly validator: string }
  | { readonly code: "wrong-signature"; readonly validator: string }
  | { readonly code: "not-enough-power"; readonly signed: string; readonly total: string };

export type StepFault =
  | FinalityFault
  | { readonly code: "expired" }
  | { readonly code: "height-not-newer" }
  | { readonly code: "time-not-later" }
  | { readonly code: "from-the-future" }
  | { readonly code: "not-the-announced-set" }
  | { readonly code: "trusted-set-mismatch" }
  /** Nothing is wrong, but too many validators changed: verify a header in between first. */
  | { readonly code: "not-enough-trust"; readonly signed: string; readonly total: string };

/** Voting power as decimal text, because a sum may pass what a number holds. */
type Power = { readonly signed: string; readonly total: string };

/** `enough` stops once the quorum is reached, as the engine's light client does; `all` leaves no signature unlooked at. */
export type Extent = "enough" | "all";

/** Strictly more than two thirds of the block's own set signed this header, and everything belongs together. */
export function checkFinality(
  chainId: string,
  block: LightBlock,
  extent: Extent = "all",
): Result<Power, FinalityFault> {
  const fault = inconsistencyOf(chainId, block);
  if (fault !== undefined) return err(fault);
  const counted = countPower(chainId, block.commit, block.validators, TWO_THIRDS, extent);
  if (!counted.ok) return counted;
  const { reached, signed, total } = counted.value;
  return reached ? ok({ signed, total }) : err({ code: "not-enough-power", signed, total });
}

export type StepPolicy = {
  readonly now: Time;
  /** Seconds for which a header stays good for a step: less than the time after which signers can no longer be held liable. */
  readonly trustingPeriod: number;
  /** Seconds that a header may be ahead of `now`. */
  readonly clockDrift: number;
};

/**
 * One step from a trusted header to a later one: to the next height by the set that the trusted header announces, to
 * any later height if more than a third of that set's power signed it as well.
 */
export function checkStep(trusted: TrustedHeader, next: LightBlock, policy: StepPolicy): Result<Power, StepFault> {
  const { header } = next;
  const { now, trustingPeriod, clockDrift } = policy;
  if (compareTimes(later(trusted.header.time, trustingPeriod), now) <= 0) return err({ code: "expired" });
  if (header.height <= trusted.header.height) return err({ code: "height-not-newer" });
  if (compareTimes(header.time, trusted.header.time) <= 0) return err({ code: "time-not-later" });
  if (compareTimes(header.time, later(now, clockDrift)) >= 0) return err({ code: "from-the-future" });
  const { chainId } = trusted.header;
  const fault = inconsistencyOf(chainId, next);
  if (fault !== undefined) return err(fault);
  if (header.height === trusted.header.height + 1) {
    if (!equal(header.validatorsHash, trusted.header.nextValidatorsHash)) return err({ code: "not-the-announced-set" });
  } else {
    const overlap = checkOverlap(trusted, next.commit);
    if (!overlap.ok) return overlap;
  }
  return checkFinality(chainId, next, "enough");
}

function checkOverlap(trusted: TrustedHeader, commit: Commit): Result<Power, StepFault> {
  const { header, nextValidators } = trusted;
  if (!isValidatorSet(nextValidators)) return err({ code: "malformed-validator-set" });
  if (!equal(validatorSetHash(nextValidators), header.nextValidatorsHash)) return err({ code: "trusted-set-mismatch" });
  const counted = countPower(header.chainId, commit, nextValidators, ONE_THIRD, "enough");
  if (!counted.ok) return counted;
  const { reached, signed, total } = counted.value;
  return reached ? ok({ signed, total }) : err({ code: "not-enough-trust", signed, total });
}

/** Header, commit and validator set belong together and to this chain. No signatures yet: hashes are cheaper. */
function inconsistencyOf(chainId: string, { header, commit, validators }: LightBlock): FinalityFault | undefined {
  if (header.chainId !== chainId) return { code: "wrong-chain", chain: header.chainId };
  if (header.version.block !== BLOCK_PROTOCOL)
    return { code: "unsupported-block-version", version: header.version.block };
  if (commit.height !== header.height) return { code: "commit-for-other-height" };
  if (!equal(headerHash(header), commit.blockId.hash)) return { code: "commit-for-other-header" };
  if (!isValidatorSet(validators)) return { code: "malformed-validator-set" };
  if (!equal(validatorSetHash(validators), header.validatorsHash)) return { code: "wrong-validator-set" };
  const inLine =
    commit.signatures.length === validators.length &&
    commit.signatures.every(({ flag, address }, i) => {
      const validator = validators[i];
      return flag === ABSENT || (validator !== undefined && equal(address, validator.address));
    });
  return inLine ? undefined : { code: "commit-out-of-line" };
}

type Fraction = { readonly numerator: bigint; readonly denominator: bigint };
const TWO_THIRDS: Fraction = { numerator: 2n, denominator: 3n };
const ONE_THIRD: Fraction = { numerator: 1n, denominator: 3n };

/** The power of `validators` behind valid signatures for the block, and whether it is more than the fraction. */
function countPower(
  chainId: string,
  commit: Commit,
  validators: readonly Validator[],
  { numerator, denominator }: Fraction,
  extent: Extent,
): Result<Power & { readonly reached: boolean }, FinalityFault> {
  const byAddress = new Map(validators.map((validator) => [toHex(validator.address), validator]));
  const total = totalPower(validators);
  const voted = new Set<string>();
  let signed = 0n;
  const isReached = (): boolean => signed * denominator > total * numerator;
  for (const sig of commit.signatures) {
    if (extent === "enough" ? sig.flag !== FOR_BLOCK : sig.flag === ABSENT) continue;
    const address = toHex(sig.address);
    const validator = byAddress.get(address);
    // A signer that the trusted set does not know counts for nothing there.
    if (validator === undefined) continue;
    if (voted.has(address)) return err({ code: "double-vote", validator: address });
    voted.add(address);
    if (!verifyZip215(validator.publicKey, signBytesIn(chainId, commit, sig), sig.signature))
      return err({ code: "wrong-signature", validator: address });
    if (sig.flag === FOR_BLOCK) signed += BigInt(validator.power);
    if (extent === "enough" && isReached()) break;
  }
  return ok({ reached: isReached(), signed: String(signed), total: String(total) });
}

const later = ({ seconds, nanos }: Time, by: number): Time => ({ seconds: seconds + by, nanos });
