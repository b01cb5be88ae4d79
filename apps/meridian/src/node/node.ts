import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { utf8 } from "@meridian/base/bytes";
import type { Height, Seconds, TransactionId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import { transactionIdOf } from "@meridian/ledger/decode";
import { coded } from "@meridian/ledger/execute";
import { wireOf } from "@meridian/ledger/wire";
import { views } from "@meridian/network/domains";
import type { GenesisDocument } from "@meridian/network/genesis";
import { Projector, type RecordedBlock } from "@meridian/projector/projector";
import { Reading } from "@meridian/projector/reading";
import { SqliteViewStore } from "@meridian/sql-sqlite/sqlite-view-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { TransactionIndex } from "@meridian/state-sqlite/transaction-index";
import { Engine } from "../engine/engine.ts";
import type { LedgerThreadData } from "../engine/messages.ts";
import { lockFolder } from "./folder-lock.ts";
import { History } from "./history.ts";

export type NodeOptions = {
  /** Folder of this node's data; made when it is not there. */
  readonly folder: string;
  readonly genesis: GenesisDocument;
  readonly validatorSeeds: LedgerThreadData["validatorSeeds"];
  /** How long the first transaction waits for company. Default 2. */
  readonly batchMilliseconds?: number;
  /** How long a last block waits for a successor that proves its events. Default 50. */
  readonly proofMilliseconds?: number;
  readonly onFailure: (error: Error) => void;
};

type Waiter = (receipt: Receipt) => void;

/** One running node: the ledger behind its threads, its history, and the views that follow it. */
export class MeridianNode {
  readonly genesis: GenesisDocument;
  readonly engine: Engine;
  readonly history: History;
  readonly reading: Reading;
  readonly #store: SqliteStateStore;
  readonly #index: TransactionIndex;
  readonly #viewStore: SqliteViewStore;
  readonly #projector: Projector;
  readonly #unlock: () => void;
  readonly #waiters = new Map<TransactionId, Set<Waiter>>();
  readonly #listeners = new Set<(block: RecordedBlock) => void>();
  #projected: Promise<unknown> = Promise.resolve();
  #time: Seconds;

  private constructor(options: NodeOptions, engine: Engine, time: Seconds, unlock: () => void) {
    const { folder } = options;
    this.genesis = options.genesis;
    this.engine = engine;
    this.#time = time;
    this.#unlock = unlock;
    this.#store = new SqliteStateStore(join(folder, "state.db"), "reader");
    this.#index = new TransactionIndex(join(folder, "index.db"));
    this.history = new History(this.#store, this.#index);
    this.#viewStore = new SqliteViewStore(join(folder, "views.db"));
    this.#projector = new Projector(views, this.history, this.#viewStore);
    this.reading = new Reading(views, this.#viewStore);
  }

  /**
   * Opens the node's state, or begins it from genesis. Rejects when what is stored is not what was written, and when
   * another node runs on the folder (`FolderInUse`).
   */
  static async open(options: NodeOptions): Promise<MeridianNode> {
    mkdirSync(options.folder, { recursive: true });
    const unlock = lockFolder(options.folder);
    try {
      return await MeridianNode.#opened(options, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  static async #opened(options: NodeOptions, unlock: () => void): Promise<MeridianNode> {
    const engine = new Engine({
      genesis: options.genesis,
      stateFile: join(options.folder, "state.db"),
      validatorSeeds: options.validatorSeeds,
      batchMilliseconds: options.batchMilliseconds ?? 2,
      proofMilliseconds: options.proofMilliseconds ?? 50,
      onFailure: options.onFailure,
    });
    const { time } = await engine.ready();
    const node = new MeridianNode(options, engine, time, unlock);
    engine.onCommitted((block) => {
      node.#time = block.time;
      // The engine may have made a block before the history was opened, which then has read it from the store.
      if (block.height <= node.history.height) return;
      const recorded = node.history.add(block);
      for (const [index, { id }] of block.ids.entries()) {
        const outcome = block.outcomes[index];
        if (outcome !== undefined) node.#told({ id, height: block.height, index, outcome });
      }
      node.#project();
      for (const listener of node.#listeners) listener(recorded);
    });
    await node.#projector.start();
    node.#project();
    await node.#projected;
    return node;
  }

  get height(): Height {
    return this.history.height;
  }

  /** Block time of the last block. */
  get time(): Seconds {
    return this.#time;
  }

  /** Ok means "accepted for ordering". */
  async submit(transaction: SignedTransaction): Promise<Result<TransactionId, CodedRejection>> {
    const wire = wireOf(transaction);
    if (wire === undefined) return err(coded({ code: "malformed", at: "signatures" }));
    const rejection = await this.engine.submit(wire);
    return rejection === undefined ? ok(transactionIdOf(utf8(transaction.payload))) : err(rejection);
  }

  /** How a transaction ended; waits up to so many milliseconds for it to end, or until whoever asked gives up. */
  receipt(id: TransactionId, milliseconds = 0, given?: AbortSignal): Promise<Receipt | undefined> {
    const known = this.history.receipt(id);
    if (known !== undefined || milliseconds <= 0 || given?.aborted) return Promise.resolve(known);
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(id) ?? new Set();
      const finish = (receipt?: Receipt): void => {
        clearTimeout(timer);
        given?.removeEventListener("abort", giveUp);
        waiters.delete(finish);
        if (waiters.size === 0) this.#waiters.delete(id);
        resolve(receipt);
      };
      const giveUp = (): void => finish();
      const timer = setTimeout(giveUp, milliseconds);
      given?.addEventListener("abort", giveUp);
      waiters.add(finish);
      this.#waiters.set(id, waiters);
    });
  }

  /** Every block from now on, after it is durable. */
  onBlock(listener: (block: RecordedBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves once the views show everything that is committed now. */
  async viewsCaughtUp(): Promise<void> {
    await this.#projected;
  }

  /** Takes nothing more in, commits what was accepted, lets the views catch up, and closes everything. */
  async stop(): Promise<void> {
    await this.engine.stop();
    await this.#projected;
    await this.#viewStore.close();
    this.#index.close();
    this.#store.close();
    this.#unlock();
  }

  #told(receipt: Receipt): void {
    for (const waiter of this.#waiters.get(receipt.id) ?? []) waiter(receipt);
  }

  #project(): void {
    this.#projected = this.#projector.catchUp();
  }
}
