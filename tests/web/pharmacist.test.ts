import { ok as holds, match, deepStrictEqual as same } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { byAtc, medicines, packsFor } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import { traceCode } from "@meridian/formulary/trace";
import type { Page } from "playwright-core";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import { type Order, type Prescribed, prescribed, settled } from "./prescribed.ts";
import { lacking, overflowOf, type Served, servedRegion, violationsOn } from "./served.ts";

const HOSPITAL = "hospital-central-internet" as OrganisationId;
const PHARMACY = "pharmacy-lotus" as OrganisationId;
const INSURER = "insurance-authority" as OrganisationId;
const CARRIER = "carrier-swift";

const first = (found: readonly Medicine[], what: string): Medicine => {
  const [medicine] = found;
  if (medicine === undefined) throw new Error(`the formulary has no ${what}`);
  return medicine;
};
const METFORMIN = first(byAtc("A10BA02"), "metformin");
const COLD = first(
  medicines.filter(({ drugClass }) => drugClass === "cold-chain"),
  "medicine of the cold chain",
);
const serial = (): number => Math.floor(Math.random() * 900_000_000);

/** Signs what the sheet asks, and answers how it ended. */
async function sign(page: Page): Promise<string> {
  await page.getByTestId("sign").click();
  const ended = page.locator('[data-testid^="acted-"]');
  await ended.waitFor();
  const how = (await ended.getAttribute("data-testid")) ?? "";
  await page.getByTestId("close-sheet").click();
  await ended.waitFor({ state: "detached" });
  return how;
}

async function scan(page: Page, code: string): Promise<string> {
  const answer = page.getByTestId("scan-answer");
  const before = await answer.innerText();
  await page.getByTestId("scan").fill(code);
  await page.getByTestId("scan").press("Enter");
  await page.waitForTimeout(50);
  await answer.filter({ hasNotText: before === "" ? /^$/ : before }).waitFor();
  return answer.innerText();
}

/** At the counter: claims with the code, obtains the document, and takes from stock what it says. */
async function filled(page: Page, code: string): Promise<void> {
  await page.getByTestId("scan").fill(code);
  await page.getByTestId("scan").press("Enter");
  same(await sign(page), "acted-committed");
  await page.getByTestId("obtain").click();
  await page.getByTestId("document").waitFor();
  await page.getByTestId("stock").click();
  await page.getByTestId("line-1").getByText("complete").first().waitFor();
}

/** Dispenses what is filled and gives it to the courier. */
async function handedOver(page: Page): Promise<void> {
  await page.getByTestId("dispense").click();
  same(await sign(page), "acted-committed");
  await page.getByTestId("ship").click();
  same(await sign(page), "acted-committed");
}

/** A picture of a code, as a camera would take it. */
async function pictureOf(text: string, format: "QRCode" | "DataMatrix"): Promise<Buffer> {
  const wasm = createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm");
  const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  const { image, error } = await writeBarcode(text, { format, scale: 6 });
  if (image === null) throw new Error(error);
  return Buffer.from(await image.arrayBuffer());
}

async function soundPage(page: Page): Promise<void> {
  same(await violationsOn(page), []);
  same(await overflowOf(page), 0);
}

describe("a pharmacist's pages", { skip: lacking() }, () => {
  let served: Served;
  let patient: string;
  before(async () => {
    served = await servedRegion({ prescriptions: 4 });
    const { patients } = (await (await fetch(`${served.url}/v1/desk/keys`)).json()) as {
      readonly patients: readonly { readonly holder: string }[];
    };
    patient = patients[0]?.holder ?? "";
  });
  after(() => served.close());

  const order = async (more: Partial<Order>): Promise<Prescribed> =>
    prescribed({
      url: served.url,
      hospital: HOSPITAL,
      physician: await served.staffOf(HOSPITAL, "physician"),
      patient,
      pathway: "internet-hospital-delivery",
      medicines: [[METFORMIN, METFORMIN.packUnits]],
      ...more,
    });
  const approved = async (page: Page, { id }: Prescribed): Promise<void> => {
    await page.goto(`/ph/review/${id}`);
    await page.getByTestId("take").click();
    same(await sign(page), "acted-committed");
    await page.getByTestId("document").waitFor();
    await page.getByTestId("findings").waitFor();
    await page.getByTestId("approve").click();
    same(await sign(page), "acted-committed");
    await page.getByTestId("approve").waitFor({ state: "detached" });
  };

  it("reviews, claims by a picture of the code, checks packs, takes cash and hands over", async () => {
    const units = 3 * METFORMIN.packUnits;
    const ordered = await order({ medicines: [[METFORMIN, units]] });
    const context = await served.newContext();
    const review = await served.pageAs(context, await served.staffOf(HOSPITAL, "pharmacist"), "/ph");
    await soundPage(review);
    await approved(review, ordered);
    await soundPage(review);

    const other = await served.newContext();
    const page = await served.pageAs(other, await served.staffOf(PHARMACY, "pharmacist"), "/ph/counter");
    await page.getByTestId("scan").waitFor();
    await soundPage(page);
    await page
      .getByTestId("picture")
      .setInputFiles({ name: "code.png", mimeType: "image/png", buffer: await pictureOf(ordered.code, "QRCode") });
    same(await sign(page), "acted-committed");
    await page.waitForURL(`**/ph/rx/${ordered.id}`);

    await page.getByTestId("obtain").click();
    await page.getByTestId("document").waitFor();
    const cash = await settled({
      ...{ url: served.url, officer: await served.staffOf(INSURER, "officer"), insurer: INSURER },
      ...{ pharmacy: PHARMACY, prescription: ordered.id, patient, medicines: [[METFORMIN, units]] },
    });
    holds(cash > 0);

    const code = traceCode(METFORMIN, serial());
    match(await scan(page, "nonsense"), /不是药品追溯码/);
    match(await scan(page, traceCode(COLD, 5)), /处方里没有/);
    match(await scan(page, code), /已加入/);
    match(await scan(page, code), /刚才已经扫过/);
    const element = `(01)06901234567892(21)${traceCode(METFORMIN, serial())}`;
    await page.getByTestId("picture").setInputFiles({
      name: "pack.png",
      mimeType: "image/png",
      buffer: await pictureOf(element, "DataMatrix"),
    });
    await page.getByTestId("scan-answer").filter({ hasText: "已加入" }).waitFor();
    await page.getByTestId("stock").click();
    await page.getByTestId("line-1").getByText("已配齐").waitFor();
    await page.getByTestId("dispense").filter({ hasText: "收款" }).click();
    same(await sign(page), "acted-committed");
    await page.getByTestId("reverse").waitFor();
    await soundPage(page);

    const again = await order({ selfPay: true });
    await approved(review, again);
    await page.goto("/ph/counter");
    await page.getByTestId("scan").fill(again.code);
    await page.getByTestId("scan").press("Enter");
    same(await sign(page), "acted-committed");
    await page.getByTestId("obtain").click();
    await page.getByTestId("document").waitFor();
    match(await scan(page, code), /已经发出过/);
  });

  it("sends what must stay cold, and the courier delivers it with the code and the temperatures", async () => {
    const units = COLD.packUnits;
    const ordered = await order({ medicines: [[COLD, units]], selfPay: true, delivery: true });
    const context = await served.newContext({ lang: "en" });
    await approved(await served.pageAs(context, await served.staffOf(HOSPITAL, "pharmacist"), "/ph"), ordered);

    const shop = await served.newContext({ lang: "en", size: "phone" });
    const page = await served.pageAs(shop, await served.staffOf(PHARMACY, "pharmacist"), "/ph/counter");
    await filled(page, ordered.code);
    await soundPage(page);
    await handedOver(page);
    same(packsFor(COLD, units), 1);

    const road = await served.newContext({ lang: "en", size: "phone" });
    const courier = await served.pageAs(road, await served.staffOf(CARRIER, "courier"), "/ph/deliveries");
    await courier.getByTestId(`deliver-${ordered.id}`).click();
    await courier.getByTestId("lowest").waitFor();
    match(await scan(courier, ordered.code), /First enter the temperatures/);
    await courier.getByTestId("lowest").fill("3.1");
    await courier.getByTestId("highest").fill("6.4");
    await courier.getByTestId("device").fill("T-17");
    await soundPage(courier);
    await courier.getByTestId("scan").fill(ordered.code);
    await courier.getByTestId("scan").press("Enter");
    same(await sign(courier), "acted-committed");
    await courier.getByTestId(`deliver-${ordered.id}`).waitFor({ state: "detached" });
  });

  it("takes back what could not be delivered, and sends it out again", async () => {
    const ordered = await order({ selfPay: true, delivery: true });
    const context = await served.newContext({ lang: "en" });
    await approved(await served.pageAs(context, await served.staffOf(HOSPITAL, "pharmacist"), "/ph"), ordered);
    const page = await served.pageAs(context, await served.staffOf(PHARMACY, "pharmacist"), "/ph/counter");
    await filled(page, ordered.code);
    await handedOver(page);
    await page.getByTestId("ship").waitFor({ state: "detached" });

    const road = await served.newContext({ lang: "en", size: "phone" });
    const courier = await served.pageAs(road, await served.staffOf(CARRIER, "courier"), "/ph/deliveries");
    await courier.getByTestId(`deliver-${ordered.id}`).click();
    await courier.getByTestId("bring-back").click();
    same(await sign(courier), "acted-committed");
    await courier.getByTestId(`deliver-${ordered.id}`).waitFor({ state: "detached" });
    same(await courier.getByRole("dialog").count(), 0);

    await page.getByTestId("ship").waitFor();
    await soundPage(page);
    await page.goto("/ph/deliveries");
    await page.getByRole("tab", { name: /To be sent/ }).click();
    await page.getByRole("link", { name: `${ordered.id.slice(0, 6)}…${ordered.id.slice(-4)}` }).waitFor();
    await page.goto(`/ph/rx/${ordered.id}`);
    await page.getByTestId("ship").click();
    same(await sign(page), "acted-committed");
    await courier.getByTestId(`deliver-${ordered.id}`).waitFor();
    await context.close();
    await road.close();
  });
});
