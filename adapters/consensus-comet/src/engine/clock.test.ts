import { ok, strictEqual as same } from "node:assert";
import { after, describe, it } from "node:test";
import { timeOf } from "@meridian/proof/comet/time";
import { EngineProcess } from "./process.ts";
import { call, comesTrue, engineFile, heightAt, homesOf, needsTestClock, testClockFile } from "./trial.conformance.ts";

const HOUR = 3_600;
const cleaning: (() => unknown)[] = [];
after(async () => {
  for (const clean of cleaning.reverse()) await clean();
});

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

describe("a network with one clock that is wrong", needsTestClock(), () => {
  for (const offset of [HOUR, -HOUR])
    it(`goes on at the time of the others, and that node with it (${offset} seconds)`, async () => {
      const names = ["one", "two", "three", "wrong"];
      const { places, remove } = await homesOf(names, () => "kvstore", { tuning: { filter_peers: false } });
      cleaning.push(remove);
      for (const { name, home } of places) {
        const wrong = name === "wrong";
        const environment: Record<string, string> = wrong ? { MERIDIAN_TEST_CLOCK_OFFSET: String(offset) } : {};
        const engine = new EngineProcess({
          file: wrong ? testClockFile : engineFile,
          home,
          log: () => undefined,
          environment,
        });
        cleaning.push(() => engine.stop());
        engine.start();
      }
      const everywhere = (height: number) => async () =>
        (await Promise.all(places.map(({ rpcPort }) => heightAt(rpcPort)))).every((each) => each >= height);
      ok(await comesTrue(everywhere(1)));
      for (let n = 0; n < 6; n++) {
        const rpcPort = places[n % places.length]?.rpcPort ?? 0;
        const before = await heightAt(rpcPort);
        await call(rpcPort, `broadcast_tx_sync?tx="k${n}=v"`);
        ok(await comesTrue(everywhere(before + 1)), `block of transaction ${n}`);
      }
      // CometBFT dates no vote before its block, so a clock that is behind is not to be seen.
      if (offset > 0) ok(await sawVoteAt(places[0]?.rpcPort ?? 0, offset), "its votes tell its own time");
      for (const { rpcPort } of places) {
        const status = await statusAt(rpcPort);
        same(status?.catching_up, false);
        const seconds = timeOf(status?.latest_block_time ?? "")?.seconds ?? 0;
        ok(Math.abs(seconds - Date.now() / 1_000) < 60, status?.latest_block_time);
      }
    });
});
