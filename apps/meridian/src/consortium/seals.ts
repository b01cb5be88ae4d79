import { toHex } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import type { Log } from "@meridian/consensus-comet/ports";
import { type Explanation, explain } from "@meridian/kernel/explanation";
import { StateCorruption } from "@meridian/ledger/state-store";
import { validatorsOf } from "@meridian/network/trust";
import { headerHash } from "@meridian/proof/comet/header";
import { type Validator, validatorSetHash } from "@meridian/proof/comet/validators";
import type { KeptSeal } from "@meridian/proof/seal";
import { DiskFull } from "@meridian/state-sqlite/disk-full";
import type { SealStore } from "@meridian/state-sqlite/seal-store";
import { headerFault, type SealedBlock, type SealFault, signersFault } from "../evidence/seal-check.ts";
import { sealsOf } from "../evidence/seals-of.ts";
import type { EvidenceSource } from "../evidence/source.ts";

/**
 * Port: what the engine tells of a block that it has finished. Rejects while the engine does not answer, and when it has
 * pruned the block. Of its last block the commit is the one that it has seen itself, which is then not `canonical`.
 */
export interface SealSource {
  commitAt(height: number): Promise<KeptSeal>;
  /** The set that signed the block, in its order. */
  validatorsAt(height: number): Promise<readonly Validator[]>;
  /** `earliestHeight`: below it the engine has no blocks (any more). */
  status?(): Promise<{ readonly earliestHeight: number }>;
}

export type SealFollowerOptions = Pick<EvidenceSource, "genesis"> & {
  readonly history: Pick<EvidenceSource["history"], "height" | "block">;
  readonly engine: SealSource;
  readonly store: SealStore;
  /** The lowest height of which the engine has the block: where it began, or the one after a snapshot. */
  readonly initialHeight: number;
  /**
   * Milliseconds that the last block waits for a successor before it is asked for. A chain in full flow makes one in the
   * meantime, and then the commit of the block is the canonical one at once. Default 0.
   */
  readonly tipMilliseconds?: number;
  /** What the engine signed is not what this node executed, or a kept seal is damaged: the node must not go on. */
  readonly onFailure: (error: SealMismatch | StateCorruption | DiskFull) => void;
  readonly log?: Log;
};

/** A header or a commit of the engine contradicts this node's own block. The message names height and what differs. */
export class SealMismatch extends Error {
  override readonly name = "SealMismatch";
  readonly height: number;
  readonly fault: SealFault;
  readonly words: Explanation;

  constructor(height: number, fault: SealFault) {
    super(`block ${height}: ${fault.what}${fault.detail === undefined ? "" : ` ${fault.detail}`}`);
    this.height = height;
    this.fault = fault;
    this.words = explain(
      [
        `What the engine's members signed as block ${height} is not the block that this node executed (${fault.what}).`,
        "Start nothing on this folder before `meridian ledger check` has looked at it; compare with another member. Keep a copy for whoever looks for the fault, then fetch everything anew, as docs/operating-a-consortium.md says.",
      ],
      [
        `成员经共识引擎签署的第 ${height} 个区块与本节点执行的区块不符(${fault.what})。`,
        "在 `meridian ledger check` 核验之前请勿使用该目录启动节点,并与其他成员核对。请保留副本以供查找原因,再按 docs/operating-a-consortium.md 重新取得全部数据。",
      ],
    );
  }
}

/** Requests that are on their way at one time. */
const IN_FLIGHT_MAX = 4;
/** Blocks of which the hash that was executed is remembered until its header is there. */
const DECIDED_MAX = 512;
const FIRST_PAUSE_MILLISECONDS = 50;
const PAUSE_MILLISECONDS_MAX = 2_000;
const FAILURES_BEFORE_ASKING = 3;
/** Failures in a row before the log tells, once: an engine that starts does not answer for a while. */
const QUIET_FAILURES = 20;

/**
 * Follows the committed blocks and keeps header and commit of each, checked against what this node has executed. It is
 * behind whenever the engine or the machine is slow, and catches up in order, also over what it missed while it did not
 * run. Nothing waits for it but evidence.
 */
export class SealFollower {
  readonly #options: SealFollowerOptions;
  readonly #seals: ReturnType<typeof sealsOf>;
  readonly #log: Log;
  #target = 0;
  #running: Promise<void> | undefined;
  #stopped = false;
  #earliest = 0;
  #wake: () => void = () => undefined;
  /** The same contradiction would be found again with every block. */
  #failed = false;
  #tip: NodeJS.Timeout | undefined;
  readonly #decided = new Map<number, string>();
  /** The block read and kept last, which the next one is held against. */
  #last: SealedBlock | undefined;

  constructor(options: SealFollowerOptions) {
    this.#options = options;
    this.#seals = sealsOf(options, options.store);
    this.#log = options.log ?? (() => undefined);
  }

  /**
   * Fills what is missing up to a committed height, in the background. Call it at the start and after every block.
   *
   * @param hash - hash of the header, hexadecimal, by which the engine had this node execute the block just now:
   *   the header that has it is the block's, so the block need not be read and hashed again
   */
  committed(height: Height, hash?: string): void {
    const { tipMilliseconds = 0 } = this.#options;
    if (hash !== undefined) this.#decided.set(height, hash);
    this.#decided.delete(height - DECIDED_MAX);
    clearTimeout(this.#tip);
    if (tipMilliseconds > 0) this.#tip = setTimeout(() => this.#reach(height), tipMilliseconds);
    this.#reach(tipMilliseconds > 0 ? height - 1 : height);
  }

  #reach(height: number): void {
    this.#target = Math.max(this.#target, height);
    if (this.#hasMore()) this.#running ??= this.#run();
  }

  /** Resolves once everything told so far is kept, or the follower has stopped. */
  async caughtUp(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** As `caughtUp`, the last block included, which waits for no successor. */
  async allKept(height: Height): Promise<void> {
    clearTimeout(this.#tip);
    this.#reach(height);
    await this.caughtUp();
  }

  /** Asks nothing more; the store may be closed afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#tip);
    this.#wake();
    await this.caughtUp();
  }

  #hasMore(): boolean {
    return !this.#stopped && !this.#failed && this.#next() <= this.#target;
  }

  async #run(): Promise<void> {
    let failures = 0;
    try {
      while (this.#hasMore()) {
        const error = await this.#follow().then(() => undefined, toError);
        failures = error === undefined ? 0 : failures + 1;
        if (error instanceof SealMismatch || error instanceof StateCorruption || error instanceof DiskFull)
          this.#fail(error);
        else if (error !== undefined) {
          await this.#pause(failures, error);
          if (failures >= FAILURES_BEFORE_ASKING) await this.#leaveOut();
        }
      }
    } finally {
      this.#running = undefined;
    }
  }

  #fail(error: SealMismatch | StateCorruption | DiskFull): void {
    this.#failed = true;
    if (!(error instanceof DiskFull))
      this.#log("error", "what the engine signed is not what this node has", { error: error.message });
    this.#options.onFailure(error);
  }

  async #pause(failures: number, { message }: Error): Promise<void> {
    if (failures === QUIET_FAILURES)
      this.#log("warn", "the engine does not tell of a block; its evidence waits", { height: this.#next(), message });
    const milliseconds = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (failures - 1), PAUSE_MILLISECONDS_MAX);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopped) this.#wake();
    });
  }

  #next(): number {
    const { store, initialHeight } = this.#options;
    return Math.max((store.last() ?? 0) + 1, initialHeight, this.#earliest);
  }

  /** An engine that began with a snapshot, or has pruned, never answers for what was before: evidence of it is elsewhere. */
  async #leaveOut(): Promise<void> {
    const status = await this.#options.engine.status?.().catch(() => undefined);
    if (status === undefined || status.earliestHeight <= this.#next()) return;
    this.#log("warn", "the engine has no earlier blocks; this node makes no evidence of them", status);
    this.#earliest = status.earliestHeight;
  }

  /** The next few blocks: asked for at once, kept in order. */
  async #follow(): Promise<void> {
    const { engine, store } = this.#options;
    const next = this.#next();
    const through = Math.min(this.#target, next + IN_FLIGHT_MAX - 1);
    // What was only seen is settled by the block after it, so the one kept last may have to be asked for again.
    const from = (store.at(next - 1)?.canonical ?? true) ? next : next - 1;
    const asked = Array.from({ length: through - from + 1 }, (_, i) => engine.commitAt(from + i));
    // All are looked at in order; one that fails behind another must not be nobody's.
    for (const one of asked) one.catch(() => undefined);
    for (const [i, one] of asked.entries()) {
      const seal = await one;
      if (this.#stopped) return;
      await this.#keep(from + i, seal);
    }
  }

  async #keep(height: number, seal: KeptSeal): Promise<void> {
    const { history, store, engine } = this.#options;
    const isExecuted = this.#decided.get(height) === toHex(headerHash(seal.header));
    const block = isExecuted ? undefined : history.block(asHeight(height));
    if (block === undefined && !isExecuted) throw new Error(`block ${height} is not to be read yet`);
    const known = this.#seals.validatorsOf(seal.header.validatorsHash);
    const validators = known ?? (await engine.validatorsAt(height));
    if (this.#stopped) return;
    const fault =
      (block && headerFault(block, seal, this.#before(height) ?? (height === 1 ? undefined : "unknown"))) ??
      signersFault(seal, this.#announced(seal, height), validators, this.#options.genesis.network);
    if (fault !== undefined) throw new SealMismatch(height, fault);
    store.keep(seal, validators);
    if (block !== undefined) this.#last = { block, seal };
  }

  /** Undefined at height 1, and where this node's own chain begins with a snapshot that others gave it. */
  #before(height: number): SealedBlock | undefined {
    if (this.#last?.block.height === height - 1) return this.#last;
    const block = height > 1 ? this.#options.history.block(asHeight(height - 1)) : undefined;
    const seal = block && this.#seals.at(height - 1);
    return block && seal && { block, seal };
  }

  /** The hash of the set that has to sign. Behind a snapshot the engine has verified it (CometBFT state sync). */
  #announced({ header }: KeptSeal, height: number): Uint8Array {
    const before = height > 1 ? this.#seals.at(height - 1) : undefined;
    if (before !== undefined) return before.header.nextValidatorsHash;
    return header.height === 1 ? validatorSetHash(validatorsOf(this.#options.genesis)) : header.validatorsHash;
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
