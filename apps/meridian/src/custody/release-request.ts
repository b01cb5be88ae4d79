import { concat, toHex, utf8 } from "@meridian/base/bytes";
import type {
  Commitment,
  DisclosureId,
  KeyId,
  OrganisationId,
  PersonId,
  PrescriptionId,
  WarrantId,
} from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { hash, hexBytes, id, literal, object, oneOf, optional, type TypeOf, union } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import type { RelyingParty } from "@meridian/crypto/webauthn";
import { GROUNDS, PURPOSES } from "@meridian/disclosure/grounds";
import { signatureShape } from "@meridian/kernel/transaction";
import { messageKeyOf } from "./message-signature.ts";

/** Why a custodian does not hand over a document, before or beside what vault and ledger refuse. */
export type CustodyRejection =
  | { readonly code: "bad-signature" }
  | { readonly code: "key-not-of-recipient" }
  | { readonly code: "unknown-prescription" }
  | { readonly code: "not-kept-here"; readonly custodian: OrganisationId }
  | { readonly code: "not-of-this-custodian" }
  | { readonly code: "already-opened"; readonly disclosure: DisclosureId }
  | { readonly code: "other-disclosure"; readonly disclosure: DisclosureId }
  | { readonly code: "undecided"; readonly disclosure: DisclosureId };

const wishFields = {
  prescription: id<PrescriptionId>(),
  commitment: hash<Commitment>(),
  recipient: union("type", {
    organisation: object({ type: literal("organisation"), organisation: id<OrganisationId>() }),
    person: object({ type: literal("person"), person: id<PersonId>() }),
  }),
  ground: oneOf(...GROUNDS),
  purpose: oneOf(...PURPOSES),
  warrant: optional(id<WarrantId>()),
  /** X25519 public key (RFC 7748) to which the document's key is sealed. */
  recipientKey: hexBytes(32),
  /** Makes two equal wishes two disclosures. */
  nonce: optional(hexBytes(16)),
};
export const wishShape = object(wishFields);
/** What somebody wants of a custodian. Sent twice, it is one disclosure. */
export type ReleaseWish = TypeOf<typeof wishShape>;

export const releaseRequestShape = object({ ...wishFields, signature: signatureShape });
/** A wish, signed by a registered key of the recipient over `releaseBytesOf` the wish. */
export type ReleaseRequest = TypeOf<typeof releaseRequestShape>;

const PREFIX = concat(utf8("meridian/release/v1"), Uint8Array.of(0));

/** What the recipient's key signs: the prefix and the canonical JSON of the wish. A passkey signs their SHA-256. */
export const releaseBytesOf = (wish: ReleaseWish): Uint8Array => concat(PREFIX, canonicalBytes(wish));

export const wishOf = ({ signature: _, ...wish }: ReleaseRequest): ReleaseWish => wish;

/** The same wish is the same disclosure, so that asking again after a lost answer releases nothing twice. */
export const disclosureIdOf = (wish: ReleaseWish): DisclosureId =>
  `d-${toHex(sha256(releaseBytesOf(wish))).slice(0, 48)}` as DisclosureId;

/** The key that signed the request, or undefined when the signature does not hold. */
export const signerOf = ({ signature, ...wish }: ReleaseRequest, relyingParty: RelyingParty): KeyId | undefined =>
  messageKeyOf(signature, releaseBytesOf(wish), relyingParty);
