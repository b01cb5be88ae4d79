import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { OrganisationId } from "@meridian/base/ids";
import type { NodeStart, Told } from "./node-messages.ts";

const PROCESS = fileURLToPath(new URL("./node-process.ts", import.meta.url));
/** Nodes start many times here, and most of a start is reading the same modules. */
const COMPILED = join(tmpdir(), "meridian-tests-compiled");
const OPEN_MILLISECONDS = 180_000;
const GONE_MILLISECONDS = 60_000;
const RPC_MILLISECONDS = 10_000;

export type Place = {
  readonly organisation: OrganisationId;
  readonly folder: string;
  readonly p2pPort: number;
  readonly rpcPort: number;
  readonly apiPort: number;
};

/** Which part of a node a blow hits. */
export type Part = "application" | "engine" | "both";

/** A member's node: a process of Node beside one of CometBFT, in a group of their own so that none outlives the test. */
export class MemberNode {
  readonly place: Place;
  #process: ChildProcess | undefined;
  #exit: Promise<unknown> = Promise.resolve();
  #isRunning = false;
  #failure = "";
  #words = "";
  #request = 0;
  readonly #questions = new Map<number, (told: Extract<Told, { type: "engine" }> | undefined) => void>();
  readonly #groups: number[] = [];

  constructor(place: Place) {
    this.place = place;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get url(): string {
    return `http://127.0.0.1:${this.place.apiPort}`;
  }

  /** What it said before it ended by itself: its failure with what to do, and standard error. */
  get lastWords(): string {
    return `${this.#failure}\n${this.#words}`.trim();
  }

  /** The node's log: one JSON object a line, the engine's lines among them. */
  get log(): string {
    try {
      return readFileSync(join(this.place.folder, "node.log"), "utf8");
    } catch {
      return "";
    }
  }

  async start(options: NodeStart): Promise<void> {
    const flags = ["--disable-warning=ExperimentalWarning", PROCESS, this.place.folder, JSON.stringify(options)];
    const child = spawn(process.execPath, flags, {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    });
    this.#process = child;
    this.#isRunning = true;
    this.#failure = "";
    this.#words = "";
    if (child.pid !== undefined) this.#groups.push(child.pid);
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => {
        this.#words = `${this.#words}${chunk}`.slice(-4_000);
      });
    this.#exit = once(child, "close").then(() => {
      if (this.#process === child) this.#isRunning = false;
      for (const answer of this.#questions.values()) answer(undefined);
      this.#questions.clear();
    });
    const ready = new Promise<boolean>((resolve) => {
      void this.#exit.then(() => resolve(false));
      child.on("message", (told: Told) => {
        if (told.type === "ready") resolve(true);
        else if (told.type === "failed") this.#failure += told.error;
        else {
          this.#questions.get(told.request)?.(told);
          this.#questions.delete(told.request);
        }
      });
    });
    const isOpen = await Promise.race([ready, later(OPEN_MILLISECONDS, false, { ref: false })]);
    if (!isOpen) throw new Error(`${this.place.organisation} does not open: ${this.lastWords}`);
  }

  /** Asks its engine by JSON-RPC. Rejects when the engine refuses or does not answer. */
  async rpc(method: string, params: object = {}): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${this.place.rpcPort}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: AbortSignal.timeout(RPC_MILLISECONDS),
    });
    const { result, error } = (await answer.json()) as { result?: unknown; error?: unknown };
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** Consensus keys of the validators by its engine's word, in hexadecimal. */
  async validators(): Promise<readonly string[]> {
    const { validators } = (await this.rpc("validators", { per_page: "100" })) as {
      readonly validators: readonly { readonly pub_key: { readonly value: string } }[];
    };
    return validators.map(({ pub_key }) => Buffer.from(pub_key.value, "base64").toString("hex"));
  }

  /** Node ids of the peers that its engine is connected to. */
  async peers(): Promise<readonly string[]> {
    const { peers } = (await this.rpc("net_info")) as {
      readonly peers: readonly { readonly node_info: { readonly id: string } }[];
    };
    return peers.map(({ node_info }) => node_info.id);
  }

  /** Process id of its engine now. */
  async engine(): Promise<number | undefined> {
    if (!this.#isRunning) return undefined;
    const request = this.#request++;
    const told = await new Promise<Extract<Told, { type: "engine" }> | undefined>((resolve) => {
      this.#questions.set(request, resolve);
      this.#process?.send({ type: "engine", request }, (error) => {
        if (error !== null) resolve(undefined);
      });
    });
    return told?.pid;
  }

  /** No farewell. What is hit is gone at this instant; a node whose application is hit must be started again. */
  async kill(part: Part): Promise<void> {
    if (part === "both") this.#signalGroup(this.#process?.pid, "SIGKILL");
    else if (part === "application") this.#process?.kill("SIGKILL");
    else {
      const pid = await this.engine();
      if (pid !== undefined) signal(pid, "SIGKILL");
      return;
    }
    await this.#exit;
    this.#isRunning = false;
  }

  /** Ends as when an operator asks it to. */
  async stop(): Promise<void> {
    if (!this.#isRunning) return;
    this.#process?.send({ type: "stop" });
    await this.#exit;
  }

  /** Once it has ended by itself. */
  async ended(milliseconds: number): Promise<void> {
    const isOver = await Promise.race([this.#exit.then(() => true), later(milliseconds, false, { ref: false })]);
    if (!isOver) throw new Error(`${this.place.organisation} goes on, though it should stop:\n${tailOf(this.log)}`);
  }

  /** Whether processes of this node are left that nobody waits for; waits until an orphaned engine has ended. */
  async isGone(): Promise<boolean> {
    const until = performance.now() + GONE_MILLISECONDS;
    while (this.#groups.some((pid) => signal(-pid, 0))) {
      if (performance.now() > until) return false;
      await later(50);
    }
    return true;
  }

  /** Ends whatever is left of it, whatever happened before. */
  destroy(): void {
    for (const pid of this.#groups) this.#signalGroup(pid, "SIGKILL");
  }

  #signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
    if (pid !== undefined) signal(-pid, name);
  }
}

export const tailOf = (log: string, lines = 12): string => log.trimEnd().split("\n").slice(-lines).join("\n");

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
