import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";

/**
 * What of a stored document is not as it was stored: the patient's key, the document key under it, the sealed bytes or
 * the words that describe them, or the patient's own copy of the document key.
 */
export type Part = "patient-key" | "wrapped-key" | "content" | "patient-copy";

/** Why a vault did not do what it was asked. */
export type VaultRefusal =
  | { readonly code: "document-empty"; readonly index: number }
  | { readonly code: "document-too-large"; readonly index: number; readonly bytes: number; readonly max: number }
  | { readonly code: "batch-too-large"; readonly documents: number; readonly max: number }
  | { readonly code: "unknown-custodian"; readonly custodian: OrganisationId }
  | { readonly code: "unusable-public-key" }
  | { readonly code: "unknown-document"; readonly commitment: Commitment }
  | {
      readonly code: "other-document";
      readonly commitment: Commitment;
      /** What of the prescription is not the document's: itself, whose it is, who keeps it, or the house that issued it. */
      readonly member: "patient" | "custodian" | "prescription" | "organisation";
    }
  | { readonly code: "no-copy"; readonly commitment: Commitment }
  | { readonly code: "erased"; readonly commitment: Commitment }
  | { readonly code: "damaged"; readonly commitment: Commitment; readonly part: Part }
  | { readonly code: "key-damaged"; readonly patient: PersonId; readonly custodian: OrganisationId }
  | { readonly code: "nothing-to-erase"; readonly patient: PersonId; readonly custodian: OrganisationId };

/** Why a parcel does not open: it is about something else, or it is not what was sealed for this key. */
export type ParcelRefusal =
  | { readonly code: "other-parcel"; readonly member: "disclosure" | "commitment" | "ground" }
  | { readonly code: "parcel-damaged"; readonly commitment: Commitment };
