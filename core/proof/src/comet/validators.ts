import { compare, concat, equal, fromHex, toHex } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { sha256 } from "@meridian/crypto/hash";
import { merkleRoot } from "@meridian/crypto/merkle";
import { bytesField, integerField, messageField } from "./protobuf.ts";

/** One member of a validator set. */
export type Validator = {
  /** First 20 bytes of SHA-256 of the public key. */
  readonly address: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Voting power, a safe integer above 0. */
  readonly power: number;
};

export const addressOf = (publicKey: Uint8Array): Uint8Array => sha256(publicKey).subarray(0, 20);

export const validatorOf = (publicKey: Uint8Array, power: number): Validator => ({
  address: addressOf(publicKey),
  publicKey,
  power,
});

/** Validators as documents and records name them (Ed25519 key in hexadecimal), in the order of a set. */
export const setOf = (
  entries: readonly { readonly publicKey: string; readonly power: number }[],
): readonly Validator[] =>
  inSetOrder(
    entries.map(({ publicKey, power }) => {
      const bytes = fromHex(publicKey);
      invariant(bytes !== undefined, "a validator's public key is hexadecimal");
      return validatorOf(bytes, power);
    }),
  );

/** In the order that a set has: highest power first, then by address (types/validator_set.go, ValidatorsByVotingPower). */
export const inSetOrder = (validators: readonly Validator[]): readonly Validator[] =>
  [...validators].sort((a, b) => b.power - a.power || compare(a.address, b.address));

/** Merkle root over SimpleValidator messages in the order given, which must be that of the set: 32 bytes. */
export const validatorSetHash = (validators: readonly Validator[]): Uint8Array =>
  merkleRoot(
    validators.map(({ publicKey, power }) => concat(messageField(1, bytesField(1, publicKey)), integerField(2, power))),
  );

export const totalPower = (validators: readonly Validator[]): bigint =>
  validators.reduce((total, { power }) => total + BigInt(power), 0n);

/** Whether these can be a validator set: somebody, each once, with the address of its key and with power. */
export const isValidatorSet = (validators: readonly Validator[]): boolean =>
  validators.length > 0 &&
  new Set(validators.map(({ publicKey }) => toHex(publicKey))).size === validators.length &&
  validators.every(
    ({ address, publicKey, power }) =>
      publicKey.length === 32 && equal(address, addressOf(publicKey)) && Number.isSafeInteger(power) && power > 0,
  );
