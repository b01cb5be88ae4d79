import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { OrganisationId, PrescriptionId, Seconds, UnitCode } from "@meridian/base/ids";
import type { Author, Cause } from "@meridian/kernel/context";
import { at, byOrganisation, given } from "@meridian/kernel/testkit";
import { contract } from "./contract.ts";
import { rejections } from "./rejections.ts";
import type { Command, Event, Facts, State } from "./schema.ts";

const code = "81000000000000000001" as UnitCode;
const [first, second] = ["rx-1", "rx-2"] as [PrescriptionId, PrescriptionId];
const pharmacy = "corner" as OrganisationId;
const now = 100 as Seconds;
const kinds: { readonly [id: string]: string } = { authority: "drug-authority", acme: "maker", rival: "maker" };
const facts: Facts = {
  organisation: (id) => (kinds[id] ? { active: id !== "asleep", kind: kinds[id] } : undefined),
  makerOf: () => "acme" as OrganisationId,
};
const because = (event: string): Cause => ({ type: "reaction", domain: "prescription", event, record: "rx-1" });

const dispense = (prescription: PrescriptionId): Command => ({
  domain: "unit",
  type: "dispense",
  code,
  prescription,
  pharmacy,
});
const takeBack = (prescription: PrescriptionId): Command => ({ domain: "unit", type: "takeBack", code, prescription });
const recall = (organisation: string): Command => ({
  domain: "unit",
  type: "recall",
  code,
  organisation: organisation as OrganisationId,
  reason: "defect",
});

const sold: Event = { type: "dispensed", at: now, prescription: first, pharmacy };
const back: Event = { type: "takenBack", at: now, prescription: first, pharmacy };
const recalled: Event = {
  type: "recalled",
  at: now,
  by: "authority" as OrganisationId,
  reason: "defect",
  prescription: null,
  pharmacy: null,
};
const recalledFromPatient: Event = { ...recalled, prescription: first, pharmacy };

describe("unit", () => {
  type Case = readonly [says: string, history: readonly Event[], command: Command, cause: string, want: string];
  const cases: readonly Case[] = [
    ["is sold on a prescription", [], dispense(first), "dispensed", "dispensed"],
    ["is not sold twice", [sold], dispense(second), "dispensed", "already-dispensed"],
    ["is not sold twice on one prescription", [sold], dispense(first), "dispensed", "already-dispensed"],
    ["is not sold again after it came back", [sold, back], dispense(second), "dispensed", "returned"],
    ["is not sold once recalled", [recalled], dispense(first), "dispensed", "recalled"],
    ["is sold only by a prescription", [], dispense(first), "issued", "not-a-reaction"],
    ["comes back when its prescription is reversed", [sold], takeBack(first), "reversed", "takenBack"],
    ["comes back when its prescription is refused", [sold], takeBack(first), "refused", "takenBack"],
    ["comes back from nobody else", [sold], takeBack(second), "reversed", "dispensed-elsewhere"],
    ["comes back only once", [sold, back], takeBack(first), "reversed", "not-dispensed"],
    ["comes back only if sold", [], takeBack(first), "reversed", "not-dispensed"],
    ["comes back only by a prescription", [sold], takeBack(first), "dispensed", "not-a-reaction"],
    ["comes back although recalled", [sold, recalledFromPatient], takeBack(first), "reversed", "takenBack"],
    ["does not come back when recalled on the shelf", [recalled], takeBack(first), "reversed", "not-dispensed"],
  ];
  for (const [says, history, command, cause, want] of cases)
    it(says, () => {
      same(outcome(history, command, [byOrganisation("corner")], because(cause)), want);
    });

  type Recall = readonly [says: string, history: readonly Event[], by: string, signer: string, want: string];
  const recalls: readonly Recall[] = [
    ["is recalled by the drug authority", [], "authority", "authority", "recalled"],
    ["is recalled by its maker", [sold], "acme", "acme", "recalled"],
    ["is not recalled by a rival", [], "rival", "rival", "not-entitled"],
    ["is not recalled in another's name", [], "authority", "rival", "not-entitled"],
    ["is not recalled by a stranger", [], "nobody", "nobody", "unknown-organisation"],
    ["is recalled once", [recalled], "authority", "authority", "recalled"],
  ];
  for (const [says, history, by, signer, want] of recalls)
    it(says, () => {
      same(outcome(history, recall(by), [byOrganisation(signer)]), want);
    });

  it("names the prescription it was sold on", () => {
    const decision = given(contract, [sold]).when(dispense(second), at(1, [], { cause: because("dispensed") }), facts);
    same(decision, { ok: false, error: { code: "already-dispensed", prescription: first } });
  });

  it("stays recalled after it came back", () => {
    const { state } = given(contract, [sold, recalledFromPatient, back]);
    same(state, { status: "recalled", prescription: null, pharmacy: null, at: now } satisfies State);
  });

  it("explains every refusal in two languages", () => {
    for (const { en, zh } of Object.values(rejections))
      for (const text of [en.happened, en.next, zh.happened, zh.next]) same(/[.。]$/.test(text), true);
  });
});

function outcome(history: readonly Event[], command: Command, authors: readonly Author[], cause?: Cause): string {
  const decision = given(contract, history).when(command, at(now, authors, cause ? { cause } : {}), facts);
  return decision.ok ? decision.value.map(({ type }) => type).join() : decision.error.code;
}
