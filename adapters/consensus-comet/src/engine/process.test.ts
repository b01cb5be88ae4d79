import { match, ok, strictEqual as same } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { EngineProcess, type EngineProcessOptions } from "./process.ts";
import {
  call,
  comesTrue,
  engineFile,
  heightAt,
  homesOf,
  isAlive,
  needsEngine,
  type Place,
} from "./trial.conformance.ts";

const cleaning: (() => unknown)[] = [];
after(async () => {
  for (const clean of cleaning.reverse()) await clean();
});

type Told = { readonly level: string; readonly message: string; readonly data: Readonly<Record<string, unknown>> };

function engineAt({ home }: Place, more: Partial<EngineProcessOptions> = {}) {
  const told: Told[] = [];
  const log: EngineProcessOptions["log"] = (level, message, data = {}) => told.push({ level, message, data });
  const backOff = { first: 100, last: 400, calm: 60_000 };
  const engine = new EngineProcess({ file: engineFile, home, log, backOff, ...more });
  cleaning.push(() => engine.stop());
  return { engine, told };
}

async function one(app = "kvstore"): Promise<Place> {
  const { places, remove } = await homesOf(["one"], () => app, { tuning: { filter_peers: false } });
  cleaning.push(remove);
  const [place] = places;
  ok(place);
  return place;
}

describe("engine process", needsEngine(), () => {
  it("runs the engine, and stops it with nothing left", async () => {
    const place = await one();
    const { engine, told } = engineAt(place);
    engine.start();
    ok(await comesTrue(async () => (await heightAt(place.rpcPort)) >= 1), JSON.stringify(told));
    const { pid = 0 } = engine;
    await engine.stop();
    same(isAlive(pid), false);
    same((await engine.exited).type, "stopped");
    same(told.filter(({ level }) => level === "error").length, 0);
  });

  it("makes no blocks while nothing happens, and one to prove the last change", async () => {
    const place = await one();
    const { engine } = engineAt(place);
    engine.start();
    await comesTrue(async () => (await heightAt(place.rpcPort)) >= 1);
    await call(place.rpcPort, 'broadcast_tx_sync?tx="a=1"');
    ok(await comesTrue(async () => (await heightAt(place.rpcPort)) === 3));
    await new Promise((later) => setTimeout(later, 500));
    same(await heightAt(place.rpcPort), 3);
    await engine.stop();
  });

  it("starts it again after it was killed, and the chain goes on", async () => {
    const place = await one();
    const { engine, told } = engineAt(place);
    engine.start();
    await comesTrue(async () => (await heightAt(place.rpcPort)) >= 1);
    process.kill(engine.pid ?? 0, "SIGKILL");
    ok(await comesTrue(() => engine.restarts === 1));
    await comesTrue(async () => (await heightAt(place.rpcPort)) >= 1);
    await call(place.rpcPort, 'broadcast_tx_sync?tx="b=1"');
    ok(await comesTrue(async () => (await heightAt(place.rpcPort)) >= 3), JSON.stringify(told));
    await engine.stop();
  });

  it("gives it the variables of a fault test", async () => {
    const place = await one();
    const { engine, told } = engineAt(place, { environment: { FAIL_TEST_INDEX: "2" } });
    engine.start();
    ok(await comesTrue(() => told.some(({ message }) => message.includes("*** fail-test 2 ***"))));
    ok(await comesTrue(() => engine.restarts >= 2));
    await engine.stop();
  });

  it("does not start it again when the state is not the one that was decided on, and says both hashes", async () => {
    const place = await one();
    const first = engineAt(place);
    first.engine.start();
    await comesTrue(async () => (await heightAt(place.rpcPort)) >= 1);
    await call(place.rpcPort, 'broadcast_tx_sync?tx="c=1"');
    await comesTrue(async () => (await heightAt(place.rpcPort)) === 3);
    await first.engine.stop();
    // Another application, whose state is always empty, is given the same blocks.
    const { engine, told } = engineAt(place, { environment: { CMT_PROXY_APP: "noop" } });
    engine.start();
    const end = await engine.exited;
    same(end.type === "failed" && end.failure.code, "state-differs", JSON.stringify(told));
    if (end.type !== "failed" || end.failure.code !== "state-differs") return;
    same(end.failure.about, "AppHash");
    match(end.failure.expected ?? "", /^[0-9A-F]+$/);
    same(engine.restarts, 0);
    same(engine.pid === undefined || !isAlive(engine.pid), true);
  });

  it("is not started for ever when it ends itself at once, and its last words are told", async () => {
    const place = await one();
    rmSync(join(place.home, "config", "genesis.json"));
    const { engine } = engineAt(place, { attempts: 3 });
    engine.start();
    const end = await engine.exited;
    ok(end.type === "failed" && end.failure.code === "keeps-ending", JSON.stringify(end));
    match(end.failure.said, /genesis/i);
    same(engine.restarts, 2);
  });

  it("fails at once when there is no program", async () => {
    const place = await one();
    const { engine } = engineAt(place, { file: "/nowhere/cometbft" });
    engine.start();
    const end = await engine.exited;
    same(end.type === "failed" && end.failure.code, "not-started");
  });
});

/** A node in its own process (`orphan.conformance.ts`); gives the engine's process id once the engine runs. */
async function nodeAt(place: Place, socket: string): Promise<{ readonly node: ChildProcess; readonly engine: number }> {
  const script = join(import.meta.dirname, "orphan.conformance.ts");
  const node = spawn(process.execPath, [script, engineFile, place.home, socket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleaning.push(() => node.kill("SIGKILL"));
  const [first] = await once(node.stdout, "data", { signal: AbortSignal.timeout(20_000) });
  return { node, engine: Number(String(first).trim()) };
}

describe("an engine whose node dies", needsEngine(), () => {
  for (const when of ["at once", "with blocks made"])
    it(`ends itself, ${when}`, async () => {
      const socket = join(tmpdir(), `meridian-orphan-${process.pid}-${when.length}.sock`);
      const { places, remove } = await homesOf(["one"], () => socket);
      cleaning.push(remove, () => rmSync(socket, { force: true }));
      const [place] = places;
      ok(place);
      const { node, engine } = await nodeAt(place, socket);
      if (when === "with blocks made") ok(await comesTrue(async () => (await heightAt(place.rpcPort)) >= 1));
      same(isAlive(engine), true);
      node.kill("SIGKILL");
      ok(await comesTrue(() => !isAlive(engine), 10_000), "the engine is still there");
    });
});
