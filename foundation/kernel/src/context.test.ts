import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { isReactionTo, organisationsOf, personsOf, signedByOrganisation, signedByPerson } from "./context.ts";
import { at, byOrganisation, byPerson, byStranger } from "./testkit.ts";

describe("who signed", () => {
  const context = at(1, [byOrganisation("hospital"), byPerson("li"), byStranger("hospital")]);

  it("organisations and persons are told apart, strangers are neither", () => {
    same(organisationsOf(context), ["hospital"]);
    same(personsOf(context), ["li"]);
    same(signedByOrganisation(context, "hospital" as OrganisationId), true);
    same(signedByOrganisation(context, "li" as OrganisationId), false);
    same(signedByPerson(context, "li" as PersonId), true);
    same(signedByPerson(context, "hospital" as PersonId), false);
  });

  it("a command is a reaction to the very event that caused it, and to no other", () => {
    const cause = { type: "reaction", domain: "settlement", event: "adjudicated", record: "s-1" } as const;
    const caused = at(1, [], { cause });
    same(isReactionTo(caused, "settlement", "adjudicated"), true);
    same(isReactionTo(caused, "settlement", "negated"), false);
    same(isReactionTo(caused, "prescription", "adjudicated"), false);
    same(isReactionTo(context, "settlement", "adjudicated"), false);
    same(isReactionTo(at(1, [], { cause: { type: "genesis" } }), "settlement", "adjudicated"), false);
  });
});
