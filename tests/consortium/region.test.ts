import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { beganOf } from "../../apps/meridian/src/consortium/pid-file.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip } = engineOrSkip();
const MAIN = fileURLToPath(new URL("../../apps/meridian/src/main.ts", import.meta.url));
const PORT = 26_300;

type Ran = { readonly exit: number | null; readonly out: string; readonly err: string };

/** A command line as its user runs it: a process of its own. */
function started(...argv: readonly string[]) {
  const env = { ...process.env, MERIDIAN_COMETBFT: engineFile, LANG: "en" };
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...argv], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function meridian(...argv: readonly string[]): Promise<Ran> {
  const child = started(...argv);
  const [out, err, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { exit: exit as number | null, out, err };
}

describe("a consortium on one machine, by its commands", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-region-"));
  const data = join(folder, "region");
  const pidOf = (organisation: string): number =>
    JSON.parse(readFileSync(join(data, "nodes", organisation, "node.pid"), "utf8")).pid;

  before(async () => {
    const up = await meridian("region", "up", "--nodes", "4", "--data", data, "--port", String(PORT), "--json");
    is(up.exit, 0, up.err);
    const { nodes } = JSON.parse(up.out);
    same(
      nodes.map(({ running }: { running: boolean }) => running),
      [true, true, true, true],
    );
  });
  after(async () => {
    await meridian("region", "down", "--data", data);
    rmSync(folder, { recursive: true, force: true });
  });

  it("plays stories across the nodes, which agree, and evidence from the court's node holds", async () => {
    const played = await meridian("region", "play", "--data", data, "--prescriptions", "3", "--json");
    is(played.exit, 0, played.err + played.out);
    const { prescriptions, failures, agreement, proofs } = JSON.parse(played.out);
    same([prescriptions, failures, agreement.equal, proofs.failed], [3, [], true, 0]);
    holds(proofs.checked > 0);
    const hashes = new Set(Object.values(agreement.appHashes));
    same([Object.keys(agreement.appHashes).length, hashes.size], [4, 1]);
  });

  it("gives the court's folder what the court needs, offline", async () => {
    const court = join(data, "nodes", "court");
    const listed = await meridian("rx", "list", "--data", court, "--json");
    const [first] = JSON.parse(listed.out);
    const file = join(folder, "evidence.json");
    const exported = await meridian("evidence", "export", first.id, "--data", court, "--out", file);
    is(exported.exit, 0, exported.err);
    const verified = await meridian("verify", file, "--genesis", join(court, "genesis.json"), "--json");
    is(verified.exit, 0, verified.out);
    is(JSON.parse(verified.out).trusted, true);
  });

  it("goes on without the court's node, which keeps no documents, and starts only what is down", async () => {
    const [court, hospital] = [pidOf("court"), pidOf("hospital-central")];
    process.kill(court, "SIGKILL");
    for (let tries = 0; tries < 200 && isAlive(court); tries++) await new Promise((later) => setTimeout(later, 50));
    const played = await meridian("region", "play", "--data", data, "--prescriptions", "2", "--json");
    is(played.exit, 0, played.err + played.out);
    holds(played.err.includes("goes on without court"), played.err);
    const { failures, agreement, proofs } = JSON.parse(played.out);
    same([failures, agreement.equal, Object.keys(agreement.appHashes).length, proofs.failed], [[], true, 3, 0]);
    const status = await meridian("region", "status", "--data", data, "--json");
    is(status.exit, 1, "one of them is down");
    const up = await meridian("region", "up", "--data", data);
    is(up.exit, 0, up.err);
    same([pidOf("court") === court, pidOf("hospital-central") === hospital], [false, true]);
  });

  it("says which ports are taken, and starts nothing then", async () => {
    const other = join(folder, "other");
    const { exit, err } = await meridian("region", "up", "--data", other, "--port", String(PORT), "--json");
    is(exit, 3);
    holds(err.includes('"ports-taken"') && err.includes(String(PORT)), err);
    for (const node of readdirSync(join(other, "nodes")))
      is(existsSync(join(other, "nodes", node, "node.pid")), false, node);
  });

  it("ends all nodes, and says so the second time", async () => {
    const pids = ["hospital-central", "court"].map(pidOf);
    const down = await meridian("region", "down", "--data", data, "--json");
    same([down.exit, pids.map(isAlive)], [0, [false, false]]);
    const again = await meridian("region", "down", "--data", data, "--json");
    same(
      JSON.parse(again.out).map(({ stopped }: { stopped?: boolean }) => stopped),
      [undefined, undefined, undefined, undefined],
    );
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const child = started("region", "up", "--data", data);
    const exit = once(child, "close");
    const nodes = readdirSync(join(data, "nodes"));
    const running = (): boolean => nodes.some((node) => existsSync(join(data, "nodes", node, "node.pid")));
    for (let tries = 0; tries < 600 && !running(); tries++) await new Promise((later) => setTimeout(later, 25));
    child.kill("SIGINT");
    await exit;
    const status = await meridian("region", "status", "--data", data, "--json");
    same(
      JSON.parse(status.out).nodes.map((node: { running: boolean }) => node.running),
      [false, false, false, false],
    );
  });
});

/** One that has ended and only waits to be collected does not run. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return beganOf(pid) !== "ended";
};
