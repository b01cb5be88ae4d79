import { match, ok, strictEqual as same } from "node:assert";
import { afterEach, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { timeOf } from "@meridian/proof/comet/time";
import { EngineProcess } from "./process.ts";
import {
  call,
  comesTrue,
  engineFile,
  heightAt,
  homesOf,
  needsTestClock,
  type Place,
  testClockFile,
} from "./trial.conformance.ts";

const HOUR = 3_600;
const PATIENCE = 60_000;
let cleaning: (() => unknown)[] = [];

type Status = { readonly latest_block_time: string; readonly catching_up: boolean };
async function statusAt(rpcPort: number): Promise<Status | undefined> {
  return (await call(rpcPort, "status"))?.["sync_info"] as Status | undefined;
}

/** Whether the commits tell a vote whose time is so far off. */
async function sawVoteAt(rpcPort: number, offset: number): Promise<boolean> {
  for (let height = await heightAt(rpcPort); height > 0; height--) {
    const signed = (await call(rpcPort, `commit?height=${height}`))?.["signed_header"] as
      | { readonly commit: { readonly signatures: readonly { readonly timestamp: string }[] } }
      | undefined;
    const times = signed?.commit.signatures.map(({ timestamp }) => timeOf(timestamp)?.seconds ?? 0) ?? [];
    if (times.some((seconds) => Math.abs(seconds - Date.now() / 1_000 - offset) < 60)) return true;
  }
  return false;
}

/** Validators, of whom the last has the engine with the test clock. */
async function network(...right: readonly string[]) {
  const names = [...right, "wrong"];
  const { places, remove } = await homesOf(names, () => "kvstore", { tuning: { filter_peers: false } });
  cleaning.push(remove);
  const start = ({ name, home }: Place, offset = 0): EngineProcess => {
    const own =
      name === "wrong"
        ? { file: testClockFile, environment: { MERIDIAN_TEST_CLOCK_OFFSET: String(offset) } }
        : { file: engineFile };
    const engine = new EngineProcess({ home, log: () => undefined, ...own });
    cleaning.push(() => engine.stop());
    engine.start();
    return engine;
  };
  const wrong = places.find(({ name }) => name === "wrong");
  ok(wrong);
  return { places, right: places.filter((place) => place !== wrong), wrong, start };
}

/** As many transactions, each in a block of its own at all these places. */
async function makeBlocks(places: readonly Place[], key: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const rpcPort = places[n % places.length]?.rpcPort ?? 0;
    const before = await heightAt(rpcPort);
    await call(rpcPort, `broadcast_tx_sync?tx="${key}${n}=v"`);
    ok(await comesTrue(everywhere(places, before + 1)), `block of transaction ${key}${n}`);
  }
}

const everywhere = (places: readonly Place[], height: number) => async () =>
  (await Promise.all(places.map(({ rpcPort }) => heightAt(rpcPort)))).every((each) => each >= height);

async function isRight(places: readonly Place[]): Promise<void> {
  for (const { rpcPort } of places) {
    const status = await statusAt(rpcPort);
    same(status?.catching_up, false);
    const seconds = timeOf(status?.latest_block_time ?? "")?.seconds ?? 0;
    ok(Math.abs(seconds - Date.now() / 1_000) < 60, status?.latest_block_time);
  }
}

async function isClockBehind(engine: EngineProcess, where = /^/): Promise<void> {
  const end = await Promise.race([engine.exited, later(PATIENCE, undefined, { ref: false })]);
  ok(end?.type === "failed" && end.failure.code === "clock-behind", JSON.stringify(end));
  match(end.failure.said, where);
  match(end.failure.said, /is too far in the future/);
}

describe("a network with one clock that is wrong", needsTestClock(), () => {
  // Of each test: in a process that runs many files, what the file leaves running stays until all have ended.
  afterEach(async () => {
    for (const clean of cleaning.reverse()) await clean();
    cleaning = [];
  });

  it("goes on at the time of the others, and that node with it, when it is an hour fast", async () => {
    const { places, wrong, start } = await network("one", "two", "three");
    for (const place of places) start(place, place === wrong ? HOUR : 0);
    ok(await comesTrue(everywhere(places, 1)));
    await makeBlocks(places, "k", 6);
    ok(await sawVoteAt(places[0]?.rpcPort ?? 0, HOUR), "its votes tell its own time");
    await isRight(places);
  });

  it("goes on without that node when it is an hour slow, which ends and, once it is right, catches up", async () => {
    const { places, right, wrong, start } = await network("one", "two", "three", "four", "five");
    for (const place of right) start(place);
    const slow = start(wrong, -HOUR);
    await makeBlocks(right, "k", 3);
    await isClockBehind(slow);
    await isClockBehind(start(wrong, -HOUR));
    await isRight(right);
    const corrected = start(wrong);
    await makeBlocks(places, "m", 4);
    await isRight(places);
    await corrected.stop();
    await makeBlocks(right, "n", 3);
    // CometBFT fetches blocks only where a node has less than a third of the votes, rounded down: so with six.
    await isClockBehind(start(wrong, -HOUR), /^Error in validation/);
    start(wrong);
    await makeBlocks(places, "o", 2);
  });
});
