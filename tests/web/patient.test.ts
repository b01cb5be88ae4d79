import { strictEqual as equal, ok as holds, deepStrictEqual as same } from "node:assert";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { asHeight, type Commitment, type NetworkId, type PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes, canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { type AccessCode, accessCodeDocument, accessCodeLink, readAccessCode } from "@meridian/client/access-code";
import { transactionOf } from "@meridian/client/client";
import { ed25519Signer } from "@meridian/client/signer";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import type { Command, Signature } from "@meridian/kernel/transaction";
import { reviewerOf } from "@meridian/review/evaluate";
import { demonstrationRules } from "@meridian/review/rules/demonstration";
import type { BrowserContext, Page } from "playwright-core";
import { Hand } from "./prescribed.ts";
import { lacking, overflowOf, type Served, servedRegion, violationsOn, watchErrors } from "./served.ts";

const HOSPITAL = "hospital-central";
const REGISTRARS = [HOSPITAL, "clinic-riverside"] as const;
const AUTHENTICATOR = {
  protocol: "ctap2",
  ctap2Version: "ctap2_1",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  hasPrf: true,
  automaticPresenceSimulation: true,
  isUserVerified: true,
} as const;
const SESSION = "JSON.parse(sessionStorage.getItem('meridian/session/tab'))";
/** As on a new phone: no key of this browser unlocks documents any more. */
const KEEP_RECOVERY_ONLY = `(async () => {
  const headers = { authorization: "Session " + ${SESSION}.token, "content-type": "application/json" };
  const { publicKey, slots, version } = await (await fetch("/v1/documents/keys", { headers })).json();
  const kept = slots.filter(({ kind }) => kind === "recovery");
  const body = JSON.stringify({ publicKey, slots: kept, replaces: version });
  await fetch("/v1/documents/keys", { method: "PUT", headers, body });
})()`;
const patientOn = (page: Page): Promise<string> => page.evaluate<string>(`${SESSION}.session.holder.person`);
const skip = lacking();

describe("a patient's phone", { skip: skip ?? false, timeout: 240_000 }, () => {
  let served: Served;
  let context: BrowserContext;
  let page: Page;
  let errors: readonly string[];
  let patient: string;
  let prescription: PrescriptionId;
  let code: AccessCode;
  before(async () => {
    served = await servedRegion({ prescriptions: 24 });
    context = await served.newContext({ size: "phone" });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    page = await context.newPage();
    errors = watchErrors(page);
  });
  after(() => served?.close());

  const sound = async (of = page): Promise<void> => {
    same(await violationsOn(of), []);
    equal(await overflowOf(of), 0);
  };
  const sign = async (): Promise<void> => {
    await page.getByTestId("sign").click();
    await page.getByTestId("acted-committed").waitFor();
    await page.getByTestId("close-sheet").click();
  };

  it("has a key of its own within a minute", async () => {
    await page.goto("/signin?next=/p");
    const kept = page.waitForResponse(
      (response) => response.url().endsWith("/v1/documents/keys") && response.request().method() === "PUT",
    );
    await page.getByTestId("new-device").click();
    await page.waitForURL(({ pathname }) => pathname === "/p");
    await kept;
    await page.getByRole("heading", { level: 1, name: "您好" }).waitFor();
    patient = await patientOn(page);
    await sound();
  });

  it("shows what is ready to collect first, as soon as it is", async () => {
    ({ prescription, code } = await readyToCollect(served, patient));
    await page.getByTestId("pressing").waitFor();
    await sound();
  });

  it("shows the code that is in the patient's own copy, and in nobody else's", async () => {
    await page.getByTestId("pressing").getByRole("link").click();
    await page.getByTestId("access-code").waitFor();
    await page.getByRole("button", { name: "复制文字码" }).click();
    const shown = readAccessCode(await page.evaluate("navigator.clipboard.readText()"));
    same(shown, code);
    holds((await page.getByTestId("document").textContent())?.includes("氨氯地平"));
    await sound();
  });

  it("proves on the device that the document is the ledger's", async () => {
    await page.getByTestId("commitment-holds").getByTestId("verify").click();
    await page.getByTestId("proof-holds").waitFor();
    await page.keyboard.press("Escape");
  });

  it("sees at once that a pharmacy took it up with the code", async () => {
    const pharmacy = "pharmacy-lotus";
    const counter = await Hand.of(served.url, pharmacy);
    const claim = {
      domain: "prescription",
      type: "claim",
      id: prescription,
      organisation: pharmacy,
      payer: "insurance-authority",
    } as Command;
    await counter.commit([claim], undefined, code.seed);
    await page.getByText("药房已接单，正在为您调配。").waitFor();
    await page.getByText(/药房已请.+结算/).waitFor();
    equal(await page.getByTestId("access-code").count(), 0);
  });

  it("adds a second key that both sign, which opens documents too", async () => {
    await page.goto("/p/keys");
    await page.getByText("这是您唯一的有效密钥", { exact: false }).waitFor();
    await page.getByTestId("add-device-key").click();
    await sign();
    await page.getByText("已添加。", { exact: false }).waitFor();
    equal(await page.getByTestId("key").count(), 2);
    await sound();
  });

  it("prints a recovery code once, which opens documents where no key does", async () => {
    await page.getByTestId("make-recovery-code").click();
    const printed = (await page.getByTestId("recovery-code").textContent()) ?? "";
    await page.reload();
    await page.getByTestId("make-recovery-code").waitFor();
    equal(await page.getByTestId("recovery-code").count(), 0);
    await page.evaluate(KEEP_RECOVERY_ONLY);
    await page.goto("/p/documents");
    await page.getByTestId("show-document").click();
    await page.getByTestId("document-locked").waitFor();
    await sound();
    await page.getByLabel("恢复码").fill(printed.toLowerCase());
    await page.getByTestId("unlock-with-code").click();
    await page.getByTestId("commitment-holds").waitFor();
  });

  it("vetoes a takeover of the account", async () => {
    await takeOver(served, patient);
    await page.goto("/p");
    await page.getByTestId("recovery").waitFor();
    await sound();
    await page.getByTestId("veto").click();
    await sign();
    await page.getByTestId("recovery").waitFor({ state: "detached" });
  });

  it("has takeovers vetoed by guardians, who see whose account it is: another patient, and a practitioner", async () => {
    const other = await served.newContext({ size: "phone" });
    const own = await other.newPage();
    await own.goto("/signin?next=/p");
    await own.getByTestId("new-device").click();
    await own.waitForURL(({ pathname }) => pathname === "/p");
    const practitioner = await served.staffOf("clinic-riverside", "physician");
    const works = await served.newContext();
    const desk = await served.pageAs(works, practitioner, "/d");
    const ids: string[] = [];
    for (const guardian of [own, desk]) {
      await guardian.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await guardian.bringToFront();
      await guardian.getByRole("button", { name: "复制 我的编号" }).click();
      await guardian.getByRole("button", { name: "已复制 我的编号" }).waitFor();
      ids.push(await guardian.evaluate<string>("navigator.clipboard.readText()"));
    }
    same(ids, [await patientOn(own), practitioner]);

    await page.bringToFront();
    await page.goto("/p/keys");
    for (const guardian of ids) {
      await page.getByLabel("对方的编号").fill(guardian);
      await page.getByTestId("add-guardian").click();
      await sign();
    }
    await sound();
    for (const guardian of [own, desk]) {
      await takeOver(served, patient);
      const card = guardian.getByTestId("recovery");
      await card.waitFor();
      await guardian.getByText("您是其账户守护人").waitFor();
      await sound(guardian);
      await card.getByTestId("veto").click();
      await guardian.getByTestId("sign").click();
      await guardian.getByTestId("acted-committed").waitFor();
      await guardian.getByTestId("close-sheet").click();
      await card.waitFor({ state: "detached" });
      await page.getByTestId("recovery").waitFor({ state: "detached" });
    }
    await own.goto("/p/keys");
    await own.getByRole("heading", { name: "我是谁的账户守护人" }).waitFor();
    await other.close();
    await works.close();
  });

  it("ends the key of a phone that is lost, and never the last", async () => {
    await page.goto("/p/keys");
    await page.getByTestId("revoke-key").first().click();
    await sign();
    await page.getByText("这是您唯一的有效密钥", { exact: false }).waitFor();
    equal(await page.getByTestId("revoke-key").count(), 0);
  });

  it("has a document handed over where there is no copy, and sees that it was", async () => {
    const other = await served.newContext({ size: "phone" });
    const borrowed = await served.pageAs(other, await patientWithPrescriptions(served), "/p/documents");
    await borrowed.getByTestId("show-document").first().click();
    await borrowed.getByTestId("ask-document").click();
    await borrowed.getByTestId("commitment-holds").waitFor();
    await sound(borrowed);
    await borrowed.goto("/p/access");
    await borrowed.getByTestId("look").first().getByText("您本人", { exact: true }).waitFor();
    await borrowed.getByTestId("verify").first().click();
    await borrowed.getByTestId("proof-holds").waitFor();
    await other.close();
  });

  it("with a passkey, opens documents and cancels what is not needed, each after a gesture", async () => {
    const own = await served.newContext({ size: "phone", lang: "en" });
    const phone = await own.newPage();
    const cdp = await own.newCDPSession(phone);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", { options: AUTHENTICATOR });
    await phone.goto("/signin?next=/p");
    await phone.getByTestId("new-passkey").click();
    await phone.waitForURL(({ pathname }) => pathname === "/p");
    const { prescription: id } = await readyToCollect(served, await patientOn(phone));
    await phone.goto(`/p/rx/${id}`);
    await phone.getByTestId("open-document").click();
    await phone.getByTestId("commitment-holds").waitFor();
    await phone.getByTestId("access-code").waitFor();
    await sound(phone);
    await phone.getByTestId("patient-cancel").click();
    await phone.getByTestId("sign").click();
    await phone.getByTestId("acted-committed").waitFor();
    await phone.getByTestId("close-sheet").click();
    await phone.getByText("This prescription was cancelled", { exact: false }).waitFor();
    await own.close();
  });

  it("has no error of a script on the way", () => same(errors, []));
});

/** A prescription with the code in the patient's own copy, reviewed and put into circulation. */
async function readyToCollect(
  served: Served,
  patient: string,
): Promise<AccessCode & { prescription: PrescriptionId; code: AccessCode }> {
  const physician = await served.staffOf(HOSPITAL, "physician");
  const doctor = await Hand.of(served.url, physician);
  const id = `rx-${randomBytes(10).toString("hex")}` as PrescriptionId;
  const code = { prescription: id, seed: new Uint8Array(randomBytes(32)) };
  const sealed = await doctor.seal(HOSPITAL, patient, "access-code", accessCodeDocument(code));
  const content = await doctor.seal(HOSPITAL, patient, "prescription", utf8(canonicalText(bundleOf(sealed))), id);
  const { rows } = await doctor.ask<{ rows: readonly { hash: string; pathway: string; status: string }[] }>(
    "/v1/views/pathways?limit=100",
  );
  const pathway = rows.find((row) => row.pathway === "dual-channel-retail" && row.status === "active")?.hash;
  const { time } = await doctor.ask<{ time: number }>("/v1/standing");
  const issue = {
    ...{ domain: "prescription", type: "issue", id, patient, organisation: HOSPITAL, custodian: HOSPITAL, content },
    ...{ pathway, items: [{ line: 1, class: "general", quantity: 28 }], authoredOn: time, selfPay: false },
    ...{ delivery: false, accessKey: Buffer.from(publicKeyOf(code.seed)).toString("hex") },
  };
  await doctor.commit([issue as unknown as Command]);
  const findings = await doctor.seal(HOSPITAL, patient, "review-result", utf8("{}"));
  const attach = {
    ...{ domain: "review", type: "attach", prescription: id, version: 1, custodian: HOSPITAL, findings },
    ...{ ruleSet: reviewerOf(demonstrationRules).hash, counts: { critical: 0, warning: 0, info: 0 } },
    ...{ coSign: [], final: [] },
  };
  await doctor.commit([attach as unknown as Command], [HOSPITAL]);
  const reviewer = await Hand.of(served.url, await served.staffOf(HOSPITAL, "pharmacist"));
  await reviewer.commit([{ domain: "prescription", type: "takeReview", id, organisation: HOSPITAL } as Command]);
  await reviewer.commit([{ domain: "prescription", type: "approve", id } as Command]);
  await doctor.commit([{ domain: "prescription", type: "circulate", id } as Command], [HOSPITAL]);
  return { ...code, code };
}

const bundleOf = (code: Commitment) => ({
  resourceType: "Bundle",
  type: "collection",
  link: accessCodeLink(code),
  entry: [
    {
      resource: {
        resourceType: "MedicationRequest",
        medicationCodeableConcept: { coding: [{ display: "Amlodipine" }], text: "氨氯地平 5 mg" },
        dispenseRequest: { quantity: { value: 28, unit: "tablet" } },
      },
    },
  ],
});

/** Two registrars ask for a new key, as if the patient had lost all of them. */
async function takeOver({ url }: Served, patient: string): Promise<void> {
  const stranger = ed25519Signer(new Secret(new Uint8Array(randomBytes(32))));
  const key = { kind: "ed25519", publicKey: stranger.publicKey };
  const hands = await Promise.all(REGISTRARS.map((registrar) => Hand.of(url, registrar)));
  const [first] = hands;
  if (first === undefined) throw new Error("there are registrars");
  const { network, height } = await first.ask<{ network: NetworkId; height: number }>("/v1/standing");
  const commands = [{ domain: "person", type: "requestRecovery", id: patient, key } as Command];
  const payload = { network, commands, nonce: randomBytes(16).toString("hex"), validUntil: asHeight(height + 40) };
  const signed = await Promise.all(
    hands.map((hand) =>
      hand.ask<{ signatures: readonly Signature[] }>("/v1/sessions/current/signatures", {
        type: "transaction",
        payload: canonicalText(payload),
      }),
    ),
  );
  const bytes = canonicalBytes(payload);
  const signatures = [...signed.flatMap((each) => each.signatures), await stranger.sign(bytes)];
  const { transaction, id } = transactionOf(bytes, signatures);
  await first.ask("/v1/transactions", transaction);
  const { receipt } = await first.ask<{ receipt?: { outcome: { status: string } } }>(
    `/v1/transactions/${id}?wait=10000`,
  );
  equal(receipt?.outcome.status, "committed", JSON.stringify(receipt));
}

/** An invented patient of the region to whom something was prescribed. */
async function patientWithPrescriptions({ url }: Served): Promise<string> {
  const response = await fetch(`${url}/v1/desk/keys`);
  const { patients } = (await response.json()) as { readonly patients: readonly { readonly holder: string }[] };
  for (const { holder } of patients.slice(0, 6)) {
    const hand = await Hand.of(url, holder);
    const { rows } = await hand.ask<{ rows: readonly unknown[] }>(`/v1/views/prescriptions?patient=${holder}`);
    if (rows.length > 0) return holder;
  }
  throw new Error("nothing was prescribed to the first patients");
}
