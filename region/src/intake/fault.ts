/** Why a bundle, or one thing in it, cannot be taken in. */
export type FaultCode =
  // the whole bundle
  | "not-a-bundle"
  | "unsupported-bundle-type"
  | "entries-malformed"
  | "too-many-entries"
  | "too-many-requests"
  // one entry
  | "entry-malformed"
  | "duplicate-entry"
  // one request, or what it refers to
  | "missing"
  | "malformed"
  | "too-long"
  | "too-many"
  | "unsupported"
  | "unsupported-medicine"
  | "unresolved-reference"
  | "wrong-resource-type"
  | "born-after-order";

/**
 * One fault: what, where, and a detail for whoever repairs the sender. The detail holds only words of the standard,
 * medicine codes and counts, never a value that could describe a patient.
 */
export type IntakeFault = { readonly code: FaultCode; readonly path: string; readonly detail: string };

/** Where a reader notes its faults and goes on, so that a sender learns all of them at once. */
export class Faults {
  readonly list: IntakeFault[] = [];

  note(code: FaultCode, path: string, detail: string): undefined {
    this.list.push({ code, path, detail });
    return undefined;
  }
}
