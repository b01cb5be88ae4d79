import type { OrganisationId, PrescriptionId, Seconds, UnitCode } from "@meridian/base/ids";
import { id, literal, object, oneOf, type TypeOf, union } from "@meridian/base/shape";

const about = { domain: literal("unit"), code: id<UnitCode>("trace code of one saleable unit, normalised") };
const prescription = id<PrescriptionId>();
const organisation = id<OrganisationId>();

export const commandShape = union("type", {
  /** Reaction to prescription/dispensed, once for each of its codes. */
  dispense: object({ ...about, type: literal("dispense"), prescription, pharmacy: organisation }),
  /** Reaction to prescription/reversed and prescription/refused, once for each of their codes. */
  takeBack: object({ ...about, type: literal("takeBack"), prescription }),
  recall: object({
    ...about,
    type: literal("recall"),
    organisation,
    reason: oneOf("defect", "contamination", "counterfeit", "labelling", "precaution"),
  }),
});
export type Command = TypeOf<typeof commandShape>;

export type Event = { readonly at: Seconds } & (
  | { readonly type: "dispensed"; readonly prescription: PrescriptionId; readonly pharmacy: OrganisationId }
  | { readonly type: "takenBack"; readonly prescription: PrescriptionId; readonly pharmacy: OrganisationId }
  /** `prescription` and `pharmacy` say who has it, or null when it was never sold. */
  | {
      readonly type: "recalled";
      readonly by: OrganisationId;
      readonly reason: string;
      readonly prescription: PrescriptionId | null;
      readonly pharmacy: OrganisationId | null;
    }
);

export type Rejection =
  | { readonly code: "not-a-reaction" }
  | { readonly code: "already-dispensed"; readonly prescription: PrescriptionId }
  | { readonly code: "returned" | "recalled" }
  | { readonly code: "not-dispensed" }
  | { readonly code: "dispensed-elsewhere"; readonly prescription: PrescriptionId }
  | { readonly code: "not-entitled"; readonly organisation: OrganisationId }
  | { readonly code: "unknown-organisation" | "organisation-inactive"; readonly organisation: OrganisationId };

export type Facts = {
  organisation(id: OrganisationId): { readonly active: boolean; readonly kind: string } | undefined;
  /** Who made what bears this code, where the network knows. */
  makerOf(code: UnitCode): OrganisationId | undefined;
};

/** `prescription` is the live dispense the unit is in, null when it is in none. */
export type State =
  | { readonly status: "none" }
  | {
      readonly status: "dispensed";
      readonly prescription: PrescriptionId;
      readonly pharmacy: OrganisationId;
      readonly at: Seconds;
    }
  | {
      readonly status: "returned";
      readonly prescription: PrescriptionId;
      readonly pharmacy: OrganisationId;
      readonly at: Seconds;
    }
  | {
      readonly status: "recalled";
      readonly prescription: PrescriptionId | null;
      readonly pharmacy: OrganisationId | null;
      readonly at: Seconds;
    };
