import { ok as yes } from "node:assert";
import { it } from "node:test";
import { asSeconds, type OrganisationId } from "@meridian/base/ids";
import { at, byOrganisation } from "@meridian/kernel/testkit";
import { CREDENTIAL_KINDS } from "@meridian/kernel/vocabulary";
import fc from "fast-check";
import { contract, type State } from "./contract.ts";
import { type Command, credentialIdOf, type Facts } from "./schema.ts";
import { isValidAt } from "./validity.ts";

const holder = { type: "organisation", organisation: "pharmacy" as OrganisationId } as const;
const about = { domain: "credential", holder, kind: "licence-pharmacy" } as const;
const facts: Facts = { mayIssue: (id) => id === "drug", isHolder: () => true };
const time = fc.integer({ min: 0, max: 100 }).map(asSeconds);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(time, time).map(
    ([validFrom, validUntil]): Command => ({
      ...about,
      type: "issue",
      scope: [],
      number: "n",
      validFrom,
      validUntil,
      basis: "b",
    }),
  ),
  time.map((validUntil): Command => ({ ...about, type: "renew", validUntil, basis: "b" })),
  fc.constantFrom<Command>(
    { ...about, type: "amendScope", scope: ["general"], basis: "b" },
    { ...about, type: "suspend", reason: "r" },
    { ...about, type: "reinstate" },
    { ...about, type: "revoke", reason: "r" },
  ),
);
const step = fc.record({
  command,
  signer: fc.constantFrom("drug", "drug", "pharmacy"),
  wait: fc.integer({ min: 0, max: 6 }),
});

it("holds only where an authority gave it, and no renewal makes a past moment valid that was not", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state: State = contract.initial;
      let now = 0;
      for (const { command, signer, wait } of steps) {
        now += wait;
        const decision = contract.decide(state, command, at(now, [byOrganisation(signer)]), facts);
        if (!decision.ok) continue;
        yes(signer === "drug");
        const next = decision.value.reduce<State>((before, event) => contract.evolve(before, event), state);
        if (command.type === "renew")
          for (let past = 0; past < now; past++)
            yes(!isValidAt(next, asSeconds(past)) || isValidAt(state, asSeconds(past)));
        yes(next.status !== "none" && next.validFrom <= next.validUntil);
        state = next;
      }
    }),
    { numRuns: 300 },
  );
});

it("no two holders or kinds share a record", () => {
  const holders = fc.record({
    id: fc.stringMatching(/^[a-z][a-z.]{0,8}$/),
    type: fc.constantFrom("organisation", "person"),
    kind: fc.constantFrom(...CREDENTIAL_KINDS),
  });
  const idOf = ({ id, type, kind }: { id: string; type: string; kind: string }) =>
    credentialIdOf({ type, [type]: id } as Parameters<typeof credentialIdOf>[0], kind);
  fc.assert(
    fc.property(holders, holders, (a, b) => {
      const differ = a.id !== b.id || a.type !== b.type || a.kind !== b.kind;
      yes(!differ || idOf(a) !== idOf(b));
    }),
    { numRuns: 300 },
  );
});
