import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes, canonicalText, parseJson } from "@meridian/base/json";
import { fits, id, list, object, type TypeOf } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";

/** Issues of a series that share one document, at most. */
export const ISSUES_OF_DOCUMENT_MAX = 99;

/**
 * What a document is the content of: an order's one issue, or those of its series, and the house that issues them. Other
 * documents (findings, notes, reckonings) are the content of nothing and leave under no prescription.
 */
export const contentOfShape = object({
  organisation: id<OrganisationId>("which issues them"),
  prescriptions: list(id<PrescriptionId>(), { min: 1, max: ISSUES_OF_DOCUMENT_MAX, unique: true }),
});
export type ContentOf = TypeOf<typeof contentOfShape>;

/** As a store keeps it beside the sealed bytes. */
export const contentOfText = (contentOf: ContentOf): string => canonicalText(contentOf);

/** Undefined when the text, as a disk gives it back, is none of ours. */
export function contentOfIn(text: string): ContentOf | undefined {
  const value = parseJson(text);
  return fits(contentOfShape, value) ? value : undefined;
}

/** Wrapped with the document's key, so that what stands beside a document cannot be changed; empty for none. */
export const contentOfDigest = (contentOf: ContentOf | undefined): Uint8Array =>
  contentOf === undefined
    ? new Uint8Array()
    : sha256(canonicalBytes({ format: "meridian/content-of/v1", ...contentOf }));
