import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { asSeconds, type Commitment } from "@meridian/base/ids";
import { hashOf } from "@meridian/pathway/document";
import { chronicRepeat } from "@meridian/pathway/pathways/chronic-repeat";
import {
  attachCommand,
  COUNTER,
  COURT,
  claimCommand,
  HOSPITAL,
  INSURANCE_AUTHORITY,
  issueCommand,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACIST,
  PHARMACY,
  PHYSICIAN,
  staffTestNetwork,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import type { Custody } from "./custody.ts";
import {
  type Asking,
  askedFor,
  contentOf,
  openTestCustody,
  organisation,
  person,
  rx,
  stored,
  warrantFor,
} from "./test-custody.conformance.ts";

const toHospital: Asking = [HOSPITAL, organisation(HOSPITAL), "care-team"];
const toPrescriber: Asking = [PHYSICIAN, person(PHYSICIAN), "care-team"];
const toPharmacy: Asking = [PHARMACY, organisation(PHARMACY), "claim"];
const toPatient: Asking = [PATIENT, person(PATIENT), "own-patient"];
const toInsurance: Asking = [INSURANCE_AUTHORITY, organisation(INSURANCE_AUTHORITY), "adjudication"];
const byWarrant: Asking = [INSURANCE_AUTHORITY, organisation(INSURANCE_AUTHORITY), "warrant"];

describe("a document that was written for a prescription", () => {
  let network: TestNetwork;
  let custody: Custody;
  before(async () => {
    network = await openTestNetwork();
    await staffTestNetwork(network);
    custody = await openTestCustody(network);
  });
  after(async () => {
    await custody?.close();
    await network?.close();
  });
  const answers = (commitment: Commitment, prescription: string, ...asking: readonly Asking[]): Promise<unknown[]> =>
    Promise.all(asking.map((each) => askedFor(custody, commitment, each, prescription)));
  const all = (asking: readonly unknown[]): unknown[] => asking.map(() => "released");

  it("leaves under it to everybody who is entitled: care team, pharmacy, patient, insurance, and by warrant", async () => {
    const content = await stored(custody, "an order", { contentOf: contentOf("rx-1") });
    await issueTestPrescription(network, "rx-1", content);
    await network.commit([claimCommand("rx-1")], [COUNTER, PHARMACY, PATIENT]);
    await network.commit([warrantFor("rx-1")], [INSURANCE_AUTHORITY, COURT]);
    const everybody = [toHospital, toPrescriber, toPharmacy, toPatient, toInsurance, byWarrant];
    same(await answers(content, "rx-1", ...everybody), all(everybody));
  });

  it("leaves under it in its second version, when it was amended", async () => {
    const [first, second] = [
      await stored(custody, "an order", { contentOf: contentOf("rx-2") }),
      await stored(custody, "the order amended", { contentOf: contentOf("rx-2") }),
    ];
    const issue = issueCommand("rx-2", first);
    await network.commit([issue], [PHYSICIAN]);
    same(await answers(first, "rx-2", toPatient), ["released"]);
    await network.commit([attachCommand("rx-2")], [HOSPITAL]);
    await network.commit([rx("rx-2", "takeReview", { organisation: HOSPITAL })], [PHARMACIST, HOSPITAL]);
    await network.commit([rx("rx-2", "return", { reasons: ["dosage"] })], [PHARMACIST, HOSPITAL]);
    const amend = rx("rx-2", "amend", { previous: first, content: second, items: issue.items });
    await network.commit([amend], [PHYSICIAN]);
    same(await answers(second, "rx-2", toHospital, toPatient), ["released", "released"]);
  });

  it("leaves under it when it answers what the pharmacy asked", async () => {
    const content = await stored(custody, "an order", { contentOf: contentOf("rx-3") });
    await issueTestPrescription(network, "rx-3", content);
    await network.commit([claimCommand("rx-3")], [COUNTER, PHARMACY, PATIENT]);
    await network.commit([rx("rx-3", "requestChange", { kind: "dose-query", line: 1 })], [COUNTER, PHARMACY]);
    const answer = await stored(custody, "the order with another dose", { contentOf: contentOf("rx-3") });
    await network.commit([rx("rx-3", "answerChange", { accepted: true, content: answer })], [PHYSICIAN]);
    same(await answers(answer, "rx-3", toPharmacy, toPatient), ["released", "released"]);
  });

  it("leaves under each issue of its series", async () => {
    const ids = ["rx-4-1", "rx-4-2"];
    const content = await stored(custody, "an order for two months", { contentOf: contentOf(...ids) });
    const issues = ids.map((id, at) =>
      issueCommand(id, content, {
        pathway: hashOf(chronicRepeat),
        series: { id: "series-4", number: at + 1, of: ids.length },
        ...(at > 0 && { notBefore: asSeconds(Math.floor(Date.now() / 1_000) + 8 * 86_400) }),
      }),
    );
    await network.commit(issues, [PHYSICIAN]);
    for (const id of ids) same(await answers(content, id, toHospital, toPatient), ["released", "released"]);
  });
});
