import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import {
  type Coding,
  cardsOf,
  cardUuid,
  feedbackOf,
  type Lookups,
  monthsBetween,
  type OrderSignRequest,
  reviewRequestOf,
  SUMMARY_MAX,
} from "./cds-hooks.ts";
import { evaluate } from "./evaluate.ts";
import { demonstrationRules } from "./rules/demonstration.ts";

const ATC = "http://www.whocc.no/atc";
const lookups: Lookups = {
  atcOf: ({ system, code }) => (system === ATC ? code : undefined),
  classOf: () => "general",
  routeOf: ({ code }) => (code === "26643006" ? "oral" : undefined),
  allergenOf: ({ code }) => (code === "91936005" ? "class:penicillin" : undefined),
  stateOf: ({ code }) => (code === "77386006" ? "pregnant" : undefined),
  setting: "general",
  today: "2026-11-21",
};
const concept = (code: string, system?: string): { coding: Coding[] } => ({
  coding: [{ code, ...(system && { system }) }],
});
const order = (atc: string, milligrams: number, timesDaily: number) => ({
  resource: {
    resourceType: "MedicationRequest" as const,
    medicationCodeableConcept: concept(atc, ATC),
    dosageInstruction: [
      {
        route: concept("26643006"),
        timing: { repeat: { frequency: timesDaily, period: 1, periodUnit: "d" } },
        doseAndRate: [{ doseQuantity: { value: milligrams, unit: "mg" } }],
      },
    ],
    dispenseRequest: { expectedSupplyDuration: { value: 1, code: "wk" } },
  },
});
const hook: OrderSignRequest = {
  hook: "order-sign",
  hookInstance: "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
  context: {
    userId: "Practitioner/1",
    patientId: "p",
    draftOrders: { resourceType: "Bundle", entry: [order("J01CA04", 500, 3), order("N02BE01", 1_000, 5)] },
  },
  prefetch: {
    patient: { resourceType: "Patient", gender: "female", birthDate: "1996-11-22" },
    allergies: {
      resourceType: "Bundle",
      entry: [{ resource: { resourceType: "AllergyIntolerance", code: concept("91936005") } }],
    },
    conditions: {
      resourceType: "Bundle",
      entry: [{ resource: { resourceType: "Condition", code: concept("77386006") } }],
    },
    observations: {
      resourceType: "Bundle",
      entry: [
        {
          resource: {
            resourceType: "Observation",
            code: concept("62238-1"),
            effectiveDateTime: "2026-01-01",
            valueQuantity: { value: 90 },
          },
        },
        {
          resource: {
            resourceType: "Observation",
            code: concept("62238-1"),
            effectiveDateTime: "2026-06-01",
            valueQuantity: { value: 58.7 },
          },
        },
      ],
    },
  },
};

describe("order-sign", () => {
  it("becomes a review request with doses in micrograms a day", () => {
    same(reviewRequestOf(hook, lookups), {
      request: {
        setting: "general",
        patient: {
          ageMonths: 359,
          sex: "female",
          pregnant: true,
          lactating: false,
          allergies: ["class:penicillin"],
          egfr: 58,
        },
        medications: [
          { atc: "J01CA04", class: "general", dailyDoseMicrograms: 1_500_000, days: 7, route: "oral" },
          { atc: "N02BE01", class: "general", dailyDoseMicrograms: 5_000_000, days: 7, route: "oral" },
        ],
      },
      unreadable: [],
    });
  });

  it("says what it could not read", () => {
    const unknown = { ...order("X", 1, 1).resource, medicationCodeableConcept: concept("local-1", "urn:local") };
    const { unreadable } = reviewRequestOf(
      {
        ...hook,
        prefetch: {
          allergies: { resourceType: "Bundle", entry: [{ resource: { resourceType: "AllergyIntolerance" } }] },
        },
        context: { ...hook.context, draftOrders: { resourceType: "Bundle", entry: [{ resource: unknown }] } },
      },
      lookups,
    );
    same(unreadable, [
      { at: "medication", position: 0 },
      { at: "allergy", position: 0 },
      { at: "patient", position: 0 },
    ]);
  });
});

describe("cards", () => {
  const result = evaluate(reviewRequestOf(hook, lookups).request, demonstrationRules);
  const cards = cardsOf(result, hook.hookInstance, "en", (reason) => reason);

  it("follow the findings, critical ones first", () =>
    same(
      result.findings.map(({ rule }) => rule),
      ["ALG-03", "DOSE-01"],
    ));
  it("have the fields and the length that CDS Hooks asks for", () => {
    for (const card of cards) {
      yes(card.summary.length <= SUMMARY_MAX);
      yes(["info", "warning", "critical"].includes(card.indicator));
      yes(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(card.uuid), card.uuid);
    }
    same(cards[0]?.overrideReasons, []);
    same(cards[1]?.overrideReasons.length, 3);
  });
  it("are the same for the same order, and others for another", () => {
    same(cardUuid("ALG-03", "a"), cardUuid("ALG-03", "a"));
    yes(cardUuid("ALG-03", "a") !== cardUuid("ALG-03", "b"));
  });
  it("find their findings again when feedback comes", () => {
    const entry = {
      card: cards[1]?.uuid ?? "",
      outcome: "overridden",
      outcomeTimestamp: "2026-11-21T10:00:00Z",
    } as const;
    const stray = { ...entry, card: cardUuid("ALG-03", "other") };
    same(feedbackOf({ feedback: [entry, stray] }, result, hook.hookInstance), [{ finding: 1, outcome: "overridden" }]);
  });
});

describe("age in months", () => {
  const cases: readonly (readonly [from: string | undefined, to: string, months: number | undefined])[] = [
    ["2025-11-21", "2026-11-21", 12],
    ["2025-11-22", "2026-11-21", 11],
    ["2026-11-22", "2026-11-21", 0],
    ["1990-05", "2026-11-21", 438],
    ["1990", "2026-11-21", undefined],
    [undefined, "2026-11-21", undefined],
  ];
  for (const [from, to, months] of cases)
    it(`is ${months} from ${from} to ${to}`, () => same(monthsBetween(from, to), months));
});
