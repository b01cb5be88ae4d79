import { equal } from "@meridian/base/bytes";
import { asHeight, asSeconds, type NetworkId, type TransactionId } from "@meridian/base/ids";
import { BLOCK_BYTES_MAX, BLOCK_TRANSACTIONS_MAX, QUEUE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { merkleRoot } from "@meridian/crypto/merkle";
import { resultLeafOf } from "@meridian/kernel/roots";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { coded } from "@meridian/ledger/execute";
import type { BlockTransaction, FinalizedBlock, Ledger } from "@meridian/ledger/ledger";
import type { PlannedRelease } from "@meridian/ledger/releases";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import { consensusHash, dataHash, NO_EVIDENCE_HASH } from "@meridian/proof/comet/block";
import { commitHash } from "@meridian/proof/comet/commit";
import { BLOCK_PROTOCOL, type Header, NO_BLOCK } from "@meridian/proof/comet/header";
import { compareTimes, type Time } from "@meridian/proof/comet/time";
import { setOf, validatorSetHash } from "@meridian/proof/comet/validators";
import { decodeSeal, encodeSeal, type Seal } from "@meridian/proof/seal";
import { blockIdOf } from "./seal.ts";
import type { HostedValidators } from "./validators.ts";

const APP_VERSION = 1;
const CONSENSUS_HASH = consensusHash({ maxBytes: BLOCK_BYTES_MAX, maxGas: -1 });
const NOTHING = merkleRoot([]);

/** What the sequencer needs of the world, so that tests can be it. */
export type World = {
  readonly now: () => Time;
  /** Calls back after so many milliseconds; 0 is "as soon as what has arrived is read". Returns what cancels it. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
};

export type SequencerOptions = {
  /** How long the first transaction waits for company. */
  readonly batchMilliseconds: number;
  /** How long a block whose events nobody can prove yet waits for a successor before an empty one is made. */
  readonly proofMilliseconds: number;
};

/** Not this process orders the chain, but CometBFT: genesis opened a validator set, or it has made blocks already. */
export class OrderedByMembers extends Error {
  override readonly name = "OrderedByMembers";
}

/**
 * Puts transactions in order in this process: takes what is waiting into a block, has the ledger execute it, signs
 * the header for every hosted validator, stores all of it in one synced write, and only then tells. An idle chain makes
 * no blocks, but one: the app hash of a block stands in the next header, so a last block with transactions gets an empty
 * successor, and so does the first block, for what genesis made. Where the next block needs a release of the rules that
 * this software lacks, none is made and nothing taken in: what still waits is lost as in a crash, and its sender gets no receipt.
 *
 * When the members open a validator set of their own, this process hands over to it: what was accepted before is still
 * ordered, then a last, empty block announces the set, and there is never another (ADR-18).
 */
export class Sequencer {
  readonly #network: NetworkId;
  readonly #ledger: Ledger;
  readonly #validators: HostedValidators;
  readonly #validatorsHash: Uint8Array;
  readonly #world: World;
  readonly #options: SequencerOptions;
  readonly #listeners = new Set<(block: StoredBlock, seal: Seal) => void>();
  #queue: BlockTransaction[] = [];
  #taken = 0;
  #queued = new Set<string>();
  #last: { readonly seal: Seal; readonly resultsHash: Uint8Array; readonly transactions: number } | undefined;
  #timer: { readonly wait: number; readonly cancel: () => void } | undefined;
  #stopped = false;
  #lacking: PlannedRelease | undefined;

  constructor(
    network: NetworkId,
    ledger: Ledger,
    store: StateStore,
    validators: HostedValidators,
    world: World,
    options: SequencerOptions,
  ) {
    this.#network = network;
    this.#ledger = ledger;
    this.#validators = validators;
    this.#validatorsHash = validatorSetHash(validators.set);
    this.#world = world;
    this.#options = options;
    const tip = ledger.height === 0 ? undefined : store.block(ledger.height);
    const seal = tip && decodeSeal(tip.seal);
    if (this.#handsOver && seal === undefined)
      throw new OrderedByMembers(`CometBFT orders ${network}: this process makes no block of it`);
    if (tip !== undefined && seal !== undefined)
      this.#last = {
        seal,
        resultsHash: merkleRoot(tip.outcomes.map(resultLeafOf)),
        transactions: tip.transactions.length,
      };
    this.#lacking = ledger.nextNeeds();
    this.#schedule();
  }

  /** Whether the members have opened a set of their own: nothing more is taken in. */
  get #handsOver(): boolean {
    return this.#ledger.validators !== undefined;
  }

  /** Whether the last block of this chain has been made: it announces the set, and nothing before it waits for proof. */
  get #handedOver(): boolean {
    const last = this.#last;
    if (!this.#handsOver || last === undefined || last.transactions > 0) return false;
    const { header } = last.seal;
    return equal(header.nextValidatorsHash, this.#openedHash()) && equal(header.appHash, this.#ledger.appHash);
  }

  get waiting(): number {
    return this.#queue.length - this.#taken;
  }

  /** Accepts a transaction for the next blocks, or says why not. `verified` as in `BlockTransaction`, `id` if known then. */
  offer(bytes: Uint8Array, verified: boolean, id?: TransactionId): CodedRejection | undefined {
    if (this.#stopped || this.#lacking !== undefined) return coded({ code: "shutting-down" });
    if (this.#handsOver) return coded({ code: "handed-over" });
    if (this.waiting >= QUEUE_TRANSACTIONS_MAX) return coded({ code: "queue-full", waiting: this.waiting });
    const checked = this.#ledger.check(bytes, verified, id);
    if (!checked.ok) return coded(checked.error);
    if (this.#queued.has(checked.value.id)) return coded({ code: "replayed" });
    this.#queued.add(checked.value.id);
    // A copy, since the bytes are part of a message with many transactions, of which this may be the only good one.
    this.#queue.push({ bytes: new Uint8Array(bytes), verified, id: checked.value.id });
    this.#schedule();
    return undefined;
  }

  onCommitted(listener: (block: StoredBlock, seal: Seal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Commits what was accepted, then makes no more blocks. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    while (this.#lacking === undefined && (this.waiting > 0 || this.#needsProofBlock())) this.#produce();
  }

  /** Sees to it that the next block comes in time; a nearer moment replaces a farther one. */
  #schedule(): void {
    const wait = this.#stopped || this.#lacking !== undefined ? undefined : this.#nextIn();
    if (wait === undefined || (this.#timer !== undefined && this.#timer.wait <= wait)) return;
    this.#timer?.cancel();
    const cancel = this.#world.after(wait, () => {
      this.#timer = undefined;
      this.#produce();
      this.#schedule();
    });
    this.#timer = { wait, cancel };
  }

  /** Milliseconds until a block is due, or undefined when none is. */
  #nextIn(): number | undefined {
    if (this.waiting >= BLOCK_TRANSACTIONS_MAX) return 0;
    if (this.waiting > 0) return this.#options.batchMilliseconds;
    return this.#needsProofBlock() ? this.#options.proofMilliseconds : undefined;
  }

  /** What the tip's transactions led to, refusals included, is provable only once the next header carries it. */
  #needsProofBlock(): boolean {
    const last = this.#last;
    if (this.#handsOver) return !this.#handedOver;
    // What genesis made stands in the state of the first block, which a second one proves.
    if (last === undefined || last.seal.header.height === 1 || last.transactions > 0) return true;
    return !equal(last.seal.header.appHash, this.#ledger.appHash);
  }

  #produce(): void {
    const transactions = this.#take();
    if (transactions.length === 0 && !this.#needsProofBlock()) return;
    const time = this.#nextTime();
    const height = asHeight(this.#ledger.height + 1);
    const header = this.#headerOf(height, time, transactions);
    const block = this.#ledger.finalize({ height, time: asSeconds(time.seconds), transactions });
    const seal: Seal = {
      header,
      commit: this.#validators.sign(this.#network, height, blockIdOf(header), time),
    };
    const stored = this.#ledger.commit(encodeSeal(seal));
    this.#last = { seal, resultsHash: merkleRoot(block.resultLeaves), transactions: transactions.length };
    this.#forget(block);
    this.#lacking = this.#ledger.nextNeeds();
    for (const listener of this.#listeners) listener(stored, seal);
  }

  #take(): BlockTransaction[] {
    const taken: BlockTransaction[] = [];
    let bytes = 0;
    while (this.#taken < this.#queue.length && taken.length < BLOCK_TRANSACTIONS_MAX) {
      const next = this.#queue[this.#taken] as BlockTransaction;
      if (bytes + next.bytes.length > BLOCK_BYTES_MAX) break;
      bytes += next.bytes.length;
      taken.push(next);
      this.#taken++;
    }
    if (this.#taken === this.#queue.length) {
      this.#queue = [];
      this.#taken = 0;
    } else if (this.#taken > QUEUE_TRANSACTIONS_MAX) {
      this.#queue = this.#queue.slice(this.#taken);
      this.#taken = 0;
    }
    return taken;
  }

  #forget(block: FinalizedBlock): void {
    for (const { id } of block.ids) this.#queued.delete(id);
  }

  /** Block time never goes back, whatever the host's clock does: at least one nanosecond after the last block. */
  #nextTime(): Time {
    const now = this.#world.now();
    const last = this.#last?.seal.header.time ?? { seconds: this.#ledger.time, nanos: 0 };
    if (compareTimes(now, last) > 0) return now;
    return last.nanos < 999_999_999
      ? { seconds: last.seconds, nanos: last.nanos + 1 }
      : { seconds: last.seconds + 1, nanos: 0 };
  }

  #openedHash(): Uint8Array {
    return validatorSetHash(setOf(this.#ledger.validators ?? []));
  }

  #headerOf(height: number, time: Time, transactions: readonly BlockTransaction[]): Header {
    const last = this.#last;
    // What a block with transactions did, a header of this chain must prove: CometBFT's first knows none before it.
    const isLast = this.#handsOver && transactions.length === 0;
    const proposer = this.#validators.set[height % this.#validators.set.length];
    return {
      version: { block: BLOCK_PROTOCOL, app: APP_VERSION },
      chainId: this.#network,
      height,
      time,
      lastBlockId: last === undefined ? NO_BLOCK : last.seal.commit.blockId,
      lastCommitHash: last === undefined ? NOTHING : commitHash(last.seal.commit),
      dataHash: dataHash(transactions.map(({ bytes }) => bytes)),
      validatorsHash: this.#validatorsHash,
      nextValidatorsHash: isLast ? this.#openedHash() : this.#validatorsHash,
      consensusHash: CONSENSUS_HASH,
      appHash: this.#ledger.appHash,
      lastResultsHash: last === undefined ? NOTHING : last.resultsHash,
      evidenceHash: NO_EVIDENCE_HASH,
      proposerAddress: proposer?.address ?? new Uint8Array(20),
    };
  }
}
