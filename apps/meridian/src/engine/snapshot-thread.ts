import { existsSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { asHeight, type Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { Log } from "@meridian/consensus-comet/ports";
import { SnapshotFolder } from "@meridian/consensus-comet/snapshot-folder";
import { SnapshotWriter } from "@meridian/consensus-comet/snapshot-writer";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { sealsOf } from "../evidence/seals-of.ts";
import { type SnapshotThreadData, type SnapshotThreadNotice, seen, Turn } from "./snapshot-turn.ts";

/** Makes snapshots beside the ledger's thread, which is held up only until this one sees the height that it asks for. */

/** How often what the engine tells of the blocks behind a snapshot is looked for. */
const POLL_MILLISECONDS = 1_000;
/** A snapshot is in no hurry: after each part others get the processor for so many times as long as it took. */
const EASE = 3;
const PART_MILLISECONDS = 20;

const { genesis, stateFile, sealsFile, folder, turn } = workerData as SnapshotThreadData;
const port = parentPort;
invariant(port !== null, "runs as a worker");
const tell = (level: Parameters<Log>[0], message: string, more: SnapshotThreadNotice["data"]): void =>
  port.postMessage({ level, message, data: more } satisfies SnapshotThreadNotice);
const store = new SqliteStateStore(stateFile, "reader");
const history = {
  get height() {
    return store.height() ?? asHeight(0);
  },
  block: (height: Height) => store.block(height),
};
let kept: SealStore | undefined;
const seals = () => {
  // The node makes it when its engine has told of a first block.
  kept ??= existsSync(sealsFile) ? new SealStore(sealsFile, "reader") : undefined;
  return sealsOf({ genesis, history }, kept);
};
/** Never notified: a place to wait at. */
const bell = new Int32Array(new SharedArrayBuffer(4));
let partBegan = performance.now();
function breathe(): void {
  const took = performance.now() - partBegan;
  if (took < PART_MILLISECONDS) return;
  Atomics.wait(bell, 0, 0, Math.min(took, POLL_MILLISECONDS) * EASE);
  partBegan = performance.now();
}
const snapshots = new SnapshotFolder(folder);
const writer = new SnapshotWriter(
  store,
  { at: (height) => seals().at(height), validatorsOf: (hash) => seals().validatorsOf(hash) },
  snapshots,
  breathe,
);
snapshots.dropUnfinished();

const attempt = (what: string, height: Height, run: () => void): void => {
  partBegan = performance.now();
  try {
    run();
  } catch (error) {
    writer.drop();
    tell("warn", what, { height, error: error instanceof Error ? error.message : String(error) });
  }
};
let begun = asHeight(0);
const timer = setInterval(() => {
  if (!writer.isUnfinished || Atomics.compareExchange(turn, 0, Turn.ready, Turn.busy) !== Turn.ready) return;
  attempt("a snapshot is given up", begun, () => {
    const height = writer.finish();
    if (height !== undefined) tell("info", "a snapshot of the state is ready for nodes that join", { height });
  });
  Atomics.store(turn, 0, Turn.ready);
}, POLL_MILLISECONDS);
timer.unref();

port.on("message", (height: Height) => {
  const release = store.hold();
  const isThere = store.height() === height;
  if (seen(turn) && isThere) {
    begun = height;
    attempt("a snapshot is given up", height, () => writer.begin(height));
  }
  release();
  Atomics.store(turn, 0, Turn.ready);
});
Atomics.store(turn, 0, Turn.ready);
