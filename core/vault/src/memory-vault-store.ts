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
} from "./vault-store.ts";

/** A store of the simplest kind: the model that adapters are compared with, and a stand-in for tests. */
export class MemoryVaultStore implements VaultStore {
  readonly #keys = new Map<PatientKeyId, PatientKey | "erased">();
  readonly #copies = new Map<Commitment, PatientCopy>();
  readonly #documents = new Map<Commitment, StoredDocument>();

  async put({ keys, copies, documents }: Deposit): Promise<void> {
    for (const key of keys) {
      invariant(!this.#keys.has(key.id), "a key id is used once");
      invariant(this.#current(key.patient, key.custodian) === undefined, "a patient has one key at a custodian");
    }
    const known = new Set([...keys.map(({ id }) => id), ...this.#liveIds()]);
    for (const document of documents) {
      invariant(known.has(document.patientKey), "a document has a key");
      invariant(!this.#documents.has(document.commitment), "a document is stored once");
    }
    for (const key of keys) this.#keys.set(key.id, key);
    for (const copy of copies) this.#copies.set(copy.commitment, copy);
    for (const document of documents) this.#documents.set(document.commitment, document);
  }

  async currentKey(patient: PersonId, custodian: OrganisationId): Promise<PatientKey | undefined> {
    return this.#current(patient, custodian);
  }

  async patientKey(id: PatientKeyId): Promise<PatientKey | "erased" | undefined> {
    return this.#keys.get(id);
  }

  async document(commitment: Commitment): Promise<StoredDocument | undefined> {
    return this.#documents.get(commitment);
  }

  async copy(commitment: Commitment): Promise<PatientCopy | undefined> {
    return this.#copies.get(commitment);
  }

  async commitments(after: Commitment | undefined, limit: number): Promise<readonly Commitment[]> {
    return [...this.#documents.keys()]
      .sort()
      .filter((commitment) => after === undefined || commitment > after)
      .slice(0, limit);
  }

  async erase(patient: PersonId, custodian: OrganisationId): Promise<Erased> {
    const key = this.#current(patient, custodian);
    if (key === undefined) return { keys: [], documents: [] };
    this.#keys.set(key.id, "erased");
    for (const [commitment, copy] of this.#copies) if (copy.patientKey === key.id) this.#copies.delete(commitment);
    const documents = [...this.#documents.values()]
      .filter(({ patientKey }) => patientKey === key.id)
      .map(({ commitment }) => commitment)
      .sort();
    return { keys: [key.id], documents };
  }

  async close(): Promise<void> {}

  #current(patient: PersonId, custodian: OrganisationId): PatientKey | undefined {
    for (const key of this.#keys.values())
      if (key !== "erased" && key.patient === patient && key.custodian === custodian) return key;
    return undefined;
  }

  #liveIds(): readonly PatientKeyId[] {
    return [...this.#keys].flatMap(([id, key]) => (key === "erased" ? [] : [id]));
  }
}
