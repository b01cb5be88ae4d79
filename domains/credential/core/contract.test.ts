import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { asSeconds, type OrganisationId, type PersonId } from "@meridian/base/ids";
import { fits } from "@meridian/base/shape";
import { at, byOrganisation, byPerson, given } from "@meridian/kernel/testkit";
import { contract, type State } from "./contract.ts";
import { type Command, type CredentialHolder, commandShape, credentialIdOf, type Event, type Facts } from "./schema.ts";
import { isValidAt, whyNot } from "./validity.ts";

const commission = "commission" as OrganisationId;
const holder: CredentialHolder = { type: "person", person: "doc-1" as PersonId };
const kind = "prescribe-narcotic";
const facts: Facts = {
  mayIssue: (organisation, asked) =>
    (organisation === commission || organisation === "second") && asked !== "licence-pharmacy",
  isHolder: (asked) => asked.type === "organisation" || asked.person === "doc-1",
};
const domain = "credential";
const about = { domain, holder, kind } as const;
const issue: Command = {
  ...about,
  type: "issue",
  scope: ["narcotic", "psychotropic-1"],
  number: "MZ-2026-0001",
  validFrom: asSeconds(100),
  validUntil: asSeconds(1_000),
  basis: "narcotics-regulation-38",
};
const commands: { readonly [Type in Command["type"]]: Command } = {
  issue,
  renew: { ...about, type: "renew", validUntil: asSeconds(2_000), basis: "renewal" },
  amendScope: { ...about, type: "amendScope", scope: ["narcotic"], basis: "amendment" },
  suspend: { ...about, type: "suspend", reason: "investigation" },
  reinstate: { ...about, type: "reinstate" },
  revoke: { ...about, type: "revoke", reason: "misuse" },
};
const issued: Event = {
  type: "issued",
  holder,
  kind,
  scope: ["narcotic", "psychotropic-1"],
  number: "MZ-2026-0001",
  issuer: commission,
  validFrom: asSeconds(100),
  validUntil: asSeconds(1_000),
  basis: "narcotics-regulation-38",
};
const suspended: Event = { type: "suspended", by: commission, reason: "investigation" };
const revoked: Event = { type: "revoked", by: commission, reason: "misuse" };

const decide = (history: readonly Event[], command: Command, time = 500, who = [byOrganisation(commission)]) =>
  given(contract, history).when(command, at(time, who), facts);
const outcome = (...args: Parameters<typeof decide>) => {
  const decision = decide(...args);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
};

describe("every command in every state", () => {
  const histories: Record<State["status"], readonly Event[]> = {
    none: [],
    active: [issued],
    suspended: [issued, suspended],
    revoked: [issued, revoked],
  };
  const table: Record<Command["type"], Record<State["status"], string>> = {
    issue: { none: "issued", active: "already-issued", suspended: "already-issued", revoked: "issued" },
    renew: { none: "never-issued", active: "renewed", suspended: "is-suspended", revoked: "is-revoked" },
    amendScope: { none: "never-issued", active: "scopeAmended", suspended: "scopeAmended", revoked: "is-revoked" },
    suspend: { none: "never-issued", active: "suspended", suspended: "is-suspended", revoked: "is-revoked" },
    reinstate: { none: "never-issued", active: "not-suspended", suspended: "reinstated", revoked: "is-revoked" },
    revoke: { none: "never-issued", active: "revoked", suspended: "revoked", revoked: "is-revoked" },
  };
  for (const [type, row] of Object.entries(table)) {
    const command = commands[type as Command["type"]];
    it(`${type} has a command that fits its shape`, () => same(fits(commandShape, command), true));
    for (const [status, want] of Object.entries(row))
      it(`${type} when ${status}: ${want}`, () => same(outcome(histories[status as State["status"]], command), want));
    it(`${type} is refused to anybody but a competent authority`, () => {
      for (const who of [[], [byOrganisation("hospital")], [byPerson("doc-1")]])
        same(outcome([issued], command, 500, who), "issuer-not-competent");
    });
  }
});

describe("issue", () => {
  const to = (change: object): Command => ({ ...issue, ...change }) as Command;
  const hospital = { type: "organisation", organisation: "hospital" };
  const cases: readonly (readonly [says: string, command: Command, time: number, want: string])[] = [
    ["names who is nobody", to({ holder: { type: "person", person: "ghost" } }), 500, "unknown-holder"],
    ["gives a right of persons to an institution", to({ holder: hospital }), 500, "wrong-holder-type"],
    ["gives an institution's licence to a person", to({ kind: "licence-hospital" }), 500, "wrong-holder-type"],
    ["gives dispensing of narcotics to either", to({ kind: "dispense-narcotic", holder: hospital }), 500, "issued"],
    [
      "gives an authority its own licence",
      to({ kind: "licence-hospital", holder: { type: "organisation", organisation: commission } }),
      500,
      "self-issued",
    ],
    [
      "of a kind it is not competent for",
      to({ kind: "licence-pharmacy", holder: hospital }),
      500,
      "issuer-not-competent",
    ],
    ["ends before it begins", to({ validFrom: asSeconds(1_001) }), 500, "validity-empty"],
    ["holds for one second", to({ validFrom: asSeconds(1_000) }), 500, "issued"],
    ["ends in this second", issue, 1_000, "issued"],
    ["ended one second ago", issue, 1_001, "already-over"],
  ];
  for (const [says, command, time, want] of cases) it(`${says}: ${want}`, () => same(outcome([], command, time), want));
  it("records who signed as the issuer", () => {
    same(decide([], issue), { ok: true, value: [issued] });
    const second = decide([], issue, 500, [byOrganisation("hospital"), byOrganisation("second")]);
    same(second, { ok: true, value: [{ ...issued, issuer: "second" }] });
  });
  it("begins afresh after a revocation", () => {
    const { state } = given(contract, [issued, revoked, { ...issued, validUntil: asSeconds(9_000) }]);
    same(state.status !== "none" && [state.status, state.validUntil], ["active", 9_000]);
  });
});

describe("renew", () => {
  it("keeps the beginning when it comes in time", () =>
    same(decide([issued], commands.renew, 1_000), {
      ok: true,
      value: [{ type: "renewed", by: commission, validFrom: 100, validUntil: 2_000, basis: "renewal" }],
    }));
  it("leaves the gap when it comes late", () =>
    same(decide([issued], commands.renew, 1_001), {
      ok: true,
      value: [{ type: "renewed", by: commission, validFrom: 1_001, validUntil: 2_000, basis: "renewal" }],
    }));
  it("does not shorten", () =>
    same(outcome([issued], { ...commands.renew, validUntil: asSeconds(1_000) } as Command), "not-longer"));
  it("may end in this second", () => same(outcome([issued], commands.renew, 2_000), "renewed"));
  it("does not end in the past", () => same(outcome([issued], commands.renew, 2_001), "already-over"));
});

describe("validity", () => {
  const cases: readonly (readonly [
    says: string,
    history: readonly Event[],
    time: number,
    scope: string | undefined,
    want: string | undefined,
  ])[] = [
    ["holds in its first second", [issued], 100, undefined, undefined],
    ["does not hold one second before", [issued], 99, undefined, "not-yet-valid"],
    ["holds in its last second", [issued], 1_000, undefined, undefined],
    ["does not hold one second after", [issued], 1_001, undefined, "expired"],
    ["holds within its scope", [issued], 500, "narcotic", undefined],
    ["does not hold beyond its scope", [issued], 500, "toxic", "out-of-scope"],
    ["does not hold while suspended", [issued, suspended], 500, undefined, "suspended"],
    [
      "holds again when reinstated",
      [issued, suspended, { type: "reinstated", by: commission }],
      500,
      undefined,
      undefined,
    ],
    ["does not hold once revoked", [issued, revoked], 500, undefined, "revoked"],
    ["does not hold before it was issued", [], 500, undefined, "never-issued"],
  ];
  for (const [says, history, time, scope, want] of cases)
    it(says, () => {
      const { state } = given(contract, history);
      same(whyNot(state, asSeconds(time), scope), want);
      same(isValidAt(state, asSeconds(time), scope), want === undefined);
    });
});

describe("the record id", () => {
  it("follows from holder and kind", () => {
    same(contract.key(issue), "person.doc-1.prescribe-narcotic");
    const organisation = "pharmacy-7" as OrganisationId;
    same(credentialIdOf({ type: "organisation", organisation }, "licence-pharmacy"), "org.pharmacy-7.licence-pharmacy");
  });
});

it("stops on an event that cannot follow", () => {
  throws(() => given(contract, [issued, issued]));
  throws(() => given(contract, [suspended]));
  throws(() => given(contract, [issued, revoked, suspended]));
});
