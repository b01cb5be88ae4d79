import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex, utf8 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { writeHome } from "@meridian/consensus-comet/engine/home";
import { nodeIdOf } from "@meridian/consensus-comet/engine/keys";
import { EngineProcess } from "@meridian/consensus-comet/engine/process";
import type { SettingValue } from "@meridian/consensus-comet/engine/tuning";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { median, quantile, rounded } from "../report.ts";

/**
 * What CometBFT does without us: its own kvstore application inside the engine, in Go, with no signatures, no rules and
 * no proof of what it stores. The engine's settings are those of our nodes, but where single transactions in place of
 * bundles need room, and without recheck, so that the reference is at its best.
 */
const AT_ITS_BEST: Readonly<Record<string, SettingValue>> = {
  filter_peers: false,
  "mempool.recheck": false,
  "mempool.size": 200_000,
  "mempool.cache_size": 1_000_000,
  "mempool.max_txs_bytes": 1_073_741_824,
  "rpc.max_request_batch_size": 10_000,
  "rpc.max_body_bytes": 16_777_216,
};

export type KvstoreOptions = {
  readonly nodes: number;
  readonly txBytes?: number;
  readonly transactions?: number;
  readonly engineFile: string;
  /** Milliseconds that every byte between engines takes, one way; by a relay process. */
  readonly delay?: number;
  /** Transactions that may wait in mempools. */
  readonly window?: number;
  readonly batch?: number;
  readonly connections?: number;
  readonly idleSamples?: number;
  readonly basePort?: number;
  readonly tuning?: Readonly<Record<string, SettingValue>>;
  /**
   * An application of ours in place of kvstore, beside each engine, with bundles of real transactions for load: what is
   * left once everything is left out (`limit-application.ts`).
   */
  readonly limit?: "engine" | "signatures";
};

export type KvstoreFigures = {
  readonly nodes: number;
  readonly txBytes: number;
  readonly transactions: number;
  /** From the first request to the block with the last transaction, as the first node has it. */
  readonly txPerSecond: number;
  readonly txPerBlock: number;
  /** One transaction at a time, from the request to the event of its block on the first node; sent to all in turn. */
  readonly idleMedianMs: number;
  readonly idleP99Ms: number;
  /** Resident memory of one engine after the load, the largest. */
  readonly engineMiB: number;
  /** What a transaction adds to one engine's folder: blocks, state and write-ahead log. */
  readonly diskBytesPerTx: number;
  /** Cores in use while the load ran: by all engines, by applications beside them, by the process that loads them, by the relay. */
  readonly cores: {
    readonly engines: number;
    readonly applications: number;
    readonly load: number;
    readonly relay: number;
  };
  /** Of engines and applications. */
  readonly cpuMicrosPerTx: number;
};

const CHAIN = "reference";
const seedOf = (what: string, n: number): Uint8Array => sha256(utf8(`reference ${what} ${n}`));

export async function runKvstore(options: KvstoreOptions): Promise<KvstoreFigures> {
  const network = new ReferenceNetwork(options);
  try {
    await network.start();
    const idle = await network.idle(options.idleSamples ?? 100);
    return { ...(await network.load()), idleMedianMs: rounded(median(idle)), idleP99Ms: rounded(quantile(idle, 0.99)) };
  } finally {
    await network.stop();
  }
}

/** Throughput alone. */
export async function runLimit(options: KvstoreOptions) {
  const network = new ReferenceNetwork(options);
  try {
    await network.start();
    return await network.load();
  } finally {
    await network.stop();
  }
}

type Optional = "tuning" | "limit";

class ReferenceNetwork {
  readonly #options: Required<Omit<KvstoreOptions, Optional>> & Pick<KvstoreOptions, Optional>;
  readonly #root = mkdtempSync(join(tmpdir(), "meridian-reference-"));
  readonly #engines: EngineProcess[] = [];
  readonly #children: ChildProcess[] = [];
  readonly #applications: ChildProcess[] = [];
  #relay: ChildProcess | undefined;
  /** Height of the first node up to which transactions are counted, and how many there were. */
  #height = 0;
  #committed = 0;

  constructor(options: KvstoreOptions) {
    this.#options = {
      txBytes: 608,
      transactions: 40_000,
      delay: 0,
      window: 20_000,
      batch: 100,
      connections: 2,
      idleSamples: 100,
      basePort: 22_100,
      ...options,
    };
  }

  /** An engine with its application inside does not notice when its parent dies. */
  readonly #leave = (): void => {
    for (const { pid } of this.#engines) if (pid !== undefined) process.kill(pid, "SIGKILL");
  };

  async start(): Promise<void> {
    process.once("exit", this.#leave);
    const { nodes, delay, engineFile, limit } = this.#options;
    const all = Array.from({ length: nodes }, (_, n) => n);
    if (delay > 0) {
      const pairs = all.flatMap((from) =>
        all.flatMap((to) => (from === to ? [] : [`${this.#dial(from, to)}:${this.#p2p(to)}`])),
      );
      this.#relay = await this.#child("relay.ts", [String(delay), pairs.join(",")]);
    }
    const validators = all.map((n) => ({ publicKey: toHex(publicKeyOf(seedOf("vote", n))), power: 1, name: `${n}` }));
    for (const n of all) {
      const home = join(this.#root, String(n));
      const abciSocket = limit === undefined ? "kvstore" : join(this.#root, `${n}.sock`);
      if (limit !== undefined) this.#applications.push(await this.#child("limit-application.ts", [abciSocket, limit]));
      writeHome(home, {
        genesis: {
          chainId: CHAIN,
          genesisTime: { seconds: 1_767_225_600, nanos: 0 },
          initialHeight: 1,
          validators,
          appState: {},
        },
        nodeKeySeed: new Secret(seedOf("node", n)),
        validatorKeySeed: new Secret(seedOf("vote", n)),
        abciSocket,
        p2p: { host: "127.0.0.1", port: this.#p2p(n) },
        rpcPort: this.#rpc(n),
        peers: all
          .filter((to) => to !== n)
          .map((to) => ({
            nodeId: nodeIdOf(publicKeyOf(seedOf("node", to))),
            host: "127.0.0.1",
            port: this.#dial(n, to),
          })),
        tuning: { ...(limit === undefined ? AT_ITS_BEST : { filter_peers: false }), ...this.#options.tuning },
      });
      const engine = new EngineProcess({ file: engineFile, home, log: () => undefined });
      this.#engines.push(engine);
      engine.start();
    }
    await this.#until("all engines know each other", async () => {
      const peers = await Promise.all(all.map((n) => this.#call<{ readonly n_peers: string }>(n, "net_info")));
      return (
        peers.every((each) => Number(each?.n_peers) === nodes - 1) && (await this.#count()) >= 0 && this.#height >= 1
      );
    });
  }

  /** Milliseconds of single transactions with nothing else going on. */
  async idle(samples: number): Promise<readonly number[]> {
    const events = new WebSocket(`ws://127.0.0.1:${this.#rpc(0)}/websocket`);
    await once(events, "open");
    let expected = "";
    let seen = (): void => undefined;
    events.addEventListener("message", ({ data }) => {
      if (expected !== "" && String(data).includes(expected)) seen();
    });
    const params = { query: "tm.event='NewBlock'" };
    events.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "subscribe", params }));
    const measured: number[] = [];
    for (let i = 0; i < samples; i++) {
      expected = Buffer.from(`idle${i}=`.padEnd(this.#options.txBytes, "y")).toString("base64");
      const body = `{"jsonrpc":"2.0","id":2,"method":"broadcast_tx_async","params":{"tx":"${expected}"}}`;
      const begun = performance.now();
      const done = new Promise<void>((resolve) => {
        seen = resolve;
      });
      const sent = fetch(`http://127.0.0.1:${this.#rpc(i % this.#options.nodes)}/`, { method: "POST", body });
      await (await sent).text();
      await done;
      measured.push(performance.now() - begun);
      // The block that proves the last one is out of the way, and no rhythm of the network's timers is met.
      await new Promise((later) => setTimeout(later, 100 + ((i * 37) % 50)));
    }
    events.close();
    // The first ones wake connections up.
    return measured.slice(Math.min(5, samples - 1));
  }

  async load() {
    const { nodes, txBytes, batch, connections, window, limit } = this.#options;
    const transactions = Math.ceil(this.#options.transactions / batch) * batch;
    const ports = Array.from({ length: nodes }, (_, n) => this.#rpc(n)).join(",");
    const load = await this.#child(
      "reference-load.ts",
      [ports, txBytes, transactions, batch, connections, window, limit === undefined ? "single" : "bundled"].map(
        String,
      ),
    );
    await this.#count();
    const disk = this.#disk();
    const firstHeight = this.#height;
    const before = this.#committed;
    const cpu = { engines: this.#engineSeconds(), relay: secondsOf(this.#relay?.pid), beside: this.#besideSeconds() };
    const sent = once(load, "message") as Promise<[{ readonly cpuSeconds: number }]>;
    load.once("exit", (code) => {
      if (code !== 0) process.stderr.write(`the load ended with ${code}\n`);
    });
    const begun = performance.now();
    load.send({ committed: 0 });
    await this.#until("all transactions are committed", async () => {
      const committed = (await this.#count()) - before;
      if (load.connected) load.send({ committed }, () => undefined);
      return committed >= transactions;
    });
    const seconds = (performance.now() - begun) / 1_000;
    const [{ cpuSeconds }] = await sent;
    const engines = this.#engineSeconds() - cpu.engines;
    const beside = this.#besideSeconds() - cpu.beside;
    return {
      nodes,
      txBytes,
      transactions,
      txPerSecond: Math.round(transactions / seconds),
      txPerBlock: Math.round(transactions / (this.#height - firstHeight)),
      engineMiB: Math.round(Math.max(...this.#engines.map(({ pid }) => memoryOf(pid))) / 2 ** 20),
      diskBytesPerTx: Math.round((this.#disk() - disk) / transactions),
      cores: {
        engines: rounded(engines / seconds, 2),
        applications: rounded(beside / seconds, 2),
        load: rounded(cpuSeconds / seconds, 2),
        relay: rounded((secondsOf(this.#relay?.pid) - cpu.relay) / seconds, 2),
      },
      cpuMicrosPerTx: Math.round(((engines + beside) / transactions) * 1e6),
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.stop()));
    process.off("exit", this.#leave);
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.#root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  #p2p = (n: number): number => this.#options.basePort + 2 * n;
  #rpc = (n: number): number => this.#options.basePort + 2 * n + 1;
  /** The port at which one engine dials another: its own, or the relay's for this pair. */
  #dial = (from: number, to: number): number =>
    this.#options.delay === 0 ? this.#p2p(to) : this.#options.basePort + 100 + from * this.#options.nodes + to;

  async #child(script: string, args: readonly string[]): Promise<ChildProcess> {
    const file = new URL(script, import.meta.url).pathname;
    const child = fork(file, args, {
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-old-space-size=4096"],
    });
    this.#children.push(child);
    await once(child, "message");
    return child;
  }

  async #call<T>(n: number, path: string): Promise<T | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.#rpc(n)}/${path}`);
      return ((await answer.json()) as { readonly result?: T }).result;
    } catch {
      return undefined;
    }
  }

  /** How many transactions the first node's blocks hold. */
  async #count(): Promise<number> {
    type Meta = { readonly header: { readonly height: string }; readonly num_txs: string };
    for (;;) {
      const from = this.#height + 1;
      const path = `blockchain?minHeight=${from}&maxHeight=${from + 19}`;
      const chain = await this.#call<{ readonly block_metas: readonly Meta[] }>(0, path);
      const metas = [...(chain?.block_metas ?? [])].reverse().filter(({ header }) => Number(header.height) >= from);
      for (const { num_txs } of metas) this.#committed += Number(num_txs);
      this.#height += metas.length;
      if (metas.length < 20) return this.#committed;
    }
  }

  async #until(what: string, holds: () => Promise<boolean>): Promise<void> {
    let moved = performance.now();
    let last = -1;
    while (!(await holds())) {
      if (this.#committed !== last) [last, moved] = [this.#committed, performance.now()];
      if (performance.now() - moved > 60_000) throw new Error(`for a minute not: ${what}`);
      await new Promise((later) => setTimeout(later, 20));
    }
  }

  #engineSeconds = (): number => this.#engines.reduce((sum, { pid }) => sum + secondsOf(pid), 0);
  #besideSeconds = (): number => this.#applications.reduce((sum, { pid }) => sum + secondsOf(pid), 0);
  #disk = (): number =>
    globSync("0/data/**/*", { cwd: this.#root })
      .map((file) => statSync(join(this.#root, file), { throwIfNoEntry: false }))
      .reduce((sum, file) => sum + (file?.isFile() === true ? file.size : 0), 0);
}

/** Seconds of processor time of a process so far (proc_pid_stat(5), utime and stime; a tick is 10 ms on Linux). */
function secondsOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function memoryOf(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
