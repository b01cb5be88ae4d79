import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds, type WarrantId } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import { merkleRoot } from "@meridian/crypto/merkle";
import { warrantRecordOf } from "@meridian/disclosure/schema";
import { resultLeafOf } from "@meridian/kernel/roots";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import { recordName } from "@meridian/proof/evidence";
import { SET } from "@meridian/validator/schema";
import { golden } from "./golden.vectors.ts";
import { genesis, Region } from "./region.conformance.ts";
import { CHANGES } from "./releases.ts";
import { rulesOf } from "./rules.ts";
import { tell } from "./story.conformance.ts";

/** The rules with one release in force from the first block on. */
function rulesIn(release: number): Rules {
  const rules = rulesOf(genesis);
  const planned = { release, height: asHeight(1), scheduledIn: asHeight(0), scheduledAt: asSeconds(0) };
  return { ...rules, releases: { plan: () => (release === 1 ? [] : [planned]), of: (n) => rules.releases?.of(n) } };
}

/** What the story comes to: every record, every event, and the outcome of every transaction, refusals included. */
function toldIn(release: number) {
  const region = new Region(new MemoryStateStore(), rulesIn(release));
  tell(region);
  const [state, app] = region.roots();
  const blocks = region.told.map((_, i) => region.store.block(asHeight(i + 1)));
  const results = blocks.flatMap((block) => block?.outcomes.map(resultLeafOf) ?? []);
  return { heights: blocks.length, state, app, results: toHex(merkleRoot(results)) };
}

describe("names of records", () => {
  it("are such as an evidence file carries, whatever domain made them", () => {
    const region = new Region();
    tell(region);
    const keys = [...region.store.records()].map(({ key }) => key.split("/"));
    const told = new Set(keys.map(([domain]) => domain));
    same(
      keys.filter(([, ...record]) => !fits(recordName, record.join("/"))),
      [],
    );
    // The story has no disclosure, warrant or change of validators. A disclosure is named by its id alone.
    same(
      [...rulesOf(genesis).contracts.keys()].filter((domain) => !told.has(domain)),
      ["disclosure", "validator"],
    );
    same(
      [warrantRecordOf("w-1" as WarrantId), SET].filter((record) => !fits(recordName, record)),
      [],
    );
  });
});

describe("a release of the rules", () => {
  it("has its golden vectors", () => same(golden.length, CHANGES.length + 1));
  for (const [i, vectors] of golden.entries())
    it(`${i + 1} makes of the story what it always made of it`, () => same(toldIn(i + 1), vectors));
});
