import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Height } from "@meridian/base/ids";
import type { Log } from "@meridian/consensus-comet/ports";
import { SnapshotFolder } from "@meridian/consensus-comet/snapshot-folder";
import { type SnapshotMaker, StateSnapshots } from "@meridian/consensus-comet/state-snapshots";
import type { Ledger } from "@meridian/ledger/ledger";
import type { GenesisDocument } from "@meridian/network/genesis";
import { validatorsOf } from "@meridian/network/trust";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { sealsFileIn } from "../evidence/folder.ts";
import { ask, type SnapshotThreadData, type SnapshotThreadNotice, Turn } from "./snapshot-turn.ts";

/** Blocks from one snapshot to the next: a node that joins has at most so many to fetch and execute. */
export const SNAPSHOT_EVERY = 1_000;
/** What a commit may be held up by a snapshot, at most; then there is none at that height. */
const HELD_UP_MILLISECONDS = 250;

export type SnapshotOptions = {
  readonly ledger: Ledger;
  readonly genesis: GenesisDocument;
  /** The node's `state.db`; snapshots and seals lie beside it. */
  readonly stateFile: string;
  /** Height of the first block that the engine orders. */
  readonly initialHeight: number;
  readonly every?: number;
  readonly log: Log;
  readonly onRestored?: (height: Height) => void;
};

/**
 * Snapshots of the ledger in this thread: `taken` after each commit, the rest is the engine's to ask. `stop` lets go of
 * the thread that makes them.
 */
export function snapshotsOf({ ledger, genesis, stateFile, initialHeight, every, log, onRestored }: SnapshotOptions) {
  const folder = join(dirname(stateFile), "snapshots");
  const sealsFile = sealsFileIn(dirname(stateFile));
  const maker = new ThreadMaker({ genesis, stateFile, sealsFile, folder }, log);
  const snapshots = new StateSnapshots({
    ledger,
    chain: { network: genesis.network, initialHeight, founders: validatorsOf(genesis) },
    folder: new SnapshotFolder(folder),
    maker,
    every: every ?? SNAPSHOT_EVERY,
    log,
    keepSeals: (seals) => {
      const store = new SealStore(sealsFile);
      try {
        for (const { seal, validators } of seals) store.keep({ ...seal, canonical: true }, validators);
      } finally {
        store.close();
      }
    },
    ...(onRestored && { onRestored }),
  });
  return {
    snapshots,
    taken: (height: Height): void => snapshots.taken(height),
    stop: async (): Promise<void> => {
      snapshots.stop();
      await maker.stop();
    },
  };
}

/** Has a thread of its own make snapshots; without it there are none, and the node goes on. */
class ThreadMaker implements SnapshotMaker {
  readonly #worker: Worker;
  readonly #turn = new Int32Array(new SharedArrayBuffer(4));
  readonly #log: Log;

  constructor(data: Omit<SnapshotThreadData, "turn">, log: Log) {
    this.#log = log;
    // Not to be asked before it says that it is ready.
    Atomics.store(this.#turn, 0, Turn.busy);
    this.#worker = new Worker(new URL("./snapshot-thread.ts", import.meta.url), {
      workerData: { ...data, turn: this.#turn } satisfies SnapshotThreadData,
    });
    this.#worker.on("message", ({ level, message, data: more }: SnapshotThreadNotice) => log(level, message, more));
    this.#worker.on("error", (error: unknown) => {
      Atomics.store(this.#turn, 0, Turn.busy);
      log("warn", "no snapshots are made any more", { error: error instanceof Error ? error.message : String(error) });
    });
    this.#worker.unref();
  }

  take(height: Height): void {
    const isTaken = ask(this.#turn, () => this.#worker.postMessage(height), HELD_UP_MILLISECONDS);
    if (!isTaken)
      this.#log("info", "no snapshot is made of this height: the last one is still being written", { height });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
