import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { utf8 } from "@meridian/base/bytes";
import type { Height, Seconds, TransactionId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import type { Log } from "@meridian/consensus-comet/ports";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import { transactionIdOf } from "@meridian/ledger/decode";
import { coded } from "@meridian/ledger/execute";
import type { ReleaseNotice } from "@meridian/ledger/release-notice";
import { wireOf } from "@meridian/ledger/wire";
import { views } from "@meridian/network/domains";
import type { GenesisDocument } from "@meridian/network/genesis";
import { Projector } from "@meridian/projector/projector";
import { Reading } from "@meridian/projector/reading";
import type { Seals } from "@meridian/proof/seal";
import { SqliteViewStore } from "@meridian/sql-sqlite/sqlite-view-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { TransactionIndex } from "@meridian/state-sqlite/transaction-index";
import type { MembersEngine, MembersEngineOptions } from "../consortium/members-engine.ts";
import { abciSocketIn } from "../consortium/settings.ts";
import { Engine } from "../engine/engine.ts";
import type { CommittedBlock, OrderingData } from "../engine/messages.ts";
import { EventPlaces, placedViews } from "../evidence/event-places.ts";
import { lockFolder } from "./folder-lock.ts";
import { History } from "./history.ts";
import { ReleaseLacking } from "./release-lacking.ts";
import type { ToldBlock } from "./told-block.ts";
import { PacedReading, type PaceOptions, ViewPace } from "./view-pace.ts";

/** This process orders alone and signs for every validator. */
export type EmbeddedOptions = Pick<Extract<OrderingData, { readonly type: "embedded" }>, "validatorSeeds"> & {
  /** How long the first transaction waits for company. Default 2. */
  readonly batchMilliseconds?: number;
  /** How long a last block waits for a successor that proves its events. Default 50. */
  readonly proofMilliseconds?: number;
};
/** The members order together: this node beside its engine, a process of CometBFT. */
export type ConsortiumOptions = {
  readonly consortium: Pick<MembersEngineOptions, "settings" | "engineFile" | "environment"> & {
    /** Blocks from one snapshot of the state to the next, the same at all nodes. Default 1,000. */
    readonly snapshotEvery?: number;
  };
};

export type NodeOptions = {
  /** Folder of this node's data; made when it is not there. */
  readonly folder: string;
  readonly genesis: GenesisDocument;
  /** Module that exports `rulesOf` in place of the network's: for rehearsals of another release. */
  readonly rulesModule?: string;
  readonly log?: Log;
  readonly onFailure: (error: Error) => void;
} & (EmbeddedOptions | ConsortiumOptions);

/** One process that orders alone has time for its views with every block. */
const AT_ONCE: PaceOptions = { rest: 0, most: 0, watched: 0, ease: 0 };
/** Beside an engine rows wait for a breath, at most as many events as are folded in about ten seconds. */
const AT_REST: PaceOptions = { rest: 3_000, most: 100_000, watched: 10_000, ease: 3 };

/** A node shares its machine with its engine, and small ones are many: less than one that orders alone takes. */
const SHARED_CACHE_MIB = 32;

type Waiter = (receipt: Receipt) => void;

/** One running node: the ledger behind its threads, its history, and the views that follow it. */
export class MeridianNode {
  readonly genesis: GenesisDocument;
  readonly engine: Engine;
  readonly history: History;
  readonly reading: PacedReading;
  readonly places: EventPlaces;
  /** The engine that the members run together; undefined when this process orders alone. */
  readonly members: MembersEngine | undefined;
  readonly #store: SqliteStateStore;
  readonly #index: TransactionIndex;
  readonly #viewStore: SqliteViewStore;
  readonly #projector: Projector;
  readonly #unlock: () => void;
  readonly #waiters = new Map<TransactionId, Set<Waiter>>();
  readonly #listeners = new Set<(block: ToldBlock) => void>();
  readonly #pace: ViewPace;
  #release: () => ReleaseNotice | undefined = () => undefined;
  #time: Seconds;

  private constructor(
    options: NodeOptions,
    engine: Engine,
    members: MembersEngine | undefined,
    time: Seconds,
    unlock: () => void,
    onFailure: (error: Error) => void,
  ) {
    const { folder } = options;
    this.members = members;
    this.genesis = options.genesis;
    this.engine = engine;
    this.#time = time;
    this.#unlock = unlock;
    this.#store = new SqliteStateStore(join(folder, "state.db"), "reader");
    this.#index = new TransactionIndex(join(folder, "index.db"));
    this.history = new History(this.#store, this.#index);
    const cacheMiB = members === undefined ? undefined : SHARED_CACHE_MIB;
    this.#viewStore = new SqliteViewStore(join(folder, "views.db"), cacheMiB);
    this.#projector = new Projector(placedViews, this.history, this.#viewStore);
    const pace = members === undefined ? AT_ONCE : AT_REST;
    this.#pace = new ViewPace((breath) => this.#projector.catchUp(breath), pace, onFailure);
    this.reading = new PacedReading(new Reading(views, this.#viewStore), this.#pace);
    this.places = new EventPlaces(new PacedReading(new Reading(placedViews, this.#viewStore), this.#pace));
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
    const { folder, genesis, rulesModule, log } = options;
    const members = "consortium" in options ? await membersEngineOf(options, options.consortium) : undefined;
    const onFailure = (error: Error): void => {
      void members?.abandon();
      options.onFailure(error);
    };
    let release: ReleaseNotice | undefined;
    let hasFailed = false;
    // Every block after the first that could not be taken would say it again.
    const failsOnce = (error: Error): void => {
      if (!hasFailed) onFailure(error);
      hasFailed = true;
    };
    const engine = new Engine({
      genesis,
      stateFile: join(folder, "state.db"),
      ordering: orderingOf(options),
      ...(members && { cacheMiB: SHARED_CACHE_MIB }),
      onFailure,
      ...(rulesModule !== undefined && { rulesModule }),
      ...(log && { log }),
      ...(members && { beforeEnd: () => members.stop(() => engine.waiting) }),
      onRelease: (notice) => {
        release = notice;
        log?.(notice.type === "installed" ? "info" : "warn", notice.words.en.happened, { ...notice.release });
        if (notice.type === "missing") onFailure(new ReleaseLacking(notice));
      },
    });
    const { time } = await engine.ready();
    const node = new MeridianNode(options, engine, members, time, unlock, failsOnce);
    node.#release = () => release;
    engine.onCommitted((block) => {
      // Thrown on, it would end the process where it stands: what has failed must still be said, and the engine ended.
      try {
        node.#took(block);
      } catch (error) {
        failsOnce(error as Error);
      }
    });
    await node.#projector.start();
    await node.#projector.catchUp();
    if (release?.type !== "missing") members?.start(node);
    return node;
  }

  get height(): Height {
    return this.history.height;
  }

  /** The release of the rules that is to come, and whether this software has it; undefined when none is. */
  get release(): ReleaseNotice | undefined {
    return this.#release();
  }

  /** Headers and commits, where the members' engine makes them; blocks of one process carry their own. */
  get seals(): Seals | undefined {
    return this.members?.seals;
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
  onBlock(listener: (block: ToldBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves once the views show everything that is committed now. */
  viewsCaughtUp(): Promise<void> {
    return this.#pace.current();
  }

  /** Takes nothing more in, commits what was accepted, lets the views catch up, and closes everything. */
  async stop(): Promise<void> {
    await this.engine.stop();
    // Rows that could not be folded have been told; what is open is closed all the same.
    await this.#pace.current().catch(() => undefined);
    await this.#viewStore.close();
    this.#index.close();
    this.#store.close();
    this.#unlock();
  }

  /** The engine may have made a block before the history was opened, which then has read it from the store. */
  #took(block: CommittedBlock): void {
    this.#time = block.time;
    if (block.height <= this.history.height) return;
    const recorded = this.history.add(block);
    for (const [index, { id }] of block.ids.entries()) {
      const outcome = block.outcomes[index];
      if (outcome !== undefined) this.#told({ id, height: block.height, index, outcome });
    }
    this.#pace.committed(recorded.size);
    this.members?.committed(block);
    for (const listener of this.#listeners) listener(recorded);
  }

  #told(receipt: Receipt): void {
    for (const waiter of this.#waiters.get(receipt.id) ?? []) waiter(receipt);
  }
}

function orderingOf(options: NodeOptions): OrderingData {
  if (!("consortium" in options)) {
    const { validatorSeeds, batchMilliseconds = 2, proofMilliseconds = 50 } = options;
    return { type: "embedded", validatorSeeds, batchMilliseconds, proofMilliseconds };
  }
  const { settings, snapshotEvery } = options.consortium;
  const { rpcPort, initialHeight = 1 } = settings;
  return {
    ...{ type: "comet", socket: abciSocketIn(options.folder), rpcPort, initialHeight },
    peers: settings.peers.map(({ nodeId }) => nodeId),
    ...(snapshotEvery !== undefined && { snapshotEvery }),
  };
}

/** Loaded only where members run an engine together. */
async function membersEngineOf(
  { folder, log, onFailure }: NodeOptions,
  consortium: ConsortiumOptions["consortium"],
): Promise<MembersEngine> {
  const { MembersEngine } = await import("../consortium/members-engine.ts");
  return new MembersEngine({ ...consortium, folder, log, onFailure });
}
