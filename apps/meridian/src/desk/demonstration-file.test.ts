import { deepStrictEqual as same, ok as yes } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { asSeconds } from "@meridian/base/ids";
import { openConsortium } from "../region/consortium-home.ts";
import { demonstrationDesk } from "./demonstration.ts";
import { demonstrationFileIn, readDemonstration } from "./demonstration-file.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-demonstration-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("a folder of an invented region's node", () => {
  it("says so, and whose keys are kept there: every organisation's at one node, with its staff's", () => {
    const { nodes, region } = openConsortium(join(folder, "region"), { nodes: 4, now: asSeconds(1_800_000_000) });
    const kept = nodes.flatMap((node) => {
      const found = readDemonstration(node.folder);
      yes(found !== undefined && found.seed === region.seed);
      return (demonstrationDesk(region, node.folder, found.hosted).keys?.list() ?? []).map(({ name }) => name);
    });
    const all = [...region.organisations, ...region.staff].map(({ id }) => id);
    same([...kept].sort(), [...all].sort());
  });

  it("is a real node's without the file, or with another one", () => {
    same(readDemonstration(folder), undefined);
    writeFileSync(demonstrationFileIn(folder), '{"seed":"x"}');
    same(readDemonstration(folder), undefined);
  });
});
