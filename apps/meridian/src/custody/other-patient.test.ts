import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { Commitment, PrescriptionId } from "@meridian/base/ids";
import {
  HOSPITAL,
  issueCommand,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  PHYSICIAN,
  STRANGER,
  staffTestNetwork,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import { CLINIC, ELSEWHERE, genesisWithClinic, staffClinic } from "./clinic.conformance.ts";
import type { Custody } from "./custody.ts";
import type { ReleaseRequest, ReleaseWish } from "./release-request.ts";
import { requestBy } from "./request.conformance.ts";
import { contentOf, openTestCustody, stored } from "./test-custody.conformance.ts";

describe("a prescription that commits to another patient's document", () => {
  let network: TestNetwork;
  let custody: Custody;
  let commitment: Commitment;
  before(async () => {
    network = await openTestNetwork({ genesis: genesisWithClinic() });
    await staffTestNetwork(network);
    await staffClinic(network);
    custody = await openTestCustody(network, [HOSPITAL, PHARMACY]);
    commitment = await stored(custody, "the victim's order", { contentOf: contentOf("rx-victim") });
    await issueTestPrescription(network, "rx-victim", commitment);
    const forAccomplice = { patient: STRANGER, organisation: CLINIC };
    await network.commit([issueCommand("rx-evil", commitment, forAccomplice)], [ELSEWHERE]);
    const keptElsewhere = { custodian: PHARMACY };
    await network.commit([issueCommand("rx-elsewhere", commitment, keptElsewhere)], [PHYSICIAN, HOSPITAL]);
  });
  after(async () => {
    await custody?.close();
    await network?.close();
  });

  const wish = (prescription: string, changes: Pick<ReleaseWish, "recipient" | "ground" | "purpose">) => ({
    prescription: prescription as PrescriptionId,
    commitment,
    ...changes,
  });
  const toClinic = { type: "organisation", organisation: CLINIC } as const;
  const toAccomplice = { type: "person", person: STRANGER } as const;
  const toPatient = { type: "person", person: PATIENT } as const;
  const attacks: readonly (readonly [says: string, member: string, request: () => ReleaseRequest])[] = [
    [
      "the clinic whose physician wrote it",
      "patient",
      () => requestBy(CLINIC, wish("rx-evil", { recipient: toClinic, ground: "care-team", purpose: "TREAT" })),
    ],
    [
      "the accomplice for whom it was written",
      "patient",
      () => requestBy(STRANGER, wish("rx-evil", { recipient: toAccomplice, ground: "own-patient", purpose: "PATRQT" })),
    ],
    [
      "anybody, under another custodian than the document's",
      "custodian",
      () =>
        requestBy(PATIENT, wish("rx-elsewhere", { recipient: toPatient, ground: "own-patient", purpose: "PATRQT" })),
    ],
  ];
  for (const [says, member, request] of attacks)
    it(`does not bring it to ${says}, and nothing is entered`, async () => {
      const released = await custody.release(request());
      same(released.ok ? "released" : released.error, { code: "vault/other-document", commitment, member });
      await network.node.viewsCaughtUp();
      const page = await network.node.reading.rowsFor({ authority: true }, "disclosures", {});
      same(page.ok && page.value.rows, []);
    });

  it("is not found out to anybody by what a custodian refuses: no commitment of another's is named", async () => {
    const own = await stored(custody, "a document of their own", { patient: STRANGER });
    const asked = wish("rx-victim", { recipient: toAccomplice, ground: "own-patient", purpose: "PATRQT" });
    const released = await custody.release(requestBy(STRANGER, { ...asked, commitment: own }));
    same(released.ok ? "released" : released.error, {
      code: "vault/other-document",
      commitment: own,
      member: "patient",
    });
  });
});
