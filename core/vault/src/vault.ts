import { concat, equal, toHex } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { DOCUMENT_BYTES_MAX } from "@meridian/base/limits";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { fits, id } from "@meridian/base/shape";
import { SALT_BYTES } from "@meridian/crypto/commitment";
import { sha256 } from "@meridian/crypto/hash";
import type { HpkeSealed } from "@meridian/crypto/hpke";
import { unwrapKey, wrapKey } from "@meridian/crypto/seal";
import { type ContentOf, contentOfDigest, contentOfShape } from "./content-of.ts";
import type { MasterKeys, Randomness } from "./master-keys.ts";
import { OWN_COPY, type Parcel, parcelOf, sealParcel } from "./parcel.ts";
import type { VaultRefusal } from "./refusal.ts";
import { type Description, type OpenedDocument, openContent, sealContent } from "./sealed-document.ts";
import type { PatientCopy, PatientKey, StoredDocument, VaultStore } from "./vault-store.ts";

/** Documents that one `putMany` takes. */
export const BATCH_DOCUMENTS_MAX = 4_096;
const KEY_BYTES = 32;
const NO_COPY = new Uint8Array(32);
const kindShape = id<string>("kind of document");

export type NewDocument = Description & {
  readonly document: Secret<Uint8Array>;
  /** The patient's X25519 public key, 32 bytes. With it the patient gets a copy of the document key. */
  readonly patientPublicKey?: Uint8Array;
  /** Without it the document leaves under no prescription. */
  readonly contentOf?: ContentOf;
};
/** The prescription under which a document is to leave, whose it is, which house issued it and who keeps its content. */
export type Order = Pick<Description, "patient" | "custodian"> & {
  readonly prescription: PrescriptionId;
  readonly organisation: OrganisationId;
};
/** What the ledger says about a document that leaves: under which entry and ground, and of which prescription. */
export type Entry = Order & { readonly disclosure: DisclosureId; readonly ground: string };
export type Stored = { readonly commitment: Commitment };
export type Erasure = {
  readonly patient: PersonId;
  readonly custodian: OrganisationId;
  /** How many keys were destroyed. */
  readonly keys: number;
  /** The documents that nobody can open from here any more, ascending. */
  readonly documents: readonly Commitment[];
};
export type Verification = {
  readonly checked: number;
  readonly erased: readonly Commitment[];
  /** `damaged` or `unknown-document`, each naming its commitment. */
  readonly faults: readonly VaultRefusal[];
};

type Ports = { readonly store: VaultStore; readonly masterKeys: MasterKeys; readonly randomness: Randomness };
type Unlocked = { readonly stored: StoredDocument; readonly key: Uint8Array; readonly copyDigest: Uint8Array };
type OpenKey = { readonly row: PatientKey; readonly key: Uint8Array; readonly isNew: boolean };

/**
 * Seals documents, hands them over and forgets them (architecture, Vault). A document has a key of its own, wrapped by
 * the patient's key at this custodian, wrapped by the custodian's master key. Whether somebody may have a document is
 * the ledger's business: whoever calls `release` has the disclosure committed first.
 */
export class Vault {
  readonly #store: VaultStore;
  readonly #masterKeys: MasterKeys;
  readonly #randomness: Randomness;
  /** Changes come one after another, so that none seals under a key that another erases. */
  #changes: Promise<unknown> = Promise.resolve();

  constructor({ store, masterKeys, randomness }: Ports) {
    this.#store = store;
    this.#masterKeys = masterKeys;
    this.#randomness = randomness;
  }

  async put(document: NewDocument): Promise<Result<Stored, VaultRefusal>> {
    const all = await this.putMany([document]);
    if (!all.ok) return all;
    const [first] = all.value;
    invariant(first !== undefined, "one document has one commitment");
    return ok(first);
  }

  /** All or none, in one synced write. Commitments come in the order of the documents. */
  async putMany(documents: readonly NewDocument[]): Promise<Result<readonly Stored[], VaultRefusal>> {
    const refusal = refusalOfBatch(documents);
    if (refusal !== undefined) return err(refusal);
    return this.#inTurn(() => this.#putMany(documents));
  }

  async open(commitment: Commitment): Promise<Result<OpenedDocument, VaultRefusal>> {
    const unlocked = await this.#unlock(commitment);
    if (!unlocked.ok) return unlocked;
    const opened = openContent(unlocked.value.stored, unlocked.value.key);
    return opened === undefined ? err({ code: "damaged", commitment, part: "content" }) : ok(opened);
  }

  /**
   * Seals the document's key to the recipient's X25519 key, for one disclosure and ground. The document is checked first,
   * and that it was put as the content of the entry's prescription: a commitment says which document it is, not whose.
   */
  async release(
    commitment: Commitment,
    recipientPublicKey: Uint8Array,
    { disclosure, ground, ...order }: Entry,
  ): Promise<Result<Parcel, VaultRefusal>> {
    const unlocked = await this.#unlock(commitment, order);
    if (!unlocked.ok) return unlocked;
    const { stored, key } = unlocked.value;
    if (openContent(stored, key) === undefined) return err({ code: "damaged", commitment, part: "content" });
    const seed = this.#randomness.bytes(KEY_BYTES);
    const parcel = sealParcel(stored, key, recipientPublicKey, { disclosure, ground }, seed);
    return parcel === undefined ? err({ code: "unusable-public-key" }) : ok(parcel);
  }

  /** Why the document would not leave under this order, asked before anything is entered; undefined when it would. */
  refusalOf(commitment: Commitment, order: Order): Promise<VaultRefusal | undefined> {
    return this.#faultOf(commitment, order);
  }

  /** What the patient opens alone (`OWN_COPY`), even when this custodian's keys are lost. */
  async patientCopy(commitment: Commitment): Promise<Result<Parcel, VaultRefusal>> {
    const stored = await this.#store.document(commitment);
    if (stored === undefined) return err({ code: "unknown-document", commitment });
    const copy = await this.#store.copy(commitment);
    if (copy !== undefined) return ok(parcelOf(stored, OWN_COPY, copy.key));
    const isErased = (await this.#store.patientKey(stored.patientKey)) === "erased";
    return err({ code: isErased ? "erased" : "no-copy", commitment });
  }

  /** Destroys the patient's keys at the custodian. What was handed over before cannot be called back. */
  async erase(patient: PersonId, custodian: OrganisationId): Promise<Result<Erasure, VaultRefusal>> {
    return this.#inTurn(async () => {
      const { keys, documents } = await this.#store.erase(patient, custodian);
      if (keys.length === 0) return err({ code: "nothing-to-erase", patient, custodian } as const);
      return ok({ patient, custodian, keys: keys.length, documents });
    });
  }

  /** Opens every one of these documents and compares; erased ones are no fault. */
  async verify(commitments: readonly Commitment[]): Promise<Verification> {
    const erased: Commitment[] = [];
    const faults: VaultRefusal[] = [];
    for (const commitment of commitments) {
      const fault = await this.#faultOf(commitment);
      if (fault?.code === "erased") erased.push(commitment);
      else if (fault !== undefined) faults.push(fault);
    }
    return { checked: commitments.length, erased, faults };
  }

  /** Commitments of all documents, ascending, a page at a time. */
  stored(after: Commitment | undefined, limit: number): Promise<readonly Commitment[]> {
    return this.#store.commitments(after, limit);
  }

  async #putMany(documents: readonly NewDocument[]): Promise<Result<readonly Stored[], VaultRefusal>> {
    const keys = new Map<string, OpenKey>();
    const copies: PatientCopy[] = [];
    const sealed: StoredDocument[] = [];
    for (const next of documents) {
      const name = JSON.stringify([next.custodian, next.patient]);
      const known = keys.get(name);
      const patientKey: Result<OpenKey, VaultRefusal> = known === undefined ? await this.#keyFor(next) : ok(known);
      if (!patientKey.ok) return patientKey;
      keys.set(name, patientKey.value);
      const result = this.#seal(next, patientKey.value);
      if (!result.ok) return result;
      sealed.push(result.value.stored);
      if (result.value.copy !== undefined) copies.push(result.value.copy);
    }
    const newKeys = [...keys.values()].filter(({ isNew }) => isNew).map(({ row }) => row);
    await this.#store.put({ keys: newKeys, copies, documents: sealed });
    return ok(sealed.map(({ commitment }) => ({ commitment })));
  }

  #seal(
    { document, patient, custodian, kind, patientPublicKey, contentOf }: NewDocument,
    patientKey: OpenKey,
  ): Result<{ readonly stored: StoredDocument; readonly copy?: PatientCopy }, VaultRefusal> {
    const key = this.#randomness.bytes(KEY_BYTES);
    const nonce = this.#randomness.bytes(12);
    const salt = this.#randomness.bytes(SALT_BYTES);
    const content = sealContent(document.reveal(), { patient, custodian, kind }, { key, nonce, salt });
    const keyId = patientKey.row.id;
    const store = (copyDigest: Uint8Array): StoredDocument => ({
      ...content,
      ...(contentOf && { contentOf }),
      patientKey: keyId,
      wrappedKey: wrapKey(patientKey.key, concat(key, copyDigest, contentOfDigest(contentOf))),
    });
    if (patientPublicKey === undefined) return ok({ stored: store(NO_COPY) });
    const own = sealParcel(content, key, patientPublicKey, OWN_COPY, this.#randomness.bytes(KEY_BYTES));
    if (own === undefined) return err({ code: "unusable-public-key" });
    const copy = { commitment: content.commitment, patientKey: keyId, key: own.key };
    return ok({ stored: store(digestOf(own.key)), copy });
  }

  /** The patient's key at the custodian: the present one, or a new one. */
  async #keyFor({ patient, custodian }: Description): Promise<Result<OpenKey, VaultRefusal>> {
    if (!(await this.#masterKeys.holds(custodian))) return err({ code: "unknown-custodian", custodian });
    const row = await this.#store.currentKey(patient, custodian);
    if (row !== undefined) {
      const key = await this.#masterKeys.unwrap(custodian, row.wrapped);
      if (key === undefined) return err({ code: "key-damaged", patient, custodian });
      return ok({ row, key: key.reveal(), isNew: false });
    }
    const key = this.#randomness.bytes(KEY_BYTES);
    const id = toHex(this.#randomness.bytes(16));
    const wrapped = await this.#masterKeys.wrap(custodian, new Secret(key));
    return ok({ row: { id, patient, custodian, wrapped }, key, isNew: true });
  }

  async #unlock(commitment: Commitment, order?: Order): Promise<Result<Unlocked, VaultRefusal>> {
    const stored = await this.#store.document(commitment);
    if (stored === undefined) return err({ code: "unknown-document", commitment });
    const { custodian } = stored;
    // First, so that nobody learns more about another's document. What is compared here is sealed in: `openContent` shows
    // whose it is, and the wrapped key below what it is the content of.
    const member = order && strangeIn(stored, order);
    if (member !== undefined) return err({ code: "other-document", commitment, member });
    const row = await this.#store.patientKey(stored.patientKey);
    if (row === "erased") return err({ code: "erased", commitment });
    // The key row says whose it is, so a changed description is found here and not taken for a missing master key.
    if (row === undefined) return err({ code: "damaged", commitment, part: "patient-key" });
    if (row.patient !== stored.patient || row.custodian !== custodian)
      return err({ code: "damaged", commitment, part: "content" });
    if (!(await this.#masterKeys.holds(custodian))) return err({ code: "unknown-custodian", custodian });
    const patientKey = await this.#masterKeys.unwrap(custodian, row.wrapped);
    if (patientKey === undefined) return err({ code: "damaged", commitment, part: "patient-key" });
    const unwrapped = unwrapKey(patientKey.reveal(), stored.wrappedKey);
    if (unwrapped === undefined || unwrapped.length < 2 * KEY_BYTES)
      return err({ code: "damaged", commitment, part: "wrapped-key" });
    if (!equal(unwrapped.subarray(2 * KEY_BYTES), contentOfDigest(stored.contentOf)))
      return err({ code: "damaged", commitment, part: "content" });
    return ok({
      stored,
      key: unwrapped.subarray(0, KEY_BYTES),
      copyDigest: unwrapped.subarray(KEY_BYTES, 2 * KEY_BYTES),
    });
  }

  async #faultOf(commitment: Commitment, order?: Order): Promise<VaultRefusal | undefined> {
    const unlocked = await this.#unlock(commitment, order);
    if (!unlocked.ok) return unlocked.error;
    const { stored, key, copyDigest } = unlocked.value;
    if (stored.commitment !== commitment || openContent(stored, key) === undefined)
      return { code: "damaged", commitment, part: "content" };
    const copy = await this.#store.copy(commitment);
    const digest = copy === undefined ? NO_COPY : digestOf(copy.key);
    return equal(digest, copyDigest) ? undefined : { code: "damaged", commitment, part: "patient-copy" };
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#changes.then(change, change);
    this.#changes = done.catch(() => undefined);
    return done;
  }
}

const digestOf = ({ enc, ciphertext }: HpkeSealed): Uint8Array => sha256(enc, ciphertext);

/** In what the document is not the order's; undefined when it is. */
function strangeIn({ patient, custodian, contentOf }: StoredDocument, order: Order): keyof Order | undefined {
  if (order.patient !== patient) return "patient";
  if (order.custodian !== custodian) return "custodian";
  if (!contentOf?.prescriptions.includes(order.prescription)) return "prescription";
  return order.organisation === contentOf.organisation ? undefined : "organisation";
}

function refusalOfBatch(documents: readonly NewDocument[]): VaultRefusal | undefined {
  if (documents.length > BATCH_DOCUMENTS_MAX)
    return { code: "batch-too-large", documents: documents.length, max: BATCH_DOCUMENTS_MAX };
  for (const [index, { document, kind, contentOf }] of documents.entries()) {
    invariant(fits(kindShape, kind), "the kind of a document is a code");
    invariant(contentOf === undefined || fits(contentOfShape, contentOf), "a document is the content of issues");
    const bytes = document.reveal().length;
    if (bytes === 0) return { code: "document-empty", index };
    if (bytes > DOCUMENT_BYTES_MAX) return { code: "document-too-large", index, bytes, max: DOCUMENT_BYTES_MAX };
  }
  return undefined;
}
