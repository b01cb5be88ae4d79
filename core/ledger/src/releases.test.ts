import { ok, deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { keyHashOf } from "@meridian/kernel/roots";
import { Ledger } from "./ledger.ts";
import type { Membership } from "./membership.ts";
import { MemoryStateStore } from "./memory-store.ts";
import { recheck } from "./recheck.ts";
import { releaseNotice } from "./release-notice.ts";
import { type PlannedRelease, ReleaseMissing } from "./releases.ts";
import type { Rules } from "./rules.ts";
import { add, GENESIS_TIME, Toy, transaction, withReleases } from "./toy.conformance.ts";

const two: PlannedRelease = {
  release: 2,
  height: asHeight(4),
  scheduledIn: asHeight(1),
  scheduledAt: GENESIS_TIME,
};
/** Block 1 schedules release 2 for block 4. */
const scheduled = (executedBy: Rules, store = new MemoryStateStore()): Toy => {
  const toy = new Toy([], store, executedBy);
  toy.run(add("release-2", 4));
  return toy;
};
const opened = (executedBy: Rules, store: MemoryStateStore): Ledger =>
  new Ledger(executedBy, store, { time: GENESIS_TIME, commands: [] });

describe("a release", () => {
  it("executes the blocks from its height on and none before", () => {
    const toy = scheduled(withReleases(true));
    const sums = [2, 3, 4, 5].map((height) => {
      toy.run(add(`at-${height}`, 10));
      return toy.sum(`at-${height}`);
    });
    same(sums, [10, 10, 5, 5]);
    same(toy.ledger.releaseStatus(), { release: 2 });
  });

  it("is announced with what the node has of it, and holds for the next block once its height is next", () => {
    const { ledger } = scheduled(withReleases(true));
    same(ledger.releaseStatus(), { release: 1, coming: { ...two, installed: true } });
    const without = scheduled(withReleases(false));
    same(without.ledger.releaseStatus(), { release: 1, coming: { ...two, installed: false } });
    without.block();
    without.block();
    same(without.ledger.releaseStatus(), { release: 2, missing: two });
  });

  it("that is lacking is named before its block, which then changes nothing", () => {
    const toy = scheduled(withReleases(false));
    toy.block();
    same(toy.ledger.nextNeeds(), undefined, "block 3 still executes by release 1");
    toy.block();
    same(toy.ledger.nextNeeds(), two);
    const before = toy.roots();
    throws(
      () => toy.run(add("a", 1)),
      (error) => error instanceof ReleaseMissing && error.release === 2 && error.height === 4,
    );
    same(toy.ledger.isBetweenBlocks, true);
    same(toy.roots(), before);
    same(toy.store.height(), 3);
    ok(toy.ledger.check(transaction([add("a", 1)])).ok, "checking looks at no domain");
  });

  it("goes on from where it stopped when it is installed", () => {
    const always = scheduled(withReleases(true));
    const store = new MemoryStateStore();
    const stopped = scheduled(withReleases(false), store);
    for (const toy of [always, stopped]) {
      toy.block(transaction([add("a", 10)]));
      toy.block();
    }
    stopped.ledger.keepSnapshot();
    const installed = new Toy([], store, withReleases(true));
    same(installed.ledger.nextNeeds(), undefined);
    for (const toy of [always, installed]) toy.block(transaction([add("a", 10)], { nonce: 2 }));
    same(installed.roots(), always.roots());
    same(installed.sum("a"), 15);
  });

  it("that a node had and lost is missed at its next start, which still answers for what is committed", () => {
    const store = new MemoryStateStore();
    const toy = scheduled(withReleases(true), store);
    for (let height = 2; height <= 6; height++) toy.block();
    const without = opened(withReleases(false), store);
    same(without.nextNeeds(), two);
    same(toHex(without.stateRoot), toHex(toy.ledger.stateRoot));
    ok(without.proveRecord("purse/release-2").siblings.length > 0 && keyHashOf("purse/release-2").length === 32);
  });

  it("is of no interest while a block waits for its commit", () => {
    const { ledger } = new Toy();
    ledger.finalize({ height: asHeight(1), time: asSeconds(GENESIS_TIME + 1), transactions: [] });
    throws(() => ledger.nextNeeds(), /between blocks/);
  });
});

describe("checking a chain again", () => {
  const store = new MemoryStateStore();
  const toy = scheduled(withReleases(true), store);
  for (let height = 2; height <= 6; height++) toy.run(add("a", height));
  const checked = (executedBy: Rules) => {
    const walk = recheck(executedBy, store, { time: GENESIS_TIME, commands: [] });
    let step = walk.next();
    let heights = 0;
    for (; !step.done; step = walk.next()) heights++;
    return [heights, step.value] as const;
  };

  it("executes each block by the release of its height", () => same(checked(withReleases(true)), [6, undefined]));
  it("says so when it lacks a release, which is no fault of the chain", () =>
    throws(() => checked(withReleases(false)), ReleaseMissing));
  it("finds blocks that were executed by another release", () =>
    same(checked({ ...withReleases(true), releases: { plan: () => [], of: () => undefined } })[1], {
      height: 4,
      what: "events",
    }));
});

describe("members that run the engine", () => {
  const one = { publicKey: "11".repeat(32), power: 1 };
  const other = { publicKey: "22".repeat(32), power: 1 };
  const membershipOf = (...set: readonly (typeof one)[]): Membership => ({
    validators: () => set,
    admitsPeer: (_, id) => id === String(set.length),
    commandFor: () => add("noticed", 1),
  });
  const base = withReleases(true);
  const rules: Rules = {
    ...base,
    membership: membershipOf(one),
    releases: {
      plan: (read) => base.releases?.plan(read) ?? [],
      of: (release) => {
        const found = base.releases?.of(release);
        return found && { ...found, membership: membershipOf(one, other) };
      },
    },
  };

  it("get the set of a release with the release's first block", () => {
    const { ledger } = scheduled(rules);
    const updates = [2, 3, 4, 5].map((height) => {
      const block = ledger.finalize({
        height: asHeight(height),
        time: asSeconds(GENESIS_TIME + height),
        transactions: [],
      });
      ledger.commit(new Uint8Array());
      return block.validatorUpdates;
    });
    same(updates, [[], [], [other], []]);
    same([ledger.validators?.length, ledger.admitsPeer("2"), ledger.admitsPeer("1")], [2, true, false]);
  });
});

describe("what operators are told of a release", () => {
  const notice = (software?: string, installed?: boolean) =>
    releaseNotice({
      release: 1,
      ...(installed === undefined
        ? { missing: { ...two, ...(software !== undefined && { software }) } }
        : { coming: { ...two, installed } }),
    });

  it("names the release, since when it is known, what to install, and that nothing is damaged", () => {
    same(notice("Meridian 0.2.0"), {
      type: "missing",
      release: { ...two, software: "Meridian 0.2.0" },
      words: {
        en: {
          happened:
            "From block 4 on this network executes by release 2 of its rules, as its members decided in block 1. This software lacks it, so the node stopped before that block; nothing is damaged.",
          next: "Install Meridian 0.2.0 and start the node again; it goes on where it stopped.",
        },
        zh: {
          happened:
            "成员已在第 1 个区块决定:自第 4 个区块起,本网络按规则版本 2 执行。本软件不含该版本,节点已在该区块之前停止,数据完好。",
          next: "请安装 Meridian 0.2.0 后重新启动,节点将从停止处继续。",
        },
      },
    });
  });
  it("warns ahead, and says when all is well", () => {
    same(
      [notice(undefined, false)?.type, notice(undefined, true)?.type, releaseNotice({ release: 1 })],
      ["to-install", "installed", undefined],
    );
    same(
      releaseNotice({ release: 2, missing: { ...two, scheduledIn: asHeight(0) } })?.words.en.happened.slice(0, 94),
      "From block 4 on this network executes by release 2 of its rules, as its genesis document says.",
    );
    same(
      notice(undefined, false)?.words.en.next,
      "Install a version of Meridian that has release 2 of the rules before block 4.",
    );
  });
});
