/**
 * The part of FHIR R4 (4.0.1) that the region writes; the reader accepts any JSON and checks what it uses. Numbers are
 * integers, so that a document has one canonical text and one commitment.
 */
export type Coding = { readonly system: string; readonly code: string; readonly display?: string };
export type CodeableConcept = { readonly coding: readonly Coding[]; readonly text?: string };
export type Reference = { readonly reference: string };
export type Identifier = { readonly system: string; readonly value: string };
export type HumanName = { readonly use?: "official"; readonly text: string };
export type Gender = "male" | "female" | "other" | "unknown";

export type Patient = {
  readonly resourceType: "Patient";
  readonly id: string;
  readonly identifier: readonly Identifier[];
  readonly name: readonly HumanName[];
  readonly gender: Gender;
  readonly birthDate: string;
};
export type Practitioner = {
  readonly resourceType: "Practitioner";
  readonly id: string;
  readonly identifier: readonly Identifier[];
  readonly name: readonly HumanName[];
};
export type Organization = {
  readonly resourceType: "Organization";
  readonly id: string;
  readonly identifier: readonly Identifier[];
  readonly name: string;
};
export type Encounter = {
  readonly resourceType: "Encounter";
  readonly id: string;
  readonly status: "finished";
  readonly class: Coding;
  readonly subject: Reference;
  readonly serviceProvider: Reference;
  readonly period: { readonly start: string };
};
export type Condition = {
  readonly resourceType: "Condition";
  readonly id: string;
  readonly clinicalStatus: CodeableConcept;
  readonly code: CodeableConcept;
  readonly subject: Reference;
};
export type AllergyIntolerance = {
  readonly resourceType: "AllergyIntolerance";
  readonly id: string;
  readonly clinicalStatus: CodeableConcept;
  readonly code: CodeableConcept;
  readonly patient: Reference;
};
/** LOINC 82810-3, pregnancy status: the one observation that the region writes. */
export type Observation = {
  readonly resourceType: "Observation";
  readonly id: string;
  readonly status: "final";
  readonly code: CodeableConcept;
  readonly subject: Reference;
  readonly effectiveDateTime: string;
  readonly valueCodeableConcept: CodeableConcept;
};
export type Quantity = { readonly value: number; readonly unit: string };
export type Dosage = {
  readonly sequence: number;
  readonly text: string;
  readonly timing: {
    readonly repeat: { readonly frequency: number; readonly period: number; readonly periodUnit: "d" };
  };
  readonly doseAndRate: readonly { readonly doseQuantity: Quantity }[];
};
export type MedicationRequest = {
  readonly resourceType: "MedicationRequest";
  readonly id: string;
  readonly status: "active";
  readonly intent: "order";
  readonly medicationCodeableConcept: CodeableConcept;
  readonly subject: Reference;
  readonly encounter: Reference;
  readonly authoredOn: string;
  readonly requester: Reference;
  readonly reasonReference: readonly Reference[];
  readonly dosageInstruction: readonly Dosage[];
  readonly dispenseRequest: {
    readonly quantity: Quantity;
    readonly expectedSupplyDuration: { readonly value: number; readonly unit: "d" };
  };
};
export type Resource =
  | Patient
  | Practitioner
  | Organization
  | Encounter
  | Condition
  | AllergyIntolerance
  | Observation
  | MedicationRequest;
export type Bundle = {
  readonly resourceType: "Bundle";
  readonly type: "collection";
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
};
