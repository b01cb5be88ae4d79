import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { readLine } from "./engine-log.ts";
import { syncFailure, syncWatch } from "./sync-watch.ts";

const said = (message: string, err?: string, level = "info"): string =>
  JSON.stringify({ _msg: message, level, module: "statesync", ...(err === undefined ? {} : { err }) });

/** What an engine with these lines is found to have lost, and at which line. */
function lostIn(lines: readonly string[]): readonly (readonly [line: number, why: string])[] {
  const watch = syncWatch();
  return lines.flatMap((text, at) => {
    const line = readLine(text);
    const why = line && watch(line);
    return why === undefined ? [] : [[at, why] as const];
  });
}

const REFUSED = "Post http://x: dial tcp 127.0.0.1:1: connect: connection refused";
const rejected = [said("failed to fetch and verify app hash", REFUSED), said("Snapshot rejected")];
const looking = (rounds: number): readonly string[] => Array(rounds).fill(said("sync any"));

describe("the watch over an engine's state sync", () => {
  for (const message of [
    "State sync failed",
    "Failed to bootstrap node with new state",
    "Failed to store last seen commit",
    "Failed to switch to block sync",
  ])
    it(`takes the snapshot for lost at "${message}", and says it once`, () => {
      const line = said(message, "why", "error");
      same(lostIn([said("sync any"), line, line]), [[1, `${message}: why`]]);
    });

  it("takes it for lost when an engine ends because no light client could begin", () => {
    const word = `ERROR: failed to start node: failed to start state sync: failed to set up light client state provider: ${REFUSED}`;
    same(lostIn([word]), [[0, word]]);
  });

  it("takes it for lost when the last one was rejected and no other is found for a while, with the reason", () => {
    same(lostIn([...rejected, ...looking(5)]), []);
    same(lostIn([...rejected, ...looking(9)]), [[7, `failed to fetch and verify app hash: ${REFUSED}`]]);
    same(lostIn([said("Snapshot rejected"), ...looking(6)]), [[6, "Snapshot rejected"]]);
  });

  it("waits with an engine whose peers have no snapshot yet, or that has found another", () => {
    same(lostIn(looking(100)), []);
    same(lostIn([...rejected, ...looking(5), said("Discovered new snapshot"), ...looking(5)]), []);
    same(lostIn([...rejected, said("Snapshot accepted, restoring"), ...looking(9)]), []);
  });

  it("hears nothing in what other parts of the engine say", () => {
    const other = JSON.stringify({ _msg: "State sync failed", level: "error", module: "consensus" });
    same(lostIn([other, "ERROR: failed to start node: listen tcp 127.0.0.1:1: bind: address already in use"]), []);
  });

  it("tells a clock that is behind from a snapshot that cannot be had", () => {
    const future =
      "verify from #2 to #16 failed: new header has a time from the future 2026 (now: 2025; max clock drift: 10s)";
    same([syncFailure(future).code, syncFailure(REFUSED).code], ["clock-behind", "snapshot-failed"]);
  });
});
