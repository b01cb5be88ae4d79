import type { NetworkId, TransactionId } from "@meridian/base/ids";
import { QUEUE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { headOf, type TransactionHead } from "@meridian/ledger/decode";
import { coded } from "@meridian/ledger/execute";
import type { Ledger } from "@meridian/ledger/ledger";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { AbciServer } from "./abci/server.ts";
import { Application } from "./application.ts";
import { keyOf } from "./pool.ts";
import type { Log, Snapshots, Verifier } from "./ports.ts";
import { EngineRpc } from "./rpc.ts";
import { Submitter } from "./submitter.ts";

export type CometOrderingOptions = {
  readonly network: NetworkId;
  readonly ledger: Ledger;
  readonly verifier: Verifier;
  /** Path of the unix socket on which the engine finds its application (`proxy_app`). */
  readonly socket: string;
  /** The engine's RPC, on the loopback interface. */
  readonly rpc: { readonly host: string; readonly port: number };
  /** Height of the first block that the engine orders: that of the genesis block, plus one where the chain is new. */
  readonly initialHeight: number;
  readonly snapshots?: Snapshots;
  /** Ids of nodes that are let in before the engine's first block is here (`ApplicationOptions`). */
  readonly peers?: readonly string[];
  readonly log: Log;
  /** Engine and ledger disagree, or a stored byte is not what was written: the node must stop. */
  readonly onFailure: (error: Error) => void;
};

/**
 * Ordering by CometBFT, from inside the ledger's thread: answers the engine (ABCI), brings this node's transactions into
 * its mempool, and tells of the blocks that all nodes decided. The engine is a process of its own that somebody else
 * starts, and stops before this.
 */
export class CometOrdering {
  readonly #options: CometOrderingOptions;
  readonly #application: Application;
  readonly #server: AbciServer;
  readonly #rpc: EngineRpc;
  readonly #submitter: Submitter;
  readonly #listeners = new Set<(block: StoredBlock, headerHash: string) => void>();
  #afterBlock: (() => void)[] = [];
  #stopped = false;

  constructor(options: CometOrderingOptions) {
    this.#options = options;
    const { socket: _socket, rpc, log, onFailure, ...rest } = options;
    this.#application = new Application({ ...rest, onCommitted: (block, headerHash) => this.#tell(block, headerHash) });
    this.#rpc = new EngineRpc(rpc);
    this.#submitter = new Submitter({
      world: {
        now: () => performance.now(),
        after: (milliseconds, run) => {
          const timer = setTimeout(run, milliseconds);
          return () => clearTimeout(timer);
        },
        broadcast: (bundle) => this.#rpc.broadcastTxSync(bundle),
      },
      onBundle: (key, members) => this.#application.pool.putBundle(key, members),
      welcome: (own) => this.#application.welcome(own),
      log,
    });
    this.#server = new AbciServer({
      handlers: this.#application,
      log,
      onFailure,
      onEngine: (connected) => {
        log("info", connected ? "the engine has connected" : "the engine is gone");
        if (connected) this.#submitter.engineStarted();
      },
    });
  }

  /** Resolves when the engine can connect. */
  listen(): Promise<void> {
    return this.#server.listen(this.#options.socket);
  }

  /** Transactions that this node took in and that are in no block yet. */
  get waiting(): number {
    return this.#submitter.waiting;
  }

  /** Accepts a transaction for the next blocks, or says why not. `verified` as in `BlockTransaction`, `id` if known then. */
  offer(bytes: Uint8Array, verified: boolean, id?: TransactionId): CodedRejection | undefined {
    if (this.#stopped) return coded({ code: "shutting-down" });
    if (this.waiting >= QUEUE_TRANSACTIONS_MAX) return coded({ code: "queue-full", waiting: this.waiting });
    const checked = this.#options.ledger.check(bytes, verified, id);
    if (!checked.ok) return coded(checked.error);
    if (this.#submitter.has(checked.value.id)) return coded({ code: "replayed" });
    const head = headOf(checked.value);
    if (verified) this.#submit(bytes, head);
    else this.#verifyFirst(bytes, head);
    return undefined;
  }

  /** Calls the listener for every block from now on, once it is durable, with the hash of its header in hexadecimal. */
  onCommitted(listener: (block: StoredBlock, headerHash: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs at once, or after the block that is finalised now: records and proofs are read between blocks only. */
  betweenBlocks(run: () => void): void {
    if (this.#options.ledger.isBetweenBlocks) run();
    else this.#afterBlock.push(run);
  }

  /** Takes nothing more in and closes the socket. The engine has been stopped before. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#submitter.stop();
    await this.#server.close();
    this.#rpc.close();
  }

  /** A copy, since the bytes are part of a message with many transactions, of which this may be the only good one. */
  #submit(bytes: Uint8Array, head: TransactionHead): void {
    this.#submitter.add({ key: keyOf(bytes), bytes: new Uint8Array(bytes), head });
  }

  /** A bundle with a false signature in it is refused whole, so nothing goes into one unverified. */
  #verifyFirst(bytes: Uint8Array, head: TransactionHead): void {
    const { verifier, log, onFailure } = this.#options;
    const { id } = head;
    verifier.verify([bytes]).then(([found]) => {
      if (found === undefined) log("warn", "a transaction with a false signature is dropped", { id });
      else if (!this.#stopped && !this.#submitter.has(id)) this.#submit(bytes, head);
    }, onFailure);
  }

  #tell(block: StoredBlock, headerHash: string): void {
    this.#submitter.committed(block.height, block.ids);
    for (const listener of this.#listeners) listener(block, headerHash);
    const waiting = this.#afterBlock;
    this.#afterBlock = [];
    for (const run of waiting) this.betweenBlocks(run);
  }
}
