/** A small bundle in the manner of a hospital's system, whose parts a test changes. */
type Json = Record<string, unknown>;

export const patient = (changes: Json = {}): Json => ({
  resourceType: "Patient",
  id: "pat-1",
  name: [{ given: ["Yuqing"], family: "Chen" }],
  identifier: [{ system: "urn:hospital:record", value: "0001" }],
  gender: "female",
  birthDate: "1990-05-31",
  ...changes,
});

export const request = (changes: Json = {}): Json => ({
  resourceType: "MedicationRequest",
  id: "req-1",
  status: "active",
  intent: "order",
  medicationCodeableConcept: { coding: [{ system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "197361" }] },
  subject: { reference: "urn:uuid:pat-1" },
  encounter: { reference: "Encounter/enc-1" },
  authoredOn: "2026-11-20T09:30:00+08:00",
  requester: { reference: "Practitioner/doc-1" },
  reasonReference: [{ reference: "Condition/con-1" }],
  ...changes,
});

export const others: readonly Json[] = [
  { resourceType: "Practitioner", id: "doc-1", name: [{ text: "Wang Wei" }] },
  { resourceType: "Organization", id: "org-1", name: "Central Hospital" },
  {
    resourceType: "Encounter",
    id: "enc-1",
    class: { code: "AMB" },
    serviceProvider: { reference: "Organization/org-1" },
  },
  {
    resourceType: "Condition",
    id: "con-1",
    code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10", code: "I10" }] },
  },
];

/** Entries of resources, each with a fullUrl made of its id. */
export const bundleOf = (resources: readonly Json[], changes: Json = {}): Json => ({
  resourceType: "Bundle",
  type: "transaction",
  entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource["id"]}`, resource })),
  ...changes,
});

export const bundle = (requestChanges: Json = {}, patientChanges: Json = {}, more: readonly Json[] = []): Json =>
  bundleOf([patient(patientChanges), ...others, request(requestChanges), ...more]);
