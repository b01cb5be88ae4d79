import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asSeconds, type Height, type OrganisationId, type PersonId, type TransactionId } from "@meridian/base/ids";
import type { Recorded } from "@meridian/kernel/view";
import { dateTimeOf, toOrganizationQualification, toPractitionerQualification } from "./fhir.ts";
import { type Event, FOREVER } from "./schema.ts";
import { view } from "./view.ts";

const issuer = "drug" as OrganisationId;
const terms = {
  holder: { type: "organisation", organisation: "pharmacy-7" as OrganisationId },
  kind: "licence-pharmacy",
  scope: ["general"],
  number: "YB-1",
  issuer,
  validFrom: asSeconds(0),
  validUntil: asSeconds(1_798_761_599),
  basis: "drug-law-52",
} as const;
const apply = (event: Event) => {
  const recorded: Recorded<Event> = {
    height: 3 as Height,
    time: asSeconds(500),
    position: 0,
    transaction: "00".repeat(32) as TransactionId,
    domain: "credential",
    record: "org.pharmacy-7.licence-pharmacy",
    event,
  };
  return view.apply(recorded);
};

describe("rows", () => {
  it("fill exactly the columns of the table", () => {
    const [change] = apply({ type: "issued", ...terms });
    same(change?.op === "put" && Object.keys(change.row), Object.keys(view.tables[0]?.columns ?? {}));
  });
  it("change with the event, and say who changed them", () => {
    same(apply({ type: "suspended", by: issuer, reason: "inspection" }), [
      {
        op: "patch",
        table: "credentials",
        where: { credential: "org.pharmacy-7.licence-pharmacy" },
        set: { status: "suspended", reason: "inspection", changed_by: "drug", changed_at: 500 },
      },
    ]);
  });
});

describe("FHIR", () => {
  it("writes a qualification of an Organization as R5's element in R4", () => {
    same(toOrganizationQualification({ status: "active", ...terms }), {
      url: "http://hl7.org/fhir/5.0/StructureDefinition/extension-Organization.qualification",
      extension: [
        { url: "identifier", valueIdentifier: { system: "urn:meridian:credential-number", value: "YB-1" } },
        {
          url: "code",
          valueCodeableConcept: { coding: [{ system: "urn:meridian:credential-kind", code: "licence-pharmacy" }] },
        },
        { url: "period", valuePeriod: { start: "1970-01-01T00:00:00Z", end: "2026-12-31T23:59:59Z" } },
        { url: "issuer", valueReference: { identifier: { system: "urn:meridian:organisation", value: "drug" } } },
      ],
    });
  });
  it("writes a qualification of a Practitioner only for a person's credential that is active", () => {
    const person = {
      ...terms,
      kind: "licence-physician",
      holder: { type: "person", person: "d" as PersonId },
    } as const;
    same(toPractitionerQualification({ status: "active", ...person })?.code.coding[0]?.code, "licence-physician");
    same(toPractitionerQualification({ status: "suspended", ...person }), undefined);
    same(toPractitionerQualification({ status: "active", ...terms }), undefined);
    same(toOrganizationQualification({ status: "active", ...person }), undefined);
  });
  it("writes the same times as the platform does", () => {
    for (const seconds of [0, 951_782_399, 951_782_400, 951_868_800, 4_107_542_399, 1_795_257_473, FOREVER])
      same(dateTimeOf(asSeconds(seconds)), new Date(seconds * 1_000).toISOString().replace(".000", ""));
    for (let day = 0; day < 150_000; day += 37)
      same(dateTimeOf(asSeconds(day * 86_400)).slice(0, 10), new Date(day * 86_400_000).toISOString().slice(0, 10));
  });
});
