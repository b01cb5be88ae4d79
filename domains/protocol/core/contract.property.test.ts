import { ok as yes } from "node:assert";
import { it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import { at } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract, type State } from "./contract.ts";
import { type Command, NOTICE_HEIGHTS_MIN } from "./schema.ts";

const step = fc.record({
  blocks: fc.integer({ min: 0, max: 150 }),
  type: fc.constantFrom("schedule" as const, "cancel" as const),
  release: fc.integer({ min: 2, max: 6 }),
  ahead: fc.integer({ min: -200, max: 300 }),
});
const holding = ({ releases }: State, height: number): number =>
  releases.findLast((planned) => planned.height <= height)?.release ?? 1;

it("never changes what holds at a height that has come, and releases only rise by one", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let state: State = contract.initial;
      let now = 1;
      for (const { blocks, type, release, ahead } of steps) {
        now += blocks;
        const height = asHeight(Math.max(1, now + ahead));
        const command: Command =
          type === "schedule" ? { domain: "protocol", type, release, height } : { domain: "protocol", type, release };
        const cause = { type: "reaction", domain: "governance", event: "passed", record: "p" } as const;
        const decision = contract.decide(state, command, at(now, [], { height: now, cause }), undefined);
        if (!decision.ok) continue;
        const after = decision.value.reduce<State>((before, event) => contract.evolve(before, event), state);
        for (let past = Math.max(1, now - 300); past <= now; past++) yes(holding(after, past) === holding(state, past));
        if (type === "schedule") yes(height >= now + NOTICE_HEIGHTS_MIN);
        state = after;
        yes(state.releases.every((planned, i) => planned.release === i + 2));
        yes(state.releases.every((planned, i) => planned.height > (state.releases[i - 1]?.height ?? 0)));
      }
    }),
    { numRuns: 300 },
  );
});
