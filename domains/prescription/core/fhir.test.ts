import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import fc from "fast-check";
import { dispenseStatusOf, type MedicationRequest, orderOf, statusesOf } from "./fhir.ts";
import { secondsOf } from "./fhir-time.ts";
import { isIssue } from "./state.ts";
import { play, WAYS } from "./testkit.ts";

const request = (changes: Partial<MedicationRequest> = {}): MedicationRequest => ({
  resourceType: "MedicationRequest",
  status: "active",
  intent: "order",
  authoredOn: "2026-11-21T09:30:00+08:00",
  medicationCodeableConcept: { coding: [{ system: "urn:drug", code: "A" }] },
  dispenseRequest: { quantity: { value: 30 } },
  ...changes,
});
const classOf = (coding: readonly { readonly code?: string }[]) =>
  coding.some(({ code }) => code === "A") ? ("general" as const) : undefined;

describe("an order in FHIR", () => {
  it("becomes the lines of an issue", () => {
    const dispenseRequest = {
      quantity: { value: 30 },
      numberOfRepeatsAllowed: 3,
      validityPeriod: { start: "2026-11-22", end: "2026-11-24T23:59:59+08:00" },
      performer: { identifier: { value: "corner" } },
    };
    same(orderOf([request({ dispenseRequest }), request({ dispenseRequest })], classOf), {
      ok: true,
      value: {
        items: [
          { line: 1, class: "general", quantity: 30 },
          { line: 2, class: "general", quantity: 30 },
        ],
        authoredOn: 1_795_224_600,
        issues: 4,
        notBefore: 1_795_276_800,
        expiresAt: 1_795_535_999,
        nominated: "corner",
      },
    });
  });

  const { authoredOn: _, ...undated } = request();
  const cases: readonly (readonly [says: string, requests: readonly MedicationRequest[], code: string])[] = [
    ["has lines", [], "no-lines"],
    ["is no proposal", [request({ intent: "proposal" })], "not-an-order"],
    ["is not cancelled", [request({ status: "cancelled" })], "not-an-order"],
    ["counts in whole units", [request({ dispenseRequest: { quantity: { value: 1.5 } } })], "no-quantity"],
    ["names medicines that the formulary knows", [request({ medicationCodeableConcept: {} })], "unknown-medicine"],
    ["is dated", [undated], "no-authored-on"],
    ["is dated by the calendar", [request({ authoredOn: "2026-02-30" })], "bad-time"],
    ["is one order", [request(), request({ authoredOn: "2026-11-20" })], "lines-differ"],
  ];
  for (const [says, requests, code] of cases)
    it(says, () => {
      const order = orderOf(requests, classOf);
      same(order.ok ? "ok" : order.error.code, code);
    });
});

describe("a time in FHIR", () => {
  it("is the second that the platform's calendar says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (seconds) => {
        same(secondsOf(new Date(seconds * 1_000).toISOString()), seconds);
      }),
    );
  });

  it("counts its zone", () => {
    same(secondsOf("1970-01-01T08:00:00+08:00"), 0);
    same(secondsOf("1969-12-31T19:00:00-05:00"), 0);
  });
});

describe("the states in FHIR", () => {
  const cases = [
    ["IN_REVIEW", "draft received"],
    ["ACTIVE", "active ready"],
    ["PARTIAL", "active in-progress"],
    ["COMPLETED", "completed completed"],
    ["CANCELLED", "cancelled cancelled"],
    ["REVOKED", "stopped cancelled"],
  ] as const;
  for (const [status, want] of cases)
    it(`show ${status} as ${want}`, () => {
      const { state } = play(WAYS[status] ?? []);
      if (!isIssue(state)) throw new Error("an issue");
      const { request: shown, task } = statusesOf(state, false);
      same(`${shown} ${task}`, want);
    });

  it("show a hold until the issue has ended", () => {
    const shown = (["ACTIVE", "COMPLETED"] as const).map((status) => {
      const { state } = play(WAYS[status] ?? []);
      return isIssue(state) && statusesOf(state, true).request;
    });
    same(shown, ["on-hold", "completed"]);
  });

  it("show lines as dispenses once a pharmacy has them", () => {
    const states = [
      ["ACTIVE", "OPEN"],
      ["CLAIMED", "HELD_BY_PHARMACY"],
      ["PARTIAL", "OWING"],
      ["DISPENSED", "FULL"],
      ["REVERSED", "NOT_DISPENSED"],
    ] as const;
    same(
      states.map(([status, item]) => dispenseStatusOf(status, item)),
      [undefined, "preparation", "in-progress", "completed", "cancelled"],
    );
  });
});
