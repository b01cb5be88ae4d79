import type { Secret } from "@meridian/base/secret";
import type { Medicine } from "@meridian/formulary/medicine";
import type { Day } from "./calendar.ts";
import type { IntakeFault } from "./fault.ts";
import type { Gender, Identifier } from "./fhir-types.ts";
import type { Code } from "./node.ts";

/** Who a patient is. */
export type Subject = {
  readonly name: string | undefined;
  readonly identifiers: readonly Identifier[];
  readonly birthDate: string;
  readonly gender: Gender;
};

/** What a review needs to know of a patient on the day of the order. */
export type ClinicalPicture = {
  readonly ageMonths: number;
  readonly gender: Gender;
  /** By the latest LOINC 82810-3 of the last nine months; undefined when nobody recorded it. */
  readonly pregnant: boolean | undefined;
  /** Reasons of this order, each with its codings. */
  readonly conditions: readonly (readonly Code[])[];
  readonly allergies: readonly Allergy[];
};
export type Allergy = {
  readonly codings: readonly Code[];
  /** ATC prefixes among the codings: everything below one is meant. */
  readonly atc: readonly string[];
};

export type Party = { readonly name: Secret<string | undefined>; readonly identifiers: Secret<readonly Identifier[]> };

/** What an order left out, and a usual value stands for. */
export type Assumption = "dose" | "frequency" | "duration";

export type OrderedQuantity = {
  /** In the medicine's own unit. */
  readonly units: number;
  /** How long it lasts, in days. */
  readonly days: number;
  /** Of the leading substance on a day of treatment; undefined when the order or the medicine does not say. */
  readonly dailyMicrograms: number | undefined;
  readonly basis: "dispense-request" | "dosage" | "usual-dose";
  /** Empty when the order says it all. */
  readonly assumed: readonly Assumption[];
};

/** One MedicationRequest (FHIR R4), read and joined with what it refers to. */
export type OrderIntake = {
  /** Where it stands in the bundle. */
  readonly path: string;
  readonly id: string | undefined;
  readonly status: OrderStatus;
  readonly intent: OrderIntent;
  readonly authoredOn: string;
  readonly authoredDay: Day;
  readonly medicine: Medicine;
  readonly quantity: OrderedQuantity;
  readonly patient: Secret<Subject>;
  readonly picture: Secret<ClinicalPicture>;
  readonly prescriber: Party | undefined;
  readonly organisation: Party | undefined;
  /** Code of Encounter.class, such as `AMB`. */
  readonly encounterClass: string | undefined;
};

/** What a bundle holds: the orders that can be taken in, and why others cannot. */
export type Intake = {
  readonly orders: readonly OrderIntake[];
  /** MedicationRequests of the bundle, taken in or not. */
  readonly requests: number;
  readonly faults: readonly IntakeFault[];
};

/** The statuses and intents of an order that was really given; a draft or a proposal is none. */
export const ORDER_STATUSES = ["active", "on-hold", "cancelled", "completed", "stopped"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export const ORDER_INTENTS = ["order", "original-order", "reflex-order", "filler-order", "instance-order"] as const;
export type OrderIntent = (typeof ORDER_INTENTS)[number];
