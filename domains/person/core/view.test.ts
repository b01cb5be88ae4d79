import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { Commitment, Height, KeyId, OrganisationId, PersonId, Seconds, TransactionId } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import type { Recorded } from "@meridian/kernel/view";
import { toFhirPerson, toPractitionerRoles } from "./fhir.ts";
import type { Event } from "./schema.ts";
import { view } from "./view.ts";

const person = "p" as PersonId;
const key = { key: "ab".repeat(32) as KeyId, kind: "ed25519", publicKey: "cd".repeat(32) } as const;
const identity = "11".repeat(32) as Commitment;
const [hospital, commission] = ["h", "hc"] as [OrganisationId, OrganisationId];
const apply = (event: Event) => {
  const recorded: Recorded<Event> = {
    height: 3 as Height,
    time: 500 as Seconds,
    position: 0,
    transaction: "00".repeat(32) as TransactionId,
    domain: "person",
    record: person,
    event,
  };
  return view.apply(recorded);
};

describe("rows", () => {
  it("show a practitioner to all, without the commitment", () => {
    same(apply({ type: "registered", person, kind: "practitioner", identity, key, registrar: hospital }), [
      { op: "put", table: "practitioners", row: { person, registrar: "h", registered_at: 500 } },
    ]);
    same(view.audience["practitioners"], []);
  });
  it("show a patient to the person and the registrar alone", () => {
    same(apply({ type: "registered", person, kind: "patient", identity, key, registrar: hospital }), [
      { op: "put", table: "patients", row: { person, registrar: "h", registered_at: 500, identity } },
    ]);
    same(view.audience["patients"], ["person", "registrar"]);
  });
  it("tell everybody concerned of a waiting recovery, and forget it when it is decided", () => {
    const changes = apply({
      type: "recoveryRequested",
      person,
      key,
      registrars: [hospital, commission],
      guardians: ["g" as PersonId],
      requestedAt: asSeconds(500),
      opensAt: asSeconds(900),
    });
    same(
      changes.slice(1).map((change) => change.op === "put" && [change.row].map(({ reader }) => reader)),
      [["p"], ["g"], ["h"], ["hc"]],
    );
    same(apply({ type: "recoveryVetoed", person, by: person }), [
      { op: "delete", table: "recoveries", where: { person } },
    ]);
  });
  it("fill exactly the columns of their tables", () => {
    const changes = [
      ...apply({ type: "registered", person, kind: "patient", identity, key }),
      ...apply({ type: "affiliated", person, organisation: hospital, roles: ["nurse"] }),
      ...apply({ type: "guardianAdded", person, guardian: "g" as PersonId }),
    ];
    for (const change of changes) {
      const table = view.tables.find(({ name }) => name === change.table);
      same(change.op === "put" && Object.keys(change.row).sort(), Object.keys(table?.columns ?? {}).sort());
    }
  });
});

describe("FHIR", () => {
  const state = {
    status: "active",
    kind: "practitioner",
    identity,
    keys: [key],
    affiliations: [{ organisation: hospital, roles: ["physician"] }],
    guardians: [],
  } as const;
  it("knows a pseudonym and nothing else", () => {
    same(toFhirPerson(person, { ...state, kind: "patient" }), {
      resourceType: "Patient",
      identifier: [{ system: "urn:meridian:person", value: "p" }],
      active: true,
    });
  });
  it("writes a PractitionerRole for each affiliation", () => {
    same(toPractitionerRoles(person, state), [
      {
        resourceType: "PractitionerRole",
        active: true,
        practitioner: { identifier: { system: "urn:meridian:person", value: "p" } },
        organization: { identifier: { system: "urn:meridian:organisation", value: "h" } },
        code: [{ coding: [{ system: "urn:meridian:role", code: "physician" }] }],
      },
    ]);
  });
});
