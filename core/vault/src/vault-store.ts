import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import type { HpkeSealed } from "@meridian/crypto/hpke";
import type { ContentOf } from "./content-of.ts";
import type { SealedContent } from "./sealed-document.ts";

/** Names one key of one patient at one custodian: 16 random bytes, hexadecimal. After an erasure the next is another. */
export type PatientKeyId = string;

export type PatientKey = {
  readonly id: PatientKeyId;
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
  /** Under the custodian's master key. */
  readonly wrapped: Uint8Array;
};

/** The document key sealed to the patient's own key. Who erases the patient's key erases this too. */
export type PatientCopy = {
  readonly commitment: Commitment;
  readonly patientKey: PatientKeyId;
  readonly key: HpkeSealed;
};

export type StoredDocument = SealedContent & {
  /** Under which prescriptions it leaves; absent: under none. */
  readonly contentOf?: ContentOf;
  readonly patientKey: PatientKeyId;
  /** AES Key Wrap, under the patient's key, of the document key and the digests of the patient's copy and of `contentOf`. */
  readonly wrappedKey: Uint8Array;
};

export type Deposit = {
  readonly keys: readonly PatientKey[];
  readonly copies: readonly PatientCopy[];
  readonly documents: readonly StoredDocument[];
};

/** What an erasure destroyed. */
export type Erased = {
  readonly keys: readonly PatientKeyId[];
  /** Every document that was sealed under these keys, in the order of their commitments. */
  readonly documents: readonly Commitment[];
};

/**
 * Where a vault keeps what it sealed. Nothing in it is readable without a master key. Promises, kept by every adapter
 * (store.conformance.ts):
 *
 * - `put` resolves when everything in it survives `kill -9` and a power cut. Before that a crash may leave keys and
 *   copies without documents, never a document without its key. A document or key that is there already is a bug of
 *   the caller and throws an InvariantError; so does a document whose key is not there. Then nothing of it is kept.
 * - `patientKey` answers "erased" for a key that `erase` destroyed, undefined for one that never was. `currentKey`
 *   answers the key of the patient at the custodian that is not erased; there is at most one.
 * - `erase` destroys all keys and copies of the patient at the custodian so that no file of the store contains them
 *   when it resolves: no log, no free page. Ids of erased keys are remembered. Other patients and custodians keep theirs.
 * - `commitments` lists in ascending order, from after the given one.
 * - What comes back is byte for byte what was put, also after the store was closed and opened again. A store that
 *   cannot read what it wrote (a disk that rots) may answer anything; the vault notices.
 */
export interface VaultStore {
  put(deposit: Deposit): Promise<void>;
  currentKey(patient: PersonId, custodian: OrganisationId): Promise<PatientKey | undefined>;
  patientKey(id: PatientKeyId): Promise<PatientKey | "erased" | undefined>;
  document(commitment: Commitment): Promise<StoredDocument | undefined>;
  copy(commitment: Commitment): Promise<PatientCopy | undefined>;
  commitments(after: Commitment | undefined, limit: number): Promise<readonly Commitment[]>;
  erase(patient: PersonId, custodian: OrganisationId): Promise<Erased>;
  close(): Promise<void>;
}
