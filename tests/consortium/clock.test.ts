import { ok } from "node:assert";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { DRUGS } from "../faults/people.ts";
import { checkAgreement } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip, testClockOrSkip } from "./engine.ts";

const { file: engineFile, skip: noEngine } = engineOrSkip();
const { file: wrongClock, skip: noClock } = noEngine === false ? testClockOrSkip() : { file: "", skip: noEngine };
const HOUR = 3_600;
/** Block time is the median of what the members' clocks said: a slow machine lags, an hour is another matter. */
const NEAR = 120;

describe("a member whose clock is an hour off", { skip: noClock }, () => {
  let network: Consortium;
  const offBy = (seconds: number) => ({
    engineFile: wrongClock,
    environment: { MERIDIAN_TEST_CLOCK_OFFSET: String(seconds) },
  });
  before(async () => {
    network = await Consortium.open({ name: "clock", port: 31_300, engineFile, start: { [DRUGS]: offBy(HOUR) } });
  });
  after(() => network?.close());

  for (const seconds of [HOUR, -HOUR])
    it(`takes part, and the network's time stays right (${seconds} s)`, () =>
      network.told(async () => {
        const { clients } = network;
        const node = network.node(DRUGS);
        await node.stop();
        await network.start(DRUGS, offBy(seconds));
        const from = await network.settled();
        // Enough that each member proposes some.
        for (let n = 0; n < 8; n++) await clients.decide(clients.trivial(), () => network.nodes, 60_000);
        await network.probe();
        const { height } = await checkAgreement(network);
        const store = new SqliteStateStore(join(node.place.folder, "state.db"), "reader");
        let last = 0;
        for (let at = from + 1; at <= height; at++) {
          const time = store.block(asHeight(at))?.time ?? 0;
          ok(time >= last, `block ${at} is not before its predecessor`);
          ok(Math.abs(time - Date.now() / 1_000) < NEAR, `block ${at} is at ${time}`);
          last = time;
        }
        store.close();
        ok(height > from);
      }));
});
