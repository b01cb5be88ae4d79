import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { REQUESTS_MAX, readBundle } from "./bundle.ts";
import { ENTRIES_MAX } from "./entries.ts";
import type { Intake, OrderIntake } from "./intake.ts";
import { bundle, bundleOf, others, patient, request } from "./testkit.ts";

const intakeOf = (json: unknown): Intake => {
  const read = readBundle(json);
  assert.ok(read.ok, "the bundle is read");
  return read.value;
};
const orderOf = (json: unknown): OrderIntake => {
  const { orders, faults } = intakeOf(json);
  assert.deepEqual(faults, []);
  assert.equal(orders.length, 1);
  return orders[0] as OrderIntake;
};
const faultsOf = (json: unknown) => intakeOf(json).faults.map(({ code, path }) => `${code} ${path}`);

test("an order is read with its patient, prescriber, organisation and reasons", () => {
  const order = orderOf(bundle());
  assert.equal(order.path, "entry[5].resource");
  assert.equal(order.medicine.code, "MF-0112");
  assert.equal(order.encounterClass, "AMB");
  assert.equal(order.prescriber?.name.reveal(), "Wang Wei");
  assert.equal(order.organisation?.name.reveal(), "Central Hospital");
  assert.deepEqual(order.patient.reveal(), {
    name: "Yuqing Chen",
    identifiers: [{ system: "urn:hospital:record", value: "0001" }],
    birthDate: "1990-05-31",
    gender: "female",
  });
  const picture = order.picture.reveal();
  assert.equal(picture.ageMonths, 36 * 12 + 5);
  assert.deepEqual(picture.conditions, [[{ system: "http://hl7.org/fhir/sid/icd-10", code: "I10" }]]);
  assert.equal(picture.pregnant, undefined);
  assert.deepEqual(order.quantity, {
    units: 28,
    days: 28,
    dailyMicrograms: undefined,
    basis: "usual-dose",
    assumed: ["dose", "frequency", "duration"],
  });
});

test("who a patient is and what ails her does not print", () => {
  const order = orderOf(bundle());
  assert.throws(() => JSON.stringify(order), /does not print/);
  assert.throws(() => inspect(order), /does not print/);
  assert.throws(() => `${order.patient}`, /does not print/);
});

test("allergies and pregnancy come from the rest of the bundle", () => {
  const allergy = (id: string, code: string, changes = {}) => ({
    resourceType: "AllergyIntolerance",
    id,
    patient: { reference: "Patient/pat-1" },
    code: { coding: [{ system: "http://www.whocc.no/atc", code }] },
    ...changes,
  });
  const refuted = {
    verificationStatus: {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", code: "refuted" }],
    },
  };
  const pregnancy = (id: string, effectiveDateTime: string, code: string) => ({
    resourceType: "Observation",
    id,
    subject: { reference: "Patient/pat-1" },
    effectiveDateTime,
    code: { coding: [{ system: "http://loinc.org", code: "82810-3" }] },
    valueCodeableConcept: { coding: [{ system: "http://snomed.info/sct", code }] },
  });
  const order = orderOf(
    bundle({}, {}, [
      allergy("a-1", "J01C"),
      allergy("a-2", "M01A", refuted),
      pregnancy("o-1", "2025-01-01", "77386006"),
      pregnancy("o-2", "2026-08-01", "60001007"),
      pregnancy("o-3", "2026-10-01", "77386006"),
    ]),
  );
  const picture = order.picture.reveal();
  assert.deepEqual(
    picture.allergies.map(({ atc }) => atc),
    [["J01C"]],
  );
  assert.equal(picture.pregnant, true);
});

test("quantity is what the order states, else what its dosage uses up, else the usual dose", () => {
  const dosage = (value: number, unit: string, frequency: number, period: number, periodUnit: string) => ({
    dosageInstruction: [
      { timing: { repeat: { frequency, period, periodUnit } }, doseAndRate: [{ doseQuantity: { value, unit } }] },
    ],
  });
  const cases: readonly (readonly [request: Record<string, unknown>, units: number, days: number, assumed: string])[] =
    [
      [{ dispenseRequest: { quantity: { value: 30 } } }, 30, 28, "duration"],
      [{ dispenseRequest: { quantity: { value: 2, unit: "box" } } }, 56, 28, "duration"],
      [
        { ...dosage(1, "tablet", 1, 1, "d"), dispenseRequest: { quantity: { value: 7, unit: "tablets" } } },
        7,
        28,
        "duration",
      ],
      [
        { ...dosage(1, "tablet", 2, 1, "d"), dispenseRequest: { expectedSupplyDuration: { value: 2, unit: "wk" } } },
        28,
        14,
        "",
      ],
      [dosage(1, "tablet", 1, 8, "h"), 84, 28, "duration"],
      [dosage(0.5, "tablet", 1, 1, "d"), 14, 28, "duration"],
      [dosage(10, "mg", 1, 1, "d"), 56, 28, "duration"],
      [dosage(1, "tablet", 1, 1, "wk"), 4, 28, "duration"],
      [{ dosageInstruction: [{ asNeededBoolean: true }] }, 28, 28, "dose,frequency,duration"],
    ];
  for (const [changes, units, days, assumed] of cases) {
    const { quantity } = orderOf(bundle(changes));
    assert.deepEqual(
      [quantity.units, quantity.days, quantity.assumed.join(",")],
      [units, days, assumed],
      JSON.stringify(changes),
    );
  }
});

test("the dose of a day is in micrograms, and a weekly dose counts whole", () => {
  const daily = (frequency: number, period: number, periodUnit: string) =>
    orderOf(
      bundle({
        dosageInstruction: [
          { timing: { repeat: { frequency, period, periodUnit } }, doseAndRate: [{ doseQuantity: { value: 2 } }] },
        ],
      }),
    ).quantity.dailyMicrograms;
  assert.deepEqual([daily(3, 1, "d"), daily(1, 8, "h"), daily(1, 1, "wk")], [30_000, 30_000, 10_000]);
});

test("references by uuid, type and id, version, role and containment are followed", () => {
  const role = {
    resourceType: "PractitionerRole",
    id: "role-1",
    practitioner: { reference: "Practitioner/doc-1/_history/3" },
    organization: { reference: "urn:uuid:org-1" },
  };
  const order = orderOf(
    bundle(
      {
        requester: { reference: "PractitionerRole/role-1" },
        encounter: undefined,
        medicationCodeableConcept: undefined,
        medicationReference: { reference: "#med" },
        contained: [
          {
            resourceType: "Medication",
            id: "med",
            code: { coding: [{ system: "http://www.whocc.no/atc", code: "N02AA01" }] },
          },
        ],
      },
      {},
      [role],
    ),
  );
  assert.equal(order.medicine.drugClass, "narcotic");
  assert.equal(order.prescriber?.name.reveal(), "Wang Wei");
  assert.equal(order.organisation?.name.reveal(), "Central Hospital");
});

test("a bundle that cannot be read at all is refused with a code", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, "not-a-bundle"],
    [null, "not-a-bundle"],
    [[], "not-a-bundle"],
    ["Bundle", "not-a-bundle"],
    [{ resourceType: "Patient" }, "not-a-bundle"],
    [{ resourceType: "Bundle", type: "searchset", entry: [] }, "unsupported-bundle-type"],
    [{ resourceType: "Bundle", entry: [] }, "unsupported-bundle-type"],
    [{ resourceType: "Bundle", type: "collection" }, "entries-malformed"],
    [{ resourceType: "Bundle", type: "collection", entry: {} }, "entries-malformed"],
    [{ resourceType: "Bundle", type: "collection", entry: new Array(ENTRIES_MAX + 1).fill({}) }, "too-many-entries"],
    [bundleOf(Array.from({ length: REQUESTS_MAX + 1 }, (_, i) => request({ id: `r-${i}` }))), "too-many-requests"],
  ];
  for (const [json, code] of cases) {
    const read = readBundle(json);
    assert.ok(!read.ok);
    assert.equal(read.error.code, code);
  }
});

const REQUEST = "entry[5].resource";
const rx = (changes: Record<string, unknown>) => bundle(changes);
const quantity = (value: unknown, unit?: string) => rx({ dispenseRequest: { quantity: { value, unit } } });
const coding = (system: string, code: string) => rx({ medicationCodeableConcept: { coding: [{ system, code }] } });
const malformed: readonly (readonly [what: string, json: unknown, fault: string])[] = [
  ["no status", rx({ status: undefined }), `missing ${REQUEST}.status`],
  ["a draft", rx({ status: "draft" }), `unsupported ${REQUEST}.status`],
  ["a proposal", rx({ intent: "proposal" }), `unsupported ${REQUEST}.intent`],
  ["an order not to give", rx({ doNotPerform: true }), `unsupported ${REQUEST}.doNotPerform`],
  ["an unknown modifier", rx({ modifierExtension: [{}] }), `unsupported ${REQUEST}.modifierExtension`],
  ["no date", rx({ authoredOn: undefined }), `missing ${REQUEST}.authoredOn`],
  ["no such day", rx({ authoredOn: "2026-02-30" }), `malformed ${REQUEST}.authoredOn`],
  ["a number for a date", rx({ authoredOn: 20261120 }), `malformed ${REQUEST}.authoredOn`],
  ["no medication", rx({ medicationCodeableConcept: undefined }), `missing ${REQUEST}.medication[x]`],
  ["two medications", rx({ medicationReference: { reference: "Medication/m" } }), `missing ${REQUEST}.medication[x]`],
  [
    "an unknown medicine",
    coding("http://www.nlm.nih.gov/research/umls/rxnorm", "1"),
    `unsupported-medicine ${REQUEST}.medicationCodeableConcept`,
  ],
  [
    "a medicine by text only",
    rx({ medicationCodeableConcept: { text: "Amlodipine" } }),
    `unsupported-medicine ${REQUEST}.medicationCodeableConcept`,
  ],
  ["no patient", rx({ subject: undefined }), `missing ${REQUEST}.subject`],
  ["an empty reference", rx({ subject: {} }), `missing ${REQUEST}.subject.reference`],
  ["a stranger", rx({ subject: { reference: "Patient/x" } }), `unresolved-reference ${REQUEST}.subject`],
  ["a group", rx({ subject: { reference: "Organization/org-1" } }), `wrong-resource-type ${REQUEST}.subject`],
  [
    "a lost reason",
    rx({ reasonReference: [{ reference: "Condition/x" }] }),
    `unresolved-reference ${REQUEST}.reasonReference[0]`,
  ],
  ["reasons as an object", rx({ reasonReference: {} }), `malformed ${REQUEST}.reasonReference`],
  ["too many reasons", rx({ reasonReference: new Array(101).fill({}) }), `too-many ${REQUEST}.reasonReference`],
  ["a negative quantity", quantity(-1), `malformed ${REQUEST}.dispenseRequest.quantity.value`],
  ["half a tablet in all", quantity(0.5), `malformed ${REQUEST}.dispenseRequest.quantity.value`],
  ["a quantity as text", quantity("30"), `malformed ${REQUEST}.dispenseRequest.quantity.value`],
  ["no number", quantity(undefined), `missing ${REQUEST}.dispenseRequest.quantity.value`],
  ["an endless quantity", quantity(1e9), `malformed ${REQUEST}.dispenseRequest.quantity.value`],
  ["too many boxes", quantity(9_999, "box"), `malformed ${REQUEST}.dispenseRequest.quantity.value`],
  ["a foreign unit", quantity(30, "bottle"), `unsupported ${REQUEST}.dispenseRequest.quantity.unit`],
  [
    "an unheard-of period",
    rx({ dosageInstruction: [{ timing: { repeat: { period: 1, periodUnit: "fortnight" } } }] }),
    `unsupported ${REQUEST}.dosageInstruction[0].timing.repeat.periodUnit`,
  ],
  ["a tapering without a quantity", rx({ dosageInstruction: [{}, {}] }), `unsupported ${REQUEST}.dosageInstruction`],
  ["no birth date", bundle({}, { birthDate: undefined }), "missing entry[0].resource.birthDate"],
  ["a birth date as none is written", bundle({}, { birthDate: "31.5.1990" }), "malformed entry[0].resource.birthDate"],
  ["a birth after the order", bundle({}, { birthDate: "2026-11-21" }), `born-after-order ${REQUEST}.authoredOn`],
  ["an unknown gender", bundle({}, { gender: "F" }), "unsupported entry[0].resource.gender"],
  ["an endless name", bundle({}, { name: [{ text: "x".repeat(1025) }] }), "too-long entry[0].resource.name[0].text"],
];

for (const [what, json, fault] of malformed)
  test(`a request with ${what} is named with its place`, () => {
    assert.deepEqual(faultsOf(json), [fault]);
    assert.equal(intakeOf(json).orders.length, 0);
  });

test("entries that are none, or repeat another, are named and the rest goes on", () => {
  const json = bundle();
  const entry = json["entry"] as unknown[];
  const read = intakeOf({
    ...json,
    entry: [
      ...entry,
      null,
      7,
      {},
      { resource: { id: "x" } },
      { resource: patient() },
      { resource: { resourceType: "A b" } },
    ],
  });
  assert.equal(read.orders.length, 1);
  assert.deepEqual(
    read.faults.map(({ code, path }) => `${code} ${path}`),
    [
      "entry-malformed entry[6]",
      "entry-malformed entry[7]",
      "entry-malformed entry[8]",
      "entry-malformed entry[9]",
      "duplicate-entry entry[10]",
      "entry-malformed entry[11]",
    ],
  );
});

test("one bad request leaves the others", () => {
  const json = bundleOf([patient(), ...others, request({ status: "draft" }), request({ id: "req-2" })]);
  const { orders, requests, faults } = intakeOf(json);
  assert.deepEqual([orders.map(({ id }) => id), requests, faults.length], [["req-2"], 2, 1]);
});

test("faults tell no value that a sender wrote about a patient", () => {
  const private_ = "Chen Yuqing";
  const texts = [
    coding(private_, "123"),
    rx({ status: private_ }),
    rx({ authoredOn: private_ }),
    rx({ subject: { reference: private_ } }),
    bundle({}, { gender: private_ }),
    bundle({}, { birthDate: private_ }),
    quantity(1, private_),
    bundleOf([{ resourceType: private_ }]),
  ];
  for (const json of texts) {
    const { faults } = intakeOf(json);
    assert.ok(faults.length > 0);
    assert.ok(!JSON.stringify(faults).includes(private_));
  }
});

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom("constructor", "__proto__", "toString", { toString: 1 }, "#", -0, 1e308, []),
);

/** Replaces the value at one place of a document, wherever the numbers lead. */
function replaced(document: unknown, turns: readonly number[], value: unknown): unknown {
  const [turn, ...rest] = turns;
  if (turn === undefined || typeof document !== "object" || document === null) return value;
  const names = Object.keys(document);
  const name = names[turn % Math.max(1, names.length)];
  if (name === undefined) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(document) ? [...document] : { ...document };
  Reflect.set(copy, name, replaced(Reflect.get(document, name), rest, value));
  return copy;
}

test("no bundle, however strange, makes the reader throw or lose count", () => {
  const whole = bundle({
    dosageInstruction: [
      {
        timing: { repeat: { frequency: 1, period: 1, periodUnit: "d" } },
        doseAndRate: [{ doseQuantity: { value: 1 } }],
      },
    ],
    dispenseRequest: { expectedSupplyDuration: { value: 7, unit: "d" } },
  });
  const entry = whole["entry"] as unknown[];
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      strange,
      (turns, last, value) => {
        const path = last ? [2, 5, 1, ...turns] : [2, ...turns];
        const read = readBundle(replaced({ ...whole, entry }, path, value));
        if (read.ok) assert.ok(read.value.orders.length <= read.value.requests);
        if (read.ok && read.value.orders.length < read.value.requests) assert.ok(read.value.faults.length > 0);
      },
    ),
    { numRuns: 2_000 },
  );
});

const SYNTHEA = new URL("../../../../shared/data/fhir/synthea/", import.meta.url);

test("all forty Synthea bundles are taken in: 133 orders, no fault", (context) => {
  if (!existsSync(SYNTHEA)) {
    const { CI } = process.env;
    assert.equal(CI, undefined, "the Synthea bundles are absent, and CI must have them");
    context.skip("ATTENTION: the Synthea bundles are absent; reading them is NOT checked");
    return;
  }
  const files = readdirSync(SYNTHEA).filter((name) => name.endsWith(".json"));
  const intakes = files.map((name) => intakeOf(JSON.parse(readFileSync(new URL(name, SYNTHEA), "utf8"))));
  const orders = intakes.flatMap((intake) => intake.orders);
  assert.deepEqual(
    intakes.flatMap(({ faults }) => faults),
    [],
  );
  assert.deepEqual([files.length, orders.length], [40, 133]);
  const basis = (name: string) => orders.filter(({ quantity }) => quantity.basis === name).length;
  assert.deepEqual([basis("dispense-request"), basis("dosage"), basis("usual-dose")], [0, 9, 124]);
  assert.equal(orders.filter(({ picture }) => picture.reveal().conditions.length > 0).length, 57);
  for (const order of orders) {
    assert.ok(order.prescriber?.name.reveal() && order.organisation?.name.reveal());
    assert.ok(order.picture.reveal().ageMonths >= 0 && order.quantity.units > 0);
  }
});
