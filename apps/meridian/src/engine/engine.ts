import { MessageChannel, Worker } from "node:worker_threads";
import type { Height, Seconds } from "@meridian/base/ids";
import { QUEUE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import type { Log } from "@meridian/consensus-comet/ports";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { coded } from "@meridian/ledger/execute";
import type { ReleaseNotice } from "@meridian/ledger/release-notice";
import { workOf } from "@meridian/ledger/signing";
import type { GenesisDocument } from "@meridian/network/genesis";
import type {
  CommittedBlock,
  LedgerNotice,
  LedgerRequest,
  LedgerThreadData,
  Offered,
  RecordProof,
  VerifyThreadData,
} from "./messages.ts";
import { pack, transferOf } from "./packing.ts";

export type EngineOptions = {
  readonly genesis: GenesisDocument;
  readonly stateFile: string;
  readonly ordering: LedgerThreadData["ordering"];
  /** Module that exports `rulesOf` in place of the network's: for rehearsals of another release. */
  readonly rulesModule?: string;
  /** Memory for pages of the state, in MiB. Default 128. */
  readonly cacheMiB?: number;
  readonly log?: Log;
  /** Called when a release of the rules is to come, and when the next block needs one that this software lacks. */
  readonly onRelease?: (notice: ReleaseNotice) => void;
  /** Called when nothing more is taken in and what was accepted is committed, before the threads end. */
  readonly beforeEnd?: () => Promise<void>;
  /** Called when a thread of the ledger dies: what it would have said is lost, so the node must stop. */
  readonly onFailure: (error: Error) => void;
};

type Waiting = {
  readonly bytes: Uint8Array;
  /** As `workOf` counts it. */
  readonly work: number;
  readonly answer: (rejection: CodedRejection | undefined) => void;
};

const CACHE_MIB = 128;

/** Few enough that the ledger executes the first of a flood while the verifier is still busy with the rest. */
const MESSAGE_TRANSACTIONS_MAX = 128;
/** Of one message unless one transaction alone is more, in verifications of a signature: some thirty milliseconds. */
const MESSAGE_WORK_MAX = 500;
/**
 * Messages that the verifier has at a time: while it is busy with one, the next lies there. No more, because what other
 * members' nodes sent waits behind them, and with it this node's vote.
 */
const MESSAGES_MAX = 2;
/** Of all that was offered and is not verified yet: as much as so many transactions of everyday take. */
const OFFERED_WORK_MAX = 3 * QUEUE_TRANSACTIONS_MAX;

/** The ledger and its verifier, each in a thread, as the rest of the node sees them. */
export class Engine {
  readonly #verify: Worker;
  readonly #ledger: Worker;
  readonly #ready: Promise<{ readonly height: Height; readonly time: Seconds }>;
  readonly #listeners = new Set<(block: CommittedBlock) => void>();
  readonly #answers = new Map<number, Waiting["answer"][]>();
  readonly #proofs = new Map<number, (proof: RecordProof) => void>();
  readonly #log: Log;
  readonly #beforeEnd: () => Promise<void>;
  readonly #onRelease: (notice: ReleaseNotice) => void;
  /** What was offered and not handed over yet, from `#next` on. */
  #offered: Waiting[] = [];
  #next = 0;
  /** Of what was offered and not verified yet. */
  #work = 0;
  /** Work of each message that the verifier has. */
  readonly #verifying: number[] = [];
  #isHanding = false;
  #first = 0;
  #request = 0;
  #unanswered = 0;
  #accepted = 0;
  #stopping: Promise<void> | undefined;
  /** Resolves when a thread has died; never, otherwise. */
  readonly #failed: Promise<void>;
  #height = 0 as Height;

  constructor({ onFailure, log, beforeEnd, onRelease, ...options }: EngineOptions) {
    this.#onRelease = onRelease ?? (() => undefined);
    this.#log = log ?? (() => undefined);
    this.#beforeEnd = beforeEnd ?? (async () => undefined);
    const { port1: toLedger, port2: fromVerify } = new MessageChannel();
    const verifyData: VerifyThreadData = { relyingParty: options.genesis.relyingParty, toLedger };
    const ledgerData: LedgerThreadData = { cacheMiB: CACHE_MIB, ...options, fromVerify };
    this.#verify = new Worker(new URL("./verify-thread.ts", import.meta.url), {
      workerData: verifyData,
      transferList: [toLedger],
      resourceLimits: { maxYoungGenerationSizeMb: 24 },
    });
    this.#ledger = new Worker(new URL("./ledger-thread.ts", import.meta.url), {
      workerData: ledgerData,
      transferList: [fromVerify],
      // Most of what a block makes is garbage once it is committed; a larger nursery lets it die there.
      resourceLimits: { maxYoungGenerationSizeMb: options.ordering.type === "comet" ? 48 : 128 },
    });
    const failed = Promise.withResolvers<void>();
    this.#failed = failed.promise;
    this.#ready = new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        const failure = error instanceof Error ? error : new Error(String(error));
        failed.resolve();
        // One thread without the other does nothing but keep the process alive.
        this.#stopping ??= Promise.all([this.#verify.terminate(), this.#ledger.terminate()]).then(() => undefined);
        reject(failure);
        onFailure(failure);
      };
      this.#verify.on("error", fail);
      this.#verify.on("message", () => this.#verified());
      this.#ledger.on("error", fail);
      this.#ledger.on("message", (notice: LedgerNotice) => {
        if (notice.type === "ready") {
          this.#height = notice.height;
          resolve(notice);
        } else this.#hear(notice);
      });
    });
  }

  /** Resolves once the ledger has opened its state; rejects when the state is not what was written. */
  ready(): Promise<{ readonly height: Height; readonly time: Seconds }> {
    return this.#ready;
  }

  get height(): Height {
    return this.#height;
  }

  /** Transactions taken in and not yet in a block. */
  get waiting(): number {
    return this.#accepted;
  }

  /** As `Consensus.submit`. */
  submit(bytes: Uint8Array): Promise<CodedRejection | undefined> {
    if (this.#stopping !== undefined) return Promise.resolve(coded({ code: "shutting-down" }));
    const waiting = this.#unanswered + this.#accepted;
    const work = workOf(bytes) ?? 1;
    if (waiting >= QUEUE_TRANSACTIONS_MAX || this.#work + work > OFFERED_WORK_MAX)
      return Promise.resolve(coded({ code: "queue-full", waiting }));
    this.#unanswered++;
    this.#work += work;
    return new Promise((answer) => {
      this.#offered.push({ bytes, work, answer });
      if (this.#isHanding || this.#verifying.length >= MESSAGES_MAX) return;
      this.#isHanding = true;
      setImmediate(() => this.#hand());
    });
  }

  onCommitted(listener: (block: CommittedBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the record map holds for a key, with its proof, at the last committed height. */
  proveRecord(key: string): Promise<RecordProof> {
    const request = this.#request++;
    return new Promise((resolve) => {
      this.#proofs.set(request, resolve);
      this.#ask({ type: "prove", request, key });
    });
  }

  /** Takes nothing more in, commits what was accepted, and ends both threads. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** When a thread dies meanwhile there is nothing left to finish, only the other to end. */
  async #stop(): Promise<void> {
    await Promise.race([this.#finish(), this.#failed]);
    await Promise.all([this.#verify.terminate(), this.#ledger.terminate()]);
  }

  async #finish(): Promise<void> {
    await this.#ready;
    while (this.#unanswered > 0) await new Promise((later) => setTimeout(later, 1));
    await this.#beforeEnd();
    await new Promise<void>((resolve) => {
      this.#ledger.on("message", (notice: LedgerNotice) => {
        if (notice.type === "stopped") resolve();
      });
      this.#ask({ type: "stop" });
    });
  }

  /** What was offered in this turn of the event loop goes on in a few messages rather than one each. */
  #hand(): void {
    this.#isHanding = false;
    while (this.#verifying.length < MESSAGES_MAX && this.#next < this.#offered.length)
      this.#handOver(this.#nextBatch());
    if (this.#next < this.#offered.length) return;
    this.#offered = [];
    this.#next = 0;
  }

  #nextBatch(): readonly Waiting[] {
    const batch: Waiting[] = [];
    for (let work = 0; this.#next < this.#offered.length && batch.length < MESSAGE_TRANSACTIONS_MAX; this.#next++) {
      const one = this.#offered[this.#next] as Waiting;
      work += one.work;
      if (batch.length > 0 && work > MESSAGE_WORK_MAX) break;
      batch.push(one);
    }
    return batch;
  }

  #handOver(batch: readonly Waiting[]): void {
    const transactions = pack(batch.map(({ bytes }) => bytes));
    const offered: Offered = { first: this.#first, transactions };
    this.#answers.set(
      this.#first,
      batch.map(({ answer }) => answer),
    );
    this.#first += batch.length;
    this.#verifying.push(batch.reduce((sum, { work }) => sum + work, 0));
    this.#verify.postMessage(offered, transferOf(transactions));
  }

  /** The verifier is through with the oldest message that it had. */
  #verified(): void {
    this.#work -= this.#verifying.shift() ?? 0;
    this.#hand();
  }

  #hear(notice: Exclude<LedgerNotice, { type: "ready" }>): void {
    switch (notice.type) {
      case "answered": {
        const answers = this.#answers.get(notice.first) ?? [];
        const refused = new Map(notice.refused);
        this.#answers.delete(notice.first);
        this.#unanswered -= answers.length;
        this.#accepted = notice.waiting;
        for (const [place, answer] of answers.entries()) answer(refused.get(place));
        break;
      }
      case "committed": {
        const decided = JSON.parse(notice.decided) as Pick<CommittedBlock, "ids" | "outcomes">;
        const block: CommittedBlock = { ...notice.block, ...decided };
        this.#height = block.height;
        this.#accepted = notice.waiting;
        for (const listener of this.#listeners) listener(block);
        break;
      }
      case "proved":
        this.#proofs.get(notice.request)?.(notice.proof);
        this.#proofs.delete(notice.request);
        break;
      case "log":
        this.#log(notice.level, notice.message, notice.data as Readonly<Record<string, unknown>> | undefined);
        break;
      case "release":
        this.#onRelease(notice.notice);
        break;
      case "stopped":
        break;
    }
  }

  #ask(request: LedgerRequest): void {
    this.#ledger.postMessage(request);
  }
}
