import { rejects, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { Commitment, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { InvariantError } from "@meridian/base/invariant";
import type { Deposit, PatientCopy, PatientKey, StoredDocument, VaultStore } from "./vault-store.ts";

/** What a suite needs of an adapter: an empty store that can be closed and opened again. */
export type VaultStoreUnderTest = {
  readonly store: VaultStore;
  /** Closes the store and opens the same again. */
  readonly reopen: () => Promise<VaultStore>;
  /** Whether these bytes stand anywhere in the files of the store, if it has files. */
  readonly holds?: (bytes: Uint8Array) => boolean;
  readonly dispose: () => Promise<void>;
};

const prescription = (n: number): PrescriptionId => `rx-${n}` as PrescriptionId;
const patient = (n: number): PersonId => `patient-${n}` as PersonId;
const hospital = "first-people-hospital" as OrganisationId;
const clinic = "east-clinic" as OrganisationId;
/** Bytes that stand nowhere else, so that finding them means something. */
const bytes = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (seed * 151 + i * 89 + ((i * seed) >> 2)) & 255);
const commitment = (n: number): Commitment => n.toString(16).padStart(64, "0") as Commitment;

const keyOf = (n: number, who: PersonId, custodian = hospital): PatientKey => ({
  id: n.toString(16).padStart(32, "0"),
  patient: who,
  custodian,
  wrapped: bytes(40, 100 + n),
});
const documentOf = (n: number, { id, patient, custodian }: PatientKey): StoredDocument => ({
  commitment: commitment(n),
  patient,
  custodian,
  kind: "prescription",
  // Some are the content of a series, some of nothing.
  ...(n % 2 === 0 && { contentOf: { organisation: clinic, prescriptions: [prescription(n), prescription(n + 1)] } }),
  nonce: bytes(12, n),
  ciphertext: bytes(200 + n, 50 + n),
  patientKey: id,
  wrappedKey: bytes(72, 30 + n),
});
const copyOf = ({ commitment, patientKey }: StoredDocument, n: number): PatientCopy => ({
  commitment,
  patientKey,
  key: { enc: bytes(32, 200 + n), ciphertext: bytes(48, 210 + n) },
});
const deposit = (parts: Partial<Deposit>): Deposit => ({ keys: [], copies: [], documents: [], ...parts });

const [a, b, c] = [keyOf(1, patient(1)), keyOf(2, patient(2)), keyOf(3, patient(1), clinic)];
const [first, second, third] = [documentOf(10, a), documentOf(2, a), documentOf(7, b)];
const [fourth] = [documentOf(4, c)];
const whole = deposit({
  keys: [a, b, c],
  documents: [first, second, third, fourth],
  copies: [copyOf(first, 1), copyOf(third, 2)],
});

/** The promises of `VaultStore`, run by every adapter. */
export function vaultStorePromises(name: string, open: () => Promise<VaultStoreUnderTest>): void {
  describe(`vault store: ${name}`, () => {
    const using = (run: (under: VaultStoreUnderTest) => Promise<void>) => async () => {
      const under = await open();
      try {
        await run(under);
      } finally {
        await under.dispose();
      }
    };
    const seen = async (store: VaultStore) => ({
      documents: await Promise.all([10, 2, 7, 4, 5].map((n) => store.document(commitment(n)))),
      copies: await Promise.all([10, 2, 7].map((n) => store.copy(commitment(n)))),
      keys: await Promise.all([a.id, b.id, c.id, "ff".repeat(16)].map((id) => store.patientKey(id))),
    });

    it(
      "is empty at first",
      using(async ({ store }) => {
        same(await store.commitments(undefined, 10), []);
        same(await store.currentKey(patient(1), hospital), undefined);
        same(await store.document(commitment(1)), undefined);
        same(await store.erase(patient(1), hospital), { keys: [], documents: [] });
      }),
    );

    it(
      "gives back what was put, also after it was reopened",
      using(async ({ store, reopen }) => {
        await store.put(whole);
        const want = {
          documents: [first, second, third, fourth, undefined],
          copies: [copyOf(first, 1), undefined, copyOf(third, 2)],
          keys: [a, b, c, undefined],
        };
        same(await seen(store), want);
        same(await seen(await reopen()), want);
      }),
    );

    it(
      "lists commitments in order, a page at a time",
      using(async ({ store }) => {
        await store.put(whole);
        same(await store.commitments(undefined, 2), [commitment(2), commitment(4)]);
        same(await store.commitments(commitment(4), 2), [commitment(7), commitment(10)]);
        same(await store.commitments(commitment(10), 2), []);
      }),
    );

    it(
      "finds the key of a patient at a custodian, and takes later documents under it",
      using(async ({ store }) => {
        await store.put(whole);
        same(await store.currentKey(patient(1), hospital), a);
        same(await store.currentKey(patient(1), clinic), c);
        same(await store.currentKey(patient(3), hospital), undefined);
        const later = documentOf(20, a);
        await store.put(deposit({ documents: [later] }));
        same(await store.document(later.commitment), later);
      }),
    );

    const bugs: readonly (readonly [says: string, deposit: Deposit])[] = [
      ["a document without its key", deposit({ documents: [documentOf(30, a), documentOf(31, keyOf(9, patient(9)))] })],
      ["a document twice", deposit({ documents: [documentOf(30, a), first] })],
      ["a key twice", deposit({ keys: [a], documents: [documentOf(30, a)] })],
      ["a second key", deposit({ keys: [keyOf(8, patient(1))], documents: [documentOf(30, a)] })],
    ];
    for (const [says, bug] of bugs)
      it(
        `throws at ${says} and keeps nothing of it`,
        using(async ({ store }) => {
          await store.put(whole);
          await rejects(store.put(bug), InvariantError);
          same(await store.document(commitment(30)), undefined);
          same((await store.commitments(undefined, 10)).length, 4);
          same(await store.currentKey(patient(1), hospital), a);
        }),
      );

    it(
      "erases the keys and copies of one patient at one custodian",
      using(async ({ store, reopen }) => {
        await store.put(whole);
        same(await store.erase(patient(1), hospital), { keys: [a.id], documents: [commitment(2), commitment(10)] });
        const isErased = async (now: VaultStore) => {
          same((await seen(now)).keys, ["erased", b, c, undefined]);
          same((await seen(now)).copies, [undefined, undefined, copyOf(third, 2)]);
          same(await now.currentKey(patient(1), hospital), undefined);
          same(await now.erase(patient(1), hospital), { keys: [], documents: [] });
          await rejects(now.put(deposit({ documents: [documentOf(40, a)] })), InvariantError);
        };
        await isErased(store);
        await isErased(await reopen());
      }),
    );

    it(
      "leaves no trace of an erased key in its files",
      using(async ({ store, holds }) => {
        if (holds === undefined) return;
        await store.put(whole);
        same([a.wrapped, copyOf(first, 1).key.ciphertext, b.wrapped].map(holds), [true, true, true]);
        await store.erase(patient(1), hospital);
        same([a.wrapped, copyOf(first, 1).key.ciphertext, b.wrapped].map(holds), [false, false, true]);
      }),
    );

    it(
      "starts a new key after an erasure",
      using(async ({ store }) => {
        await store.put(whole);
        await store.erase(patient(1), hospital);
        const next = keyOf(11, patient(1));
        await store.put(deposit({ keys: [next], documents: [documentOf(12, next)] }));
        same(await store.currentKey(patient(1), hospital), next);
        same(await store.erase(patient(1), hospital), { keys: [next.id], documents: [commitment(12)] });
      }),
    );
  });
}
