import assert from "node:assert/strict";
import { test } from "node:test";
import { asSeconds, type OrganisationId, type PersonId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { type MedicationRequest, orderOf } from "./fhir.ts";
import { beijingTimeOf, bundleOfOrder, type WrittenOrder } from "./fhir-order.ts";
import { readOrder } from "./fhir-order-read.ts";

const order: WrittenOrder = {
  patient: {
    id: "p-1" as PersonId,
    name: "李梅",
    sex: "female",
    birth: "1988-06-01",
    allergies: ["J01C"],
    pregnant: true,
  },
  prescriber: { id: "d-1" as PersonId, name: "王医生" },
  organisation: { id: "hospital-central" as OrganisationId, name: "中心医院" },
  setting: "internet",
  diagnosis: { icd10: "I10", zh: "原发性高血压", en: "Essential hypertension" },
  lines: [
    {
      line: 1,
      coding: [{ system: "urn:meridian:formulary", code: "MF-0001", display: "Amlodipine" }],
      text: "氨氯地平 5 mg",
      unit: "tablet",
      ...{ perDose: 1, timesPerDay: 2, everyDays: 1, days: 14, units: 28 },
    },
  ],
  authoredOn: asSeconds(1_785_000_000),
  link: [{ relation: "access-code", url: "urn:meridian:commitment:00" }],
};
const idOf = (what: string): string => `00000000-0000-4000-8000-${what.padStart(12, "0").slice(-12)}`;

test("what a prescriber writes is read back line by line", () => {
  const read = readOrder(bundleOfOrder(order, idOf));
  assert.deepEqual(read?.lines, order.lines);
  assert.deepEqual(read?.diagnosis, order.diagnosis);
  assert.deepEqual(read?.link, order.link);
  assert.equal(read?.birth, "1988-06-01");
  assert.equal(read?.setting, "internet");
});

test("the issue command's reader takes the same document", () => {
  const requests = bundleOfOrder(order, idOf).entry.map(({ resource }) => resource as unknown as MedicationRequest);
  const read = orderOf(
    requests.filter(({ resourceType }) => resourceType === "MedicationRequest"),
    () => "general",
  );
  assert.ok(read.ok);
  assert.deepEqual(read.value.items, [{ line: 1, class: "general", quantity: 28 }]);
  assert.equal(read.value.authoredOn, order.authoredOn);
});

test("the document has one canonical text", () => {
  assert.equal(canonicalText(bundleOfOrder(order, idOf)), canonicalText(bundleOfOrder({ ...order }, idOf)));
});

test("a line without a whole quantity is left out, and what orders nothing is no order", () => {
  const bundle = bundleOfOrder({ ...order, lines: order.lines.map((line) => ({ ...line, units: 0 })) }, idOf);
  assert.equal(readOrder(bundle), undefined);
  for (const other of [undefined, null, 7, "Bundle", [], { resourceType: "Patient" }])
    assert.equal(readOrder(other), undefined);
});

test("times are Beijing's, in every kind of year", () => {
  for (const time of [0, 951_782_399, 951_782_400, 951_868_800, 1_785_000_000, 4_107_542_399]) {
    const told = new Date((time + 8 * 3_600) * 1_000).toISOString().slice(0, 19);
    assert.equal(beijingTimeOf(asSeconds(time)), `${told}+08:00`);
  }
});
