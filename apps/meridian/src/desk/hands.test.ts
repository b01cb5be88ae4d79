import { strictEqual as is, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { GROUNDS } from "@meridian/disclosure/grounds";
import type { Command } from "@meridian/kernel/transaction";
import { type OrganisationKind, STAFF_ROLES, type StaffRole } from "@meridian/kernel/vocabulary";
import { faultOfGround, faultOfRole } from "./hands.ts";

const command = (act: string, more: object = {}): Command => {
  const [domain = "", type = ""] = act.split("/");
  return { domain, type, ...more } as Command;
};
const rolesFor = (act: string, kind: OrganisationKind, more: object = {}): string =>
  STAFF_ROLES.filter((role) => faultOfRole([command(act, more)], { kind, roles: [role] }) === undefined).join(" ");

describe("the key of an organisation", () => {
  const cases: readonly (readonly [act: string, kind: OrganisationKind, roles: string])[] = [
    ["prescription/hold", "health-commission", "officer"],
    ["prescription/lift", "court", "officer"],
    ["prescription/revoke", "drug-authority", "officer"],
    ["prescription/hold", "pharmacy", "officer"],
    ["disclosure/openWarrant", "health-commission", "officer"],
    ["disclosure/openWarrant", "court", "officer"],
    ["disclosure/closeWarrant", "court", "officer"],
    ["disclosure/acknowledge", "health-commission", "officer"],
    ["prescription/release", "health-commission", "officer"],
    ["prescription/release", "pharmacy", "pharmacist clerk officer"],
    ["prescription/claim", "pharmacy", "pharmacist clerk officer"],
    ["prescription/claim", "court", "officer"],
    ["prescription/dispense", "pharmacy", "pharmacist officer"],
    ["prescription/issue", "hospital", "physician officer"],
    ["prescription/circulate", "hospital", "physician pharmacist clerk officer"],
    ["prescription/deliver", "carrier", "pharmacist nurse courier clerk officer"],
    ["review/attach", "hospital", "physician pharmacist officer"],
    ["settlement/adjudicate", "insurer", "clerk officer"],
    ["settlement/adjudicate", "health-commission", "officer"],
    ["settlement/payCash", "pharmacy", "pharmacist clerk officer"],
    ["settlement/registerScheme", "insurance-authority", "officer"],
    ["unit/recall", "maker", "officer"],
    ["governance/vote", "hospital", "officer"],
    ["key/add", "pharmacy", "officer"],
    ["person/register", "hospital", "registrar officer"],
    ["constructor/toString", "hospital", "officer"],
  ];
  for (const [act, kind, roles] of cases)
    it(`at a ${kind} signs ${act} for ${roles}`, () => {
      const inOrder = STAFF_ROLES.filter((role) => roles.split(" ").includes(role)).join(" ");
      is(rolesFor(act, kind), inOrder);
    });

  it("makes officers for officers only", () => {
    is(rolesFor("person/affiliate", "court", { roles: ["nurse"] }), "registrar officer");
    is(rolesFor("person/affiliate", "court", { roles: ["nurse", "officer"] }), "officer");
  });

  it("signs a whole transaction or nothing of it, and names what is beyond the role", () => {
    const acting = { kind: "pharmacy", roles: ["clerk"] } as const;
    const commands = [command("prescription/claim"), command("prescription/hold")];
    same(faultOfRole(commands, acting), { code: "beyond-your-role", domain: "prescription", type: "hold" });
  });

  it("asks for documents by ground, for those who work with them", () => {
    const who = (ground: (typeof GROUNDS)[number]): readonly StaffRole[] =>
      STAFF_ROLES.filter((role) => faultOfGround(ground, { kind: "hospital", roles: [role] }) === undefined);
    same(Object.fromEntries(GROUNDS.map((ground) => [ground, who(ground)])), {
      claim: ["pharmacist", "clerk"],
      adjudication: ["clerk", "officer"],
      warrant: ["officer"],
      "own-patient": [],
      "care-team": ["physician", "pharmacist"],
    });
  });
});
