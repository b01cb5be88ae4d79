import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { TransactionId } from "@meridian/base/ids";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StateStore } from "@meridian/ledger/state-store";
import { compareTimes } from "@meridian/proof/comet/time";
import { checkFinality } from "@meridian/proof/light";
import type { Seal } from "@meridian/proof/seal";
import { blocksOf, divergenceOf } from "./chain-check.ts";
import { chanceFor } from "./chance.ts";
import { AT_CORNER, CORNER, NETWORK, PATIENT, START } from "./people.ts";
import { about, bring, cancelStep, claimStep, standingOf } from "./prescriptions.ts";
import { signed, staffedRegion, wordOf } from "./region.ts";
import { chainOn, hostAt } from "./sequenced.ts";

const DAY = 86_400;
const YEARS = 365 * DAY;

describe("the host's clock", () => {
  it("may jump forwards and back, by hours or years: block time only goes forward, and every block is final", () => {
    const random = chanceFor("clock");
    const { clock, world, settle } = hostAt(START);
    const store = new MemoryStateStore();
    let { sequencer, seals, validators } = chainOn(store, world);
    let checked = 0;
    let last: Seal | undefined;
    for (let n = 0; n < 300; n++) {
      clock.seconds = random.chance(10)
        ? random.pick([0, START - 10 * YEARS, START + 2 * YEARS])
        : Math.max(0, clock.seconds + random.between(-3 * DAY, 3 * DAY));
      same(sequencer.offer(signed(cancelStep(`rx-${n}`)[0], [PATIENT], `clock ${n}`, 900).bytes, false), undefined);
      if (random.chance(70)) settle();
      // A restart with a clock that stands anywhere.
      if (random.chance(5)) {
        sequencer.stop();
        check();
        ({ sequencer, seals } = chainOn(store, world));
      }
    }
    sequencer.stop();
    check();
    same(divergenceOf(store), undefined);

    function check(): void {
      for (const seal of seals) {
        const { header, commit } = seal;
        ok(checkFinality(NETWORK, { header, commit, validators }).ok, `block ${header.height} is final`);
        if (last !== undefined) ok(compareTimes(header.time, last.header.time) > 0, `block ${header.height} is later`);
        last = seal;
        checked++;
      }
    }
    ok(checked > 200 && checked === store.height(), `${checked} blocks`);
  });

  it("set back, revives no deadline that block time has passed", () => {
    const { clock, world, settle } = hostAt(START);
    const region = staffedRegion();
    bring(region, "rx-late", "ACTIVE");
    const store = region.store as MemoryStateStore;
    clock.seconds = START + 10 * DAY;
    const { sequencer } = chainOn(store, world);
    settle();
    clock.seconds = START;
    const claim = signed(...claimStep("rx-late", CORNER, AT_CORNER), "late claim");
    same(sequencer.offer(claim.bytes, false), undefined);
    settle();
    same(wordIn(store, claim.id), "prescription/expired");
    same(standingOf(region, "rx-late").status, "ACTIVE", "and until somebody writes it down the record stays");
    sequencer.stop();
  });
});

/** What became of a transaction, wherever it stands in the chain. */
function wordIn(store: StateStore, id: TransactionId): string {
  for (const { ids, outcomes } of blocksOf(store)) {
    const index = ids.findIndex((each) => each.id === id);
    if (index >= 0) return wordOf(outcomes[index]);
  }
  return "nothing";
}

describe("deadlines", () => {
  it("are those of block time to the second: a claim in the last second of the lease holds, one later it is over", () => {
    for (const late of [false, true]) {
      const region = staffedRegion();
      bring(region, "rx-lease", "CLAIMED");
      region.pass(DAY + (late ? 1 : 0));
      const swept = wordOf(region.send([about("rx-lease", "expire", {})], ["nobody"]));
      same(swept, late ? "committed" : "prescription/not-due");
    }
  });
});
