import { ok as yes } from "node:assert";
import { it } from "node:test";
import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { keyIdOfPublicKey, type PublicKey } from "@meridian/crypto/key-id";
import type { Author } from "@meridian/kernel/context";
import { at, byOrganisation, byPerson, byStranger } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract } from "./contract.ts";
import { type Command, type Facts, GUARDIANS_MAX, KEYS_MAX, RECOVERY_WAIT } from "./schema.ts";
import type { State } from "./state.ts";

const id = "p" as PersonId;
const domain = "person" as const;
const identity = "11".repeat(32) as Commitment;
const facts: Facts = {
  organisation: () => ({
    active: true,
    kind: "hospital",
    registersPersons: ["patient", "practitioner"],
    recovers: ["practitioner"],
  }),
  isPerson: () => true,
};
const key = fc
  .integer({ min: 1, max: 14 })
  .map((n): PublicKey => ({ kind: "ed25519", publicKey: n.toString(16).padStart(64, "0") }));
const guardian = fc.integer({ min: 0, max: 8 }).map((n) => `g${n}` as PersonId);
const organisation = fc.constantFrom("a", "b").map((text) => text as OrganisationId);
const command: fc.Arbitrary<Command> = fc.oneof(
  key.map((key): Command => ({ domain, type: "register", id, kind: "practitioner", identity, key })),
  key.map((key): Command => ({ domain, type: "addKey", id, key })),
  key.map((k): Command => ({ domain, type: "revokeKey", id, key: keyIdOfPublicKey(k) })),
  fc.tuple(key, key).map(([key, k]): Command => ({ domain, type: "rotateKey", id, key, revoked: keyIdOfPublicKey(k) })),
  organisation.map((organisation): Command => ({ domain, type: "affiliate", id, organisation, roles: ["nurse"] })),
  organisation.map((organisation): Command => ({ domain, type: "disaffiliate", id, organisation })),
  guardian.map((guardian): Command => ({ domain, type: "addGuardian", id, guardian })),
  guardian.map((guardian): Command => ({ domain, type: "removeGuardian", id, guardian })),
  key.map((key): Command => ({ domain, type: "requestRecovery", id, key })),
  fc.constantFrom<Command>({ domain, type: "vetoRecovery", id }, { domain, type: "completeRecovery", id }),
);
const signers = fc.subarray<Author>([byPerson(id), byOrganisation("a"), byOrganisation("b"), byPerson("g1")]);
const step = fc.record({ command, signers, wait: fc.integer({ min: 0, max: RECOVERY_WAIT }) });

/** Runs commands whose new key signs as the key register would resolve it: unbound until it was bound once. */
function walk(
  steps: readonly { command: Command; signers: readonly Author[]; wait: number }[],
  look: (before: State, command: Command, after: State, time: number, authors: readonly Author[]) => void,
): void {
  let state = contract.initial;
  let time = 0;
  const bound = new Set<string>();
  for (const { command, signers, wait } of steps) {
    time += wait;
    const fresh = "key" in command && typeof command.key !== "string" ? command.key : undefined;
    const proof = fresh && !bound.has(fresh.publicKey) ? [{ ...byStranger(), ...fresh }] : [];
    const authors = [...signers, ...proof];
    const decision = contract.decide(state, command, at(time, authors), facts);
    if (!decision.ok) continue;
    const after = decision.value.reduce((before, event) => contract.evolve(before, event), state);
    look(state, command, after, time, authors);
    state = after;
    if (state.status !== "none") for (const { publicKey } of state.keys) bound.add(publicKey);
  }
}

it("a person always has a key, each once, and keeps within the limits", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      walk(steps, (_, __, after) => {
        yes(after.status !== "none");
        yes(after.keys.length >= 1 && after.keys.length <= KEYS_MAX);
        yes(new Set(after.keys.map(({ key }) => key)).size === after.keys.length);
        yes(after.guardians.length <= GUARDIANS_MAX && new Set(after.guardians).size === after.guardians.length);
        yes(new Set(after.affiliations.map(({ organisation }) => organisation)).size === after.affiliations.length);
      });
    }),
    { numRuns: 300 },
  );
});

it("keys change only by the person's signature, or a whole waiting time after two registrars asked", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      walk(steps, (before, command, after, time, authors) => {
        yes(after.status !== "none");
        if (before.status === "none" || before.keys === after.keys) return;
        if (command.type === "completeRecovery") {
          yes(before.status === "recovering" && time - before.recovery.requestedAt >= RECOVERY_WAIT);
          yes(before.recovery.registrars[0] !== before.recovery.registrars[1]);
        } else yes(authors.some(({ holder }) => holder.type === "person" && holder.person === id));
      });
    }),
    { numRuns: 300 },
  );
});
