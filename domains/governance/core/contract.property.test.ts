import { ok as yes } from "node:assert";
import { it } from "node:test";
import { asSeconds, type OrganisationId, type ProposalId } from "@meridian/base/ids";
import { at, byOrganisation } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract } from "./contract.ts";
import type { Command, Facts, Member } from "./schema.ts";
import type { State } from "./state.ts";
import { DEFAULT_THRESHOLDS, SUBJECTS, type Threshold } from "./subjects.ts";

const id = "p" as ProposalId;
const names = ["a", "b", "c", "d", "e", "f", "g"] as const;
const members: readonly Member[] = names.map((name) => ({ organisation: name as OrganisationId, kind: "hospital" }));
const threshold = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 10 }))
  .filter(([n, d]) => 2 * n >= d && n < d)
  .map(([numerator, denominator]): Threshold => ({ numerator, denominator }));
const step = fc.record({
  who: fc.subarray([...names, "stranger"], { minLength: 1, maxLength: 3 }),
  choice: fc.constantFrom("yes" as const, "no" as const),
  present: fc.subarray([...members], { minLength: 3 }),
});

it("passes only what more than the threshold of today's members want, the target left out, and only once", () => {
  fc.assert(
    fc.property(threshold, fc.array(step, { maxLength: 25 }), (rule, steps) => {
      const thresholds = { ...DEFAULT_THRESHOLDS, suspend: rule };
      let present = members;
      const facts: Facts = { roll: () => ({ members: present, thresholds }), isWellFormed: () => true };
      const action = { domain: "organisation", type: "suspend", id: "a", reason: "r" };
      const head = { domain: "governance", id } as const;
      const wanted = new Map<string, string>();
      let state: State = contract.initial;
      let passes = 0;
      const run = (command: Command, who: readonly string[]) => {
        const decision = contract.decide(state, command, at(1, who.map(byOrganisation)), facts);
        if (!decision.ok) return false;
        passes += decision.value.filter(({ type }) => type === "passed").length;
        state = decision.value.reduce<State>((before, event) => contract.evolve(before, event), state);
        return true;
      };
      yes(run({ ...head, type: "propose", subject: "suspend", action, deadline: asSeconds(9) }, ["b"]));
      for (const { who, choice, present: now } of steps) {
        present = now;
        const electorate = present.map(({ organisation }) => organisation as string).filter((name) => name !== "a");
        const wasOpen = state.status === "open";
        const voters = who.filter((name) => electorate.includes(name));
        const accepted = run({ ...head, type: "vote", choice }, who);
        yes(accepted === (wasOpen && voters.length > 0));
        if (!accepted) continue;
        for (const name of voters) wanted.set(name, choice);
        const agreed = electorate.filter((name) => wanted.get(name) === "yes").length;
        const enough = agreed * rule.denominator > rule.numerator * electorate.length;
        yes((state.status === "passed") === enough);
      }
      yes(passes <= 1);
    }),
    { numRuns: 300 },
  );
});

it("can always be decided: all members together pass any threshold the roll accepts", () => {
  fc.assert(
    fc.property(threshold, fc.constantFrom(...SUBJECTS), (rule, subject) => {
      const set = { domain: "governance", type: "setThresholds", thresholds: [{ subject, ...rule }] } as const;
      const cause = { type: "reaction", domain: "governance", event: "passed", record: "q" } as const;
      yes(contract.decide(contract.initial, set, at(1, [], { cause }), noFacts).ok);
      yes(7 * rule.denominator > rule.numerator * 7);
    }),
    { numRuns: 50 },
  );
});

const noFacts: Facts = { roll: () => ({ members, thresholds: DEFAULT_THRESHOLDS }), isWellFormed: () => true };
