import { toHex } from "@meridian/base/bytes";
import { asSeconds, type Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { ok } from "@meridian/base/result";
import { hexBytes, id, integer, list, literal, object, union } from "@meridian/base/shape";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { merkleRoot } from "@meridian/crypto/merkle";
import type { AnyContract } from "@meridian/kernel/contract";
import { resultLeafOf } from "@meridian/kernel/roots";
import type { Command } from "@meridian/kernel/transaction";
import type { Ledger } from "@meridian/ledger/ledger";
import type { ValidatorEntry } from "@meridian/ledger/membership";
import type { Rules } from "@meridian/ledger/rules";
import type { StateStore } from "@meridian/ledger/state-store";
import { commitOf } from "@meridian/proof/chain.conformance";
import { consensusHash, dataHash, NO_EVIDENCE_HASH } from "@meridian/proof/comet/block";
import { commitHash } from "@meridian/proof/comet/commit";
import { BLOCK_PROTOCOL, type Header, NO_BLOCK } from "@meridian/proof/comet/header";
import type { Time } from "@meridian/proof/comet/time";
import { setOf, type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import type { KeptSeal } from "@meridian/proof/seal";
import type { SealSource } from "../consortium/seals.ts";
import { network, seedOf, smallRules } from "./small-chain.conformance.ts";

/** A chain that is ordered as CometBFT orders it, in this thread, by members whose keys the test has. */

const MEMBERS = 6;
export const memberSeeds = Array.from({ length: MEMBERS }, (_, i) => seedOf(`member ${i}`));
export const memberEntries = memberSeeds.map((seed, i) => ({
  organisation: `later-${i}`,
  publicKey: toHex(publicKeyOf(seed)),
  power: 1,
}));

const entry = object({
  organisation: id<string>(),
  publicKey: hexBytes(32),
  power: integer({ min: 1, max: 1_000 }),
});
/** One record, as that of the domain of this name: who has a seat. */
const validator: AnyContract = {
  domain: "validator",
  version: 1,
  initial: {},
  command: union("type", {
    seat: object({ domain: literal("validator"), type: literal("seat"), validators: list(entry, { max: MEMBERS }) }),
  }),
  key: () => "set",
  decide: (_, command) => ok([{ ...command, type: "seated" } as never]),
  evolve: (state, event) => {
    const { validators = [], former = [] } = state as { validators?: readonly unknown[]; former?: readonly unknown[] };
    const seated = (event as unknown as { validators: readonly unknown[] }).validators;
    return { validators: seated, former: [...former, ...validators] };
  },
};

/** Seats the members in these places. */
export const seat = (...places: readonly number[]): Command =>
  ({
    domain: "validator",
    type: "seat",
    validators: places.map((place) => memberEntries[place]),
  }) as unknown as Command;

export const memberRules: Rules = {
  ...smallRules,
  contracts: new Map([...smallRules.contracts, ["validator", validator]]),
  membership: {
    validators: (read) => (read(validator, "set") as { validators?: readonly ValidatorEntry[] }).validators,
    admitsPeer: () => true,
    commandFor: () => seat(),
  },
};

type Made = { readonly header: Header; readonly seal: KeptSeal; readonly validators: readonly Validator[] };

/** The engine of a network of which the ledger is this node's; what it tells of blocks can be altered on the way. */
export class CometChain implements SealSource {
  readonly #ledger: Ledger;
  readonly #store: StateStore;
  readonly #made: Made[] = [];
  readonly initialHeight: number;
  #time: Time;
  #signing: readonly Validator[];
  #next: readonly Validator[];
  /** Requests answered so far, and how many at once. */
  readonly asked = { commits: 0, sets: 0, atOnce: 0, most: 0 };
  /** Thrown instead of an answer while it is there. */
  unreachable: Error | undefined;
  alter: (seal: KeptSeal) => KeptSeal = (seal) => seal;

  /** Begins behind the ledger's last block, with the set that its state names. */
  constructor(ledger: Ledger, store: StateStore, genesisTime: Time) {
    this.#ledger = ledger;
    this.#store = store;
    this.#time = genesisTime;
    this.initialHeight = ledger.height + 1;
    this.#signing = setOf(ledger.validators ?? []);
    this.#next = this.#signing;
  }

  /** Orders these transactions as the next block; `absent` are places in the set that do not vote. */
  block(transactions: readonly { readonly bytes: Uint8Array }[] = [], absent: readonly number[] = []): Height {
    const header = this.#headerOf(transactions);
    const { height } = this.#ledger;
    const block = this.#ledger.finalize({
      height: (height + 1) as Height,
      time: asSeconds(header.time.seconds),
      transactions: transactions.map(({ bytes }) => ({ bytes, verified: false })),
    });
    this.#ledger.commit(new Uint8Array());
    const commit = commitOf(header, this.#signing, memberSeeds, absent);
    this.#made.push({ header, seal: { header, commit, canonical: false }, validators: this.#signing });
    this.#signing = this.#next;
    if (block.validatorUpdates.length > 0) this.#next = setOf(this.#ledger.validators ?? []);
    this.#time = { seconds: this.#time.seconds + 1, nanos: 5 };
    return this.#ledger.height;
  }

  /** From here on others sign than the members decided: more than two thirds of them do as they like. */
  usurp(...places: readonly number[]): void {
    this.#next = setOf(places.flatMap((place) => memberEntries[place] ?? []));
  }

  async commitAt(height: number): Promise<KeptSeal> {
    this.asked.commits++;
    return this.#answer(() => {
      const made = this.#madeAt(height);
      const next = this.#made[height - this.initialHeight + 1];
      return this.alter(next === undefined ? made.seal : this.#canonical(made));
    });
  }

  async validatorsAt(height: number): Promise<readonly Validator[]> {
    this.asked.sets++;
    return this.#answer(() => this.#madeAt(height).validators);
  }

  /** The commit that the next header names has one vote less than the one seen, as happens when a vote comes late. */
  #canonical({ header, validators }: Made): KeptSeal {
    const absent = validators.length > 3 ? [header.height % validators.length] : [];
    return { header, commit: commitOf(header, validators, memberSeeds, absent), canonical: true };
  }

  async #answer<T>(answer: () => T): Promise<T> {
    this.asked.atOnce++;
    this.asked.most = Math.max(this.asked.most, this.asked.atOnce);
    await new Promise((later) => setImmediate(later));
    this.asked.atOnce--;
    if (this.unreachable !== undefined) throw this.unreachable;
    return answer();
  }

  #madeAt(height: number): Made {
    const made = this.#made[height - this.initialHeight];
    if (made === undefined) throw new Error(`the engine has no block ${height}`);
    return made;
  }

  #headerOf(transactions: readonly { readonly bytes: Uint8Array }[]): Header {
    const height = this.#ledger.height + 1;
    const before = this.#made.at(-1);
    const last = before && this.#store.block(this.#ledger.height);
    invariant((before === undefined) === (height === this.initialHeight), "the engine alone makes these blocks");
    return {
      version: { block: BLOCK_PROTOCOL, app: 1 },
      chainId: network,
      height,
      time: this.#time,
      lastBlockId: before?.seal.commit.blockId ?? NO_BLOCK,
      lastCommitHash: before === undefined ? merkleRoot([]) : commitHash(this.#canonical(before).commit),
      dataHash: dataHash(transactions.map(({ bytes }) => bytes)),
      validatorsHash: validatorSetHash(this.#signing),
      nextValidatorsHash: validatorSetHash(this.#next),
      consensusHash: consensusHash({ maxBytes: 1_048_576, maxGas: -1 }),
      appHash: this.#ledger.appHash,
      lastResultsHash: merkleRoot((last?.outcomes ?? []).map(resultLeafOf)),
      evidenceHash: NO_EVIDENCE_HASH,
      proposerAddress: this.#signing[0]?.address ?? new Uint8Array(20),
    };
  }
}
