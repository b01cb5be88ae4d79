import { type ChildProcess, fork, spawn } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HEAP_ARGUMENTS } from "../../apps/meridian/src/consortium/heaps.ts";
import { consortiumGenesis, type MemberPlace, prepareMembers } from "./network.ts";

export type Loaded = {
  readonly txPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly blocks: number;
  readonly cpuMicrosPerTx: number;
};
export type Load = {
  readonly count: number;
  readonly batch: number;
  readonly atOnce: number;
  /** Transactions a second at most; unlimited without. */
  readonly pace?: number;
};

const BASE_PORT = 28_000;
const RELAY_PORT = 28_500;

/** A running consortium of this many members, all processes on this machine. */
export class Consortium {
  readonly members: readonly MemberPlace[];
  readonly #root: string;
  readonly #nodes: ChildProcess[] = [];
  readonly #delay: number;
  #relay: ChildProcess | undefined;
  #sent = 0;

  /** `delayMs`: what every byte between two members' engines takes, one way. */
  constructor(nodes: number, delayMs = 0) {
    this.#delay = delayMs;
    this.#root = mkdtempSync(join(tmpdir(), "meridian-bench-"));
    const dial = delayMs === 0 ? undefined : (_from: number, to: number) => RELAY_PORT + to;
    this.members = prepareMembers(this.#root, consortiumGenesis(nodes), BASE_PORT, dial);
  }

  get urls(): readonly string[] {
    return this.members.map(({ settings }) => `http://127.0.0.1:${settings.apiPort}`);
  }

  async start(): Promise<void> {
    if (this.#delay > 0) {
      const pairs = this.members.map(({ settings }, n) => `${RELAY_PORT + n}:${settings.p2p.port}`).join(",");
      this.#relay = fork(new URL("./relay.ts", import.meta.url).pathname, [String(this.#delay), pairs]);
      await new Promise((resolve) => this.#relay?.once("message", resolve));
    }
    const script = new URL("./member.ts", import.meta.url).pathname;
    const up = this.members.map(({ folder }) => {
      // As `node start` has it (`consortium/heaps.ts`): a process with a channel to its parent cannot begin anew.
      const env = { ...process.env, MALLOC_ARENA_MAX: "2" };
      const node = fork(script, [folder], {
        execArgv: ["--disable-warning=ExperimentalWarning", ...HEAP_ARGUMENTS],
        env,
      });
      this.#nodes.push(node);
      return new Promise<void>((resolve, reject) => {
        node.once("message", () => resolve());
        node.once("exit", (code) => reject(new Error(`${folder} ended with ${code}`)));
      });
    });
    await Promise.all(up);
  }

  /** Asks every node for a row, which has it fold all that waits; answers the milliseconds that took the slowest. */
  async viewsCaughtUp(): Promise<number> {
    const begun = performance.now();
    for (const node of this.#nodes) {
      const caughtUp = new Promise((resolve) => node.once("message", resolve));
      node.send({ type: "views" });
      await caughtUp;
    }
    return performance.now() - begun;
  }

  /** Bytes in each member's folder, the engine's included. */
  folderBytes(): readonly number[] {
    return this.members.map(({ folder }) =>
      globSync("**/*", { cwd: folder })
        .map((file) => statSync(join(folder, file), { throwIfNoEntry: false }))
        .reduce((all, stat) => all + (stat?.isFile() ? stat.size : 0), 0),
    );
  }

  /** Sends prescriptions that were never sent before and waits for all receipts. */
  async load({ count, batch, atOnce, pace = 0 }: Load): Promise<Loaded> {
    const script = new URL("./load.ts", import.meta.url).pathname;
    const given = [this.urls.join(","), this.#sent, count, batch, atOnce, pace].map(String);
    this.#sent += Math.ceil(count / batch) * batch;
    const sender = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...given], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    sender.stdout.setEncoding("utf8");
    sender.stdout.on("data", (part: string) => {
      printed += part;
    });
    const code = await new Promise((resolve) => sender.on("close", resolve));
    if (code !== 0) throw new Error(`the sender ended with ${code}`);
    return JSON.parse(printed) as Loaded;
  }

  /** CPU seconds that all members' processes have used so far, engines included, by kind. */
  cpuSeconds(): { readonly nodes: number; readonly engines: number } {
    const nodes = this.#nodes.map(({ pid }) => pid ?? 0);
    const engines = nodes.flatMap((pid) => childrenOf(pid));
    const sum = (pids: readonly number[]): number => pids.reduce((all, pid) => all + cpuOf(pid), 0);
    return { nodes: sum(nodes), engines: sum(engines) };
  }

  /** Resident memory of each member, its engine included, in MiB. */
  rssMb(): readonly number[] {
    return this.#nodes.map(({ pid = 0 }) => [pid, ...childrenOf(pid)].reduce((all, each) => all + rssOf(each), 0));
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#nodes.map((node) => {
        const gone = new Promise((resolve) => node.once("exit", resolve));
        if (node.exitCode !== null) return undefined;
        node.kill("SIGTERM");
        return gone;
      }),
    );
    this.#relay?.kill();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

const TICKS_PER_SECOND = 100;
const PAGES_PER_MIB = 256;
const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
const childrenOf = (pid: number): readonly number[] =>
  read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);

function cpuOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

const rssOf = (pid: number): number => Number(read(`/proc/${pid}/statm`).split(" ")[1] ?? 0) / PAGES_PER_MIB;
