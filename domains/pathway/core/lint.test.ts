import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changed, sound, without } from "./fixtures.ts";
import { type LintFault, lint } from "./lint.ts";

const params = (change: Partial<typeof sound.params>) => ({ ...sound, params: { ...sound.params, ...change } });
const switches = (change: Partial<typeof sound.switches>) => ({ ...sound, switches: { ...sound.switches, ...change } });
const padded = sound.transitions.map((each) => ({ ...each, guard: `${each.guard}${" ".repeat(100)}` }));
const withoutCarrier = changed("T7", { by: { kinds: ["pharmacy"] } });

const table: readonly (readonly [rule: string, document: unknown, fault: Partial<LintFault>])[] = [
  ["L1: it is an object", null, { rule: "L1", at: "." }],
  ["L1: no member is unknown", { ...sound, effects: [] }, { rule: "L1", at: ".effects" }],
  ["L1: params are total", { ...sound, params: {} }, { rule: "L1", at: ".params.validDays" }],
  ["L1: params have bounds", params({ revokeQuorum: 1 }), { rule: "L1", at: ".params.revokeQuorum" }],
  ["L1: states are known", changed("T7", { to: "LOST" as "CLAIMED" }), { rule: "L1", at: ".transitions[8].to" }],
  ["L1: nothing leaves a terminal state", changed("T7", { from: ["REVOKED" as "ACTIVE"] }), { rule: "L1" }],
  ["L1: commands are known", changed("T7", { cmd: "steal" as "claim" }), { rule: "L1", at: ".transitions[8].cmd" }],
  ["L1: it fits 12 KiB", { ...sound, transitions: padded }, { rule: "L1", at: "bytes" }],
  ["L1: ids are unique", changed("T7", { id: "T8" }), { rule: "L1", at: ".transitions[9].id" }],
  ["L1: somebody may act", changed("T7", { by: {} }), { rule: "L1", at: ".transitions[8].by" }],
  ["L1: only issue starts from nothing", changed("T7", { from: ["NONE"] }), { rule: "L1", at: ".transitions[8].from" }],
  ["L1: issue starts from nothing", changed("T0", { from: ["ACTIVE"] }), { rule: "L1", at: ".transitions[0].from" }],
  ["L1: issue leads to the initial state", changed("T0", { to: "ACTIVE" }), { rule: "L1", at: ".transitions[0].to" }],
  ["L1: pharmacyKinds claim", withoutCarrier, { rule: "L1", at: ".transitions[8].by.kinds" }],
  ["L1: what is not shipped is not delivered", switches({ deliveryAllowed: true }), { rule: "L1" }],
  ["L1: a patient may cancel or not", switches({ patientMayCancel: false }), { rule: "L1" }],
  ["L2: guards parse", changed("T7", { guard: "now <=" }), { rule: "L2", transition: "T7" }],
  ["L2: guards type-check", changed("T7", { guard: "rx.held == 1" }), { rule: "L2", transition: "T7" }],
  ["L2: guards name known params", changed("T7", { guard: "param.days > 1" }), { rule: "L2", transition: "T7" }],
  ["L2: guards keep to the profile", changed("T7", { guard: 'rx.status.matches("a")' }), { rule: "L2" }],
  [
    "L3: nothing starts where nothing leads",
    changed("T21", { from: [...(sound.transitions.find(({ id }) => id === "T21")?.from ?? []), "SCHEDULED"] }),
    { rule: "L3", transition: "T21", state: "SCHEDULED" },
  ],
  ["L3: a missing link shows", without("T7"), { rule: "L3", transition: "T8", state: "CLAIMED" }],
  ["L4: no state is a dead end", without("T19", "T19i", "T20", "T20n"), { rule: "L4", state: "COMPLETED" }],
  [
    "L4: a deadline leads on",
    changed("T7", { deadline: { plus: "claimLeaseSeconds", next: "T99" } }),
    { rule: "L4", transition: "T7", next: "T99" },
  ],
  [
    "L4: a deadline leads out of its state",
    changed("T7", { deadline: { plus: "claimLeaseSeconds", next: "T1s" } }),
    { rule: "L4", transition: "T7" },
  ],
  [
    "L4: a deadline is for anyone",
    changed("T7", { deadline: { plus: "claimLeaseSeconds", next: "T8" } }),
    { rule: "L4", transition: "T7" },
  ],
  ["L5: hold stays", { ...sound, interventions: ["lift", "revoke"] }, { rule: "L5", command: "hold" }],
  ["L5: revoke stays", without("T22"), { rule: "L5", command: "revoke", state: "ISSUED", kind: "health-commission" }],
  [
    "L5: hold has no other guard",
    changed("T21", { guard: "!rx.held && rx.selfPay" }),
    { rule: "L5", transition: "T21" },
  ],
  [
    "L5: hold asks for no role",
    changed("T21", { by: { kinds: ["health-commission"], roles: ["officer"] } }),
    { rule: "L5", transition: "T21" },
  ],
  [
    "L5: hold is for every authority",
    changed("T21", { by: { kinds: ["health-commission", "drug-authority"] } }),
    { rule: "L5", command: "hold", state: "ISSUED", kind: "insurance-authority" },
  ],
  [
    "L5: hold reaches every state",
    changed("T21", { from: ["ISSUED"] }),
    { rule: "L5", command: "hold", state: "IN_REVIEW" },
  ],
  ["L5: revoke revokes", changed("T22", { to: "EXPIRED" }), { rule: "L5", transition: "T22" }],
  ["L5: revoke asks for no more signers", changed("T22", { quorum: 5 }), { rule: "L5", transition: "T22" }],
];

describe("a pathway's lint", () => {
  it("finds nothing in a sound document", () => assert.deepEqual(lint(sound), []));

  for (const [rule, document, fault] of table)
    it(rule, () => {
      const faults = lint(document);
      assert.ok(
        faults.some((each) => Object.entries(fault).every(([name, value]) => each[name as keyof LintFault] === value)),
        JSON.stringify(faults),
      );
    });
});
