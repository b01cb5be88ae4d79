import { ok as holds, match, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { readAccessCode } from "@meridian/client/access-code";
import { byAtc } from "@meridian/formulary/lookup";
import type { Command } from "@meridian/kernel/transaction";
import type { Page } from "playwright-core";
import { Hand, prescribed } from "./prescribed.ts";
import { lacking, overflowOf, type Served, servedRegion, violationsOn } from "./served.ts";

const HOSPITAL = "hospital-central-internet" as OrganisationId;
const PHARMACY = "pharmacy-lotus" as OrganisationId;
const INSURER = "insurance-authority" as OrganisationId;

type Patients = { readonly patients: readonly { readonly patient: string }[] };

/** A prescription that a pharmacy has claimed and that waits for its settlement; answers it with its pharmacist. */
async function claimed(served: Served): Promise<readonly [PrescriptionId, Hand]> {
  const { url } = served;
  const [medicine] = byAtc("A10BA02");
  if (medicine === undefined) throw new Error("the formulary has no metformin");
  const physician = await served.staffOf(HOSPITAL, "physician");
  const doctor = await Hand.of(url, physician);
  const { patients } = await doctor.ask<Patients>(`/v1/desk/patients?organisation=${HOSPITAL}`);
  const patient = patients.at(-1)?.patient ?? "";
  const order = { url, hospital: HOSPITAL, physician, patient, pathway: "internet-hospital-delivery" };
  const { id, code } = await prescribed({ ...order, medicines: [[medicine, 30]], delivery: true });
  const deed = (command: { readonly type: string; readonly [member: string]: unknown }): readonly Command[] => [
    { domain: "prescription", id, ...command } as Command,
  ];
  const reviewer = await Hand.of(url, await served.staffOf(HOSPITAL, "pharmacist"));
  await reviewer.commit(deed({ type: "takeReview", organisation: HOSPITAL }));
  await reviewer.commit(deed({ type: "approve" }));
  await reviewer.commit(deed({ type: "circulate", organisation: HOSPITAL }));
  const pharmacist = await Hand.of(url, await served.staffOf(PHARMACY, "pharmacist"));
  await pharmacist.commit(
    deed({ type: "claim", organisation: PHARMACY, payer: INSURER }),
    undefined,
    readAccessCode(code)?.seed,
  );
  return [id, pharmacist];
}

async function soundPage(page: Page): Promise<void> {
  same(await violationsOn(page), []);
  same(await overflowOf(page), 0);
}

describe("an insurer's pages", { skip: lacking(), timeout: 110_000 }, () => {
  let served: Served;
  let page: Page;
  let id: PrescriptionId;
  let pharmacist: Hand;
  before(async () => {
    served = await servedRegion({ prescriptions: 12 });
    [id, pharmacist] = await claimed(served);
    const clerk = await served.staffOf(INSURER, "officer");
    page = await served.pageAs(await served.newContext({ lang: "zh" }), clerk, "/i");
  });
  after(() => served?.close());

  it("list what waits, and the figures of the day", async () => {
    await page.getByTestId("filter").fill(id);
    holds((await page.getByTestId("today").innerText()).includes("统筹基金支付"));
    await soundPage(page);
    await page.locator(`a[href="/i/rx/${id}"]`).click();
    await page.getByTestId("obtain").waitFor();
  });

  it("reckon line by line from the document that the hospital hands over, and settle", async () => {
    await page.getByTestId("obtain").click();
    await page.getByTestId("reasons").waitFor();
    match(await page.getByTestId("reasons").innerText(), /二甲双胍.*甲类/);
    await page.getByTestId("balance").fill("1.5.2");
    await page.getByTestId("settle").waitFor({ state: "detached" });
    await page.getByTestId("balance").fill("1.50");
    match(await page.getByTestId("leg-account").innerText(), /1\.50/);
    await soundPage(page);
    await page.getByTestId("settle").click();
    match(await page.getByTestId("sentence").innerText(), /个人账户 ¥1\.50/);
    await page.getByTestId("sign").click();
    await page.getByTestId("acted-committed").waitFor();
    await page.getByTestId("close-sheet").click();
    await page.getByTestId("open-settlement").click();
  });

  it("say why from what was sealed, and that it is what the ledger says", async () => {
    await page.getByTestId("open-detail").click();
    await page.getByTestId("reasons").waitFor();
    await page.getByText("明细合计与账本一致").waitFor();
    await soundPage(page);
  });

  it("show a reversal beside what it reverses, summing to nothing, in English and on a phone", async () => {
    const refuse = { domain: "prescription", type: "refuse", id, reason: "not-required" } as Command;
    await pharmacist.commit([refuse]);
    const context = await served.newContext({ lang: "en", size: "phone" });
    const clerk = await served.staffOf(INSURER, "officer");
    const phone = await served.pageAs(context, clerk, new URL(page.url()).pathname);
    await phone.getByTestId("bookings").waitFor();
    match(await phone.getByTestId("bookings").innerText(), /settlement[\s\S]*reversal[\s\S]*Sum\s+¥0\.00/);
    await soundPage(phone);
    for (const tab of ["settlements", "entries"]) {
      await phone.goto(`/i?tab=${tab}`);
      await phone.locator('[role="row"] a').first().waitFor();
      await soundPage(phone);
    }
    await context.close();
  });
});
