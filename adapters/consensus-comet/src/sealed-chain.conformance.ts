import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds, type Height } from "@meridian/base/ids";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { merkleRoot } from "@meridian/crypto/merkle";
import { resultLeafOf } from "@meridian/kernel/roots";
import type { Command } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import {
  add,
  GENESIS_TIME,
  type Purse,
  purse,
  seedOf,
  rules as toyRules,
  transaction,
} from "@meridian/ledger/toy.conformance";
import { dataHash, NO_EVIDENCE_HASH } from "@meridian/proof/comet/block";
import { type Commit, commitHash, FOR_BLOCK, precommitSignBytes } from "@meridian/proof/comet/commit";
import { BLOCK_PROTOCOL, type Header, headerHash, NO_BLOCK } from "@meridian/proof/comet/header";
import { inSetOrder, type Validator, validatorOf, validatorSetHash } from "@meridian/proof/comet/validators";
import { encodeSeal, type KeptSeal, type Seals } from "@meridian/proof/seal";

/** A chain of toy transactions whose headers and commits are those that an engine would make. */

const NAMES = ["v1", "v2", "v3", "v4"];
const seeds = new Map(NAMES.map((name) => [toHex(publicKeyOf(seedOf(name))), seedOf(name)]));

/** Whoever adds to the purse `v1` gives that validator power; each has 10 to begin with. */
export const sealedRules: Rules = {
  ...toyRules,
  membership: {
    validators: (read) =>
      NAMES.map((name) => ({
        publicKey: toHex(publicKeyOf(seedOf(name))),
        power: 10 + (read(purse, name) as Purse).sum,
      })),
    admitsPeer: () => true,
    commandFor: () => add("misbehaviour", 1),
  },
};
export const GENESIS = { time: GENESIS_TIME, commands: [add("a", 10)] };
export const founders = inSetOrder(NAMES.map((name) => validatorOf(publicKeyOf(seedOf(name)), 10)));

export class SealedChain {
  readonly store: StateStore;
  readonly ledger: Ledger;
  readonly seals: Pick<Seals, "at" | "validatorsOf">;
  readonly #initialHeight: number;
  readonly #seals = new Map<number, KeptSeal>();
  readonly #sets = new Map<string, readonly Validator[]>();
  /** Sets by the height that they sign. */
  #signing = new Map<number, readonly Validator[]>();
  #nonce = 0;

  constructor(store: StateStore = new MemoryStateStore(), initialHeight = 1) {
    this.store = store;
    this.ledger = new Ledger(sealedRules, store, GENESIS);
    this.#initialHeight = initialHeight;
    this.#signing.set(1, founders).set(2, founders);
    this.seals = {
      at: (height) => this.#seals.get(height),
      validatorsOf: (hash) => this.#sets.get(toHex(hash)),
    };
  }

  get height(): Height {
    return this.ledger.height;
  }

  /** A block of one transaction with each of these commands; without any, of none. */
  run(...commands: readonly Command[]): StoredBlock {
    const validUntil = this.height + 100;
    return this.block(...commands.map((command) => transaction([command], { nonce: ++this.#nonce, validUntil })));
  }

  block(...transactions: readonly Uint8Array[]): StoredBlock {
    const height = asHeight(this.height + 1);
    const before = height === this.#initialHeight ? undefined : this.#seals.get(height - 1);
    const results = before === undefined ? [] : (this.store.block(asHeight(height - 1))?.outcomes ?? []);
    const appHash = this.ledger.appHash;
    const time = asSeconds(GENESIS_TIME + height);
    const inputs = transactions.map((bytes) => ({ bytes, verified: false }));
    this.ledger.finalize({ height, time, transactions: inputs });
    const isFounders = height < this.#initialHeight;
    const next = height + 1 < this.#initialHeight ? founders : this.#set(height + 1);
    const header: Header = {
      version: { block: BLOCK_PROTOCOL, app: 1 },
      chainId: sealedRules.network,
      height,
      time: { seconds: time, nanos: 0 },
      lastBlockId: before?.commit.blockId ?? NO_BLOCK,
      lastCommitHash: before === undefined ? merkleRoot([]) : commitHash(before.commit),
      dataHash: dataHash(transactions),
      validatorsHash: validatorSetHash(this.#set(height)),
      nextValidatorsHash: validatorSetHash(next),
      consensusHash: new Uint8Array(32),
      appHash,
      lastResultsHash: merkleRoot(results.map(resultLeafOf)),
      evidenceHash: NO_EVIDENCE_HASH,
      proposerAddress: new Uint8Array(20),
    };
    const seal = { header, commit: commitOf(header, this.#set(height)), canonical: true };
    const block = this.ledger.commit(isFounders ? encodeSeal(seal) : new Uint8Array());
    this.#seals.set(height, seal);
    const set = (this.ledger.validators ?? []).map(({ publicKey, power }) => validatorOf(bytesOf(publicKey), power));
    this.#signing.set(height + 2, height < this.#initialHeight ? founders : inSetOrder(set));
    return block;
  }

  #set(height: number): readonly Validator[] {
    const set = this.#signing.get(height) ?? founders;
    this.#sets.set(toHex(validatorSetHash(set)), set);
    return set;
  }
}

export function commitOf(header: Header, set: readonly Validator[]): Commit {
  const hash = headerHash(header);
  const { height, time, chainId } = header;
  const blockId = { hash, parts: { total: 1, hash } };
  const bytes = precommitSignBytes(chainId, { height, round: 0, blockId, time });
  const signatures = set.map(({ publicKey, address }) => ({
    flag: FOR_BLOCK as typeof FOR_BLOCK,
    address,
    time,
    signature: sign(seeds.get(toHex(publicKey)) ?? new Uint8Array(32), bytes),
  }));
  return { height, round: 0, blockId, signatures };
}

const bytesOf = (publicKey: string): Uint8Array => publicKeyOf(seeds.get(publicKey) ?? new Uint8Array(32));
