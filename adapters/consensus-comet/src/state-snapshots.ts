import { equal } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import type { Ledger } from "@meridian/ledger/ledger";
import type { RestoreFault, Restoring } from "@meridian/ledger/restoring";
import { decodeMetadata, isPiece, SNAPSHOT_FORMAT, type SnapshotHead, snapshotHashOf } from "@meridian/ledger/snapshot";
import type { Log, SnapshotOffer, Snapshots } from "./ports.ts";
import { type SnapshotFolder, unpack } from "./snapshot-folder.ts";
import { type Chain, PROOF_BYTES_MAX, proofFor, type SignedSeal, sealsOf } from "./snapshot-window.ts";

/** Port: makes a snapshot of the height that has just been committed, beside the ledger. May leave it out when busy. */
export interface SnapshotMaker {
  take(height: Height): void;
}

export type StateSnapshotsOptions = {
  readonly ledger: Ledger;
  readonly chain: Chain;
  readonly folder: SnapshotFolder;
  readonly maker: SnapshotMaker;
  /** Blocks from one snapshot to the next: the heights that it divides, so that all nodes make the same ones. */
  readonly every: number;
  readonly log: Log;
  /**
   * Seals of the blocks that came with a state, ascending, all canonical. Called just before the state is kept: a node
   * that stops in between has seals too many, which does no harm.
   */
  readonly keepSeals: (seals: readonly SignedSeal[]) => void;
  /** The ledger is at the height of a snapshot. */
  readonly onRestored?: (height: Height) => void;
};

type Running = {
  readonly head: SnapshotHead;
  readonly appHash: Uint8Array;
  readonly restoring: Restoring;
  next: number;
};

/** Snapshots of the ledger's state for nodes that join, and the way of this node into a state that others offer (ADR-17). */
export class StateSnapshots implements Snapshots {
  readonly #options: StateSnapshotsOptions;
  #running: Running | undefined;

  constructor(options: StateSnapshotsOptions) {
    this.#options = options;
  }

  /** To be called after each commit, before the next block is executed. */
  taken(height: Height): void {
    const { every, maker } = this.#options;
    if (height > 0 && height % every === 0) maker.take(height);
  }

  list(): readonly SnapshotOffer[] {
    return this.#options.folder.list();
  }

  chunk(height: number, format: number, index: number): Uint8Array | undefined {
    return format === SNAPSHOT_FORMAT ? this.#options.folder.chunk(height, index) : undefined;
  }

  offer({ height, format, chunks, hash, metadata }: SnapshotOffer, appHash: Uint8Array): Verdict {
    this.stop();
    if (format !== SNAPSHOT_FORMAT) return "reject-format";
    const head = decodeMetadata(metadata);
    if (head === undefined || head.height !== height || chunks !== head.pieces.length + 1) return "reject";
    if (appHash.length !== 32 || !equal(hash, snapshotHashOf(metadata)) || height < this.#options.ledger.height)
      return "reject";
    const sealedThrough = asHeight(this.#options.chain.initialHeight - 1);
    this.#running = { head, appHash, restoring: this.#options.ledger.restoring(head, sealedThrough), next: 0 };
    return "accept";
  }

  apply(index: number, chunk: Uint8Array): "accept" | "bad" | "reject" {
    const running = this.#running;
    // The engine hands chunks over in order; one that comes again after another was bad has been taken already.
    if (running === undefined || index > running.next) return this.#reject("out-of-order");
    if (index < running.next) return "accept";
    const { head, restoring } = running;
    if (index === head.pieces.length) return this.#finish(running, chunk);
    const piece = unpack(chunk);
    if (piece === undefined || !isPiece(head, index, piece)) return "bad";
    const fault = this.#guarded(() => restoring.push(piece));
    if (fault !== undefined) return this.#reject(fault);
    running.next++;
    return "accept";
  }

  /** Lets go of a snapshot that is half restored. */
  stop(): void {
    this.#running?.restoring.drop();
    this.#running = undefined;
  }

  #finish({ head, appHash, restoring }: Running, chunk: Uint8Array): "accept" | "bad" | "reject" {
    const { chain, log, keepSeals, onRestored } = this.#options;
    const window = this.#guarded(() => restoring.whole(appHash));
    if (typeof window === "string") return this.#reject(window);
    const bytes = unpack(chunk, PROOF_BYTES_MAX);
    // What one peer says of the two blocks behind may be wrong where the snapshot is right, so another may be asked.
    const proof = bytes && this.#guarded(() => proofFor(chain, window, appHash, bytes) ?? "malformed");
    if (proof === undefined || proof === "malformed") return "bad";
    const seals = this.#guarded(() => sealsOf(chain, window, proof) ?? "malformed");
    if (seals === "malformed") return this.#reject("not-agreed");
    keepSeals(seals);
    restoring.keep();
    this.#running = undefined;
    log("info", "the state of a snapshot is in place", { height: head.height, records: head.records });
    onRestored?.(head.height);
    return "accept";
  }

  /** What strangers sent may trip code that only ever saw agreed bytes: that is their fault, not this node's. */
  #guarded<T>(run: () => T): T | "malformed" {
    try {
      return run();
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      this.#options.log("warn", "a snapshot can't be read", { error: `${name}: ${message}` });
      return "malformed";
    }
  }

  #reject(fault: RestoreFault | "out-of-order" | "not-agreed"): "reject" {
    this.#options.log("warn", "a snapshot is rejected", { height: this.#running?.head.height, fault });
    this.stop();
    return "reject";
  }
}

type Verdict = ReturnType<Snapshots["offer"]>;
