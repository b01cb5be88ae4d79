import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Hash } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import type { Cause } from "@meridian/kernel/context";
import { at, byOrganisation, given } from "@meridian/kernel/testkit";
import { contract, isInForce, leadKey, type State } from "./contract.ts";
import { hashOf } from "./document.ts";
import { changed, sound } from "./fixtures.ts";
import { rejections } from "./rejections.ts";
import type { Command, CommandType, Event, Facts } from "./schema.ts";

const hash = hashOf(sound);
const other = "ab".repeat(32) as Hash;
const voted: Cause = { type: "reaction", domain: "governance", event: "passed", record: "prop-1" };
const followed: Cause = { type: "reaction", domain: "pathway", event: "activated", record: hash };
const none: Facts = { latestVersion: () => undefined };
const context = (cause: Cause) => at(5_000, [byOrganisation("hc")], { cause });

const registered: Event = { type: "registered", hash, pathway: sound, registeredAt: asSeconds(5_000) };
const activated: Event = {
  type: "activated",
  hash,
  id: sound.id,
  height: asHeight(20),
  activeFrom: asHeight(20),
  supersedes: null,
};
const superseded: Event = { type: "superseded", hash, by: other, activeUntil: asHeight(40) };
const retired: Event = { type: "retired", hash, retiredFrom: asHeight(10) };
const led: Event = { type: "led", id: sound.id, hash, height: asHeight(20) };

const commands: { readonly [T in CommandType]: Extract<Command, { readonly type: T }> } = {
  register: { domain: "pathway", type: "register", pathway: sound },
  activate: { domain: "pathway", type: "activate", hash, height: asHeight(20) },
  retire: { domain: "pathway", type: "retire", hash },
  lead: { domain: "pathway", type: "lead", id: sound.id, hash, height: asHeight(20) },
  supersede: { domain: "pathway", type: "supersede", hash, by: other, height: asHeight(40) },
};
const histories = {
  none: [],
  registered: [registered],
  active: [registered, activated],
  superseded: [registered, activated, superseded],
  retired: [registered, activated, retired],
} satisfies Record<string, readonly Event[]>;

/** What becomes of each command that members voted for, by the state of the version. */
const TABLE: Record<keyof typeof histories, Record<"register" | "activate" | "retire", string>> = {
  none: { register: "registered", activate: "unknown-pathway", retire: "unknown-pathway" },
  registered: { register: "already-registered", activate: "activated", retire: "retired" },
  active: { register: "already-registered", activate: "already-active", retire: "retired" },
  superseded: { register: "already-registered", activate: "activated", retire: "retired" },
  retired: { register: "already-registered", activate: "retired (code)", retire: "retired (code)" },
};

describe("a version of a pathway", () => {
  for (const [status, row] of Object.entries(TABLE))
    for (const [type, expected] of Object.entries(row))
      it(`${status}: ${type} is ${expected}`, () => {
        const decision = given(contract, histories[status as keyof typeof TABLE]).when(
          commands[type as CommandType],
          context(voted),
          none,
        );
        assert.deepEqual(decision.ok ? decision.value.map((event) => event.type) : [decision.error.code], [
          expected.replace(" (code)", ""),
        ]);
        assert.equal(decision.ok, !expected.includes("-") && !expected.includes("(code)"));
      });

  it("is kept under the hash of its document", () => {
    assert.equal(contract.key(commands.register), hash);
    assert.equal(contract.key(commands.activate), hash);
    assert.equal(contract.key(commands.lead), leadKey(sound.id));
  });

  it("comes by vote or with the genesis, by nothing else", () => {
    for (const type of ["register", "activate", "retire"] as const)
      for (const cause of [{ type: "signed" } as const, followed])
        assert.deepEqual(given(contract, [registered]).when(commands[type], context(cause), none), {
          ok: false,
          error: { code: "only-by-governance" },
        });
    assert.ok(given(contract).when(commands.register, context({ type: "genesis" }), none).ok);
  });

  it("is refused with the faults that the lint finds", () => {
    const pathway = changed("T7", { guard: "now" });
    assert.deepEqual(given(contract).when({ ...commands.register, pathway }, context(voted), none), {
      ok: false,
      error: {
        code: "lint",
        faults: [{ rule: "L2", transition: "T7", fault: { code: "not-boolean", type: "int" } }],
      },
    });
  });

  it("is not activated in the past", () => {
    const past = { ...commands.activate, height: asHeight(9) };
    assert.deepEqual(given(contract, [registered]).when(past, context(voted), none), {
      ok: false,
      error: { code: "height-past", height: 10 },
    });
  });

  it("supersedes the version that was activated last", () => {
    const facts: Facts = { latestVersion: (id) => (id === sound.id ? other : undefined) };
    assert.deepEqual(given(contract, [registered]).when(commands.activate, context(voted), facts), {
      ok: true,
      value: [{ ...activated, supersedes: other }],
    });
  });

  it("holds from its height until the next version's", () => {
    const heightsOf = (state: State) => [19, 20, 39, 40].filter((height) => isInForce(state, asHeight(height)));
    assert.deepEqual(heightsOf(given(contract, histories.registered).state), []);
    assert.deepEqual(heightsOf(given(contract, histories.active).state), [20, 39, 40]);
    assert.deepEqual(heightsOf(given(contract, histories.superseded).state), [20, 39]);
    assert.deepEqual(heightsOf(given(contract, histories.retired).state), []);
  });

  it("goes on without a gap when the vote returns to it before its end", () => {
    const back = { ...commands.activate, height: asHeight(30) };
    const facts: Facts = { latestVersion: () => other };
    const decision = given(contract, histories.superseded).when(back, context(voted), facts);
    assert.deepEqual(decision, {
      ok: true,
      value: [{ ...activated, height: asHeight(30), activeFrom: asHeight(20), supersedes: other }],
    });
    const late = given(contract, histories.superseded).when({ ...back, height: asHeight(50) }, context(voted), facts);
    assert.ok(late.ok && late.value[0]?.type === "activated" && late.value[0].activeFrom === 50);
  });
});

describe("what an activation brings with it", () => {
  it("is written by reaction to it only", () => {
    for (const type of ["lead", "supersede"] as const)
      assert.deepEqual(given(contract, histories.active).when(commands[type], context(voted), none), {
        ok: false,
        error: { code: "only-by-reaction" },
      });
  });

  it("is the lead of the pathway and the end of the version before", () => {
    const lead = given(contract).when(commands.lead, context(followed), none);
    assert.deepEqual(lead, { ok: true, value: [led] });
    assert.deepEqual(given(contract, [led]).state, { status: "lead", hash, height: 20 });
    const end = given(contract, histories.active).when(commands.supersede, context(followed), none);
    assert.deepEqual(end, { ok: true, value: [superseded] });
  });
});

it("explains every code in both languages", () => {
  for (const { en, zh } of Object.values(rejections))
    assert.ok(
      [en.happened, en.next].every((s) => s.endsWith(".")) && [zh.happened, zh.next].every((s) => s.endsWith("。")),
    );
});
