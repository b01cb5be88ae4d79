import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, DisclosureId, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { InvariantError } from "@meridian/base/invariant";
import { DOCUMENT_BYTES_MAX } from "@meridian/base/limits";
import type { Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { commitmentOf } from "@meridian/crypto/commitment";
import { sha256 } from "@meridian/crypto/hash";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { masterKeysInMemory, type Randomness } from "./master-keys.ts";
import { MemoryVaultStore } from "./memory-vault-store.ts";
import { OWN_COPY, openParcel, type Parcel } from "./parcel.ts";
import { decodeParcel, encodeParcel } from "./parcel-codec.ts";
import { BATCH_DOCUMENTS_MAX, type NewDocument, Vault } from "./vault.ts";
import type { PatientKey, StoredDocument } from "./vault-store.ts";

const hospital = "first-people-hospital" as OrganisationId;
const clinic = "east-clinic" as OrganisationId;
const [li, wang] = ["p-li", "p-wang"] as [PersonId, PersonId];
const disclosure = "d-1" as DisclosureId;
const [first, second, other] = ["rx-1", "rx-2", "rx-9"] as [PrescriptionId, PrescriptionId, PrescriptionId];
/** The order under which it leaves, and the entry on the ledger. */
const order = { prescription: first, organisation: hospital, patient: li, custodian: hospital };
const entry = { disclosure, ground: "claim", ...order };
const pharmacySecret = new Secret(new Uint8Array(32).fill(5));
const pharmacyKey = x25519PublicKeyOf(pharmacySecret.reveal());
const patientSecret = new Secret(new Uint8Array(32).fill(6));
const patientPublicKey = x25519PublicKeyOf(patientSecret.reveal());

/** Repeatable bytes; only tests may have such. */
function counting(): Randomness {
  let count = 0;
  return { bytes: (length) => Uint8Array.from(sha256(utf8(`random ${count++}`))).subarray(0, length) };
}
/** A store whose every answer can be changed, as a disk might. */
class RottingStore extends MemoryVaultStore {
  rotDocument: (document: StoredDocument) => StoredDocument | undefined = (document) => document;
  rotKey: (key: PatientKey) => PatientKey | undefined = (key) => key;
  override async document(commitment: Commitment) {
    const document = await super.document(commitment);
    return document && this.rotDocument(document);
  }
  override async patientKey(id: string) {
    const key = await super.patientKey(id);
    return key === undefined || key === "erased" ? key : this.rotKey(key);
  }
}
function setUp(store = new RottingStore()) {
  const masters = new Map([
    [hospital, new Secret(new Uint8Array(32).fill(1))],
    [clinic, new Secret(new Uint8Array(32).fill(2))],
  ]);
  return { store, vault: new Vault({ store, masterKeys: masterKeysInMemory(masters), randomness: counting() }) };
}
const newDocument = (text: string, changes: Partial<NewDocument> = {}): NewDocument => ({
  document: new Secret(utf8(text)),
  patient: li,
  custodian: hospital,
  kind: "prescription",
  contentOf: { organisation: hospital, prescriptions: [first] },
  ...changes,
});
const valueIn = <T>(result: Result<T, { readonly code: string }>): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const outcome = (result: Result<unknown, unknown>): unknown => (result.ok ? "ok" : result.error);
const flip = (source: Uint8Array, at = 0): Uint8Array => {
  const copy = Uint8Array.from(source);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

describe("a vault", () => {
  it("gives the custodian back what it put, with the salt that proves the commitment", async () => {
    const { vault } = setUp();
    const { commitment } = valueIn(await vault.put(newDocument("amoxicillin")));
    const opened = valueIn(await vault.open(commitment));
    same(opened.document.reveal(), utf8("amoxicillin"));
    same([opened.patient, opened.custodian, opened.kind], [li, hospital, "prescription"]);
    same(commitmentOf(opened.salt.reveal(), opened.document.reveal()), commitment);
  });

  it("commits by the written rule", () =>
    same(
      commitmentOf(new Uint8Array(32).fill(3), utf8("x")),
      "c749edf97dc74a3e867a92654104f3bd7b7bbbb09bb93d075da16b898555d6a4" as Commitment,
    ));

  it("gives equal documents unequal commitments", async () => {
    const { vault } = setUp();
    const [one, two] = valueIn(await vault.putMany([newDocument("same"), newDocument("same")]));
    same(one?.commitment === two?.commitment, false);
  });

  it("never prints a document or a salt", async () => {
    const { vault } = setUp();
    const { commitment } = valueIn(await vault.put(newDocument("amoxicillin")));
    const opened = valueIn(await vault.open(commitment));
    throws(() => JSON.stringify(opened), InvariantError);
    throws(() => inspect(opened), InvariantError);
  });

  it("stores nothing readable", async () => {
    const { vault, store } = setUp();
    const { commitment } = valueIn(await vault.put(newDocument("amoxicillin")));
    const stored = await store.document(commitment);
    same(Buffer.from(stored?.ciphertext ?? []).includes("amoxicillin"), false);
  });

  const refusals: readonly (readonly [says: string, documents: readonly NewDocument[], want: unknown])[] = [
    ["an empty document", [newDocument("a"), newDocument("")], { code: "document-empty", index: 1 }],
    [
      "a document one byte too large",
      [newDocument("", { document: new Secret(new Uint8Array(DOCUMENT_BYTES_MAX + 1)) })],
      { code: "document-too-large", index: 0, bytes: DOCUMENT_BYTES_MAX + 1, max: DOCUMENT_BYTES_MAX },
    ],
    [
      "a batch one document too large",
      new Array<NewDocument>(BATCH_DOCUMENTS_MAX + 1).fill(newDocument("a")),
      { code: "batch-too-large", documents: BATCH_DOCUMENTS_MAX + 1, max: BATCH_DOCUMENTS_MAX },
    ],
    [
      "a custodian it has no master key of",
      [newDocument("a", { custodian: "other" as OrganisationId })],
      { code: "unknown-custodian", custodian: "other" },
    ],
    [
      "a patient's key of small order",
      [newDocument("a", { patientPublicKey: new Uint8Array(32) })],
      { code: "unusable-public-key" },
    ],
  ];
  for (const [says, documents, want] of refusals)
    it(`refuses ${says}, and keeps nothing of the batch`, async () => {
      const { vault } = setUp();
      same(outcome(await vault.putMany(documents)), want);
      same(await vault.stored(undefined, 10), []);
    });

  it("takes a document of exactly the largest size", async () => {
    const document = new Secret(new Uint8Array(DOCUMENT_BYTES_MAX));
    same(outcome(await setUp().vault.put(newDocument("", { document }))), "ok");
  });
});

describe("a parcel", () => {
  const released = async () => {
    const { vault } = setUp();
    const { commitment } = valueIn(await vault.put(newDocument("amoxicillin")));
    const parcel = valueIn(await vault.release(commitment, pharmacyKey, entry));
    return { vault, commitment, parcel, expected: { commitment, disclosure, ground: "claim" } };
  };

  it("opens with the recipient's key and gives salt and document", async () => {
    const { parcel, expected, commitment } = await released();
    const opened = valueIn(openParcel(parcel, pharmacySecret, expected));
    same(opened.document.reveal(), utf8("amoxicillin"));
    same(commitmentOf(opened.salt.reveal(), opened.document.reveal()), commitment);
  });

  it("opens with no other key", async () => {
    const { parcel, expected, commitment } = await released();
    same(outcome(openParcel(parcel, patientSecret, expected)), { code: "parcel-damaged", commitment });
  });

  it("does not stand in for another disclosure, ground or document", async () => {
    const { parcel, expected } = await released();
    for (const [member, value] of [
      ["disclosure", "d-2"],
      ["ground", "warrant"],
      ["commitment", "00".repeat(32)],
    ] as const) {
      const other = { ...expected, [member]: value };
      same(outcome(openParcel(parcel, pharmacySecret, other)), { code: "other-parcel", member });
      const relabelled = openParcel({ ...parcel, [member]: value } as Parcel, pharmacySecret, other);
      same(outcome(relabelled), { code: "parcel-damaged", commitment: other.commitment });
    }
  });

  it("travels as bytes, and every flipped byte is noticed", async () => {
    const { parcel, expected } = await released();
    const bytes = encodeParcel(parcel);
    same(decodeParcel(bytes), parcel);
    for (let at = 0; at < bytes.length; at++) {
      const changed = decodeParcel(flip(bytes, at));
      const opened = changed && openParcel(changed, pharmacySecret, expected);
      same(opened?.ok ?? false, false, `byte ${at}`);
    }
    for (let length = 0; length < bytes.length; length += 7) {
      const cut = decodeParcel(bytes.subarray(0, length));
      same(cut !== undefined && openParcel(cut, pharmacySecret, expected).ok, false, `${length} bytes`);
    }
  });

  it("is sealed to no key of small order, and of no document that is unknown", async () => {
    const { vault, commitment } = await released();
    const unknown = "ab".repeat(32) as Commitment;
    same(outcome(await vault.release(commitment, new Uint8Array(32), entry)), {
      code: "unusable-public-key",
    });
    same(outcome(await vault.release(unknown, pharmacyKey, entry)), {
      code: "unknown-document",
      commitment: unknown,
    });
  });

  it("is of no document but the entry's own: not of another patient, custodian, prescription or house", async () => {
    const { vault, commitment } = await released();
    const cases = [
      ["patient", { ...entry, patient: wang }],
      ["custodian", { ...entry, custodian: clinic }],
      ["prescription", { ...entry, prescription: other }],
      ["organisation", { ...entry, organisation: clinic }],
    ] as const;
    for (const [member, other] of cases) {
      const want = { code: "other-document", commitment, member };
      same(outcome(await vault.release(commitment, pharmacyKey, other)), want);
      same(await vault.refusalOf(commitment, other), want);
    }
    same(await vault.refusalOf(commitment, entry), undefined);
  });

  it("is of a document that was put as a content, never of a finding, a note or a reckoning", async () => {
    const { store, vault } = setUp();
    const { contentOf: _, ...finding } = newDocument("a finding", { kind: "review-result" });
    const { commitment } = valueIn(await vault.put(finding));
    const want = { code: "other-document", commitment, member: "prescription" };
    same(await vault.refusalOf(commitment, order), want);
    same(outcome(await vault.release(commitment, pharmacyKey, entry)), want);
    same((await vault.verify([commitment])).faults, []);
    const contentOf = { organisation: hospital, prescriptions: [first] };
    store.rotDocument = (document) => ({ ...document, contentOf });
    same(await vault.refusalOf(commitment, order), { code: "damaged", commitment, part: "content" });
  });

  it("is of one document under every issue of a series, and of every version of one issue", async () => {
    const { vault } = setUp();
    const contentOf = { organisation: hospital, prescriptions: [first, second] };
    const shared = valueIn(await vault.put(newDocument("one document of a series", { contentOf })));
    const later = valueIn(await vault.put(newDocument("the second version")));
    const refusals = async (commitment: Commitment) =>
      Promise.all(
        [first, second, other].map(async (prescription) => {
          const refusal = await vault.refusalOf(commitment, { ...order, prescription });
          return refusal === undefined || "member" in refusal ? refusal?.member : refusal.code;
        }),
      );
    same(await refusals(shared.commitment), [undefined, undefined, "prescription"]);
    same(await refusals(later.commitment), [undefined, "prescription", "prescription"]);
  });

  it("is not had by a stored description that was changed to the entry's patient", async () => {
    const { store, vault } = setUp();
    const { commitment } = valueIn(await vault.put(newDocument("amoxicillin")));
    await vault.put(newDocument("ibuprofen", { patient: wang }));
    store.rotDocument = (document) => ({ ...document, patient: wang });
    store.rotKey = (key) => ({ ...key, patient: wang });
    const fault = { code: "damaged", commitment, part: "content" };
    same(outcome(await vault.release(commitment, pharmacyKey, { ...entry, patient: wang })), fault);
    same(await vault.refusalOf(commitment, { ...order, patient: wang }), fault);
  });

  it("is the patient's from the start when the patient has a key", async () => {
    const { vault } = setUp();
    const { commitment } = valueIn(await vault.put(newDocument("amoxicillin", { patientPublicKey })));
    const copy = valueIn(await vault.patientCopy(commitment));
    same(valueIn(openParcel(copy, patientSecret, { ...OWN_COPY, commitment })).document.reveal(), utf8("amoxicillin"));
    const without = valueIn(await vault.put(newDocument("ibuprofen")));
    same(outcome(await vault.patientCopy(without.commitment)), { code: "no-copy", commitment: without.commitment });
  });
});

describe("erasure", () => {
  it("leaves nothing of the patient at that custodian that opens, and names what it destroyed", async () => {
    const { vault } = setUp();
    const stored = valueIn(
      await vault.putMany([
        newDocument("one", { patientPublicKey }),
        newDocument("two"),
        newDocument("of another patient", { patient: wang }),
        newDocument("at another custodian", { custodian: clinic }),
      ]),
    ).map(({ commitment }) => commitment);
    const [one, two, other, elsewhere] = stored as [Commitment, Commitment, Commitment, Commitment];
    same(valueIn(await vault.erase(li, hospital)), {
      patient: li,
      custodian: hospital,
      keys: 1,
      documents: [one, two].sort(),
    });
    for (const commitment of [one, two]) {
      const want = { code: "erased", commitment };
      same(outcome(await vault.open(commitment)), want);
      same(outcome(await vault.release(commitment, pharmacyKey, entry)), want);
      same(outcome(await vault.patientCopy(commitment)), want);
    }
    same([outcome(await vault.open(other)), outcome(await vault.open(elsewhere))], ["ok", "ok"]);
    same(await vault.verify(stored), { checked: 4, erased: [one, two], faults: [] });
  });

  it("is refused when there is nothing, and a later document has a new key", async () => {
    const { vault } = setUp();
    await vault.put(newDocument("one"));
    same(outcome(await vault.erase(li, hospital)), "ok");
    same(outcome(await vault.erase(li, hospital)), { code: "nothing-to-erase", patient: li, custodian: hospital });
    const { commitment } = valueIn(await vault.put(newDocument("two")));
    same(outcome(await vault.open(commitment)), "ok");
  });

  it("waits for the storing that began before it", async () => {
    const { vault } = setUp();
    const [put, erased] = await Promise.all([vault.put(newDocument("one")), vault.erase(li, hospital)]);
    same(valueIn(erased).documents, [valueIn(put).commitment]);
  });
});

describe("verification", () => {
  type Rot = Pick<RottingStore, "rotDocument"> | Pick<RottingStore, "rotKey">;
  const stay = <T>(value: T): T => value;
  const cases: readonly (readonly [says: string, rot: Rot, part: string])[] = [
    ["ciphertext", { rotDocument: (d) => ({ ...d, ciphertext: flip(d.ciphertext, 40) }) }, "content"],
    ["nonce", { rotDocument: (d) => ({ ...d, nonce: flip(d.nonce) }) }, "content"],
    ["kind", { rotDocument: (d) => ({ ...d, kind: "prescriptioo" }) }, "content"],
    ["patient", { rotDocument: (d) => ({ ...d, patient: wang }) }, "content"],
    ["custodian", { rotDocument: (d) => ({ ...d, custodian: clinic }) }, "content"],
    [
      "prescription",
      { rotDocument: (d) => ({ ...d, contentOf: { organisation: hospital, prescriptions: [other] } }) },
      "content",
    ],
    [
      "house that issues",
      { rotDocument: (d) => ({ ...d, contentOf: { organisation: clinic, prescriptions: [first] } }) },
      "content",
    ],
    ["prescription, which is gone", { rotDocument: ({ contentOf: _, ...d }) => d }, "content"],
    ["commitment", { rotDocument: (d) => ({ ...d, commitment: "00".repeat(32) as Commitment }) }, "content"],
    ["wrapped key", { rotDocument: (d) => ({ ...d, wrappedKey: flip(d.wrappedKey, 71) }) }, "wrapped-key"],
    ["key's name", { rotDocument: (d) => ({ ...d, patientKey: "00" }) }, "patient-key"],
    ["patient's key", { rotKey: (k) => ({ ...k, wrapped: flip(k.wrapped) }) }, "patient-key"],
    ["patient's key, which is gone", { rotKey: () => undefined }, "patient-key"],
  ];
  for (const [says, rot, part] of cases)
    it(`names the document by a changed ${says}`, async () => {
      const { vault, store } = setUp();
      const { commitment } = valueIn(await vault.put(newDocument("amoxicillin", { patientPublicKey })));
      same((await vault.verify([commitment])).faults, []);
      Object.assign(store, rot);
      const fault = { code: "damaged", commitment, part };
      same((await vault.verify([commitment])).faults, [fault]);
      if (says !== "commitment") same(outcome(await vault.open(commitment)), fault);
      Object.assign(store, { rotDocument: stay, rotKey: stay });
      same((await vault.verify([commitment])).faults, []);
    });

  it("names the document whose patient's copy was changed or lost", async () => {
    for (const rot of [() => undefined, flip] as const) {
      class Rotting extends MemoryVaultStore {
        override async copy(commitment: Commitment) {
          const copy = await super.copy(commitment);
          const ciphertext = copy && rot(copy.key.ciphertext);
          return copy && ciphertext && { ...copy, key: { ...copy.key, ciphertext } };
        }
      }
      const masters = new Map([[hospital, new Secret(new Uint8Array(32))]]);
      const masterKeys = masterKeysInMemory(masters);
      const vault = new Vault({ store: new Rotting(), masterKeys, randomness: counting() });
      const { commitment } = valueIn(await vault.put(newDocument("a", { patientPublicKey })));
      same((await vault.verify([commitment])).faults, [{ code: "damaged", commitment, part: "patient-copy" }]);
    }
  });

  it("names what the ledger knows and the vault does not", async () => {
    const commitment = "cd".repeat(32) as Commitment;
    same((await setUp().vault.verify([commitment])).faults, [{ code: "unknown-document", commitment }]);
  });

  it("stores nothing more under a patient's key that does not open", async () => {
    const { store, vault } = setUp();
    await vault.put(newDocument("one"));
    const withoutMaster = new Map([[hospital, new Secret(new Uint8Array(32).fill(9))]]);
    const masterKeys = masterKeysInMemory(withoutMaster);
    const other = new Vault({ store, masterKeys, randomness: counting() });
    same(outcome(await other.put(newDocument("two"))), { code: "key-damaged", patient: li, custodian: hospital });
  });
});
