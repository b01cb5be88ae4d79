import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type {
  Deposit,
  Erased,
  PatientCopy,
  PatientKey,
  PatientKeyId,
  StoredDocument,
  VaultStore,
} from "@meridian/vault/vault-store";
import { ContentFile } from "./content-file.ts";
import { KeysFile } from "./keys-file.ts";

/**
 * A vault in two SQLite files, so that keys and ciphertext can have backups of their own (consent reference, section
 * 11.4). Both WAL with synchronous=FULL: one fdatasync a deposit, two when it brings a new patient. Calls block the
 * thread for as long as the disk takes.
 */
export class SqliteVaultStore implements VaultStore {
  readonly #content: ContentFile;
  readonly #keys: KeysFile;

  constructor(files: { readonly content: string; readonly keys: string }) {
    this.#content = new ContentFile(files.content);
    this.#keys = new KeysFile(files.keys);
  }

  async put({ keys, copies, documents }: Deposit): Promise<void> {
    this.#expectNew(keys, documents);
    this.#keys.put(keys, copies);
    this.#content.put(documents);
  }

  async currentKey(patient: PersonId, custodian: OrganisationId): Promise<PatientKey | undefined> {
    return this.#keys.current(patient, custodian);
  }

  async patientKey(id: PatientKeyId): Promise<PatientKey | "erased" | undefined> {
    return this.#keys.key(id);
  }

  async document(commitment: Commitment): Promise<StoredDocument | undefined> {
    return this.#content.document(commitment);
  }

  async copy(commitment: Commitment): Promise<PatientCopy | undefined> {
    return this.#keys.copy(commitment);
  }

  async commitments(after: Commitment | undefined, limit: number): Promise<readonly Commitment[]> {
    return this.#content.commitments(after, limit);
  }

  /** Whose master keys it takes to open what is here. */
  custodians(): readonly OrganisationId[] {
    return this.#keys.custodians();
  }

  async erase(patient: PersonId, custodian: OrganisationId): Promise<Erased> {
    const key = this.#keys.current(patient, custodian);
    if (key === undefined) return { keys: [], documents: [] };
    const documents = this.#content.underKey(key.id);
    this.#keys.erase(key.id);
    return { keys: [key.id], documents };
  }

  async close(): Promise<void> {
    this.#keys.close();
    this.#content.close();
  }

  /** Two files cannot share a transaction, so what would fail in the second is found before the first is written. */
  #expectNew(keys: readonly PatientKey[], documents: readonly StoredDocument[]): void {
    const names = new Set<PatientKeyId>();
    for (const { id, patient, custodian } of keys) {
      invariant(!names.has(id) && this.#keys.key(id) === undefined, "a key id is used once");
      invariant(this.#keys.current(patient, custodian) === undefined, "a patient has one key at a custodian");
      names.add(id);
    }
    const seen = new Set<Commitment>();
    for (const { commitment, patientKey } of documents) {
      if (!names.has(patientKey)) {
        const key = this.#keys.key(patientKey);
        invariant(key !== undefined && key !== "erased", "a document has a key");
        names.add(patientKey);
      }
      invariant(!seen.has(commitment) && !this.#content.has(commitment), "a document is stored once");
      seen.add(commitment);
    }
  }
}
