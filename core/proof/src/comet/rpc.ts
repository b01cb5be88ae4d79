import { err, ok, type Result } from "@meridian/base/result";
import type { Shape } from "@meridian/base/shape";
import { ABSENT, ABSENT_SIG, type Commit } from "./commit.ts";
import type { Header } from "./header.ts";
import { commitShape, headerShape, readCommit, readHeader, readValidators, validatorsShape } from "./json.ts";
import { textOfTime } from "./time.ts";
import type { Validator } from "./validators.ts";

/**
 * Answers of an engine's RPC (`/block`, `/commit`, `/validators`, `/genesis`), which differ between versions in what
 * they leave out and add. Only the members that count are looked at, brought to the one spelling of `json.ts`, and
 * then held to its shapes. The fault is a path.
 */
export type Malformed = { readonly code: "malformed"; readonly path: string };

export const headerFromRpc = (answer: unknown): Result<Header, Malformed> =>
  read(headerShape, headerOf(answer), "header", readHeader);

export const commitFromRpc = (answer: unknown): Result<Commit, Malformed> => {
  const { height, round, block_id, signatures } = membersOf(answer);
  const written = { height, round, block_id: blockIdOf(block_id), signatures: listOf(signatures).map(sigOf) };
  return read(commitShape, written, "commit", readCommit);
};

/** From the list of validators, in the order of the set. A genesis document calls the power `power`. */
export const validatorsFromRpc = (answer: unknown): Result<readonly Validator[], Malformed> => {
  const written = listOf(answer).map((item) => {
    const { address, pub_key, voting_power, power } = membersOf(item);
    return { address, pub_key, voting_power: voting_power ?? power };
  });
  return read(validatorsShape, written, "validators", readValidators);
};

function read<J, T>(shape: Shape<J>, written: unknown, path: string, reader: (json: J) => T): Result<T, Malformed> {
  const fault = shape.fault(written, path);
  return fault === undefined ? ok(reader(written as J)) : err({ code: "malformed", path: fault });
}

type Members = { readonly [name: string]: unknown };
const membersOf = (value: unknown): Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The members of a header, and what those mean that an engine may leave out when they are empty. */
const HEADER: Members = {
  chain_id: undefined,
  height: undefined,
  time: undefined,
  last_commit_hash: "",
  data_hash: "",
  validators_hash: undefined,
  next_validators_hash: undefined,
  consensus_hash: "",
  app_hash: "",
  last_results_hash: "",
  evidence_hash: "",
  proposer_address: undefined,
};

function headerOf(answer: unknown): unknown {
  const all = membersOf(answer);
  const { version, last_block_id } = all;
  const { block, app } = membersOf(version);
  const written = Object.keys(HEADER).map((name) => [name, all[name] ?? HEADER[name]]);
  return {
    ...Object.fromEntries(written),
    version: { block: block ?? "0", app: app ?? "0" },
    last_block_id: blockIdOf(last_block_id),
  };
}

/** Null before the first block. Newer answers say `parts`, older ones and the scenarios `part_set_header`. */
function blockIdOf(value: unknown): unknown {
  const { hash, parts, part_set_header } = membersOf(value);
  const { total, hash: root } = membersOf(parts ?? part_set_header);
  return { hash: hash ?? "", parts: { total: total ?? 0, hash: root ?? "" } };
}

function sigOf(value: unknown): unknown {
  const { block_id_flag, validator_address, timestamp, signature } = membersOf(value);
  // Whatever else stands beside an absent vote is not signed and says nothing.
  if (block_id_flag === ABSENT)
    return {
      block_id_flag,
      validator_address: "",
      timestamp: textOfTime(ABSENT_SIG.time),
      signature: "",
    };
  return { block_id_flag, validator_address, timestamp, signature };
}
