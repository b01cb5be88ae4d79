import { fromBase64, fromHex, toBase64, toHex } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { VALIDATORS_MAX } from "@meridian/base/limits";
import { integer, list, literal, object, type Shape, type TypeOf, text, union } from "@meridian/base/shape";
import { ABSENT, ABSENT_SIG, type Commit, type CommitSig, FOR_BLOCK, FOR_NIL } from "./commit.ts";
import type { BlockId, Header } from "./header.ts";
import { textOfTime, timeOf } from "./time.ts";
import type { Validator } from "./validators.ts";

/**
 * Headers, commits and validator sets as CometBFT's RPC writes them: hashes and addresses in upper-case hexadecimal,
 * keys and signatures in base64, 64-bit numbers as text, times in RFC 3339 with nanoseconds. The shapes are strict:
 * every value has exactly one spelling, so that a file cannot be altered without altering what it says.
 */

const bytesText = (length: number, pattern: RegExp): Shape<string> => text({ min: 0, max: length, pattern });
const someHash = text({ min: 64, max: 64, pattern: /^[0-9A-F]{64}$/ });
const hashOrNone = bytesText(64, /^([0-9A-F]{64})?$/);
const address = text({ min: 40, max: 40, pattern: /^[0-9A-F]{40}$/ });
/** Longer than any application hash in use (Meridian's has 32 bytes). */
const appHash = bytesText(128, /^([0-9A-F]{2})*$/);

const numberText: Shape<string> = {
  fault: (value, path) =>
    typeof value === "string" && /^(0|[1-9][0-9]{0,15})$/.test(value) && Number.isSafeInteger(Number(value))
      ? undefined
      : path,
  schema: { type: "string", pattern: "^(0|[1-9][0-9]{0,15})$" },
};

const timeText: Shape<string> = {
  fault: (value, path) => {
    const time = typeof value === "string" ? timeOf(value) : undefined;
    return time !== undefined && textOfTime(time) === value ? undefined : path;
  },
  schema: { type: "string", format: "date-time" },
};

const base64Of = (bytes: number): Shape<string> => ({
  fault: (value, path) =>
    typeof value === "string" && value.length === 4 * Math.ceil(bytes / 3) && fromBase64(value)?.length === bytes
      ? undefined
      : path,
  schema: { type: "string", contentEncoding: "base64" },
});

const UINT32_MAX = 2 ** 32 - 1;
const INT32_MAX = 2 ** 31 - 1;

const blockIdShape = object({
  hash: hashOrNone,
  parts: object({ total: integer({ min: 0, max: UINT32_MAX }), hash: hashOrNone }),
});

export const headerShape = object({
  version: object({ block: numberText, app: numberText }),
  chain_id: text({ max: 50 }),
  height: numberText,
  time: timeText,
  last_block_id: blockIdShape,
  last_commit_hash: hashOrNone,
  data_hash: hashOrNone,
  validators_hash: someHash,
  next_validators_hash: someHash,
  consensus_hash: hashOrNone,
  app_hash: appHash,
  last_results_hash: hashOrNone,
  evidence_hash: hashOrNone,
  proposer_address: address,
});
export type HeaderJson = TypeOf<typeof headerShape>;

const castSig = <F extends number>(flag: F) =>
  object({
    block_id_flag: literal(flag),
    validator_address: address,
    timestamp: timeText,
    signature: base64Of(64),
  });
const absentSig = object({
  block_id_flag: literal(ABSENT),
  validator_address: literal(""),
  timestamp: literal(textOfTime(ABSENT_SIG.time)),
  signature: literal(""),
});
type CommitSigJson = {
  readonly block_id_flag: CommitSig["flag"];
  readonly validator_address: string;
  readonly timestamp: string;
  readonly signature: string;
};
const sigShapes = new Map<unknown, Shape<CommitSigJson>>([
  [ABSENT, absentSig],
  [FOR_BLOCK, castSig(FOR_BLOCK)],
  [FOR_NIL, castSig(FOR_NIL)],
]);
/** Like `union`, with a number for the tag. */
const commitSigShape: Shape<CommitSigJson> = {
  fault: (value, path) => {
    if (typeof value !== "object" || value === null) return path;
    const { block_id_flag } = value as { readonly [name: string]: unknown };
    const chosen = sigShapes.get(block_id_flag);
    return chosen === undefined ? `${path}.block_id_flag` : chosen.fault(value, path);
  },
  schema: { oneOf: [...sigShapes.values()].map(({ schema }) => schema) },
};

export const commitShape = object({
  height: numberText,
  round: integer({ min: 0, max: INT32_MAX }),
  block_id: blockIdShape,
  signatures: list(commitSigShape, { max: VALIDATORS_MAX }),
});
export type CommitJson = TypeOf<typeof commitShape>;

export const validatorsShape = list(
  object({
    address,
    pub_key: union("type", {
      "tendermint/PubKeyEd25519": object({ type: literal("tendermint/PubKeyEd25519"), value: base64Of(32) }),
    }),
    voting_power: numberText,
  }),
  { max: VALIDATORS_MAX },
);
export type ValidatorsJson = TypeOf<typeof validatorsShape>;

/** Upper-case hexadecimal, as the RPC shows hashes and addresses. */
export const hexOf = (bytes: Uint8Array): string => toHex(bytes).toUpperCase();

// The readers below are given what a shape has accepted; anything else is a bug of the caller.
function must<T>(value: T | undefined): T {
  invariant(value !== undefined, "a value that fits its shape can be read");
  return value;
}
const bytesOfHex = (hex: string): Uint8Array => must(fromHex(hex));
const bytesOfBase64 = (base64: string): Uint8Array => must(fromBase64(base64));

const readBlockId = ({ hash, parts }: TypeOf<typeof blockIdShape>): BlockId => ({
  hash: bytesOfHex(hash),
  parts: { total: parts.total, hash: bytesOfHex(parts.hash) },
});
const writeBlockId = ({ hash, parts }: BlockId): TypeOf<typeof blockIdShape> => ({
  hash: hexOf(hash),
  parts: { total: parts.total, hash: hexOf(parts.hash) },
});

export const readHeader = (json: HeaderJson): Header => ({
  version: { block: Number(json.version.block), app: Number(json.version.app) },
  chainId: json.chain_id,
  height: Number(json.height),
  time: must(timeOf(json.time)),
  lastBlockId: readBlockId(json.last_block_id),
  lastCommitHash: bytesOfHex(json.last_commit_hash),
  dataHash: bytesOfHex(json.data_hash),
  validatorsHash: bytesOfHex(json.validators_hash),
  nextValidatorsHash: bytesOfHex(json.next_validators_hash),
  consensusHash: bytesOfHex(json.consensus_hash),
  appHash: bytesOfHex(json.app_hash),
  lastResultsHash: bytesOfHex(json.last_results_hash),
  evidenceHash: bytesOfHex(json.evidence_hash),
  proposerAddress: bytesOfHex(json.proposer_address),
});

export const writeHeader = (header: Header): HeaderJson => ({
  version: { block: String(header.version.block), app: String(header.version.app) },
  chain_id: header.chainId,
  height: String(header.height),
  time: textOfTime(header.time),
  last_block_id: writeBlockId(header.lastBlockId),
  last_commit_hash: hexOf(header.lastCommitHash),
  data_hash: hexOf(header.dataHash),
  validators_hash: hexOf(header.validatorsHash),
  next_validators_hash: hexOf(header.nextValidatorsHash),
  consensus_hash: hexOf(header.consensusHash),
  app_hash: hexOf(header.appHash),
  last_results_hash: hexOf(header.lastResultsHash),
  evidence_hash: hexOf(header.evidenceHash),
  proposer_address: hexOf(header.proposerAddress),
});

export const readCommit = (json: CommitJson): Commit => ({
  height: Number(json.height),
  round: json.round,
  blockId: readBlockId(json.block_id),
  signatures: json.signatures.map((sig) => ({
    flag: sig.block_id_flag,
    address: bytesOfHex(sig.validator_address),
    time: must(timeOf(sig.timestamp)),
    signature: bytesOfBase64(sig.signature),
  })),
});

export const writeCommit = ({ height, round, blockId, signatures }: Commit): CommitJson => ({
  height: String(height),
  round,
  block_id: writeBlockId(blockId),
  signatures: signatures.map(({ flag, address, time, signature }) => ({
    block_id_flag: flag,
    validator_address: hexOf(address),
    timestamp: textOfTime(time),
    signature: toBase64(signature),
  })),
});

export const readValidators = (json: ValidatorsJson): readonly Validator[] =>
  json.map(({ address, pub_key, voting_power }) => ({
    address: bytesOfHex(address),
    publicKey: bytesOfBase64(pub_key.value),
    power: Number(voting_power),
  }));

export const writeValidators = (validators: readonly Validator[]): ValidatorsJson =>
  validators.map(({ address, publicKey, power }) => ({
    address: hexOf(address),
    pub_key: { type: "tendermint/PubKeyEd25519", value: toBase64(publicKey) },
    voting_power: String(power),
  }));
