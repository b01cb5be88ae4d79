import { equal, textOf, toHex } from "@meridian/base/bytes";
import type { Height, Seconds, TransactionId } from "@meridian/base/ids";
import { asHeight } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { err, type Result } from "@meridian/base/result";
import { merkleRoot } from "@meridian/crypto/merkle";
import type { StateEntry, StateProof } from "@meridian/crypto/statemap";
import type { Context } from "@meridian/kernel/context";
import { appHashOf, keyHashOf, recordKeyOf, resultLeafOf, valueHashOf } from "@meridian/kernel/roots";
import type { Command, Outcome } from "@meridian/kernel/transaction";
import type { EventEnvelope } from "@meridian/kernel/view";
import {
  type DecodedTransaction,
  decodeAgain,
  decodeTransaction,
  type TransactionHead,
  transactionIdOf,
} from "./decode.ts";
import { type BlockPoint, coded, type ExecutedEvent, type Executor, faultAt } from "./execute.ts";
import {
  type Membership,
  type Notice,
  updatesBetween,
  type ValidatorEntry,
  type ValidatorUpdate,
} from "./membership.ts";
import type { LedgerRejection } from "./rejections.ts";
import { type PlannedRelease, ReleaseBook, type ReleaseStatus } from "./releases.ts";
import { ReplayWindow } from "./replay-window.ts";
import { Restoring } from "./restoring.ts";
import type { Rules } from "./rules.ts";
import { firstBadSignature } from "./signing.ts";
import type { SnapshotHead } from "./snapshot.ts";
import { StateCorruption, type StateStore, type StoredBlock, type WrittenRecord } from "./state-store.ts";
import { StateTree } from "./state-tree.ts";
import { WorkingState } from "./working-state.ts";

/**
 * A transaction in a block. `verified` says that this node has checked form and signatures of these very bytes before,
 * `id` is what it found then.
 */
export type BlockTransaction = {
  readonly bytes: Uint8Array;
  readonly verified: boolean;
  readonly id?: TransactionId;
};
export type BlockInput = BlockPoint & {
  readonly transactions: readonly BlockTransaction[];
  readonly notices?: readonly Notice[];
};

/** What a block does, computed but not yet stored. */
export type FinalizedBlock = Omit<StoredBlock, "seal"> & {
  readonly executed: readonly ExecutedEvent[];
  readonly resultLeaves: readonly Uint8Array[];
  /** How the block changes the validator set; empty where members do not run the engine. */
  readonly validatorUpdates: readonly ValidatorUpdate[];
};

export type GenesisState = { readonly time: Seconds; readonly commands: readonly Command[] };

const NOTHING = new Uint8Array(32);
/** Restarting reads at most so many changed records one by one; keeping a snapshot costs about 0.1 us an entry. */
const CHANGES_PER_SNAPSHOT = 200_000;

/**
 * The deterministic machine under either engine: checks what is offered, executes what is ordered, commits what is
 * decided. Blocks come one at a time: `finalize`, then `commit` or, when the node stops in between, neither.
 */
export class Ledger {
  readonly #rules: Rules;
  readonly #store: StateStore;
  readonly #state: WorkingState;
  readonly #releases: ReleaseBook;
  #tree = new StateTree();
  #window = new ReplayWindow();
  #height = asHeight(0);
  #time: Seconds;
  #appHash: Uint8Array;
  #pending: FinalizedBlock | undefined;
  #restoring: Restoring | undefined;
  /** What the pending block writes. */
  #writes: readonly WrittenRecord[] = [];
  /** Places in the map of what the pending block asked for: most of it is then written. */
  readonly #keyHashes = new Map<string, Uint8Array>();
  /** Records written since the last snapshot. */
  #changes = 0;

  /** Opens the ledger at the height its store has, or at genesis when the store is empty. */
  constructor(rules: Rules, store: StateStore, genesis: GenesisState) {
    this.#rules = rules;
    this.#store = store;
    this.#state = new WorkingState(store, (key) => this.#tree.value(this.#keyHashOf(key)));
    this.#releases = new ReleaseBook(rules, this.#state);
    this.#time = genesis.time;
    this.#appHash = NOTHING;
    const height = store.height();
    if (height === undefined) this.#begin(genesis);
    else this.#resume(height);
  }

  get height(): Height {
    return this.#height;
  }

  /** Block time of the last block. */
  get time(): Seconds {
    return this.#time;
  }

  /** Whether no block is finalised and waits for its commit: only then is the committed state to be read. */
  get isBetweenBlocks(): boolean {
    return this.#pending === undefined;
  }

  get appHash(): Uint8Array {
    return this.#appHash;
  }

  get stateRoot(): Uint8Array {
    return this.#tree.root();
  }

  /** Whether a transaction may be ordered at the next height. Looks at no signature and no domain. */
  check(bytes: Uint8Array, verified = false, id?: TransactionId): Result<DecodedTransaction, LedgerRejection> {
    const decoded = decode(bytes, verified, id);
    const fault = decoded.ok ? this.standing(decoded.value) : undefined;
    return fault === undefined ? decoded : err(fault);
  }

  /** The same for what was decoded before: why it can't stand in the next block any more. */
  standing(head: TransactionHead): LedgerRejection | undefined {
    if (this.#window.has(head.id)) return { code: "replayed" };
    return faultAt(head, asHeight(this.#height + 1), this.#rules.network);
  }

  /**
   * Executes the next block. Any bytes may stand in it; what is no valid transaction is rejected and changes nothing.
   * Throws `ReleaseMissing`, with nothing changed, where the block executes by a release that this software lacks.
   */
  finalize(input: BlockInput): FinalizedBlock {
    invariant(input.height === this.#height + 1, "blocks come in order");
    invariant(this.#pending === undefined, "one block at a time");
    this.#restoring?.drop();
    this.#restoring = undefined;
    const executed: ExecutedEvent[] = [];
    const outcomes: Outcome[] = [];
    const ids: { id: TransactionId; validUntil: Height }[] = [];
    const seen = new Set<TransactionId>();
    const { release, executor } = this.#releases.at(input.height);
    const before = this.validators;
    this.#hear(input, release.membership, executor, executed);
    for (const transaction of input.transactions) {
      const outcome = this.#executeOne(executor, transaction, input, seen, ids, executed);
      outcomes.push(outcome);
    }
    const updates = before === undefined ? [] : updatesBetween(before, this.#validatorsAt(input.height) ?? []);
    this.#pending = { ...this.#sealRoots(input, executed, outcomes, ids), validatorUpdates: updates };
    return this.#pending;
  }

  /** The validator set in the state, with what the pending block made of it; undefined where members run no engine. */
  get validators(): readonly ValidatorEntry[] | undefined {
    return this.#validatorsAt(this.#pending?.height ?? this.#height);
  }

  /** Whether a node may connect to this one. A network whose members run no engine has no such nodes. */
  admitsPeer(nodeId: string): boolean {
    return this.#releases.nearest(this.#height).membership?.admitsPeer(this.#state.read, nodeId) ?? false;
  }

  /**
   * The release of the rules by which the next block executes, where this software lacks it: a node stops then, before
   * that block, and says what to install. Between blocks.
   */
  nextNeeds(): PlannedRelease | undefined {
    return this.releaseStatus().missing;
  }

  /** Which release the next block executes by, and which one is scheduled after it. Between blocks. */
  releaseStatus(): ReleaseStatus {
    invariant(this.#pending === undefined, "releases are looked at between blocks");
    return this.#releases.status(asHeight(this.#height + 1));
  }

  /** Stores the finalised block, atomically and synced; only now is it part of the state. */
  commit(seal: Uint8Array): StoredBlock {
    const pending = this.#pending;
    invariant(pending !== undefined, "a block is finalised before it is committed");
    const { executed: _events, resultLeaves: _leaves, validatorUpdates: _updates, ...rest } = pending;
    const block: StoredBlock = { ...rest, seal };
    const writes = this.#writes;
    this.#store.commit(block, writes);
    this.#state.keepBlock();
    this.#height = block.height;
    this.#time = block.time;
    this.#appHash = block.appHash;
    for (const { id, validUntil } of block.ids) this.#window.remember(id, validUntil);
    this.#window.forgetThrough(block.height);
    this.#pending = undefined;
    this.#changes += writes.length;
    if (this.#changes >= CHANGES_PER_SNAPSHOT) this.keepSnapshot();
    return block;
  }

  /** Keeps what makes the next start fast. Also worth doing before the node stops. */
  keepSnapshot(): void {
    invariant(this.#pending === undefined, "snapshots are taken between blocks");
    if (this.#changes === 0) return;
    this.#store.keepSnapshot({ height: this.#height, ...this.#tree.contents() });
    this.#changes = 0;
  }

  /**
   * Begins to take over the state that a snapshot of other nodes claims, of a height not below this one. Once it is kept,
   * this ledger goes on from the height of the snapshot; until then it is what it was, and a block that comes instead
   * drops what was restored. Blocks through `sealedThrough` are those of one process, which keeps their seals with them.
   */
  restoring(head: SnapshotHead, sealedThrough: Height): Restoring {
    invariant(this.isBetweenBlocks && head.height >= this.#height, "no block that was executed is taken back");
    this.#restoring?.drop();
    this.#restoring = new Restoring(this.#rules, this.#store, head, sealedThrough, (tree, tip) => {
      this.#tree = tree;
      this.#state.forget();
      this.#window = new ReplayWindow();
      this.#goOn(tip);
      this.#changes = 1;
    });
    return this.#restoring;
  }

  /** The committed state of a record, as canonical JSON bytes. Not while a block is pending. */
  record(key: string): Uint8Array | undefined {
    invariant(this.#pending === undefined, "records are read between blocks");
    const bytes = this.#store.record(key);
    const expected = this.#tree.value(keyHashOf(key));
    if (bytes === undefined && expected === undefined) return undefined;
    if (bytes === undefined || expected === undefined || !equal(valueHashOf(bytes), expected))
      throw new StateCorruption(`record ${key} is not what was agreed`);
    return bytes;
  }

  /** Proof of what the record map holds for a key at the last committed height. Not while a block is pending. */
  proveRecord(key: string): StateProof {
    invariant(this.#pending === undefined, "proofs are made between blocks");
    return this.#tree.prove(keyHashOf(key));
  }

  #keyHashOf(key: string): Uint8Array {
    const known = this.#keyHashes.get(key);
    if (known !== undefined) return known;
    const hash = keyHashOf(key);
    this.#keyHashes.set(key, hash);
    return hash;
  }

  /** As the release of a height reads it: the block with which it begins makes the engine's set the one it reads. */
  #validatorsAt(height: Height): readonly ValidatorEntry[] | undefined {
    return this.#releases.nearest(height).membership?.validators(this.#state.read);
  }

  #executeOne(
    executor: Executor,
    { bytes, verified, id: known }: BlockTransaction,
    point: BlockPoint,
    seen: Set<TransactionId>,
    ids: { id: TransactionId; validUntil: Height }[],
    executed: ExecutedEvent[],
  ): Outcome {
    const decoded = decode(bytes, verified, known);
    // An id that is refused here is not used up: whoever holds the real keys must still be able to commit it.
    const refuse = (id: TransactionId, rejection: LedgerRejection): Outcome => {
      ids.push({ id, validUntil: asHeight(0) });
      return { status: "rejected", command: 0, rejection: coded(rejection) };
    };
    if (!decoded.ok) return refuse(transactionIdOf(bytes), decoded.error);
    const { id, payload } = decoded.value;
    const fault = seen.has(id) ? ({ code: "replayed" } as const) : this.standing(decoded.value);
    if (fault !== undefined) return refuse(id, fault);
    const bad = verified ? undefined : firstBadSignature(bytesOf(decoded.value), this.#rules.relyingParty);
    if (bad !== undefined) return refuse(id, { code: "bad-signature", index: bad });
    ids.push({ id, validUntil: payload.validUntil });
    seen.add(id);
    const result = executor.execute(decoded.value, point);
    if (!result.ok) return { status: "rejected", ...result.error };
    executed.push(...result.value);
    return { status: "committed", events: result.value.length };
  }

  /** What the engine found out becomes events of nobody's transaction; its id stands for the notice at this height. */
  #hear(
    { height, time, notices = [] }: BlockInput,
    membership: Membership | undefined,
    executor: Executor,
    executed: ExecutedEvent[],
  ): void {
    const { network } = this.#rules;
    if (membership === undefined) return;
    for (const notice of notices) {
      const transaction = transactionIdOf(canonicalBytes({ height, network, notice }));
      const context: Context = { network, transaction, height, time, authors: [], cause: { type: "engine" } };
      const result = executor.executeCommands([membership.commandFor(notice)], context);
      if (result.ok) executed.push(...result.value);
    }
  }

  #sealRoots(
    input: BlockInput,
    executed: readonly ExecutedEvent[],
    outcomes: readonly Outcome[],
    ids: StoredBlock["ids"],
  ): Omit<FinalizedBlock, "validatorUpdates"> {
    const events = executed.map(({ leaf }) => leaf);
    const eventsRoot = merkleRoot(events);
    this.#writes = this.#state.writes();
    this.#tree.update(this.#writes.map(({ key, hash }) => ({ key: this.#keyHashOf(key), value: hash })));
    this.#keyHashes.clear();
    const stateRoot = this.#tree.root();
    const previous = this.#appHash;
    const appHash = events.length === 0 ? previous : appHashOf({ previous, events: eventsRoot, state: stateRoot });
    return {
      height: input.height,
      time: input.time,
      transactions: input.transactions.map(({ bytes }) => bytes),
      ...(input.notices !== undefined && input.notices.length > 0 && { notices: input.notices }),
      ids,
      outcomes,
      events,
      eventsRoot,
      stateRoot,
      previousAppHash: previous,
      appHash,
      executed,
      resultLeaves: outcomes.map(leafOf),
    };
  }

  #begin({ time, commands }: GenesisState): void {
    const id = transactionIdOf(canonicalBytes(commands));
    const context: Context = {
      network: this.#rules.network,
      transaction: id,
      height: asHeight(0),
      time,
      authors: [],
      cause: { type: "genesis" },
    };
    const { executor } = this.#releases.at(asHeight(0));
    const executed: ExecutedEvent[] = [];
    for (const [index, command] of commands.entries()) {
      // One by one: a region's members and registers are more than one transaction may hold.
      const result = executor.executeCommands([command], context);
      invariant(result.ok, `genesis command ${index} is refused: ${result.ok ? "" : JSON.stringify(result.error)}`);
      executed.push(...result.value);
    }
    const sealed = this.#sealRoots({ height: asHeight(0), time, transactions: [] }, executed, [], []);
    this.#pending = { ...sealed, validatorUpdates: [] };
    this.commit(new Uint8Array());
  }

  /** From the last snapshot and the records that changed since, or, when that does not fit, from all records. */
  #openTree(tip: StoredBlock): void {
    const snapshot = this.#store.snapshot();
    if (snapshot !== undefined && snapshot.height <= tip.height) {
      this.#tree.restore(snapshot);
      const changed = this.#changedSince(snapshot.height, tip.height);
      this.#tree.update(changed);
      this.#changes = changed.length;
      if (equal(this.#tree.root(), tip.stateRoot)) return;
      this.#tree = new StateTree();
    }
    this.#tree.load(this.#store.records());
    // There was no snapshot to start from, so the next stop keeps one whether or not anything changes.
    this.#changes = 1;
  }

  /** The present entries of all records that events above a height were about. */
  #changedSince(after: Height, through: Height): readonly StateEntry[] {
    const keys = new Set<string>();
    for (let at = after + 1; at <= through; at++)
      for (const leaf of this.#store.block(asHeight(at))?.events ?? []) {
        const { domain, record } = parseJson(textOf(leaf) ?? "") as EventEnvelope;
        keys.add(recordKeyOf(domain, record));
      }
    return [...keys].map((key) => {
      const value = this.#store.record(key);
      if (value === undefined) throw new StateCorruption(`record ${key} is missing`);
      return { key: keyHashOf(key), value: valueHashOf(value) };
    });
  }

  #resume(height: Height): void {
    const tip = this.#store.block(height);
    if (tip === undefined) throw new StateCorruption(`block ${height} is missing`);
    this.#openTree(tip);
    if (!equal(this.#tree.root(), tip.stateRoot))
      throw new StateCorruption(
        `records do not lead to the state root of block ${height}: ${toHex(this.#tree.root())} instead of ${toHex(tip.stateRoot)}`,
      );
    this.#goOn(tip);
  }

  #goOn({ height, time, appHash }: StoredBlock): void {
    const after = asHeight(Math.max(0, height - VALIDITY_HEIGHTS_MAX));
    for (const { id, validUntil } of this.#store.idsAfter(after, height)) this.#window.remember(id, validUntil);
    this.#height = height;
    this.#time = time;
    this.#appHash = appHash;
    this.#window.forgetThrough(height);
  }
}

/** Nearly all outcomes are "committed" with one to a few events: as many leaves as numbers of events. */
const committedLeaves: Uint8Array[] = [];

/** Of what this ledger executed. What others write is never remembered: it may have more in it than it should. */
function leafOf(outcome: Outcome): Uint8Array {
  if (outcome.status !== "committed") return resultLeafOf(outcome);
  const known = committedLeaves[outcome.events] ?? resultLeafOf(outcome);
  committedLeaves[outcome.events] = known;
  return known;
}

const decode = (
  bytes: Uint8Array,
  verified: boolean,
  id?: TransactionId,
): Result<DecodedTransaction, LedgerRejection> => (verified ? decodeAgain(bytes, id) : decodeTransaction(bytes));

const bytesOf = ({ payloadBytes, signatures }: DecodedTransaction) => ({ payload: payloadBytes, signatures });
