import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { COURT, HEALTH_COMMISSION } from "@meridian/region/generator/organisations";
import { generateRegion } from "@meridian/region/generator/region";
import { VALIDATORS } from "@meridian/region/player/setup";
import { hostOf, isSpared } from "./hosts.ts";

const region = generateRegion("hosts");
const nodesOf = (count: number) => VALIDATORS.slice(0, count).map((organisation) => ({ organisation }));

describe("institutions and nodes", () => {
  for (const count of [4, 7])
    it(`gives everybody one of ${count} nodes, and those who run one their own`, () => {
      const nodes = nodesOf(count);
      const running = nodes.map(({ organisation }) => organisation);
      for (const { id } of region.organisations) {
        const host = hostOf(region, nodes, id);
        same([running.includes(host), running.includes(id) ? host : id], [true, id]);
      }
    });
  it("has a court among four, which the stories can spare for a while", () =>
    same(
      nodesOf(4)
        .filter((node) => isSpared(region, nodesOf(4), node))
        .map(({ organisation }) => organisation),
      [HEALTH_COMMISSION, COURT],
    ));
});
