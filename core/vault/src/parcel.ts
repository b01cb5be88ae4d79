import type { Commitment, DisclosureId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import type { HpkeSealed } from "@meridian/crypto/hpke";
import { hpkeOpen, hpkeSeal } from "@meridian/crypto/seal";
import type { ParcelRefusal } from "./refusal.ts";
import { aadOf, type OpenedDocument, openContent, type SealedContent } from "./sealed-document.ts";

/** On which entry of the ledger, and on which ground, a document is handed over. */
export type Handover = {
  /** The disclosure on the ledger; empty for the copy that the patient has from the start. */
  readonly disclosure: DisclosureId | "";
  /** The ground that the ledger names, such as `claim`. */
  readonly ground: string;
};

/** A document as it leaves the vault: sealed as it was, with its key sealed to one recipient for one disclosure. */
export type Parcel = SealedContent & Handover & { readonly key: HpkeSealed };

/** The patient's copy of a document key is sealed when the document is, before anything is disclosed. */
export const OWN_COPY: Handover = { disclosure: "", ground: "own-copy" };

export function sealParcel(
  content: SealedContent,
  documentKey: Uint8Array,
  recipientPublicKey: Uint8Array,
  handover: Handover,
  ephemeralSeed: Uint8Array,
): Parcel | undefined {
  const info = infoOf(content.commitment, handover);
  const key = hpkeSeal(recipientPublicKey, info, aadOf(content), documentKey, ephemeralSeed);
  return key === undefined ? undefined : parcelOf(content, handover, key);
}

/** The members of a parcel and no others: what else a vault knows of a document stays there. */
export const parcelOf = (
  { commitment, patient, custodian, kind, nonce, ciphertext }: SealedContent,
  { disclosure, ground }: Handover,
  key: HpkeSealed,
): Parcel => ({ commitment, patient, custodian, kind, nonce, ciphertext, disclosure, ground, key });

/**
 * Opens a parcel with the recipient's X25519 secret key (32 bytes). What is expected comes from the ledger, not from
 * whoever sent the parcel: the disclosure, its ground and the commitment of the prescription.
 */
export function openParcel(
  parcel: Parcel,
  recipientSecretKey: Secret<Uint8Array>,
  expected: Handover & { readonly commitment: Commitment },
): Result<OpenedDocument, ParcelRefusal> {
  for (const member of ["disclosure", "commitment", "ground"] as const)
    if (parcel[member] !== expected[member]) return err({ code: "other-parcel", member });
  const key = hpkeOpen(recipientSecretKey.reveal(), infoOf(expected.commitment, expected), aadOf(parcel), parcel.key);
  const opened = key?.length === 32 ? openContent(parcel, key) : undefined;
  return opened === undefined ? err({ code: "parcel-damaged", commitment: expected.commitment }) : ok(opened);
}

const infoOf = (commitment: Commitment, { disclosure, ground }: Handover): Uint8Array =>
  canonicalBytes({ format: "meridian/parcel/v1", commitment, disclosure, ground });
