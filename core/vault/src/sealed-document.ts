import { concat } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { commitmentOf, commitsTo, SALT_BYTES } from "@meridian/crypto/commitment";
import { openAead, sealAead } from "@meridian/crypto/seal";

/** Whose document it is, who keeps it, and what kind it is (a code, such as `prescription`). All of it is sealed in. */
export type Description = {
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
  readonly kind: string;
};

/** The sealed bytes with what one must know to open them, besides the key. Safe to replicate. */
export type SealedContent = Description & {
  readonly commitment: Commitment;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
  /** AES-256-GCM of salt and document, with its tag. */
  readonly ciphertext: Uint8Array;
};

export type OpenedDocument = Description & {
  readonly document: Secret<Uint8Array>;
  /** With the document it proves the commitment; without it nobody can. */
  readonly salt: Secret<Uint8Array>;
};

/** What is authenticated besides the sealed bytes: a ciphertext cannot change its patient, custodian or kind. */
export const aadOf = ({ patient, custodian, kind, commitment }: Description & { readonly commitment: Commitment }) =>
  canonicalBytes({ format: "meridian/sealed-document/v1", commitment, custodian, kind, patient });

export function sealContent(
  document: Uint8Array,
  { patient, custodian, kind }: Description,
  random: { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly salt: Uint8Array },
): SealedContent {
  const commitment = commitmentOf(random.salt, document);
  const head = { commitment, patient, custodian, kind };
  const ciphertext = sealAead(random.key, random.nonce, concat(random.salt, document), aadOf(head));
  return { ...head, nonce: random.nonce, ciphertext };
}

/** Undefined when the bytes, their description or the commitment are not those that were sealed under this key. */
export function openContent(content: SealedContent, key: Uint8Array): OpenedDocument | undefined {
  const plaintext = openAead(key, content.nonce, content.ciphertext, aadOf(content));
  if (plaintext === undefined || plaintext.length < SALT_BYTES) return undefined;
  const salt = plaintext.subarray(0, SALT_BYTES);
  const document = plaintext.subarray(SALT_BYTES);
  if (!commitsTo(content.commitment, salt, document)) return undefined;
  const { patient, custodian, kind } = content;
  return { patient, custodian, kind, document: new Secret(document), salt: new Secret(salt) };
}
