import { deepStrictEqual as same } from "node:assert";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { type GenesisState, Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { recheck } from "@meridian/ledger/recheck";
import type { StateStore } from "@meridian/ledger/state-store";
import { genesisStateOf } from "./genesis.ts";
import { genesis, Region } from "./region.conformance.ts";
import { rulesOf } from "./rules.ts";
import { tell } from "./story.conformance.ts";

const region = new Region();
tell(region);
const roots = region.roots();
const start: GenesisState = genesisStateOf(genesis);

function executed(store: StateStore, reopenEvery: number): readonly string[] {
  let ledger = new Ledger(rulesOf(genesis), store, start);
  for (const [i, { time, transactions }] of region.told.entries()) {
    if (i % reopenEvery === reopenEvery - 1) ledger = new Ledger(rulesOf(genesis), store, start);
    const height = asHeight(i + 1);
    // Signatures were checked when the story was told; here the question is execution.
    ledger.finalize({
      height,
      time: asSeconds(time),
      transactions: transactions.map((bytes) => ({ bytes, verified: true })),
    });
    ledger.commit(new Uint8Array());
  }
  return [toHex(ledger.stateRoot), toHex(ledger.appHash)];
}

describe("every node comes to the same state", () => {
  it("whatever its machine's time zone and language are", () => {
    const child = spawnSync(
      process.execPath,
      [fileURLToPath(new URL("./determinism-child.conformance.ts", import.meta.url))],
      {
        env: { ...process.env, TZ: "America/New_York", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
        encoding: "utf8",
      },
    );
    const { offset, locale, told } = JSON.parse(child.stdout) as { offset: number; locale: string; told: string[] };
    same([offset, locale], [300, "tr-TR"], "the child lives elsewhere");
    same(told, roots);
  });

  it("whether it keeps records in memory or reads each of them again, and in whatever order its store has them", () => {
    class Backwards extends MemoryStateStore {
      override *records() {
        yield* [...super.records()].reverse();
      }
    }
    same(executed(new Backwards(), 40), roots);
  });

  it("and checking the chain again confirms each of its blocks", () => {
    const walk = recheck(rulesOf(genesis), region.store, start);
    let step = walk.next();
    let heights = 0;
    for (; !step.done; step = walk.next()) heights++;
    same([step.value, heights], [undefined, region.told.length]);
  });
});
