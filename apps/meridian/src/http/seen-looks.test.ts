import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, PersonId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { hashText } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import type { Command } from "@meridian/kernel/transaction";
import { Custody } from "../custody/custody.ts";
import {
  COUNTER,
  COURT,
  claimCommand,
  DRUG_AUTHORITY,
  HEALTH_COMMISSION,
  HOSPITAL,
  INSURANCE_AUTHORITY,
  issueCommand,
  issueTestPrescription,
  PATIENT,
  PHARMACIST,
  PHARMACY,
  PHYSICIAN,
  STRANGER,
  seedOf,
  signerOf,
} from "../node/test-network.conformance.ts";
import { type Served, serve } from "./served.conformance.ts";

const HALF = 5_000;
const scheme = {
  ...{ id: "test-employee", version: "1", notice: { zh: "测试", en: "A test." }, currency: "CNY", utcOffset: 28_800 },
  ...{ validFrom: 0, validUntil: 253_402_300_799, ownShare: { A: 0, B: 1_000, "self-pay": 10_000 } },
  rate: {
    ...{ "hospital-tertiary": HALF, "hospital-secondary": HALF, "hospital-primary": HALF, "hospital-internet": HALF },
    ...{ "pharmacy-dual-channel": HALF, pharmacy: HALF },
  },
  ...{ deductible: 20_000, annualCap: 300_000, accountPays: "anything" },
};

describe("no look is unseen by whom it is about", () => {
  let served: Served;
  let custody: Custody;
  let standing: string;
  let settled: string;
  before(async () => {
    served = await serve({}, async ({ folder, node }) => {
      custody = await Custody.open({
        folder,
        node,
        masterKeys: new Map([[HOSPITAL, new Secret(seedOf("master key"))]]),
        signerOf: (organisation) => (organisation === HOSPITAL ? signerOf(HOSPITAL) : undefined),
      });
      return custody;
    });
    await issueTestPrescription(served.network, "rx-1");
    await served.network.commit([claimCommand("rx-1")], [COUNTER, PHARMACY, PATIENT]);
    await issueTestPrescription(served.network, "rx-2");
    await settle();
  });
  after(() => served?.close());

  async function settle(): Promise<void> {
    const { network } = served;
    const register = { domain: "settlement", type: "registerScheme", organisation: INSURANCE_AUTHORITY, scheme };
    await network.commit([register as Command], [INSURANCE_AUTHORITY]);
    const year = new Date((network.node.time + 28_800) * 1_000).getUTCFullYear();
    standing = `standing.${PATIENT}.${year}`;
    const adjudicate = {
      ...{ domain: "settlement", type: "adjudicate", id: "st-1", prescription: "rx-1", patient: PATIENT },
      ...{ pharmacy: PHARMACY, insurer: INSURANCE_AUTHORITY, scheme: hashText(sha256(canonicalBytes(scheme))) },
      ...{ detail: hashText(sha256(utf8("the reckoning"))), cashPaid: false, year },
      ...{ total: 15_337, fund: 0, account: 0, cash: 15_337, deductible: 15_337 },
      before: { fundUsed: 0, deductibleUsed: 0 },
    };
    settled = (await network.commit([adjudicate as Command], [INSURANCE_AUTHORITY])).id;
  }

  const looksAt = async (person: string) =>
    (await served.get("/v1/access-log?limit=500", person)).body.entries.map(
      ({ reader, what }: { readonly reader: string; readonly what: string }) => [reader, what],
    );
  /** What is added to a person's log by a question that is answered. */
  const addedBy = async (person: string, url: string, reader: string) => {
    const before = (await looksAt(person)).length;
    same((await served.get(url, reader)).status, 200, url);
    return (await looksAt(person)).slice(before);
  };

  it("staff who are patients of their own house see which colleague opened their document", async () => {
    const document = new Secret(utf8("a colleague's prescription"));
    const patient = PHYSICIAN as PersonId;
    const stored = await custody.putMany([{ patient, custodian: HOSPITAL, kind: "prescription", document }]);
    const commitment = (stored.ok ? stored.value[0]?.commitment : undefined) as Commitment;
    same(await addedBy(PHYSICIAN, `/v1/documents/${commitment}`, PHARMACIST), [[PHARMACIST, "document/prescription"]]);
    await served.network.commit([issueCommand("rx-staff", commitment, { patient })], [PHYSICIAN]);
    same(await addedBy(PHYSICIAN, `/v1/views/prescriptions?patient=${PHYSICIAN}`, DRUG_AUTHORITY), [
      [DRUG_AUTHORITY, "prescriptions"],
    ]);
  });

  const looks: readonly (readonly [says: string, what: string, url: () => string])[] = [
    ["the list of reviews", "reviews", () => "/v1/views/reviews?prescription=rx-1"],
    ["a review", "record/review", () => "/v1/records/review/rx-1.1"],
    ["evidence of a review's making", "evidence/review", () => "/v1/evidence/events?domain=review&record=rx-1.1"],
    ["evidence of a review", "evidence/review", () => "/v1/evidence/records/review/rx-1.1"],
    ["a standing", "record/settlement", () => `/v1/records/settlement/${standing}`],
    ["evidence of a standing", "evidence/settlement", () => `/v1/evidence/records/settlement/${standing}`],
    ["a settlement", "record/settlement", () => "/v1/records/settlement/st-1"],
    ["evidence of a transaction", "evidence/settlement", () => `/v1/evidence/transactions/${settled}`],
    ["an id in the search", "search", () => "/v1/search?q=rx-1"],
  ];
  for (const [says, what, url] of looks)
    for (const authority of [DRUG_AUTHORITY, INSURANCE_AUTHORITY])
      it(`the patient sees that the ${authority} asked for ${says}`, async () =>
        same(await addedBy(PATIENT, url(), authority), [[authority, what]]));

  it("an authority's own hold makes none of its looks unseen", async () => {
    const hold = { domain: "prescription", type: "hold", id: "rx-2", organisation: HEALTH_COMMISSION };
    const why = { reason: "suspected-fraud", basis: "a basis", seconds: 60 };
    await served.network.commit([{ ...hold, ...why } as Command], [HEALTH_COMMISSION]);
    for (const url of [
      "/v1/records/prescription/rx-2",
      "/v1/evidence/events?domain=prescription&record=rx-2&type=issued",
      "/v1/evidence/events?domain=prescription&record=rx-2&type=held",
      "/v1/evidence/records/prescription/rx-2",
    ])
      same((await addedBy(PATIENT, url, HEALTH_COMMISSION)).length, 1, url);
  });

  it("nor do staff of the authority who hold no office see unseen what names their house", async () => {
    const clerk = PHARMACIST;
    const affiliate = { domain: "person", type: "affiliate", id: clerk, organisation: HEALTH_COMMISSION };
    await served.network.commit([{ ...affiliate, roles: ["registrar"] } as Command], [HEALTH_COMMISSION]);
    for (const url of [
      "/v1/records/prescription/rx-2",
      "/v1/evidence/events?domain=prescription&record=rx-2&type=held",
      "/v1/views/prescriptions?id=rx-2",
    ])
      same((await addedBy(PATIENT, url, clerk)).length, 1, url);
  });

  it("a court's hold lets it read what it held, and each look is seen", async () => {
    const url = "/v1/records/prescription/rx-1";
    same((await served.get(url, COURT)).status, 403);
    const hold = { domain: "prescription", type: "hold", id: "rx-1", organisation: COURT };
    await served.network.commit([{ ...hold, reason: "order", basis: "a basis", seconds: 60 } as Command], [COURT]);
    same(await addedBy(PATIENT, url, COURT), [[COURT, "record/prescription"]]);
    const evidence = "/v1/evidence/records/prescription/rx-1";
    same(await addedBy(PATIENT, evidence, COURT), [[COURT, "evidence/prescription"]]);
  });

  it("a block tells an authority that it settled, and not with whom", async () => {
    const { height } = (await served.get(`/v1/transactions/${settled}`, INSURANCE_AUTHORITY)).body.receipt;
    const eventsFor = async (reader: string) => (await served.get(`/v1/blocks/${height}`, reader)).body.events;
    const isWhole = ({ event }: { readonly event?: unknown }) => event !== undefined;
    same((await eventsFor(INSURANCE_AUTHORITY)).filter(isWhole), []);
    same((await eventsFor(PHARMACY)).filter(isWhole).length > 0, true);
  });

  it("what is public or not there is about nobody, and is answered", async () => {
    const hash = hashText(sha256(canonicalBytes(scheme)));
    for (const url of [`/v1/records/settlement/scheme.${hash}`, "/v1/records/prescription/none"])
      same(await addedBy(PATIENT, url, DRUG_AUTHORITY), []);
  });

  it("a patient reads what insurance has of the own year, and nobody else's", async () => {
    const own = await served.get(`/v1/records/settlement/${standing}`, PATIENT);
    same([own.status, own.body.record.deductibleUsed], [200, 15_337]);
    same((await served.get(`/v1/evidence/records/settlement/${standing}`, PATIENT)).status, 200);
    same((await served.get(`/v1/records/settlement/${standing}`, STRANGER)).status, 403);
    same((await served.get(`/v1/evidence/records/settlement/${standing}`, PHARMACY)).status, 403);
  });
});
