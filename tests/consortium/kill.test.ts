import { ok, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { checkAgreement } from "./checks.ts";
import { Consortium, isLong } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";
import type { Part } from "./member-node.ts";

const { file: engineFile, skip } = engineOrSkip();
const KILLS = isLong ? 50 : 12;
const PARTS: readonly Part[] = ["application", "engine", "both"];
const LOAD_PER_SECOND = 20;
/** How long a client may wait while nodes fall and rise; a slow machine with many processes is no failure. */
const PATIENCE = 120_000;

describe("kill -9", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "kill", port: 30_250, engineFile });
  });
  after(() => network?.close());

  it(`of application, engine or both at random under load, ${KILLS} times: every promise is kept`, () =>
    network.told(async () => {
      const { random, clients, nodes } = network;
      const load = clients.load(() => network.running, LOAD_PER_SECOND, PATIENCE);
      for (let kill = 0; kill < KILLS; kill++) {
        await later(random.between(100, 1_200));
        const node = random.pick(nodes);
        // Each part in its turn, so that a short run has all of them.
        const part = PARTS[kill % PARTS.length] ?? "both";
        network.note(`kill ${part} of ${node.place.organisation}`);
        await node.kill(part);
        if (part !== "engine") {
          await later(random.between(0, 800));
          await network.start(node.place.organisation);
        }
        await clients.decide(clients.trivial(), () => [node], PATIENCE);
        network.note(`${node.place.organisation} is back`);
      }
      await load.stop();
      const checked = await checkAgreement(network);
      console.log(`${KILLS} kills: ${JSON.stringify(checked)}`);
      ok(load.decided >= KILLS, `${load.decided} transactions`);
    }));

  it("of one node: the three others go on without it, and it catches up", () =>
    network.told(async () => {
      const { clients, random } = network;
      const victim = random.pick(network.nodes);
      network.note(`kill both of ${victim.place.organisation}`);
      await victim.kill("both");
      const before = network.running.length;
      for (let n = 0; n < 20; n++) await clients.decide(clients.trivial(), () => network.running, PATIENCE);
      same(before, network.nodes.length - 1);
      await network.start(victim.place.organisation);
      await network.probe();
      await checkAgreement(network);
    }));

  it("of all nodes at one instant: nothing that was acknowledged is lost, and all go on", () =>
    network.told(async () => {
      const { clients, random } = network;
      for (let round = 0; round < (isLong ? 5 : 1); round++) {
        const load = clients.load(() => network.nodes, LOAD_PER_SECOND, PATIENCE);
        await later(random.between(1_000, 2_500));
        network.note("kill all");
        await Promise.all(network.nodes.map((node) => node.kill("both")));
        await Promise.all(network.nodes.map(({ place }) => network.start(place.organisation)));
        await network.probe();
        await load.stop();
        await checkAgreement(network);
      }
    }));
});
