import { deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import type { Commitment, Hash } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { hashText } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";
import { medicines } from "@meridian/formulary/lookup";
import type { Command } from "@meridian/kernel/transaction";
import {
  COUNTER,
  claimCommand,
  HOSPITAL,
  INSURANCE_AUTHORITY,
  issueTestPrescription,
  PATIENT,
  PHARMACIST,
  PHARMACY,
  PHYSICIAN,
  STRANGER,
} from "../node/test-network.conformance.ts";
import { ask, signIn } from "./desk.conformance.ts";
import { type Served, serve } from "./served.conformance.ts";

/** Half of what is on the list, above 200 yuan a year. */
const scheme = {
  ...{ id: "test-employee", version: "1", notice: { zh: "测试", en: "A test." }, currency: "CNY", utcOffset: 28_800 },
  ...{ validFrom: 0, validUntil: 253_402_300_799 },
  ownShare: { A: 0, B: 1_000, "self-pay": 10_000 },
  rate: {
    ...{ "hospital-tertiary": 5_000, "hospital-secondary": 5_000, "hospital-primary": 5_000 },
    ...{ "pharmacy-dual-channel": 5_000, pharmacy: 5_000, "hospital-internet": 5_000 },
  },
  ...{ deductible: 20_000, annualCap: 300_000, accountPays: "anything" },
};
const hash = hashText<Hash>(sha256(canonicalBytes(scheme)));
const medicine = medicines.find(({ insurance, priceFen }) => insurance === "A" && priceFen > 0);
const units = Math.ceil(40_000 / (medicine?.priceFen ?? 1));
const total = units * (medicine?.priceFen ?? 0);

const draft = {
  ...{ organisation: HOSPITAL, patient: PATIENT, scheme: hash, site: "hospital-tertiary" },
  lines: [{ product: medicine?.code, units }],
};

describe("the coverage of a draft over HTTP", () => {
  let served: Served;
  before(async () => {
    served = await serve();
    const register = { domain: "settlement", type: "registerScheme", organisation: INSURANCE_AUTHORITY, scheme };
    await served.network.commit([register as Command], [INSURANCE_AUTHORITY]);
  });
  after(() => served?.close());
  const asked = async (holder: string, changes: object = {}) =>
    ask(served, "POST", "/v1/coverage", { ...draft, ...changes }, await signIn(served, holder));
  const looksAt = async (patient: string): Promise<readonly { readonly reader: string; readonly what: string }[]> =>
    (await served.get("/v1/access-log", patient)).body.entries;

  it("is not told to a house that has nothing to do with the patient", async () => {
    same((await asked(PHYSICIAN)).code, "gateway/not-for-this-reader");
    same(await looksAt(PATIENT), []);
  });

  it("is told to the physician of a house that prescribed to the patient, who sees that it was asked", async () => {
    await issueTestPrescription(served.network, "rx-1");
    const { status, body, response } = await asked(PHYSICIAN);
    const fund = Math.floor((total - 20_000) / 2);
    same([status, body.total, body.fund, body.account, body.cash], [200, total, fund, 0, total - fund]);
    same(response.headers["cache-control"], "no-store");
    same(
      (await looksAt(PATIENT)).map(({ reader, what }) => [reader, what]),
      [[PHYSICIAN, "settlement/estimate"]],
    );
  });

  it("counts what the patient has used of the year, which the physician may not read", async () => {
    const { network } = served;
    await network.commit([claimCommand("rx-1")], [COUNTER, PHARMACY, PATIENT]);
    const year = new Date((network.node.time + 28_800) * 1_000).getUTCFullYear();
    const adjudicate = {
      ...{ domain: "settlement", type: "adjudicate", id: "st-1", prescription: "rx-1", patient: PATIENT },
      ...{ pharmacy: PHARMACY, insurer: INSURANCE_AUTHORITY, scheme: hash, cashPaid: false, year },
      detail: hashText<Commitment>(sha256(utf8("reasons"))),
      ...{ total: 15_000, fund: 0, account: 0, cash: 15_000, deductible: 15_000 },
      before: { fundUsed: 0, deductibleUsed: 0 },
    };
    await network.commit([adjudicate as Command], [INSURANCE_AUTHORITY]);
    same((await asked(PHYSICIAN)).body.fund, Math.floor((total - 5_000) / 2));
    same((await served.get(`/v1/records/settlement/standing.${PATIENT}.${year}`, PHYSICIAN)).status, 403);
    same((await served.get("/v1/views/standings", PHYSICIAN)).body.rows, []);
  });

  it("is told to nobody else", async () => {
    const { length } = await looksAt(PATIENT);
    same((await ask(served, "POST", "/v1/coverage", draft)).code, "desk/session-needed");
    same((await asked(STRANGER)).code, "gateway/not-for-this-reader");
    same((await asked(HOSPITAL)).code, "gateway/not-for-this-reader");
    same((await asked(COUNTER)).code, "gateway/not-for-this-reader");
    same((await asked(COUNTER, { organisation: PHARMACY })).code, "desk/not-for-this-role");
    same((await asked(PHARMACIST)).code, "desk/not-for-this-role");
    same((await asked(PHYSICIAN, { patient: STRANGER })).code, "gateway/not-for-this-reader");
    same([(await looksAt(PATIENT)).length, await looksAt(STRANGER)], [length, []]);
  });

  it("is refused for what cannot be reckoned, and nothing is written down", async () => {
    const { length } = await looksAt(PATIENT);
    same((await asked(PHYSICIAN, { scheme: "0".repeat(64) })).code, "settlement/unknown-scheme");
    same((await asked(PHYSICIAN, { site: "anywhere" })).body.rejection.at, "body.site");
    const unheard = await asked(PHYSICIAN, { lines: [{ product: "MF-none", units: 1 }] });
    same([unheard.status, unheard.body.rejection.at], [400, "body.lines[0].product"]);
    same((await looksAt(PATIENT)).length, length);
  });
});
