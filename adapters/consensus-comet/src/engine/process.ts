import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Log } from "../ports.ts";
import { type EngineFailure, failureIn, folding, isHalted, lineReader } from "./engine-log.ts";
import { syncFailure, syncWatch } from "./sync-watch.ts";

/** How the engine's watch ended. */
export type EngineEnd = { readonly type: "stopped" } | { readonly type: "failed"; readonly failure: EngineFailure };

export type EngineProcessOptions = {
  /** The program, as `findEngine` gives it. */
  readonly file: string;
  /** Its home, as `writeHome` writes it. */
  readonly home: string;
  readonly log: Log;
  /** Variables for the engine besides PATH and what Go's runtime reads (GOGC, GOMEMLIMIT, GOMAXPROCS). */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds from SIGTERM to SIGKILL. */
  readonly patience?: number;
  /** Milliseconds before a restart: the first, doubled each time up to the last; from the first again after `calm`. */
  readonly backOff?: { readonly first: number; readonly last: number; readonly calm: number };
  /**
   * Starts after which an engine is not started any more: in a row, of one that ends itself at once; in all, of one whose
   * snapshot is lost. Default 8: about a minute of pauses.
   */
  readonly attempts?: number;
};

const PATIENCE = 10_000;
const ATTEMPTS = 8;
/** An engine that has lived longer found its home, keys and ports good. */
const SOON_MILLISECONDS = 5_000;
const BACK_OFF = { first: 500, last: 30_000, calm: 60_000 };
/** CometBFT takes any setting from CMT_*, and CMTHOME even in place of `--home`: nothing of ours may leak in. */
const INHERITED = ["PATH", "HOME", "TZ", "TMPDIR", "GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GOTRACEBACK"];

/**
 * The engine as a child: started, watched, started again with growing pauses when it ends unasked, and stopped. Not
 * started again after what a restart cannot mend (`EngineFailure`). CometBFT keeps running when its consensus has
 * stopped, so that is read from its log.
 *
 * When this process dies, however it dies, the engine follows: it ends itself when the application's socket breaks, and
 * Go ends a program that writes to a log nobody reads.
 */
export class EngineProcess {
  /** Settles once: after `stop`, or when the engine failed for good. */
  readonly exited: Promise<EngineEnd>;
  readonly #options: EngineProcessOptions;
  readonly #fold: ReturnType<typeof folding>;
  #settle: (end: EngineEnd) => void = () => undefined;
  #child: ChildProcess | undefined;
  #end: EngineEnd | undefined;
  #pause = 0;
  #startedAt = 0;
  /** Ends in a row that the engine chose itself, soon after its start; killed ones do not count. */
  #inVain = 0;
  /** Starts whose snapshot was lost. */
  #syncsLost = 0;
  #lastWords = "";
  #timer: NodeJS.Timeout | undefined;
  #restarts = 0;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
    this.#fold = folding(options.log, () => performance.now());
    this.exited = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Process id while the engine runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How often it was started again since `start`. */
  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    if (this.#child !== undefined || this.#end !== undefined) return;
    const { file, home, environment, log } = this.#options;
    const inherited = INHERITED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    });
    const env = { ...Object.fromEntries(inherited), ...environment };
    // A process group of its own: Ctrl-C is for the node, which ends the engine when it has no more use for it.
    const child = spawn(file, ["node", "--home", home], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    this.#startedAt = performance.now();
    child.on("error", (fault) => {
      if (child.pid === undefined)
        this.#finish({ type: "failed", failure: { code: "not-started", said: fault.message } });
    });
    const lostIn = syncWatch();
    this.#read(child.stdout, lostIn);
    this.#read(child.stderr, lostIn);
    // `close` comes after the last line was read, `exit` may come before it.
    child.on("close", (code, signal) => this.#closed(code, signal));
    log("info", "engine started", { pid: child.pid ?? 0, home });
  }

  /** Ends the engine and waits until it is gone. */
  async stop(): Promise<void> {
    this.#end ??= { type: "stopped" };
    clearTimeout(this.#timer);
    await this.#terminate();
    this.#finish(this.#end);
  }

  #read(stream: Readable | null, lostIn: ReturnType<typeof syncWatch>): void {
    if (stream === null) return;
    const read = lineReader();
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (text) => {
      const line = read(text);
      if (line === undefined || this.#end !== undefined) return;
      const failure = failureIn(line);
      if (line.level === "error") this.#lastWords = [line.message, line.data["err"]].filter(Boolean).join(": ");
      if (failure !== undefined) {
        void this.#fail(failure);
        return;
      }
      this.#fold(line);
      const lost = lostIn(line);
      if (lost !== undefined) this.#syncLost(lost);
      // The application went away in the middle of a block: the next engine goes on there.
      else if (isHalted(line)) void this.#terminate();
    });
  }

  /** The snapshot may be there for the next engine: a member's API that was restarted takes a moment. */
  #syncLost(said: string): void {
    this.#syncsLost++;
    if (this.#syncsLost >= this.#attempts) void this.#fail(syncFailure(said));
    else void this.#terminate();
  }

  get #attempts(): number {
    return this.#options.attempts ?? ATTEMPTS;
  }

  async #fail(failure: EngineFailure): Promise<void> {
    this.#end = { type: "failed", failure };
    const { code, ...data } = failure;
    this.#options.log("error", `engine failed for good: ${code}`, data);
    await this.#terminate();
    this.#finish(this.#end);
  }

  #closed(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = undefined;
    if (this.#end !== undefined) return;
    const { backOff = BACK_OFF, log } = this.#options;
    const lived = performance.now() - this.#startedAt;
    this.#inVain = code === null || lived > SOON_MILLISECONDS ? 0 : this.#inVain + 1;
    if (this.#inVain >= this.#attempts) {
      void this.#fail({ code: "keeps-ending", said: this.#lastWords || `exit ${code}` });
      return;
    }
    const calm = lived >= backOff.calm;
    this.#pause = calm || this.#pause === 0 ? backOff.first : Math.min(2 * this.#pause, backOff.last);
    log("error", "engine ended unasked", { exit: code ?? signal ?? "unknown", restartInMs: this.#pause });
    this.#timer = setTimeout(() => {
      this.#restarts++;
      this.start();
    }, this.#pause);
  }

  async #terminate(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.pid === undefined) return;
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    const insist = setTimeout(() => child.kill("SIGKILL"), this.#options.patience ?? PATIENCE);
    await gone;
    clearTimeout(insist);
  }

  #finish(end: EngineEnd): void {
    this.#end = end;
    this.#settle(end);
  }
}
