import { ok as yes } from "node:assert";
import { it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { keyIdOfPublicKey, type PublicKey } from "@meridian/crypto/key-id";
import { at } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract } from "./contract.ts";
import type { Command } from "./schema.ts";

const publicKey: PublicKey = {
  kind: "ed25519",
  publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
};
const key = keyIdOfPublicKey(publicKey);
const asked = fc.array(
  fc.record({
    bind: fc.boolean(),
    holder: fc.constantFrom("a", "b"),
    record: fc.constantFrom("a", "b"),
    event: fc.constantFrom("admitted", "keyAdded", "keyRevoked", "withdrawn", "renamed"),
  }),
  { maxLength: 40 },
);

it("a key has one holder for ever, and once revoked stays so", () => {
  fc.assert(
    fc.property(asked, (history) => {
      let state = contract.initial;
      for (const { bind, holder, record, event } of history) {
        const command: Command = bind
          ? {
              domain: "key",
              type: "bind",
              key,
              publicKey,
              holder: { type: "organisation", organisation: holder as OrganisationId },
            }
          : { domain: "key", type: "revoke", key };
        const context = at(1, [], { cause: { type: "reaction", domain: "organisation", event, record } });
        const decision = contract.decide(state, command, context, undefined);
        const next = decision.ok ? decision.value.reduce((s, e) => contract.evolve(s, e), state) : state;
        if (state.status !== "none") yes(next.status !== "none" && next.holder === state.holder);
        if (state.status === "revoked") yes(next.status === "revoked");
        state = next;
      }
    }),
    { numRuns: 200 },
  );
});
