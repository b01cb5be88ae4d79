import { ok } from "node:assert";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { checkAgreement, checkNoFork, divergenceIn } from "./checks.ts";
import { Consortium, isLong } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";
import type { Part } from "./member-node.ts";

const { file: engineFile, skip } = engineOrSkip();
const SECONDS = isLong ? 300 : 12;
const PATIENCE = SECONDS * 1_000 + 120_000;
const PARTS: readonly Part[] = ["application", "engine", "both"];

describe("everything at once", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "storm", port: 31_750, engineFile });
  });
  after(() => network?.close());

  /** More than a third may be gone or apart: then nothing is decided for a while, and nothing twice ever. */
  const faults: readonly (() => Promise<void>)[] = [
    async () => {
      const node = network.random.pick(network.nodes);
      const part = network.random.pick(PARTS);
      if (!node.isRunning) return;
      network.note(`kill ${part} of ${node.place.organisation}`);
      await node.kill(part);
    },
    async () => {
      const down = network.nodes.find(({ isRunning }) => !isRunning);
      if (down !== undefined) await network.start(down.place.organisation);
    },
    async () => {
      const link = network.random.pick(network.links);
      if (network.random.chance(50)) link.cut();
      else link.refuse();
      network.note("a link fails");
    },
    async () => {
      const alone = network.random.pick(network.nodes).place.organisation;
      const rest = network.nodes.map(({ place }) => place.organisation).filter((each) => each !== alone);
      for (const link of network.between([alone], rest)) link.cut();
      network.note(`cut off ${alone}`);
    },
    async () => {
      for (const link of network.links)
        link.conditions = { delayMilliseconds: network.random.below(60), jitterMilliseconds: 40, breaksPercent: 0.2 };
      network.note("all links slow and breaking");
    },
    async () => heal(),
  ];
  const heal = (): void => {
    network.note("heal");
    for (const link of network.links) link.heal();
  };

  it(`for ${SECONDS} seconds, kills, cuts, delays and breaks by chance: no fork, and every promise is kept`, () =>
    network.told(async () => {
      const load = network.clients.load(() => network.nodes, 10, PATIENCE);
      const until = performance.now() + SECONDS * 1_000;
      while (performance.now() < until) {
        await later(network.random.between(50, 800));
        await network.random.pick(faults)();
        checkNoFork(network.nodes);
      }
      heal();
      for (const { isRunning, place } of network.nodes) if (!isRunning) await network.start(place.organisation);
      await load.stop();
      await network.probe(PATIENCE);
      const checked = await checkAgreement(network);
      for (const node of network.nodes)
        ok(divergenceIn(node, network.genesis) === undefined, "executed again it is the same");
      console.log(
        `storm: ${load.decided} decided, slowest ${Math.round(Math.max(...load.waits))} ms, ${JSON.stringify(checked)}`,
      );
    }));
});
