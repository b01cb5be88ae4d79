import { concat, fromHex, textOf, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, type NetworkId, type TransactionId } from "@meridian/base/ids";
import { canonicalText, parseJson } from "@meridian/base/json";
import { hashText } from "@meridian/base/shape";
import { publicKeyOf, sign, verifyStrict } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { merklePath, merkleRoot } from "@meridian/crypto/merkle";
import { bucketLeaf, bucketOf, STATE_TREE_DEPTH, type StateEntry, type StateProof } from "@meridian/crypto/statemap";
import { appHashOf, keyHashOf, recordKeyOf, resultLeafOf } from "@meridian/kernel/roots";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Command, Outcome, Payload, Signature } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import { transactionPart } from "./assemble.ts";
import type { TransactionRules } from "./checks.ts";
import { consensusHash, dataHash, NO_EVIDENCE_HASH, transactionPath } from "./comet/block.ts";
import { ABSENT_SIG, type Commit, commitHash, FOR_BLOCK, precommitSignBytes } from "./comet/commit.ts";
import { BLOCK_PROTOCOL, type Header, headerHash, NO_BLOCK } from "./comet/header.ts";
import { inSetOrder, type Validator, validatorOf, validatorSetHash } from "./comet/validators.ts";
import type { EvidenceTransaction } from "./evidence.ts";
import type { LightBlock } from "./light.ts";
import { eventPathOf, eventsRootOf, recordLeafOf } from "./roots.ts";

/** A small chain with fixed keys, times and nonces, so that its bytes are the same on every machine. */

export const NETWORK = "test-region" as NetworkId;
export const seedOf = (number: number): Uint8Array => new Uint8Array(32).fill(number);
const START = 1_767_225_600; // 2026-01-01T00:00:00Z

export type SignedBytes = {
  readonly id: TransactionId;
  readonly wire: Uint8Array;
  readonly payload: string;
  readonly signatures: readonly Signature[];
};

/** Payload length in two bytes, payload, signatures as JSON: a stand-in for the ledger's wire format. */
export function signedTransaction(commands: readonly Command[], seeds: readonly Uint8Array[], nonce = 0): SignedBytes {
  const content: Payload = {
    network: NETWORK,
    commands,
    nonce: nonce.toString(16).padStart(32, "0"),
    validUntil: asHeight(1_000),
  };
  const payload = canonicalText(content);
  const bytes = utf8(payload);
  const signatures = seeds.map((seed): Signature => {
    const signature = toHex(sign(seed, signedBytesOf(bytes)));
    return { kind: "ed25519", key: toHex(publicKeyOf(seed)), signature };
  });
  const length = Uint8Array.of(bytes.length >> 8, bytes.length & 255);
  const wire = concat(length, bytes, utf8(canonicalText(signatures)));
  return { id: hashText<TransactionId>(sha256(bytes)), wire, payload, signatures };
}

function open(wire: Uint8Array): { payload: string; signatures: readonly Signature[] } | undefined {
  const end = 2 + (wire[0] ?? 0) * 256 + (wire[1] ?? 0);
  const payload = textOf(wire.subarray(2, end));
  const signatures = parseJson(textOf(wire.subarray(end)) ?? "");
  return payload === undefined || !Array.isArray(signatures) ? undefined : { payload, signatures };
}

export const rules: TransactionRules = {
  open,
  firstBadSignature: (wire) => {
    const { payload, signatures } = open(wire) ?? { payload: "", signatures: [] };
    const none = new Uint8Array();
    const index = signatures.findIndex(
      ({ key, signature }) =>
        !verifyStrict(fromHex(key) ?? none, signedBytesOf(utf8(payload)), fromHex(signature) ?? none),
    );
    return index < 0 ? undefined : index;
  },
};

/** What executing a block's transactions does. */
export type Execution = {
  readonly transactions: readonly SignedBytes[];
  readonly outcomes: readonly Outcome[];
  readonly events: readonly EventEnvelope[];
  /** Records as they stand afterwards, by `domain/record`. */
  readonly records: Readonly<Record<string, unknown>>;
};
const NOTHING: Execution = { transactions: [], outcomes: [], events: [], records: {} };

export type Roots = { readonly previous: Uint8Array; readonly events: Uint8Array; readonly state: Uint8Array };
export type Block = LightBlock & { readonly execution: Execution; readonly roots: Roots };

/** Validators given by seeds, all of one power; `absent` are the places in the set that do not vote. */
export class Chain {
  readonly blocks: Block[] = [];
  #seeds: readonly Uint8Array[];
  #next: readonly Uint8Array[];
  #appHash: Uint8Array = new Uint8Array(32);
  #records: Record<string, unknown> = {};
  #roots: Roots = { previous: new Uint8Array(32), events: eventsRootOf([]), state: new StateMap({}).root() };

  constructor(seeds: readonly Uint8Array[]) {
    this.#seeds = seeds;
    this.#next = seeds;
  }

  /** Takes effect one block later: the next block announces the set that signs the block after it. */
  announce(seeds: readonly Uint8Array[]): void {
    this.#next = seeds;
  }

  append(execution: Execution = NOTHING, absent: readonly number[] = []): Block {
    const before = this.blocks.at(-1);
    const height = this.blocks.length + 1;
    const validators = setOf(this.#seeds);
    const header: Header = {
      version: { block: BLOCK_PROTOCOL, app: 1 },
      chainId: NETWORK,
      height,
      time: { seconds: START + height, nanos: height * 1_000 },
      lastBlockId: before?.commit.blockId ?? NO_BLOCK,
      lastCommitHash: before === undefined ? NO_EVIDENCE_HASH : commitHash(before.commit),
      dataHash: dataHash(execution.transactions.map(({ wire }) => wire)),
      validatorsHash: validatorSetHash(validators),
      nextValidatorsHash: validatorSetHash(setOf(this.#next)),
      consensusHash: consensusHash({ maxBytes: 4_194_304, maxGas: -1 }),
      appHash: this.#appHash,
      lastResultsHash: merkleRoot((before?.execution.outcomes ?? []).map(resultLeafOf)),
      evidenceHash: NO_EVIDENCE_HASH,
      proposerAddress: validators[height % validators.length]?.address ?? new Uint8Array(20),
    };
    const commit = commitOf(header, validators, this.#seeds, absent);
    this.#seeds = this.#next;
    this.#execute(execution);
    const block = { header, commit, validators, execution, roots: this.#roots };
    this.blocks.push(block);
    return block;
  }

  at(height: number): Block {
    const block = this.blocks[height - 1];
    if (block === undefined) throw new Error(`the test chain has no block ${height}`);
    return block;
  }

  /** Proof of what the map holds after the last block. */
  prove(domain: string, record: string): StateProof {
    return new StateMap(this.#records).prove(keyHashOf(recordKeyOf(domain, record)));
  }

  #execute({ events, records }: Execution): void {
    this.#records = { ...this.#records, ...records };
    if (events.length === 0) return;
    const state = new StateMap(this.#records).root();
    this.#roots = { previous: this.#appHash, events: eventsRootOf(events), state };
    this.#appHash = appHashOf(this.#roots);
  }
}

export const setOf = (seeds: readonly Uint8Array[]): readonly Validator[] =>
  inSetOrder(seeds.map((seed) => validatorOf(publicKeyOf(seed), 10)));

/** A commit for the header by all validators but the absent ones. */
export function commitOf(
  header: Header,
  validators: readonly Validator[],
  seeds: readonly Uint8Array[],
  absent: readonly number[] = [],
): Commit {
  const { height, chainId } = header;
  const blockId = { hash: headerHash(header), parts: { total: 1, hash: sha256(utf8(`parts of ${height}`)) } };
  const signatures = validators.map(({ address, publicKey }, i) => {
    const seed = seeds.find((one) => toHex(publicKeyOf(one)) === toHex(publicKey));
    if (seed === undefined || absent.includes(i)) return ABSENT_SIG;
    const time = { seconds: header.time.seconds + 1, nanos: i };
    const signature = sign(seed, precommitSignBytes(chainId, { height, round: 0, blockId, time }));
    return { flag: FOR_BLOCK, address, time, signature } as const;
  });
  return { height, round: 0, blockId, signatures };
}

/** The part of an evidence file that shows one transaction of a block and its result. */
export function transactionIn({ execution }: Block, index: number): EvidenceTransaction {
  const { transactions, outcomes } = execution;
  const transaction = transactions[index];
  const outcome = outcomes[index];
  if (transaction === undefined || outcome === undefined) throw new Error(`the block has no transaction ${index}`);
  const leaves = outcomes.map(resultLeafOf);
  const path = transactionPath(
    transactions.map(({ wire }) => wire),
    index,
  );
  return transactionPart(transaction.wire, transaction, path, outcome, merklePath(leaves, index));
}

export const eventPathIn = ({ execution }: Block, index: number) => eventPathOf(execution.events, index);

/** The state map of `@meridian/crypto/statemap`, computed the slow and obvious way. */
export class StateMap {
  readonly #entries = new Map<number, StateEntry[]>();
  readonly #levels: readonly ReadonlyMap<number, Uint8Array>[];
  readonly #empty: readonly Uint8Array[];

  constructor(records: Readonly<Record<string, unknown>>) {
    for (const [name, state] of Object.entries(records)) {
      const slash = name.indexOf("/");
      const entry = recordLeafOf(name.slice(0, slash), name.slice(slash + 1), state);
      const bucket = bucketOf(entry.key);
      const entries = [...(this.#entries.get(bucket) ?? []), entry];
      this.#entries.set(
        bucket,
        entries.sort((a, b) => (toHex(a.key) < toHex(b.key) ? -1 : 1)),
      );
    }
    const empty = [bucketLeaf([])];
    let level = new Map([...this.#entries].map(([bucket, entries]) => [bucket, bucketLeaf(entries)]));
    const levels = [level];
    for (let depth = 0; depth < STATE_TREE_DEPTH; depth++) {
      const none = empty[depth] ?? new Uint8Array();
      const above = new Map<number, Uint8Array>();
      for (const position of level.keys()) {
        const left = position - (position % 2);
        above.set(left / 2, sha256(concat(level.get(left) ?? none, level.get(left + 1) ?? none)));
      }
      empty.push(sha256(concat(none, none)));
      levels.push(above);
      level = above;
    }
    this.#levels = levels;
    this.#empty = empty;
  }

  root(): Uint8Array {
    return this.#node(STATE_TREE_DEPTH, 0);
  }

  prove(key: Uint8Array): StateProof {
    const bucket = bucketOf(key);
    const siblings = Array.from({ length: STATE_TREE_DEPTH }, (_, depth) =>
      this.#node(depth, Math.floor(bucket / 2 ** depth) ^ 1),
    );
    return { bucket: this.#entries.get(bucket) ?? [], siblings };
  }

  #node(depth: number, position: number): Uint8Array {
    return this.#levels[depth]?.get(position) ?? this.#empty[depth] ?? new Uint8Array();
  }
}
