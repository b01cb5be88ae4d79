import { match, deepStrictEqual as same } from "node:assert";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { textOf } from "@meridian/base/bytes";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { Command } from "@meridian/kernel/transaction";
import { engineHomeIn } from "@meridian/meridian-app/consortium/settings";
import { DRUGS, FUND, HEALTH, HOSPITAL, PHYSICIAN } from "../faults/people.ts";
import { issueCommand } from "../faults/prescriptions.ts";
import { staffing, wordOf } from "../faults/region.ts";
import { checkAgreement, recordAt } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip } = engineOrSkip();
const ruleFile = (name: string): string => new URL(`./rules/${name}.ts`, import.meta.url).href;
const SECOND = { rulesModule: ruleFile("second-release") };
/** More than the second release allows of one line. */
const MANY = 61;
const PATIENCE = 60_000;
/** Of notice that the members give each other at least. */
const NOTICE = 100;

describe("a node that executes by other rules", { skip }, () => {
  let network: Consortium;
  before(async () => {
    // Three have the second release installed, which is nothing until it is scheduled; the fourth has a rule changed.
    const start = {
      [HOSPITAL]: SECOND,
      [FUND]: SECOND,
      [HEALTH]: SECOND,
      [DRUGS]: { rulesModule: ruleFile("changed-rule") },
    };
    network = await Consortium.open({ name: "rules", port: 31_150, engineFile, start });
  });
  after(() => network?.close());

  const honest = () => network.nodes.filter(({ place }) => place.organisation !== DRUGS);
  const issue = (id: string, quantity: number): Command =>
    issueCommand(id, Math.floor(Date.now() / 1_000) - 60, { items: [{ line: 1, class: "general", quantity }] });
  const issued = async (id: string, quantity: number): Promise<string> => {
    const { clients } = network;
    const receipt = await clients.decide(clients.sign([issue(id, quantity)], [PHYSICIAN, HOSPITAL]), honest, PATIENCE);
    return wordOf(receipt.outcome);
  };

  it("goes along until the rule matters, then stops and says what differs; the others go on", () =>
    network.told(async () => {
      const { clients } = network;
      for (const [by, commands] of staffing) await clients.commit(commands, [by], network.node(HOSPITAL));
      same(await issued("rx-few", 10), "committed");
      await network.probe();
      const node = network.node(DRUGS);
      same(await issued("rx-many", MANY), "committed");
      await node.ended(PATIENCE);
      match(node.lastWords, /computed another (AppHash|LastResultsHash)/);
      match(node.lastWords, /[0-9A-F]{64} here, [0-9A-F]{64} with them/);
      for (let n = 0; n < 3; n++) await clients.decide(clients.trivial(), honest, PATIENCE);
      await checkAgreement(network, honest());
      // Started again it stops again: what it computed is on its disk.
      await network.start(DRUGS).catch(() => undefined);
      await node.ended(PATIENCE);
      match(node.lastWords, /computed another|not of one piece/);
    }));

  it("joins anew with the right rules, from zero", () =>
    network.told(async () => {
      const { folder } = network.node(DRUGS).place;
      for (const name of readdirSync(folder))
        if (!["node.json", "engine"].includes(name)) rmSync(join(folder, name), { recursive: true });
      const data = join(engineHomeIn(folder), "data");
      // What a validator signed is never forgotten.
      for (const name of readdirSync(data))
        if (name !== "priv_validator_state.json") rmSync(join(data, name), { recursive: true });
      await network.node(DRUGS).start({ genesis: network.genesis, engineFile });
      await network.probe();
      await checkAgreement(network);
    }));

  it("lacks the release that the members scheduled: it stops before the height, and goes on once it is installed", () =>
    network.told(async () => {
      const { clients } = network;
      const node = network.node(DRUGS);
      const height = (await network.settled()) + NOTICE + 12;
      const action = {
        domain: "protocol",
        type: "schedule",
        release: 2,
        height,
        software: "Meridian 2, see the notes",
      };
      const deadline = Math.floor(Date.now() / 1_000) + 86_400;
      const propose = { domain: "governance", type: "propose", id: "release-2", subject: "protocol", action, deadline };
      await clients.commit([propose as Command], [HOSPITAL], network.node(HOSPITAL));
      const vote = { domain: "governance", type: "vote", id: "release-2", choice: "yes" } as Command;
      for (const by of [HOSPITAL, FUND, HEALTH, DRUGS]) await clients.commit([vote], [by], network.node(by));
      const planned = () =>
        textOf(recordAt(network.node(HOSPITAL), recordKeyOf("protocol", "plan")) ?? new Uint8Array());
      await network.until("it is scheduled", () => (planned() ?? "").includes(`"height":${height}`));
      await network.until(
        `height ${height} is over`,
        async () => {
          await clients.decide(clients.trivial(), honest, PATIENCE);
          return (await network.height(network.node(HOSPITAL))) > height;
        },
        180_000,
      );
      await node.ended(PATIENCE);
      match(node.lastWords, /release|version/i);
      match(node.lastWords, /Meridian 2, see the notes/);
      same(await issued("rx-many-2", MANY), "prescription/pathway-refused");
      await network.node(DRUGS).start({ genesis: network.genesis, engineFile, ...SECOND });
      await network.probe();
      await checkAgreement(network);
    }));
});
