import { ok, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { checkAgreement, checkNoFork } from "./checks.ts";
import { Consortium, isLong } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";
import type { MemberNode } from "./member-node.ts";

const { file: engineFile, skip } = engineOrSkip();
const PATIENCE = 90_000;
const ROUNDS = isLong ? 5 : 1;
const SLOW_MILLISECONDS = isLong ? 60_000 : 6_000;

describe("links between members", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "partition", port: 30_550, engineFile });
  });
  after(() => network?.close());

  /** Two sides of so many members, another choice each time. */
  const sides = (count: number): readonly [readonly MemberNode[], readonly MemberNode[]] => {
    const from = network.random.below(network.nodes.length);
    const turned = [...network.nodes.slice(from), ...network.nodes.slice(0, from)];
    return [turned.slice(0, count), turned.slice(count)];
  };
  const names = (nodes: readonly MemberNode[]): readonly string[] => nodes.map(({ place }) => place.organisation);
  const heights = (nodes: readonly MemberNode[]): Promise<readonly number[]> =>
    Promise.all(nodes.map((node) => network.height(node)));
  const heal = (): void => {
    network.note("heal");
    for (const link of network.links) link.heal();
  };

  it("cut two against two: no block, no divergence, and all go on when healed", () =>
    network.told(async () => {
      const { clients } = network;
      for (let round = 0; round < ROUNDS; round++) {
        const [some, others] = sides(2);
        const load = clients.load(() => network.nodes, 10, PATIENCE);
        await later(network.random.between(300, 900));
        network.note(`cut ${names(some)} from ${names(others)}`);
        for (const link of network.between(names(some), names(others))) link.cut();
        // A block that had its votes already may still be told of within a side.
        await later(1_500);
        const before = await heights(network.nodes);
        await later(3_000);
        same(await heights(network.nodes), before, "neither half decides anything");
        checkNoFork(network.nodes);
        heal();
        await load.stop();
        await network.probe();
        await checkAgreement(network);
      }
    }));

  it("refused three against one: three go on, the one learns nothing and catches up when healed", () =>
    network.told(async () => {
      const { clients } = network;
      for (let round = 0; round < ROUNDS; round++) {
        const [most, alone] = sides(3);
        network.note(`refuse ${names(most)} and ${names(alone)} each other`);
        for (const link of network.between(names(most), names(alone))) link.refuse();
        await later(200);
        const before = await heights(alone);
        for (let n = 0; n < 10; n++) await clients.decide(clients.trivial(), () => most, PATIENCE);
        same(await heights(alone), before, "nobody tells it anything");
        heal();
        await network.probe(PATIENCE);
        await checkAgreement(network);
      }
    }));

  it("slow, thin and breaking: what is sent is decided", () =>
    network.told(async () => {
      const { clients } = network;
      network.note("all links slow, thin and breaking");
      for (const link of network.links)
        link.conditions = {
          delayMilliseconds: 40,
          jitterMilliseconds: 30,
          bytesPerSecond: 300_000,
          breaksPercent: 0.2,
        };
      const load = clients.load(() => network.nodes, 10, PATIENCE);
      await later(SLOW_MILLISECONDS);
      await load.stop();
      heal();
      await network.probe();
      const checked = await checkAgreement(network);
      const broken = network.links.reduce((sum, link) => sum + link.broken, 0);
      ok(broken > 0, "some connections broke");
      console.log(
        `slow links: ${broken} connections broke, ${load.decided} decided, slowest ${Math.round(Math.max(...load.waits))} ms, ${JSON.stringify(checked)}`,
      );
    }));
});
