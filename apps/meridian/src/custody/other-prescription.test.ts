import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { Commitment, PrescriptionId } from "@meridian/base/ids";
import type { CommandOf } from "@meridian/prescription/schema";
import {
  attachCommand,
  COUNTER,
  COURT,
  claimCommand,
  INSURANCE_AUTHORITY,
  issueCommand,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACIST,
  PHARMACY,
  publicKeyHexOf,
  staffTestNetwork,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import { CLINIC, ELSEWHERE, genesisWithClinic, staffClinic } from "./clinic.conformance.ts";
import type { Custody } from "./custody.ts";
import {
  type Asking,
  askedFor,
  contentOf,
  entriesOf,
  openTestCustody,
  organisation,
  person,
  rx,
  stored,
  warrantFor,
} from "./test-custody.conformance.ts";

const QR = "code of the intruder's making";

/**
 * A clinic whose physician knows the commitment of what the hospital wrote about a patient, as everybody on the ledger
 * does, and prescribes to that patient too.
 */
describe("a document of the same patient and custodian that was written for another prescription", () => {
  let network: TestNetwork;
  let custody: Custody;
  let victim: Commitment;
  let own: Commitment;
  before(async () => {
    network = await openTestNetwork({ genesis: genesisWithClinic() });
    await staffTestNetwork(network);
    await staffClinic(network);
    custody = await openTestCustody(network);
    victim = await stored(custody, "the hospital's order", { contentOf: contentOf("rx-victim") });
    await issueTestPrescription(network, "rx-victim", victim);
    own = await stored(custody, "the clinic's order", {
      contentOf: { organisation: CLINIC, prescriptions: ["rx-amended", "rx-changed"] as PrescriptionId[] },
    });
    await network.commit([issueOf("rx-own", victim)], [ELSEWHERE]);
    await circulate("rx-own");
    await network.commit([claimCommand("rx-own")], [COUNTER, PHARMACY, QR]);
    await amended();
    await changed();
    await network.commit([warrantFor("rx-own")], [INSURANCE_AUTHORITY, COURT]);
  });
  after(async () => {
    await custody?.close();
    await network?.close();
  });

  const issueOf = (id: string, content: Commitment): CommandOf<"issue"> =>
    issueCommand(id, content, { organisation: CLINIC, accessKey: publicKeyHexOf(QR) });
  const review = async (id: string): Promise<void> => {
    await network.commit([attachCommand(id, CLINIC)], [CLINIC]);
    await network.commit([rx(id, "takeReview", { organisation: CLINIC })], [PHARMACIST, CLINIC]);
  };
  const circulate = async (id: string): Promise<void> => {
    await review(id);
    await network.commit([rx(id, "approve")], [PHARMACIST, CLINIC]);
    await network.commit([rx(id, "circulate")], [ELSEWHERE, CLINIC]);
  };
  /** Begins with a document of its own, and goes on with the hospital's. */
  const amended = async (): Promise<void> => {
    const issue = issueOf("rx-amended", own);
    await network.commit([issue], [ELSEWHERE]);
    await review("rx-amended");
    await network.commit([rx("rx-amended", "return", { reasons: ["dosage"] })], [PHARMACIST, CLINIC]);
    const amend = rx("rx-amended", "amend", { previous: own, content: victim, items: issue.items });
    await network.commit([amend], [ELSEWHERE]);
  };
  const changed = async (): Promise<void> => {
    await network.commit([issueOf("rx-changed", own)], [ELSEWHERE]);
    await circulate("rx-changed");
    await network.commit([claimCommand("rx-changed")], [COUNTER, PHARMACY, QR]);
    await network.commit([rx("rx-changed", "requestChange", { kind: "dose-query", line: 1 })], [COUNTER, PHARMACY]);
    await network.commit([rx("rx-changed", "answerChange", { accepted: true, content: victim })], [ELSEWHERE]);
  };

  const attacks: readonly (readonly [says: string, prescription: string, asking: Asking])[] = [
    ["the clinic that issued one", "rx-own", [CLINIC, organisation(CLINIC), "care-team"]],
    ["its prescriber", "rx-own", [ELSEWHERE, person(ELSEWHERE), "care-team"]],
    ["the pharmacy that claimed it", "rx-own", [PHARMACY, organisation(PHARMACY), "claim"]],
    [
      "the authority that settles it",
      "rx-own",
      [INSURANCE_AUTHORITY, organisation(INSURANCE_AUTHORITY), "adjudication"],
    ],
    ["who has a warrant for it", "rx-own", [INSURANCE_AUTHORITY, organisation(INSURANCE_AUTHORITY), "warrant"]],
    ["the patient, under it", "rx-own", [PATIENT, person(PATIENT), "own-patient"]],
    ["the clinic that amended one to it", "rx-amended", [CLINIC, organisation(CLINIC), "care-team"]],
    ["the clinic that changed one to it", "rx-changed", [CLINIC, organisation(CLINIC), "care-team"]],
    ["the pharmacy whose question it answers", "rx-changed", [PHARMACY, organisation(PHARMACY), "claim"]],
  ];
  for (const [says, prescription, asking] of attacks)
    it(`does not leave to ${says}, and nothing is entered`, async () => {
      const want = { code: "vault/other-document", commitment: victim, member: "prescription" };
      same(await askedFor(custody, victim, asking, prescription), want);
      same(await entriesOf(network), []);
    });

  it("does not leave to a house that issues under the id before the one for which it was written", async () => {
    const early = await stored(custody, "not issued yet", { contentOf: contentOf("rx-overtaken") });
    await network.commit([issueOf("rx-overtaken", early)], [ELSEWHERE]);
    const want = { code: "vault/other-document", commitment: early, member: "organisation" };
    same(await askedFor(custody, early, [CLINIC, organisation(CLINIC), "care-team"], "rx-overtaken"), want);
    same(await entriesOf(network), []);
  });

  it("does not leave where it is a finding or a reckoning, even under the prescription that it is about", async () => {
    const finding = await stored(custody, "a finding", { kind: "review-result" });
    await network.commit([issueOf("rx-finding", finding)], [ELSEWHERE]);
    const want = { code: "vault/other-document", commitment: finding, member: "prescription" };
    same(await askedFor(custody, finding, [CLINIC, organisation(CLINIC), "care-team"], "rx-finding"), want);
    same(await entriesOf(network), []);
  });

  it("leaves under its own", async () => {
    same(await askedFor(custody, victim, [PATIENT, person(PATIENT), "own-patient"], "rx-victim"), "released");
    same(await entriesOf(network), [["rx-victim", PATIENT]]);
  });
});
