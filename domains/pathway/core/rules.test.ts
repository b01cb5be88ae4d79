import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FINAL_STATUSES, LIVE_STATUSES } from "@meridian/kernel/vocabulary";
import { hashOf, type PathwayDocument } from "./document.ts";
import { actors, request } from "./fixtures.ts";
import { chronicRepeat } from "./pathways/chronic-repeat.ts";
import { controlledDrug } from "./pathways/controlled-drug.ts";
import { directAssignment } from "./pathways/direct-assignment.ts";
import { dualChannelRetail } from "./pathways/dual-channel-retail.ts";
import { inHospital } from "./pathways/in-hospital.ts";
import { internetHospitalDelivery } from "./pathways/internet-hospital-delivery.ts";
import { pathways } from "./pathways/shipped.ts";
import { type GuardAnswer, type GuardRequest, rulesOf } from "./rules.ts";
import { ACTOR_KINDS, COMMANDS, NONE } from "./vocabulary.ts";

const retail = dualChannelRetail;
type Answer = string | Extract<GuardAnswer, { readonly allowed: false }>["reason"];
/** The transition and where it leads, or why not. */
const table: readonly (readonly [pathway: PathwayDocument, given: GuardRequest, answer: Answer])[] = [
  [retail, request("issue", "NONE", "physician"), "T0 ISSUED"],
  [retail, request("issue", "NONE", "pharmacist"), "not-this-actor"],
  [retail, request("issue", "NONE", "physician", { items: 6 }), "guard"],
  [retail, request("issue", "NONE", "physician", { seriesOf: 2 }), "guard"],
  [retail, request("issue", "NONE", "physician", { classes: ["general", "narcotic"] }), "guard"],
  [retail, request("issue", "NONE", "physician", { delivery: true }), "guard"],
  [internetHospitalDelivery, request("issue", "NONE", "physician", { delivery: true }), "T0 ISSUED"],
  [chronicRepeat, request("issue", "NONE", "physician", { series: 3, seriesOf: 12 }), "T0 ISSUED"],
  [controlledDrug, request("issue", "NONE", "physician", { items: 1, classes: ["narcotic"] }), "guard"],
  [controlledDrug, request("issue", "NONE", "physician", { items: 1, classes: ["psychotropic-2"] }), "T0 ISSUED"],
  [retail, request("takeReview", "ISSUED", "reviewer"), "T1 IN_REVIEW"],
  [retail, request("takeReview", "ISSUED", "reviewer", {}, 2_001), "guard"],
  [retail, request("takeReview", "ISSUED", "physician"), "not-this-actor"],
  [retail, request("releaseReview", "IN_REVIEW", "anyone"), "T1s ISSUED"],
  [retail, request("approve", "IN_REVIEW", "reviewer"), "T2 APPROVED"],
  [retail, request("return", "IN_REVIEW", "reviewer"), "T3 RETURNED"],
  [retail, request("amend", "RETURNED", "physician"), "T4 ISSUED"],
  [retail, request("schedule", "APPROVED", "anyone", { notBefore: 1_600 }), "no-transition"],
  [chronicRepeat, request("schedule", "APPROVED", "anyone", { notBefore: 1_600 }), "T5 SCHEDULED"],
  [chronicRepeat, request("schedule", "APPROVED", "anyone"), "guard"],
  [chronicRepeat, request("circulate", "SCHEDULED", "anyone", { notBefore: 1_501 }), "guard"],
  [retail, request("circulate", "APPROVED", "anyone"), "T6 ACTIVE"],
  [controlledDrug, request("circulate", "APPROVED", "anyone"), "guard"],
  [controlledDrug, request("circulate", "APPROVED", "anyone", { nominated: "p1" }), "T6 ACTIVE"],
  [retail, request("claim", "ACTIVE", "pharmacist"), "T7 CLAIMED"],
  [retail, request("claim", "ACTIVE", "pharmacist", {}, 2_000), "T7 CLAIMED"],
  [retail, request("claim", "ACTIVE", "pharmacist", {}, 2_001), "guard"],
  [retail, request("claim", "ACTIVE", "pharmacist", { held: true }), "guard"],
  [retail, request("claim", "ACTIVE", "pharmacist", { cancelPending: true }), "guard"],
  [retail, request("claim", "ACTIVE", "rival", { nominated: "p1" }), "guard"],
  [retail, request("claim", "CLAIMED", "rival"), "no-transition"],
  [inHospital, request("claim", "ACTIVE", "pharmacist", { assigned: "p1" }), "not-this-actor"],
  [inHospital, request("claim", "ACTIVE", "reviewer", { assigned: "h1" }), "T7 CLAIMED"],
  [directAssignment, request("claim", "ACTIVE", "rival", { assigned: "p1" }), "guard"],
  [retail, request("release", "CLAIMED", "pharmacist"), "T8 ACTIVE"],
  [retail, request("release", "CLAIMED", "pharmacist", { cancelPending: true }), "T8c CANCELLED"],
  [retail, request("release", "CLAIMED", "commission"), "T8g ACTIVE"],
  [retail, request("release", "CLAIMED", "anyone"), "T8s ACTIVE"],
  [retail, request("requestChange", "CLAIMED", "pharmacist"), "T9 SUBST_PENDING"],
  [retail, request("answerChange", "SUBST_PENDING", "physician"), "T9a CLAIMED"],
  [retail, request("settle", "CLAIMED", "anyone"), "T10 SETTLED"],
  [retail, request("settle", "CLAIMED", "anyone", { cancelPending: true }), "guard"],
  [retail, request("lapseSettlement", "SETTLED", "anyone"), "T10s CLAIMED"],
  [retail, request("dispense", "CLAIMED", "pharmacist"), "guard"],
  [retail, request("dispense", "CLAIMED", "pharmacist", { selfPay: true }), "T11 PARTIAL"],
  [retail, request("dispense", "SETTLED", "pharmacist"), "T11s PARTIAL"],
  [retail, request("dispense", "SETTLED", "rival"), "guard"],
  [retail, request("dispense", "SETTLED", "pharmacist", { held: true }), "guard"],
  [controlledDrug, request("dispense", "SETTLED", "pharmacist", { classes: ["narcotic"] }), "guard"],
  [retail, request("closeOwing", "PARTIAL", "pharmacist"), "T14 DISPENSED"],
  [retail, request("ship", "DISPENSED", "pharmacist", { delivery: true }), "no-transition"],
  [internetHospitalDelivery, request("ship", "DISPENSED", "carrier", { delivery: true }), "T13 IN_DELIVERY"],
  [internetHospitalDelivery, request("deliver", "IN_DELIVERY", "carrier", { delivery: true }), "T13d COMPLETED"],
  [internetHospitalDelivery, request("returnDelivery", "IN_DELIVERY", "carrier"), "T13r DISPENSED"],
  [retail, request("deliver", "DISPENSED", "pharmacist"), "T13c COMPLETED"],
  [retail, request("cancel", "ACTIVE", "physician"), "T15 CANCELLED"],
  [retail, request("cancel", "ACTIVE", "patient"), "T15p CANCELLED"],
  [directAssignment, request("cancel", "ACTIVE", "patient"), "not-this-actor"],
  [retail, request("cancel", "CLAIMED", "patient"), "not-this-actor"],
  [retail, request("cancel", "SETTLED", "physician"), "T16 SETTLED"],
  [retail, request("cancel", "IN_DELIVERY", "physician"), "no-transition"],
  [retail, request("acknowledgeCancel", "CLAIMED", "pharmacist", { cancelPending: true }), "T16a CANCELLED"],
  [retail, request("acknowledgeCancel", "CLAIMED", "pharmacist"), "guard"],
  [retail, request("expire", "ACTIVE", "anyone", {}, 2_000), "guard"],
  [retail, request("expire", "ACTIVE", "anyone", {}, 2_001), "T17 EXPIRED"],
  [retail, request("expire", "PARTIAL", "anyone", {}, 2_001), "no-transition"],
  [retail, request("refuse", "SETTLED", "pharmacist"), "T18 NOT_DISPENSED"],
  [retail, request("reverse", "DISPENSED", "pharmacist"), "T19 REVERSED"],
  [retail, request("reverse", "DISPENSED", "insurer"), "T19i REVERSED"],
  [retail, request("reconcile", "COMPLETED", "insurer"), "T20 FINALISED"],
  [retail, request("reconcile", "COMPLETED", "anyone"), "guard"],
  [retail, request("reconcile", "COMPLETED", "anyone", {}, 2_001 + 180 * 86_400), "T20n NO_CLAIM"],
  [retail, request("hold", "IN_REVIEW", "commission"), "T21 IN_REVIEW"],
  [retail, request("hold", "IN_REVIEW", "arbiter"), "not-this-actor"],
  [retail, request("hold", "IN_REVIEW", "commission", { held: true }), "guard"],
  [retail, request("lift", "IN_REVIEW", "arbiter", { held: true }), "T21l IN_REVIEW"],
  [retail, request("revoke", "COMPLETED", "commission"), "T22 REVOKED"],
  [retail, request("revoke", "FINALISED", "commission"), "no-transition"],
];

const answerOf = (pathway: PathwayDocument, given: GuardRequest): Answer => {
  const answer = rulesOf(pathway, hashOf(pathway)).permits(given);
  return answer.allowed ? `${answer.transition} ${answer.to}` : answer.reason;
};

describe("what a pathway permits", () => {
  for (const [pathway, given, answer] of table)
    it(`${pathway.id}: ${given.command} from ${given.from} by ${given.actor.kind || "anyone"} is ${answer}`, () =>
      assert.equal(answerOf(pathway, given), answer));

  it("names the signers needed, the time allowed and the code of a refusal", () => {
    const rules = rulesOf(controlledDrug, hashOf(controlledDrug));
    const approved = rules.permits(request("approve", "IN_REVIEW", "reviewer"));
    assert.deepEqual(approved, {
      allowed: true,
      transition: "T2",
      to: "APPROVED",
      quorum: 2,
      deadlineSeconds: null,
    });
    const narcotic = { classes: ["narcotic"], nominated: "p1" };
    const two = request("dispense", "SETTLED", "pharmacist", narcotic);
    const trained = { ...actors.pharmacist, credentials: [...actors.pharmacist.credentials, "dispense-narcotic"] };
    assert.partialDeepStrictEqual(rules.permits({ ...two, actor: trained }), { quorum: 2, deadlineSeconds: 86_400 });
    assert.deepEqual(rules.permits(two), { allowed: false, reason: "guard", error: "not-dispensable" });
    assert.partialDeepStrictEqual(rules.permits(request("revoke", "ACTIVE", "commission")), { quorum: 2 });
  });

  it("keeps compiled rules by hash", () => {
    assert.equal(rulesOf(retail, hashOf(retail)), rulesOf(retail, hashOf(retail)));
    assert.notEqual(rulesOf(retail, hashOf(retail)), rulesOf(inHospital, hashOf(inHospital)));
  });
});

describe("every shipped pathway, in every state, for every command and actor", () => {
  const states = [NONE, ...LIVE_STATUSES, ...FINAL_STATUSES];
  for (const pathway of pathways)
    it(`${pathway.id}: terminal states are final, authorities hold and revoke the others, answers are in order`, () => {
      const rules = rulesOf(pathway, hashOf(pathway));
      const used = new Set(pathway.transitions.flatMap(({ from }) => from));
      for (const from of states)
        for (const command of COMMANDS)
          for (const kind of [...ACTOR_KINDS, ""]) {
            const actor = {
              organisation: "p1",
              kind,
              roles: ["physician", "pharmacist"],
              credentials: ["licence-physician"],
            };
            const answer = rules.permits({ ...request(command, from, "anyone"), actor });
            const place = `${command} ${from} ${kind}`;
            if (FINAL_STATUSES.some((state) => state === from)) assert.equal(answer.allowed, false, place);
            if (answer.allowed) assert.ok(from === NONE || used.has(from as "ISSUED"), place);
            if (command === "hold" && kind === "drug-authority" && from !== NONE)
              assert.equal(answer.allowed, used.has(from as "ISSUED"), place);
            if (command === "hold" && answer.allowed) assert.equal(answer.to, from, place);
          }
    });
});
