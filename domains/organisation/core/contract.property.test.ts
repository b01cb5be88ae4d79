import { ok as yes } from "node:assert";
import { it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { keyIdOfPublicKey, type PublicKey } from "@meridian/crypto/key-id";
import { at, byOrganisation, byStranger } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract } from "./contract.ts";
import { type Command, KEYS_MAX } from "./schema.ts";

const id = "h" as OrganisationId;
const domain = "organisation" as const;
const key = fc
  .integer({ min: 1, max: 24 })
  .map((n): PublicKey => ({ kind: "ed25519", publicKey: n.toString(16).padStart(64, "0") }));
const name = { zh: "甲", en: "A" };
const command: fc.Arbitrary<Command> = fc.oneof(
  key.map((key): Command => ({ domain, type: "admit", id, kind: "hospital", name, key })),
  { weight: 6, arbitrary: key.map((key): Command => ({ domain, type: "addKey", id, key, label: "k" })) },
  { weight: 4, arbitrary: key.map((k): Command => ({ domain, type: "revokeKey", id, key: keyIdOfPublicKey(k) })) },
  fc.constantFrom<Command>(
    { domain, type: "suspend", id, reason: "r" },
    { domain, type: "reinstate", id },
    { domain, type: "withdraw", id, reason: "r" },
    { domain, type: "rename", id, name },
  ),
);
const asked = fc.array(fc.tuple(command, fc.boolean(), fc.integer({ min: 0, max: 9 })), { maxLength: 60 });

it("a member always has between one and the most keys, each once; one that left has none", () => {
  fc.assert(
    fc.property(asked, (history) => {
      let state = contract.initial;
      for (const [next, bySelf, chance] of history) {
        // A withdrawal ends the story, so most of them are held back.
        if (next.type === "withdraw" && chance < 9) continue;
        const proof = next.type === "addKey" ? [{ ...byStranger(), ...next.key }] : [];
        const cause = { type: "reaction", domain: "governance", event: "passed", record: "p" } as const;
        const context = bySelf ? at(1, [byOrganisation(id), ...proof]) : at(1, [], { cause });
        const decision = contract.decide(state, next, context, undefined);
        if (decision.ok) state = decision.value.reduce((before, event) => contract.evolve(before, event), state);
        if (state.status === "none") continue;
        const ids = state.keys.map(({ key }) => key);
        yes(new Set(ids).size === ids.length);
        yes(state.status === "withdrawn" ? ids.length === 0 : ids.length >= 1 && ids.length <= KEYS_MAX);
      }
    }),
    { numRuns: 300 },
  );
});
