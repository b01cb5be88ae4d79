import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asSeconds, type OrganisationId } from "@meridian/base/ids";
import { at } from "@meridian/kernel/testkit";
import { contract } from "../contract.ts";
import { dueOf } from "../lapse.ts";
import { isIssue } from "../state.ts";
import {
  adjudicated,
  BATCH,
  circulated,
  claimOf,
  command,
  factsOf,
  HOUR,
  ISSUED,
  issueOf,
  organisation,
  outcomeOf,
  play,
  type Rule,
  START,
  type Step,
  settleOf,
  WAYS,
  who,
} from "../testkit.ts";
import { DAY } from "../vocabulary.ts";

const [health, health2, drugs, fund, court, insurer] = ["health", "health2", "drugs", "fund", "court", "insurer"].map(
  organisation,
) as [OrganisationId, OrganisationId, OrganisationId, OrganisationId, OrganisationId, OrganisationId];
const way = (status: string): readonly Step[] => WAYS[status] ?? [];
const cancel = (by: string, seconds = 1): Step => [seconds, by, command("cancel", { reason: "clinical-grounds" })];
const acknowledge: Step = [1, "corner", command("acknowledgeCancel", {})];
const pending = (status: string) => [...way(status), cancel("li")];
const hold = (by: string, who = organisation(by), seconds = HOUR): Step => [
  1,
  by,
  command("hold", { organisation: who, reason: "suspected-fraud", basis: "医疗保障基金使用监督管理条例 27", seconds }),
];
const lift = (by: string, seconds = 1): Step => [
  seconds,
  by,
  command("lift", { organisation: organisation(by), scope: "health" }),
];
const revoke = (by: string, ...organisations: readonly OrganisationId[]): Step => [
  1,
  by,
  command("revoke", { organisations, reason: "forged", basis: "处方管理办法 45" }),
];
const reverse = (by: string, seconds = 1): Step => [seconds, by, command("reverse", { reason: "returned" })];
const assigned: Step = [0, "li", issueOf({ assigned: organisation("corner") })];

const cancelling: readonly Rule[] = [
  ["is cancelled by its prescriber", [...way("ACTIVE"), cancel("li")], "CANCELLED"],
  ["is cancelled by its patient", [...way("ACTIVE"), cancel("patient-1")], "CANCELLED"],
  [
    "is not cancelled by its patient where that is off",
    [...ISSUED, cancel("patient-1")],
    "patient-may-not-cancel",
    { switches: { patientMayCancel: false } },
  ],
  [
    "is not cancelled by its patient when assigned",
    [assigned, cancel("patient-1")],
    "patient-may-not-cancel",
    { switches: { nomination: "assigned" } },
  ],
  [
    "is not cancelled by its patient at the counter",
    [...way("CLAIMED"), cancel("patient-1")],
    "patient-may-not-cancel",
  ],
  ["is cancelled by nobody else", [...ISSUED, cancel("wang")], "not-the-prescriber"],
  ["is marked once claimed", [...way("CLAIMED"), cancel("li")], "CLAIMED"],
  ["is marked once settled", [...way("SETTLED"), cancel("li")], "SETTLED"],
  ["ends a question", [...way("SUBST_PENDING"), cancel("li")], "CLAIMED"],
  ["is marked once", [...pending("CLAIMED"), cancel("li")], "cancel-pending"],
  ["is too late once supplied", [...way("DISPENSED"), cancel("li")], "wrong-state"],
  [
    "is carried out on release",
    [...pending("CLAIMED"), [1, "corner", command("release", { reason: "other" })]],
    "CANCELLED",
  ],
  ["is carried out when the lease is over", [...pending("CLAIMED"), [DAY + 1, "", command("expire", {})]], "CANCELLED"],
  ["is carried out on acknowledgement", [...pending("CLAIMED"), acknowledge], "CANCELLED"],
  ["reaches what is owed", [...pending("PARTIAL"), acknowledge], "DISPENSED"],
  [
    "is acknowledged when settled, and refused then",
    [...pending("SETTLED"), acknowledge, [1, "chen", command("refuse", { reason: "prescription-cancelled" })]],
    "NOT_DISPENSED",
  ],
  ["is acknowledged once", [...pending("SETTLED"), acknowledge, acknowledge], "already-acknowledged"],
  [
    "is acknowledged by its pharmacy",
    [...pending("SETTLED"), [1, "market", command("acknowledgeCancel", {})]],
    "not-your-claim",
  ],
  ["has nothing to acknowledge", [...way("CLAIMED"), acknowledge], "no-cancel-pending"],
  ["wins over an expiry nobody recorded", [...way("ACTIVE"), cancel("li", 4 * DAY)], "CANCELLED"],
  ["wins over an expiry after a lease", [...way("CLAIMED"), cancel("li", 4 * DAY)], "CANCELLED"],
  [
    "comes after one that somebody did",
    [...way("ACTIVE"), [4 * DAY, "", command("expire", {})], cancel("li")],
    "expired",
  ],
  ["is not kept from happening by a hold", [...way("ACTIVE"), hold("health"), cancel("li")], "CANCELLED"],
];

const undoing: readonly Rule[] = [
  [
    "is refused by its pharmacist",
    [...way("SETTLED"), [1, "chen", command("refuse", { reason: "out-of-stock" })]],
    "NOT_DISPENSED",
  ],
  [
    "is refused by no other",
    [...way("SETTLED"), [1, "sun", command("refuse", { reason: "out-of-stock" })]],
    "not-your-claim",
  ],
  [
    "is refused after a part",
    [...way("PARTIAL"), [1, "chen", command("refuse", { reason: "clinically-unsuitable" })]],
    "NOT_DISPENSED",
  ],
  ["is reversed within the day by the pharmacy", [...way("COMPLETED"), reverse("corner", DAY - 120)], "REVERSED"],
  ["wants the insurer a second later", [...way("COMPLETED"), reverse("corner", DAY - 119)], "insurer-missing"],
  ["is reversed by both", [...way("COMPLETED"), reverse("corner insurer", 9 * DAY)], "REVERSED"],
  ["is not reversed by the insurer alone", [...way("COMPLETED"), reverse("insurer")], "not-your-claim"],
  ["is not reversed on its way", [...way("IN_DELIVERY"), reverse("corner")], "wrong-state"],
  ["is finalised by the insurer", [...way("COMPLETED"), reconcile("insurer", insurer)], "FINALISED"],
  ["is finalised by its authority", [...way("COMPLETED"), reconcile("fund", fund)], "FINALISED"],
  ["is finalised by no other", [...way("COMPLETED"), reconcile("health", health)], "not-the-insurer"],
  [
    "names its batch",
    [...way("COMPLETED"), [1, "insurer", command("reconcile", { organisation: insurer })]],
    "batch-missing",
  ],
  ["is never NO_CLAIM once settled", [...way("COMPLETED"), [999 * DAY, "", command("expire", {})]], "not-due"],
  [
    "is NO_CLAIM by time alone",
    [...way("NO_CLAIM").slice(0, -1), [180 * DAY + 1, "", command("reconcile", {})]],
    "NO_CLAIM",
  ],
  [
    "is not, to the last second",
    [...way("NO_CLAIM").slice(0, -1), [180 * DAY, "", command("reconcile", {})]],
    "not-due",
  ],
];

const overseeing: readonly Rule[] = [
  ["is lifted in its last second", [...way("ACTIVE"), hold("health"), lift("health", HOUR)], "ACTIVE"],
  ["is held by an officer", [...ISSUED, hold("zheng", health)], "ISSUED"],
  ["is held by no pharmacy", [...ISSUED, hold("corner")], "not-an-authority"],
  ["is held by one authority of a scope", [...ISSUED, hold("health"), hold("health2")], "already-held"],
  ["is held again by the same", [...ISSUED, hold("health"), hold("health")], "ISSUED"],
  [
    "stays held in one scope when another lifts",
    [...way("ACTIVE"), hold("health"), hold("drugs"), lift("health"), claimIt()],
    "held",
  ],
  ["is lifted by whoever held", [...way("ACTIVE"), hold("health"), lift("health"), claimIt()], "CLAIMED"],
  ["is lifted by a court", [...way("ACTIVE"), hold("health"), lift("court")], "ACTIVE"],
  ["is lifted by no other", [...way("ACTIVE"), hold("health"), lift("drugs")], "not-your-hold"],
  ["lifts itself when over", [...way("ACTIVE"), hold("health"), lift("health", HOUR + 1)], "not-held"],
  ["is not circulated while held", [...way("APPROVED"), hold("drugs"), [1, "", command("circulate", {})]], "held"],
  [
    "is not shipped while held",
    [...way("DISPENSED"), hold("drugs"), [1, "corner", command("ship", { carrier: organisation("rider") })]],
    "held",
  ],
  ["is not revoked by one", [...ISSUED, revoke("health", health)], "ISSUED"],
  ["is revoked by two together", [...ISSUED, revoke("health drugs", health, drugs)], "REVOKED"],
  ["is revoked by two in turn", [...ISSUED, revoke("health", health), revoke("court", court)], "REVOKED"],
  ["does not take one for two", [...ISSUED, revoke("health", health), revoke("health", health)], "already-supported"],
  ["does not take a name for a signature", [...ISSUED, revoke("health", health, drugs)], "not-entitled"],
  [
    "wants two even where a pathway says one",
    [...ISSUED, revoke("health", health)],
    "ISSUED",
    { params: { revokeQuorum: 1 } },
  ],
  [
    "wants three where a pathway does",
    [...ISSUED, revoke("health drugs", health, drugs), revoke("court", court)],
    "REVOKED",
    { params: { revokeQuorum: 3 } },
  ],
  [
    "is revoked whatever a pathway says",
    [...ISSUED, revoke("health health2", health, health2)],
    "REVOKED",
    {
      permits: ({ command: type }) =>
        type === "issue" ? { allowed: false, reason: "no-transition" } : { allowed: false, reason: "guard" },
    },
  ],
];

function reconcile(by: string, who: OrganisationId): Step {
  return [1, by, command("reconcile", { organisation: who, batch: BATCH })];
}
function claimIt(): Step {
  return [1, "corner qr", claimOf("corner")];
}

describe("endings", () => {
  const parts = {
    "cancel (T15, T16)": cancelling,
    "refuse, reverse, reconcile (T18 to T20)": undoing,
    "hold, lift, revoke (T21, T22)": overseeing,
  };
  for (const [name, rules] of Object.entries(parts))
    describe(name, () => {
      for (const rule of rules) it(rule[0], () => same(outcomeOf(rule), rule[2]));
    });

  it("tells the reactions what to undo", () => {
    const event = play(way("REVERSED")).events.at(-1);
    same(event?.type === "reversed" && [event.settlement, event.codes], ["s-1", ["u1", "u2"]]);
  });

  it("undoes the settlement of what is revoked with nothing handed over", () => {
    const both = revoke("health drugs", health, drugs);
    const settlementOf = (steps: readonly Step[]) => {
      const event = play([...steps, both]).events.at(-1);
      return event?.type === "revoked" && event.settlement;
    };
    same([settlementOf(way("SETTLED")), settlementOf(way("PARTIAL"))], ["s-1", null]);
  });

  it("is not revoked with the support of an authority that is suspended since", () => {
    const suspended = (...ids: readonly OrganisationId[]) => {
      const facts = factsOf({ params: { revokeQuorum: 3 } });
      const organisation = (id: OrganisationId) => ({ kind: "", ...facts.organisation(id), active: !ids.includes(id) });
      return { ...facts, organisation };
    };
    const begun = play([...ISSUED, revoke("health drugs", health, drugs)], { params: { revokeQuorum: 3 } });
    const revoking = (by: string, facts: ReturnType<typeof suspended>, state = begun.state) => {
      const [, , asked] = revoke(by, organisation(by));
      const decision = contract.decide(state, asked, at(begun.time, who(by)), facts);
      return decision.ok ? decision.value : decision.error.code;
    };
    const supported = revoking("court", suspended(drugs));
    same(Array.isArray(supported) && supported.map(({ type }) => type), ["revocationSupported"]);
    const state = Array.isArray(supported) ? supported.reduce(contract.evolve, begun.state) : begun.state;
    same(revoking("court", suspended(drugs), state), "already-supported");
    same(revoking("drugs", suspended(drugs), state), "organisation-inactive");
    const [revoked] = revoking("drugs", suspended(), state);
    same(typeof revoked === "object" && revoked.type === "revoked" && revoked.by, [health, drugs, court]);
  });

  it("settles only by the settlement domain's decision", () => {
    const { state, time } = play(way("CLAIMED"));
    const causes = [undefined, { ...adjudicated, event: "negated" }, { ...adjudicated, domain: "review" }, adjudicated];
    const codes = causes.map((cause) => {
      const decision = contract.decide(state, settleOf(), at(time, who("corner"), cause ? { cause } : {}), factsOf());
      return decision.ok ? "ok" : decision.error.code;
    });
    same(codes, ["not-a-reaction", "not-a-reaction", "not-a-reaction", "ok"]);
  });

  it("has one timer for a sweeper", () => {
    const dues = ["ISSUED", "IN_REVIEW", "CLAIMED", "SETTLED", "FINALISED"].map((status) => {
      const { state } = play(way(status));
      return isIssue(state) && dueOf(state);
    });
    same(dues, [asSeconds(START + 3 * DAY), START + 60 + 900, START + 180 + DAY, START + 185 + 5 * DAY, null]);
  });

  it("circulates nothing twice", () =>
    same(play([...ISSUED, ...circulated, [0, "", command("circulate", {})]]).last?.ok, false));
});
