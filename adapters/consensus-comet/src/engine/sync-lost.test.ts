import { match, ok, strictEqual as same } from "node:assert";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { EngineProcess } from "./process.ts";
import { comesTrue, engineFile, homesOf, isAlive, needsEngine } from "./trial.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-sync-lost-"));
const cleaning: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
after(async () => {
  for (const clean of cleaning.reverse()) await clean();
});

const backOff = { first: 20, last: 100, calm: 60_000 };
const log = (): void => undefined;
const NO_WITNESSES = "no witnesses connected. please reset light client";
const GIVEN_UP = `{"_msg":"State sync failed","level":"error","module":"statesync","err":"${NO_WITNESSES}"}`;

/** An engine that says this at its first starts, as many as are named, and runs on like any. */
function engineThatLoses(name: string, starts: number): string {
  const [file, count] = [join(folder, name), join(folder, `${name}-starts`)];
  const lines = [
    "#!/bin/sh",
    `echo x >> "${count}"`,
    `if [ $(wc -l < "${count}") -le ${starts} ]; then echo '${GIVEN_UP}'; fi`,
    "exec sleep 600",
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("an engine whose snapshot is lost", () => {
  it("is ended and started again, and goes on when it has it", async () => {
    const engine = new EngineProcess({ file: engineThatLoses("twice", 2), home: folder, log, backOff });
    cleaning.push(() => engine.stop());
    engine.start();
    ok(await comesTrue(() => engine.restarts === 2));
    const { pid = 0 } = engine;
    same(await comesTrue(() => engine.restarts > 2, 500), false);
    same(isAlive(pid), true);
    await engine.stop();
    same((await engine.exited).type, "stopped");
  });

  it("is not started for ever, and why is told", async () => {
    const file = engineThatLoses("always", 100);
    const engine = new EngineProcess({ file, home: folder, log, backOff, attempts: 3 });
    cleaning.push(() => engine.stop());
    engine.start();
    const end = await engine.exited;
    ok(end.type === "failed" && end.failure.code === "snapshot-failed", JSON.stringify(end));
    same(end.failure.said, `State sync failed: ${NO_WITNESSES}`);
    same(engine.restarts, 2);
    same(engine.pid === undefined || !isAlive(engine.pid), true);
  });

  it("is one that no member's API answers", needsEngine(), async () => {
    const nowhere = "http://127.0.0.1:1";
    const { places, remove } = await homesOf(["one", "two"], () => "kvstore", {
      tuning: { filter_peers: false },
      stateSync: {
        rpcServers: [nowhere, nowhere],
        trustHeight: 2,
        trustHash: "0A".repeat(32),
        trustPeriod: "168h0m0s",
      },
    });
    cleaning.push(remove);
    const engine = new EngineProcess({ file: engineFile, home: places[0]?.home ?? "", log, backOff, attempts: 2 });
    cleaning.push(() => engine.stop());
    engine.start();
    const end = await engine.exited;
    ok(end.type === "failed" && end.failure.code === "snapshot-failed", JSON.stringify(end));
    match(end.failure.said, /failed to start state sync: .*connection refused/);
    same(engine.restarts, 1);
  });
});
