import { deepStrictEqual as same, ok as yes } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { sha256 } from "@meridian/crypto/hash";
import type { Command } from "@meridian/kernel/transaction";
import { disclosureIdOf, type ReleaseWish } from "../custody/release-request.ts";
import { Keystore } from "../keystore/keystore.ts";
import {
  COUNTER,
  COURT,
  claimCommand,
  HEALTH_COMMISSION,
  HOSPITAL,
  PATIENT,
  PHARMACIST,
  PHARMACY,
  PHYSICIAN,
  seedOf,
} from "../node/test-network.conformance.ts";
import { ask, payloadOf, signIn } from "./desk.conformance.ts";
import { type Served, serve } from "./served.conformance.ts";

const passphrase = "open sesame";
const about = { domain: "prescription", id: "rx-1", organisation: HEALTH_COMMISSION };
const hold = { ...about, type: "hold", reason: "suspected-fraud", basis: "article 1", seconds: 60 } as Command;
const lift = { ...about, type: "lift", scope: "health" } as Command;
const { organisation: _, ...ofPrescription } = about;
const revocation = { reason: "forged", basis: "article 1" };
const revoke = { ...ofPrescription, type: "revoke", organisations: [HEALTH_COMMISSION], ...revocation } as Command;
const warrant: Command = {
  ...{ domain: "disclosure", type: "openWarrant", id: "w-1", authority: HEALTH_COMMISSION, court: COURT },
  ...{ scope: { type: "patient", patient: PATIENT }, basis: "article 2", purpose: "HLEGAL", expires: 1_900_000_000 },
};
const close = { domain: "disclosure", type: "closeWarrant", id: "w-1" } as Command;
const wishOf = (organisation: string, ground: string, purpose = "HLEGAL"): ReleaseWish =>
  ({
    ...{ prescription: "rx-1", commitment: "00".repeat(32), ground, purpose, recipientKey: "11".repeat(32) },
    recipient: { type: "organisation", organisation },
  }) as ReleaseWish;

describe("signatures in an organisation's name", () => {
  let served: Served;
  const folder = mkdtempSync(join(tmpdir(), "meridian-signatures-"));
  before(async () => {
    const keys = new Keystore(folder, { n: 16, r: 1, p: 1 });
    for (const holder of [COUNTER, PHARMACIST, PHYSICIAN, HEALTH_COMMISSION, COURT, PHARMACY, HOSPITAL])
      keys.add(holder, new Secret(passphrase), new Secret(seedOf(holder)));
    served = await serve({ desk: { keys, passphrase: new Secret(passphrase) } });
    const affiliate = (id: string, organisation: string, role: string) =>
      served.network.commit(
        [{ domain: "person", type: "affiliate", id, organisation, roles: [role] } as Command],
        [organisation],
      );
    await affiliate(COUNTER, HEALTH_COMMISSION, "courier");
    await affiliate(PHARMACIST, COURT, "courier");
    await affiliate(PHARMACIST, PHARMACY, "courier");
    await affiliate(PHYSICIAN, HEALTH_COMMISSION, "officer");
  });
  after(async () => {
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const sign = async (holder: string, body: object) => {
    const { token } = (await ask(served, "POST", "/v1/sessions", { with: "keystore", holder, passphrase })).body;
    return ask(served, "POST", "/v1/sessions/current/signatures", body, token);
  };
  const signedBy = (holder: string, as: string, command: Command) =>
    sign(holder, { type: "transaction", payload: payloadOf([command]), as: [as] });
  const askedBy = (holder: string, as: string, wish: ReleaseWish) => sign(holder, { type: "release", wish, as });

  const beyond: readonly (readonly [says: string, holder: string, as: string, command: Command])[] = [
    ["a hold of a courier's", COUNTER, HEALTH_COMMISSION, hold],
    ["a lift of a courier's", COUNTER, HEALTH_COMMISSION, lift],
    ["a revocation of a courier's", COUNTER, HEALTH_COMMISSION, revoke],
    ["a warrant of a courier's at the authority", COUNTER, HEALTH_COMMISSION, warrant],
    ["a warrant of a courier's at the court", PHARMACIST, COURT, warrant],
    ["the end of a warrant, of a courier's", PHARMACIST, COURT, close],
    ["a claim of a courier's at the pharmacy", PHARMACIST, PHARMACY, claimCommand("rx-1")],
    ["a hold of a pharmacist's, in the pharmacy's name", COUNTER, PHARMACY, hold],
  ];
  for (const [says, holder, as, command] of beyond)
    it(`are not given to ${says}`, async () => {
      const { status, body } = await signedBy(holder, as, command);
      const { domain, type } = command;
      same([status, body.rejection], [403, { code: "desk/beyond-your-role", domain, type }]);
    });

  const wishes: readonly (readonly [says: string, holder: string, as: string, wish: ReleaseWish])[] = [
    ["a courier by a warrant", COUNTER, HEALTH_COMMISSION, wishOf(HEALTH_COMMISSION, "warrant")],
    ["a courier of the court by a warrant", PHARMACIST, COURT, wishOf(COURT, "warrant")],
    ["a courier by a claim", PHARMACIST, PHARMACY, wishOf(PHARMACY, "claim", "TREAT")],
    ["a pharmacist by a warrant", COUNTER, PHARMACY, wishOf(PHARMACY, "warrant")],
    ["an officer by a patient's own right", PHYSICIAN, HEALTH_COMMISSION, wishOf(HEALTH_COMMISSION, "own-patient")],
  ];
  for (const [says, holder, as, wish] of wishes)
    it(`do not ask for a document for ${says}`, async () => {
      const { status, code } = await askedBy(holder, as, wish);
      same([status, code], [403, "desk/beyond-your-role"]);
    });

  it("are an officer's, and of documents whose ground is the officer's", async () => {
    for (const command of [hold, lift, revoke, warrant, close])
      same((await signedBy(PHYSICIAN, HEALTH_COMMISSION, command)).status, 200, command.type);
    same((await askedBy(PHYSICIAN, HEALTH_COMMISSION, wishOf(HEALTH_COMMISSION, "warrant"))).status, 200);
  });

  it("go on for those who treat: at the counter, and in the hospital", async () => {
    same((await signedBy(COUNTER, PHARMACY, claimCommand("rx-1"))).status, 200);
    same((await askedBy(COUNTER, PHARMACY, wishOf(PHARMACY, "claim", "TREAT"))).status, 200);
    same((await askedBy(PHYSICIAN, HOSPITAL, wishOf(HOSPITAL, "care-team", "TREAT"))).status, 200);
  });

  describe("are written down", () => {
    const log = async (token: string, organisation?: string) =>
      ask(
        served,
        "GET",
        `/v1/access-log?limit=500${organisation ? `&organisation=${organisation}` : ""}`,
        undefined,
        token,
      );

    it("by person and by the id of what was signed, for the organisation and its officers", async () => {
      const wish = { ...wishOf(HEALTH_COMMISSION, "warrant"), nonce: "22".repeat(16) } as ReleaseWish;
      const payload = payloadOf([hold], { nonce: "33".repeat(16) });
      same((await sign(PHYSICIAN, { type: "transaction", payload, as: [HEALTH_COMMISSION] })).status, 200);
      same((await askedBy(PHYSICIAN, HEALTH_COMMISSION, wish)).status, 200);
      for (const reader of [HEALTH_COMMISSION, PHYSICIAN]) {
        const { body } = await log(await signIn(served, reader), HEALTH_COMMISSION);
        same(
          body.entries.slice(-2).map((entry: { reader: string; what: string }) => [entry.reader, entry.what]),
          [
            [PHYSICIAN, `signature/prescription/hold/${toHex(sha256(utf8(payload)))}`],
            [PHYSICIAN, `signature/document/warrant/${disclosureIdOf(wish)}`],
          ],
        );
        yes(!JSON.stringify(body.entries).includes(PATIENT));
      }
    });

    it("not where something was refused, nor a person's own signature", async () => {
      const officer = await signIn(served, HOSPITAL);
      const count = async () => (await log(officer, HOSPITAL)).body.entries.length;
      const before = await count();
      const as = [HOSPITAL, COURT];
      same(
        (await sign(PHYSICIAN, { type: "transaction", payload: payloadOf([claimCommand("rx-1")]), as })).status,
        403,
      );
      same((await sign(PHYSICIAN, { type: "transaction", payload: payloadOf([claimCommand("rx-1")]) })).status, 200);
      same(await count(), before);
    });

    it("for nobody else: other staff, other houses and strangers are refused", async () => {
      for (const [reader, organisation] of [
        [COUNTER, HEALTH_COMMISSION],
        [PHYSICIAN, HOSPITAL],
        [PATIENT, HEALTH_COMMISSION],
        [COURT, HEALTH_COMMISSION],
        [HEALTH_COMMISSION, undefined],
      ] as const)
        same((await log(await signIn(served, reader), organisation)).code, "gateway/not-for-this-reader");
    });
  });
});
