import type { Commitment, DisclosureId, OrganisationId, PersonId, PrescriptionId, Seconds } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import type { Ground, Purpose } from "@meridian/disclosure/grounds";

/** A document that a custodian is to seal. */
export type Content = {
  readonly bytes: Secret<Uint8Array>;
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
  /** What it is, as a code: `prescription`, `review-result`. */
  readonly kind: string;
  /** Under which prescriptions it may leave, and the house that issues them; without it, under none. */
  readonly contentOf?: { readonly organisation: OrganisationId; readonly prescriptions: readonly PrescriptionId[] };
};

/** Who wants a document of whom, and why. */
export type Wish = {
  readonly prescription: PrescriptionId;
  readonly commitment: Commitment;
  readonly custodian: OrganisationId;
  readonly recipient: OrganisationId;
  readonly ground: Ground;
  readonly purpose: Purpose;
};
export type Released = { readonly disclosure: DisclosureId; readonly bytes: Secret<Uint8Array> };

/**
 * Port: the custodians' vaults, and the recipients' way of opening what they are given. Promise: `release` has the
 * disclosure on the ledger before anything leaves, and answers what the recipient opened and checked against the
 * commitment; its error is the code of the refusal.
 */
export interface Documents {
  put(content: Content): Promise<Commitment>;
  release(wish: Wish): Promise<Result<Released, string>>;
}

/** Port: what whoever plays looks up at a node besides receipts. */
export interface Ledger {
  /** The committed state of a record, or undefined when there is none. */
  record(domain: string, id: string): Promise<unknown>;
  /** About the time that the next block will have; the ledger's own word is in its events. */
  now(): Seconds;
  /** Lets time pass. */
  pause(milliseconds: number): Promise<void>;
}
