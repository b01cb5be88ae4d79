import { deepStrictEqual as same, ok as yes } from "node:assert";
import { after, before, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { OWN_COPY, openParcel } from "@meridian/vault/parcel";
import {
  COUNTER,
  claimCommand,
  HOSPITAL,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  STRANGER,
  staffTestNetwork,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import type { Custody } from "./custody.ts";
import type { ReleaseRequest, ReleaseWish } from "./release-request.ts";
import { requestBy, secretKeyOf } from "./request.conformance.ts";
import { contentOf, openTestCustody, stored } from "./test-custody.conformance.ts";

const CONTENT = "阿莫西林胶囊 0.5g";
const content = utf8(CONTENT);

describe("custody", () => {
  let network: TestNetwork;
  let custody: Custody;
  let commitment: Commitment;
  before(async () => {
    network = await openTestNetwork();
    await staffTestNetwork(network);
    custody = await openTestCustody(network);
    commitment = await stored(custody, CONTENT, {
      contentOf: contentOf("rx-1"),
      patientPublicKey: x25519PublicKeyOf(secretKeyOf(PATIENT)),
    });
    await issueTestPrescription(network, "rx-1", commitment);
    await network.commit([claimCommand("rx-1")], [COUNTER, PHARMACY, PATIENT]);
  });
  after(async () => {
    await custody?.close();
    await network?.close();
  });

  const toPharmacy = (changes: Partial<ReleaseWish> = {}): Omit<ReleaseWish, "recipientKey"> => ({
    prescription: "rx-1" as PrescriptionId,
    commitment,
    recipient: { type: "organisation", organisation: PHARMACY },
    ground: "claim",
    purpose: "TREAT",
    ...changes,
  });
  const disclosures = async () => {
    await network.node.viewsCaughtUp();
    const page = await network.node.reading.rowsFor({ authority: true }, "disclosures", {});
    return page.ok ? page.value.rows : [];
  };

  it("hands a document to the pharmacy that holds the prescription, and the ledger says so first", async () => {
    const released = await custody.release(requestBy(PHARMACY, toPharmacy()));
    yes(released.ok, JSON.stringify(released));
    const { disclosure, parcel } = released.value;
    same(
      (await disclosures()).map(({ disclosure, recipient, ground }) => [disclosure, recipient, ground]),
      [[disclosure, PHARMACY, "claim"]],
    );
    const opened = openParcel(parcel, new Secret(secretKeyOf(PHARMACY)), { disclosure, commitment, ground: "claim" });
    same(opened.ok && opened.value.document.reveal(), content);
  });

  it("releases nothing twice when the same request comes again, or twice at once", async () => {
    const count = (await disclosures()).length;
    const again = await custody.release(requestBy(PHARMACY, toPharmacy()));
    same([again.ok, (await disclosures()).length], [true, count]);
    const request = requestBy(PHARMACY, toPharmacy({ nonce: "01".repeat(16) }));
    const both = await Promise.all([custody.release(request), custody.release(request)]);
    same(
      both.map(({ ok }) => ok),
      [true, true],
    );
    same((await disclosures()).length, count + 1);
  });

  it("gives nothing more on a disclosure that its recipient has opened", async () => {
    const request = requestBy(PHARMACY, toPharmacy({ nonce: "02".repeat(16) }));
    const released = await custody.release(request);
    const id = released.ok ? released.value.disclosure : "";
    const acknowledge = { domain: "disclosure", type: "acknowledge", id, outcome: "opened" };
    await network.commit([acknowledge], [PHARMACY]);
    const again = await custody.release(request);
    same(again.ok ? undefined : again.error.code, "custody/already-opened");
  });

  const refusals: readonly (readonly [says: string, request: () => ReleaseRequest, code: string])[] = [
    [
      "a signature over another wish",
      () => ({ ...requestBy(PHARMACY, toPharmacy()), purpose: "ETREAT" }),
      "custody/bad-signature",
    ],
    ["another's key", () => requestBy(STRANGER, toPharmacy()), "custody/key-not-of-recipient"],
    ["a key that nobody registered", () => requestBy("nobody", toPharmacy()), "custody/key-not-of-recipient"],
    [
      "a prescription that is none",
      () => requestBy(PHARMACY, toPharmacy({ prescription: "rx-0" as PrescriptionId })),
      "custody/unknown-prescription",
    ],
    [
      "a document that is none",
      () => requestBy(PHARMACY, toPharmacy({ commitment: "00".repeat(32) as Commitment })),
      "vault/unknown-document",
    ],
    [
      "somebody whom the prescription does not concern",
      () =>
        requestBy(
          STRANGER,
          toPharmacy({ recipient: { type: "person", person: STRANGER }, ground: "own-patient", purpose: "PATRQT" }),
        ),
      "disclosure/not-entitled",
    ],
    [
      "a ground without its warrant",
      () => requestBy(PHARMACY, toPharmacy({ ground: "warrant", purpose: "HLEGAL" })),
      "disclosure/warrant-missing",
    ],
  ];
  for (const [says, request, code] of refusals)
    it(`refuses ${says}: ${code}`, async () => {
      const released = await custody.release(request());
      same(released.ok ? undefined : released.error.code, code);
    });

  it("says nothing on the ledger about what it refuses", async () => {
    const count = (await disclosures()).length;
    for (const [, request] of refusals) await custody.release(request());
    same((await disclosures()).length, count);
  });

  it("opens documents for the custodian's own staff only", async () => {
    const own = await custody.openForStaff(commitment, HOSPITAL);
    same(own.ok && own.value.document.reveal(), content);
    const other = await custody.openForStaff(commitment, PHARMACY);
    same(other.ok ? undefined : other.error.code, "custody/not-of-this-custodian");
  });

  it("keeps a copy that the patient opens alone", async () => {
    const copy = await custody.patientCopy(commitment);
    yes(copy.ok);
    const opened = openParcel(copy.value, new Secret(secretKeyOf(PATIENT)), { ...OWN_COPY, commitment });
    same(opened.ok && opened.value.document.reveal(), content);
  });

  it("takes documents only for organisations that it keeps", async () => {
    const other = { patient: PATIENT as PersonId, custodian: "elsewhere" as OrganisationId, kind: "x" };
    const put = await custody.putMany([{ ...other, document: new Secret(content) }]);
    same(put.ok ? undefined : put.error.code, "vault/unknown-custodian");
  });
});
