import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { fits } from "@meridian/base/shape";
import type { Cause } from "@meridian/kernel/context";
import { at, byOrganisation, given } from "@meridian/kernel/testkit";
import { contract, type Status, statusAt } from "./contract.ts";
import { type Command, commandShape, type Event, NOTICE_HEIGHTS_MIN } from "./schema.ts";

const domain = "protocol";
const passed: Cause = { type: "reaction", domain: "governance", event: "passed", record: "p-1" };
const byVote = (height: number) => at(700, [], { height, cause: passed });
const schedule = (release: number, height: number, software?: string): Command => ({
  domain,
  type: "schedule",
  release,
  height: asHeight(height),
  ...(software !== undefined && { software }),
});
const cancel = (release: number): Command => ({ domain, type: "cancel", release });
const scheduled = (release: number, height: number, scheduledIn = 10): Event => ({
  type: "scheduled",
  release,
  height: asHeight(height),
  scheduledIn: asHeight(scheduledIn),
  scheduledAt: asSeconds(600),
});
const cancelled = (release: number, height: number): Event => ({
  type: "cancelled",
  release,
  height: asHeight(height),
  cancelledAt: asSeconds(650),
});

const outcome = (history: readonly Event[], command: Command, context = byVote(50)): string => {
  const decision = given(contract, history).when(command, context, undefined);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};

describe("every command in every state", () => {
  /** What the last release is in a block of height 50. */
  const histories: Record<Status, readonly Event[]> = {
    none: [],
    coming: [scheduled(2, 200)],
    active: [scheduled(2, 50)],
  };
  const table: Record<Command["type"], Record<Status, string>> = {
    schedule: { none: "scheduled", coming: "already-scheduled", active: "scheduled" },
    cancel: { none: "not-scheduled", coming: "cancelled", active: "already-active" },
  };
  for (const [type, row] of Object.entries(table))
    for (const [status, want] of Object.entries(row))
      it(`${type} when ${status}: ${want}`, () => {
        const history = histories[status as Status];
        const command = type === "cancel" ? cancel(2) : schedule(status === "active" ? 3 : 2, 1_000);
        same(statusAt(given(contract, history).state, 50), status);
        same(outcome(history, command), want);
      });
});

describe("a release", () => {
  const cases: readonly (readonly [says: string, history: readonly Event[], command: Command, want: string])[] = [
    ["rises by one from the first", [], schedule(3, 1_000), "not-the-next-release"],
    ["rises by one from the last", [scheduled(2, 40)], schedule(4, 1_000), "not-the-next-release"],
    ["never falls", [scheduled(2, 40)], schedule(2, 1_000), "not-the-next-release"],
    ["comes with the least notice", [], schedule(2, 50 + NOTICE_HEIGHTS_MIN), "scheduled"],
    ["comes no height sooner", [], schedule(2, 49 + NOTICE_HEIGHTS_MIN), "height-too-soon"],
    ["is scheduled once", [scheduled(2, 51)], schedule(2, 1_000), "already-scheduled"],
    ["waits for the one before", [scheduled(2, 51)], schedule(3, 1_000), "already-scheduled"],
    ["may follow in the block where the one before is active", [scheduled(2, 50)], schedule(3, 1_000), "scheduled"],
    ["is cancelled in the last block before it", [scheduled(2, 51)], cancel(2), "cancelled"],
    ["is not cancelled in its first block", [scheduled(2, 50)], cancel(2), "already-active"],
    ["is not cancelled under another number", [scheduled(2, 200)], cancel(3), "not-scheduled"],
    [
      "may be scheduled again when it was cancelled",
      [scheduled(2, 200), cancelled(2, 200)],
      schedule(2, 400),
      "scheduled",
    ],
  ];
  for (const [says, history, command, want] of cases) it(says, () => same(outcome(history, command), want));

  it("is decided by nobody but the members' vote, and by genesis", () => {
    const byTheCourt = at(700, [byOrganisation("court")], { height: 50 });
    const byAnother: Cause = { type: "reaction", domain: "pathway", event: "activated", record: "x" };
    for (const command of [schedule(2, 1_000), cancel(2)])
      for (const context of [byTheCourt, at(700, [], { cause: byAnother }), at(700, [], { cause: { type: "engine" } })])
        same(outcome([scheduled(2, 200)], command, context), "only-by-governance");
  });

  it("is where a new network begins, without notice and without those before it", () =>
    same(outcome([], schedule(3, 1), at(600, [], { height: 0, cause: { type: "genesis" } })), "scheduled"));

  it("says since when it is known and what to install", () => {
    const decision = given(contract).when(schedule(2, 1_000, "Meridian 0.2.0"), byVote(50), undefined);
    same(
      decision.ok && canonicalText(decision.value),
      canonicalText([{ ...scheduled(2, 1_000, 50), scheduledAt: 700, software: "Meridian 0.2.0" }]),
    );
  });

  it("that was cancelled leaves the plan as it was", () => {
    const before = [scheduled(2, 40), scheduled(3, 90)];
    same(given(contract, [...before, scheduled(4, 200), cancelled(4, 200)]).state, given(contract, before).state);
  });

  it("never follows out of order", () => {
    throws(() => given(contract, [scheduled(3, 40), scheduled(2, 90)]), /releases rise/);
    throws(() => given(contract, [scheduled(2, 40), scheduled(3, 40)]), /follows the one before/);
    throws(() => given(contract, [scheduled(2, 40), cancelled(3, 40)]), /scheduled last/);
  });
});

describe("the shape of a command", () => {
  for (const [says, change, want] of [
    ["begins with release 2", { release: 1 }, false],
    ["has whole numbers", { release: 2.5 }, false],
    ["has a height", { height: 0 }, false],
    ["names software in ASCII", { software: "脉链 2" }, false],
    ["names software without a space in front", { software: " x" }, false],
    ["names software in one character or more", { software: "" }, false],
    ["may name software", { software: "Meridian 0.2.0 sha256:00ff" }, true],
    ["has no other member", { more: 1 }, false],
  ] as const)
    it(says, () => same(fits(commandShape, { ...schedule(2, 9), ...change }), want));
});
