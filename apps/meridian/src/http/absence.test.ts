import { deepStrictEqual as same, ok as yes } from "node:assert";
import { after, before, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { bucketOf } from "@meridian/crypto/statemap";
import { keyHashOf } from "@meridian/kernel/roots";
import type { Command } from "@meridian/kernel/transaction";
import { readEvidence } from "@meridian/proof/evidence";
import {
  COURT,
  DRUG_AUTHORITY,
  HEALTH_COMMISSION,
  HOSPITAL,
  INSURANCE_AUTHORITY,
  issueTestPrescription,
  PATIENT,
  PHARMACY,
  publicKeyHexOf,
  signerOf,
} from "../node/test-network.conformance.ts";
import { type Served, serve } from "./served.conformance.ts";

const SEATS = [HEALTH_COMMISSION, COURT, INSURANCE_AUTHORITY, DRUG_AUTHORITY];
const HIDDEN = keyHashOf("prescription/rx-1");
/** Of an open domain, with nothing there, and chosen so that its bucket is that of the prescription. */
const CHOSEN = "organisation/x1379579";

describe("the proof that there is no record", () => {
  let served: Served;
  before(async () => {
    served = await serve();
    await issueTestPrescription(served.network, "rx-1");
    await giveSeats(served);
    same(bucketOf(keyHashOf(CHOSEN)), bucketOf(HIDDEN));
  });
  after(() => served?.close());

  for (const holder of [undefined, PATIENT, HOSPITAL, PHARMACY])
    it(`shows ${holder ?? "a stranger"} no hash of a prescription in the same bucket`, async () => {
      const { body } = await served.get(`/v1/records/${CHOSEN}`, holder);
      same([body.record, body.proof], [null, undefined]);
      const evidence = await served.get(`/v1/evidence/records/${CHOSEN}`, holder);
      same([evidence.status, evidence.body.rejection.code], [403, "gateway/absence-not-shown"]);
    });

  it("is given whole to an organisation whose node has all records anyway", async () => {
    const { body } = await served.get(`/v1/records/${CHOSEN}`, COURT);
    yes(body.proof.bucket.some(({ key }: { readonly key: string }) => key === toHex(HIDDEN)));
    const evidence = await served.get(`/v1/evidence/records/${CHOSEN}`, COURT);
    const read = readEvidence(JSON.stringify(evidence.body));
    same(read.ok && read.value.subject.type, "absence");
  });

  it("is not given of what that organisation could not see if it were there", async () => {
    for (const path of ["prescription/rx-1", "prescription/rx-none"])
      same((await served.get(`/v1/records/${path}`, COURT)).body.rejection.code, "gateway/not-for-this-reader");
  });
});

/** Members order together from now on, each with a node. */
async function giveSeats({ network }: Served): Promise<void> {
  const validators = SEATS.map((organisation, i) => ({
    ...{ organisation, publicKey: publicKeyHexOf(`seat of ${organisation}`), power: 10, control: organisation },
    nodes: [String(i).padStart(40, "0")],
  }));
  const rules = { doubleSigning: "remove", sharedControl: "refused" };
  const action = { domain: "validator", type: "open", validators, rules };
  const about = { domain: "governance", id: "together" };
  const deadline = Math.floor(Date.now() / 1_000) + 86_400;
  await network.commit([{ ...about, type: "propose", subject: "consortium", action, deadline } as Command], [COURT]);
  const vote = { ...about, type: "vote", choice: "yes" } as Command;
  for (const by of [...SEATS, HOSPITAL, PHARMACY]) await network.client.send([vote], [signerOf(by)]);
  await network.node.viewsCaughtUp();
}
