import { deepStrictEqual as same, throws } from "node:assert";
import { before, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import type { AnyContract } from "@meridian/kernel/contract";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { recheck } from "@meridian/ledger/recheck";
import { ReleaseMissing } from "@meridian/ledger/releases";
import type { Rules } from "@meridian/ledger/rules";
import type { StateStore } from "@meridian/ledger/state-store";
import { NOTICE_HEIGHTS_MIN } from "@meridian/protocol/schema";
import { genesisStateOf } from "./genesis.ts";
import { command, decideByVote, genesis, names, Region, staff, steps } from "./region.conformance.ts";
import { withContracts } from "./releases.ts";
import { rulesOf } from "./rules.ts";
import { QUANTITY_MAX, quantityCap } from "./second-release.conformance.ts";

const VOTERS = ["health", "drugs", "court", "fund"];
const without = rulesOf(genesis, []);
const withTwo = rulesOf(genesis, [quantityCap]);
const start = genesisStateOf(genesis);

const scheduling = (height: number) =>
  command("protocol", "schedule", { release: 2, height, software: "Meridian 0.2.0" });
const ordering = (region: Region, id: string) =>
  steps.issuing(region, id, { items: [{ line: 1, class: "general", quantity: QUANTITY_MAX + 1 }] });
/** By vote, for the height that comes the least notice after it. */
function schedule(region: Region): number {
  const height = region.ledger.height + NOTICE_HEIGHTS_MIN + VOTERS.length + 1;
  decideByVote(region, `release-at-${height}`, "protocol", scheduling(height), VOTERS);
  return height;
}

/** Another node: executes what the region told, block by block, with rules of its own. */
class Node {
  readonly store: StateStore;
  ledger: Ledger;

  constructor(rules: Rules) {
    this.store = new MemoryStateStore();
    this.ledger = new Ledger(rules, this.store, start);
  }

  /** Started again with other software. */
  install(rules: Rules): void {
    this.ledger = new Ledger(rules, this.store, start);
  }

  /** Executes until it has all blocks, or stops before one whose release it lacks. */
  follow({ told }: Region): readonly string[] {
    while (this.ledger.height < told.length && this.ledger.nextNeeds() === undefined) this.next(told);
    return [toHex(this.ledger.stateRoot), toHex(this.ledger.appHash)];
  }

  next(told: Region["told"]): void {
    const block = told[this.ledger.height];
    // Who told the block has checked the signatures; here the question is execution.
    const transactions = (block?.transactions ?? []).map((bytes) => ({ bytes, verified: true }));
    const height = asHeight(this.ledger.height + 1);
    this.ledger.finalize({ height, time: asSeconds(block?.time ?? 0), transactions });
    this.ledger.commit(new Uint8Array());
  }
}

describe("four nodes, of which one lacks the release that the members scheduled", () => {
  const region = new Region(new MemoryStateStore(), withTwo);
  const others = [new Node(withTwo), new Node(withTwo)];
  const behind = new Node(without);
  let height = 0;

  before(() => {
    staff(region);
    height = schedule(region);
    same(region.try("s-li hospital", ordering(region, "rx-before")), undefined);
    while (region.ledger.height < height - 1) region.block();
  });

  it("agree on every root up to the release, and know of it since the vote", () => {
    for (const node of [...others, behind]) same(node.follow(region), region.roots());
    const coming = { release: 2, height, scheduledIn: height - NOTICE_HEIGHTS_MIN, software: "Meridian 0.2.0" };
    const known = new Node(without);
    while (known.ledger.height < coming.scheduledIn) known.next(region.told);
    const { scheduledAt, ...status } = { ...known.ledger.releaseStatus().coming };
    same(status, { ...coming, installed: false });
    same(scheduledAt, region.told[coming.scheduledIn - 1]?.time);
  });

  it("part before its first block: the one without it executes no more, and nothing of it has changed", () => {
    const last = behind.ledger.height;
    same(last, height - 1);
    const refusal = region.try("s-li hospital", ordering(region, "rx-after"));
    same(refusal?.code, "prescription/pathway-refused");
    steps.issue(region, "rx-small");
    for (const node of others) same(node.follow(region), region.roots());
    behind.follow(region);
    same([behind.ledger.height, behind.ledger.nextNeeds()?.release], [last, 2]);
    throws(() => behind.next(region.told), ReleaseMissing);
    same([behind.ledger.height, behind.store.height(), behind.ledger.isBetweenBlocks], [last, last, true]);
  });

  it("are of one mind again when the fourth has installed it", () => {
    behind.install(withTwo);
    same(behind.follow(region), region.roots());
    same(behind.ledger.releaseStatus(), { release: 2 });
  });

  it("would not have been with a rule changed silently", () => {
    const silent = { ...without, ...quantityCap(without) };
    const node = new Node(silent);
    while (node.ledger.height < height - 1) node.next(region.told);
    same(
      toHex(node.ledger.appHash) === toHex(region.store.block(asHeight(height - 1))?.appHash ?? new Uint8Array()),
      false,
    );
  });

  it("hold when every block is executed again by the release of its height", () => {
    const walk = recheck(withTwo, region.store, start);
    let step = walk.next();
    while (!step.done) step = walk.next();
    same(step.value, undefined);
  });
});

describe("members decide on a release", () => {
  it("all of them together and no one of them alone", () => {
    const region = new Region();
    const height = region.ledger.height + 1_000;
    same(region.try("health", scheduling(height))?.code, "protocol/only-by-governance");
    same(names(decideByVote(region, "p", "protocol", scheduling(height), VOTERS)).slice(-1), [
      "protocol/plan scheduled",
    ]);
    const cancelling = command("protocol", "cancel", { release: 2 });
    same(names(decideByVote(region, "q", "protocol", cancelling, VOTERS)).slice(-1), ["protocol/plan cancelled"]);
    same(region.ledger.releaseStatus(), { release: 1 });
  });

  it("and the deciding vote is refused when it comes too late for the height", () => {
    const region = new Region();
    const height = region.ledger.height + NOTICE_HEIGHTS_MIN;
    const proposal = { id: "p", subject: "protocol", action: scheduling(height), deadline: region.time + 1_000 };
    region.do("health", command("governance", "propose", proposal));
    const refusals = VOTERS.map((voter) =>
      region.try(voter, command("governance", "vote", { id: "p", choice: "yes" })),
    );
    same(
      refusals.map((refusal) => refusal?.code),
      [undefined, undefined, undefined, "protocol/height-too-soon"],
    );
  });
});

describe("a release with a further domain", () => {
  const note: AnyContract = {
    domain: "note",
    version: 1,
    initial: { notes: 0 },
    command: { fault: () => undefined, schema: {} },
    key: () => "all",
    decide: () => ({ ok: true, value: [{ type: "noted" }] }),
    evolve: (state) => ({ notes: (state as { notes: number }).notes + 1 }),
  };

  it("knows it from its height on", () => {
    const region = new Region(new MemoryStateStore(), rulesOf(genesis, [withContracts(note)]));
    const height = schedule(region);
    const noting = command("note", "write", {});
    same(region.try("health", noting)?.code, "ledger/unknown-domain");
    while (region.ledger.height < height - 1) region.block();
    same(names(region.do("health", noting)), ["note/all noted"]);
  });
});
