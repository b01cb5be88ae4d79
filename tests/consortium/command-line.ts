import { strictEqual as is } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runs } from "../../apps/meridian/src/cli/io.conformance.ts";

/** Members' nodes as their operators make and run them: by the command line alone. */

const MAIN = fileURLToPath(new URL("../../apps/meridian/src/main.ts", import.meta.url));
const RPC_FROM = 20;
const API_FROM = 40;
const POLL_MILLISECONDS = 100;

export type Operator = {
  readonly organisation: string;
  readonly folder: string;
  readonly url: string;
  readonly rpcPort: number;
};

/** Runs a command line that must go well; answers what `--json` prints. */
export async function done(...argv: readonly string[]): Promise<{ readonly [name: string]: unknown }> {
  const { exit, out, err } = await runs(...argv, "--json");
  is(exit, 0, `${argv.join(" ")}\n${out}${err}`);
  return JSON.parse(out);
}

/** From nothing to folders that `node start` takes: keys, cards, network file, genesis document, joining. Uses 60 ports. */
export async function foundNetwork(
  folder: string,
  port: number,
  members: readonly string[],
): Promise<readonly Operator[]> {
  const at = (...names: readonly string[]): string => join(folder, ...names);
  for (const [i, kind] of members.entries())
    await done(
      ...["node", "init", "--organisation", kind, "--kind", kind, "--data", at(kind)],
      ...["--p2p", `127.0.0.1:${port + i}`],
    );
  const relyingParty = { id: "localhost", origins: ["http://localhost:8180"] };
  const cards = members.map((member) => `${member}/card.json`);
  writeFileSync(at("network.json"), JSON.stringify({ network: "operated", relyingParty, cards }));
  await done("network", "init", at("network.json"), "--out", at("made"));
  const documents = ["--genesis", at("made", "genesis.json"), "--peers", at("made", "peers.json")];
  const operators: Operator[] = [];
  for (const [i, organisation] of members.entries()) {
    const [rpcPort, apiPort] = [port + RPC_FROM + i, port + API_FROM + i];
    const ports = ["--rpc-port", String(rpcPort), "--port", String(apiPort)];
    await done("node", "join", ...documents, "--data", at(organisation), ...ports);
    operators.push({ organisation, folder: at(organisation), url: `http://127.0.0.1:${apiPort}`, rpcPort });
  }
  return operators;
}

export type Ended = { readonly exit: number | null; readonly out: string; readonly err: string };

/** `node start` as a process of its own. */
export class RunningNode {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #out = "";
  #err = "";

  constructor({ folder }: Operator, engineFile: string, ...options: readonly string[]) {
    const argv = ["--disable-warning=ExperimentalWarning", ...options, MAIN, "node", "start", "--data", folder];
    const env = { ...process.env, MERIDIAN_COMETBFT: engineFile, LANG: "en" };
    this.#child = spawn(process.execPath, [...argv, "--json"], { env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#out += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#err += text;
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (exit) => resolve({ exit, out: this.#out, err: this.#err }));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** How it ended by itself; rejects, with what it said, when it goes on. */
  async ended(milliseconds: number): Promise<Ended> {
    const ended = await Promise.race([this.#ended, later(milliseconds, undefined, { ref: false })]);
    if (ended === undefined) throw new Error(`it goes on: ${this.#err.slice(-2_000)}`);
    return ended;
  }

  async up(): Promise<void> {
    await until("the node serves", () => this.#out.includes('"url"') || this.#child.exitCode !== null);
    if (this.#child.exitCode !== null) throw new Error(this.#err.slice(-2_000));
  }

  /** Ends it, by force when it does not end. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGTERM");
    await this.ended(30_000).catch(() => {
      this.#child.kill("SIGKILL");
      return this.#ended;
    });
  }
}

/** Waits until something holds. Rejects, with what was waited for, when it does not in time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patience = 60_000): Promise<void> {
  const limit = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`waited in vain until ${what}`);
    await later(POLL_MILLISECONDS);
  }
}

export type Standing = {
  readonly height: number;
  readonly engine?: { readonly power: number; readonly peers: number };
};

/** Where a node stands by its own word; undefined while it does not answer. */
export async function standing({ url }: Operator): Promise<Standing | undefined> {
  try {
    const answer = await fetch(`${url}/v1/standing`, { signal: AbortSignal.timeout(5_000) });
    return (await answer.json()) as Standing;
  } catch {
    return undefined;
  }
}
