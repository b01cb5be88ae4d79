import { ok as holds, match, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import type { Command } from "@meridian/kernel/transaction";
import type { Page } from "playwright-core";
import { Hand } from "./prescribed.ts";
import { lacking, overflowOf, type Served, servedRegion, violationsOn } from "./served.ts";

const HOSPITAL = "hospital-central-internet" as OrganisationId;

/** Signs what the sheet asks; answers the sentence and how it ended. */
async function sign(page: Page): Promise<readonly [sentence: string, ended: string]> {
  const sentence = await page.getByTestId("sentence").innerText();
  await page.getByTestId("sign").click();
  const ended = page.locator('[data-testid^="acted-"]');
  await ended.waitFor();
  const how = (await ended.getAttribute("data-testid")) ?? "";
  await page.getByTestId("close-sheet").click();
  await ended.waitFor({ state: "detached" });
  return [sentence, how];
}

async function soundPage(page: Page): Promise<void> {
  same(await violationsOn(page), []);
  same(await overflowOf(page), 0);
}

describe("a doctor's pages", { skip: lacking(), timeout: 110_000 }, () => {
  let served: Served;
  let page: Page;
  let id: PrescriptionId;
  let doctor: string;
  let pharmacist: Hand;
  before(async () => {
    served = await servedRegion({ prescriptions: 12 });
    doctor = await served.staffOf(HOSPITAL, "physician");
    pharmacist = await Hand.of(served.url, await served.staffOf(HOSPITAL, "pharmacist"));
    page = await served.pageAs(await served.newContext({ lang: "zh" }), doctor, "/d");
  });
  after(() => served?.close());

  const review = (command: { readonly type: string }): Promise<void> =>
    pharmacist.commit([{ domain: "prescription", id, ...command } as Command]);

  it("lead from who waits to the chart, with the licence beside the name", async () => {
    await page.getByTestId("find-patient").waitFor();
    holds((await page.getByTestId("licence").innerText()).includes("医师执业证"));
    await soundPage(page);
    await page.locator('[role="row"] a').first().click();
    await page.getByTestId("prescribe").waitFor();
    await soundPage(page);
  });

  it("estimate what insurance pays with what the patient has used, when asked, and once for each draft", async () => {
    const asked: string[] = [];
    page.on("request", (request) => request.url().endsWith("/v1/coverage") && asked.push(request.url()));
    await page.getByTestId("prescribe").click();
    await page.getByTestId("medicine-search").fill("A10BA02");
    await page.getByTestId("medicine-search").press("Enter");
    const coverage = page.getByTestId("coverage");
    await coverage.getByText("按今年尚未使用").waitFor();
    await page.getByTestId("coverage-ask").click();
    await coverage.getByText("节点按患者今年在账本上的累计算出").waitFor();
    await soundPage(page);
    await page.getByTestId("days-0").fill("6");
    await coverage.getByText("按今年尚未使用").waitFor();
    same(asked.length, 1);
    await page.goBack();
  });

  it("review a prescription while it is written, and give the patient's code after the signature", async () => {
    await page.getByTestId("prescribe").click();
    await page.getByTestId("medicine-search").fill("A10BA02");
    await page.getByTestId("medicine-search").press("Enter");
    await page.getByTestId("days-0").fill("30");
    await page.getByTestId("finding-critical").waitFor();
    match(await page.getByTestId("quantity-0").innerText(), /90/);
    // Followed up online, a month for a chronic condition wants a reason and is not critical.
    await page.getByTestId("pathway-internet-hospital-delivery").check();
    await page.getByTestId("finding-critical").waitFor({ state: "detached" });
    await page.getByTestId("finding-warning").waitFor();
    await page.getByTestId("pathway-dual-channel-retail").check();
    await page.getByTestId("finding-critical").waitFor();
    await page.getByTestId("days-0").fill("7");
    await page.getByTestId("finding-critical").waitFor({ state: "detached" });
    await page.getByTestId("coverage").waitFor();
    await page.getByTestId("sign-order").click();
    await page.getByTestId("faults").waitFor();
    await page.getByTestId("diagnosis").selectOption("E11.9");
    await soundPage(page);
    await page.getByTestId("sign-order").click();
    const [sentence, ended] = await sign(page);
    match(sentence, /二甲双胍.*7 天.*医保支付/);
    same(ended, "acted-committed");
    match(await page.getByTestId("attached").innerText(), /医院签名/);
    await page.getByTestId("access-code").waitFor();
    await soundPage(page);
    await page.getByTestId("to-prescription").click();
    await page.getByTestId("open-document").click();
    match(await page.getByTestId("order-lines").innerText(), /21 片/);
    id = decodeURIComponent(page.url().split("/").at(-1) ?? "") as PrescriptionId;
  });

  it("say why a pharmacist returned it, and hand in another version with its review", async () => {
    await review({ type: "takeReview", organisation: HOSPITAL } as { type: string });
    await review({ type: "return", reasons: ["dosage"] } as { type: string });
    await page.getByTestId("returned").getByText("用法用量不适宜").waitFor();
    await soundPage(page);
    await page.getByTestId("amend").click();
    await page.getByTestId("timesPerDay-0").fill("2");
    await page.getByTestId("days-0").fill("30");
    await page.getByTestId("finding-critical").waitFor();
    await page.getByTestId("sign-order").click();
    same((await sign(page))[1], "acted-committed");
    match(await page.getByTestId("attached").innerText(), /医院签名/);
  });

  it("take the doctor's reason against a critical finding, after which a pharmacist can approve", async () => {
    await page.getByTestId("to-prescription").click();
    await page.getByTestId("open-findings").click();
    const finding = page.getByTestId("finding-critical").first();
    await finding.locator("summary").click();
    await finding.locator("textarea").fill("长期稳定用药，随访正常");
    await finding.getByTestId("override").click();
    same((await sign(page))[1], "acted-committed");
    await finding.getByText("已说明理由").waitFor();
    await review({ type: "takeReview", organisation: HOSPITAL } as { type: string });
    await review({ type: "approve" });
  });

  it("cancel with a reason, in English and on a phone", async () => {
    const context = await served.newContext({ lang: "en", size: "phone" });
    const phone = await served.pageAs(context, doctor, `/d/rx/${id}`);
    await phone.getByTestId("cancel").locator("summary").click();
    await soundPage(phone);
    await phone.getByTestId("cancel").locator("select").selectOption("patient-request");
    await phone.getByTestId("cancel-order").click();
    const [sentence, ended] = await sign(phone);
    match(sentence, /^Cancel the prescription of /);
    same(ended, "acted-committed");
    await phone.getByText("Nothing waits for you now.").waitFor();
    for (const path of ["/d", "/d?tab=own"]) {
      await phone.goto(path);
      await phone.locator('[role="row"] a').first().waitFor();
      await soundPage(phone);
    }
    await context.close();
  });
});
