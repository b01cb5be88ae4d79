import { ok as holds, match, deepStrictEqual as same } from "node:assert";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { BrowserContext, Page, Route } from "playwright-core";
import { lacking, overflowOf, type Served, servedRegion, violationsOn, watchErrors } from "./served.ts";
import { playStep, STEPS, withAuthenticator } from "./tour-player.ts";

const TOUR_MILLISECONDS_MAX = 120_000;

describe("the two-minute tour", { skip: lacking() }, () => {
  let served: Served;
  before(async () => {
    served = await servedRegion({ prescriptions: 12 });
  });
  after(() => served.close());

  const ways = [
    { lang: "zh", size: "desk", kind: "passkey" },
    { lang: "en", size: "phone", kind: "device" },
    { lang: "zh", size: "phone", kind: "passkey" },
    { lang: "en", size: "desk", kind: "device" },
  ] as const;
  for (const { lang, size, kind } of ways)
    describe(`in ${lang}, ${size}, with a ${kind}`, () => {
      let context: BrowserContext;
      let page: Page;
      let errors: readonly string[] = [];
      let evidence = "";
      let begun = 0;
      after(() => context.close());

      it("begins from one button on the landing page", async () => {
        begun = performance.now();
        context = await served.newContext({ lang, size });
        page = await context.newPage();
        errors = watchErrors(page);
        if (kind === "passkey") await withAuthenticator(context, page);
        await page.goto("/");
        await page.getByTestId("start-tour").click();
        await page.getByTestId("tour").waitFor();
      });

      for (const step of STEPS)
        it(`goes through ${step}`, async () => {
          const downloading = step === "evidence" ? page.waitForEvent("download") : undefined;
          await playStep(page, step, kind);
          if (downloading !== undefined) evidence = readFileSync(await (await downloading).path(), "utf8");
          if (step === "prescribe") await page.locator('iframe[name="tour-patient"]').waitFor();
          if (step === "tamper") await page.getByTestId("tampered").getByTestId("proof-broken").waitFor();
          same(await overflowOf(page), 0);
        });

      it("tells everything that went on the ledger, in order", async () => {
        const told = await page.getByTestId("tour-drawer").getByRole("listitem").count();
        holds(told >= 9, `${told} events`);
      });

      it("ends with evidence that the offline verifier takes", async () => {
        holds(evidence.includes('"delivered"'));
        const verifier = page.frameLocator('[data-testid="verifier-frame"]');
        await verifier
          .locator("#file")
          .setInputFiles({ name: "evidence.json", mimeType: "application/json", buffer: Buffer.from(evidence) });
        const holding = lang === "zh" ? "文件自身一致" : "Consistent in itself";
        await verifier.locator("#verdict", { hasText: holding }).waitFor();
      });

      it("took less than two minutes, without an error or a violation of accessibility", async () => {
        const milliseconds = performance.now() - begun;
        holds(milliseconds < TOUR_MILLISECONDS_MAX, `${milliseconds} ms`);
        same(errors, []);
        same(await violationsOn(page), []);
      });
    });

  it("tells a fault of the app, before a signature or after it, and goes on from there", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await context.newPage();
    const errors = watchErrors(page);
    await page.goto("/tour");
    await playStep(page, "passkey", "device");
    // What no node answers, and the app does not expect.
    const nonsense = (route: Route) => route.fulfill({ json: { documents: 7, receipt: {} } });
    for (const path of [/\/v1\/documents\?/, /\/v1\/transactions\/[0-9a-f]+/]) {
      await page.route(path, nonsense);
      await page.getByTestId("tour-next").click();
      await page.getByRole("alert").getByText("app-failed").waitFor();
      await page.unroute(path, nonsense);
    }
    same(errors.length, 2);
    await playStep(page, "prescribe", "device");
    same(await page.getByRole("alert").count(), 0);
    await context.close();
  });

  it("prescribes a whole order, which the doctor's own page reads", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await context.newPage();
    await page.goto("/tour");
    await playStep(page, "passkey", "device");
    await playStep(page, "prescribe", "device");
    const doctor = page.frameLocator('iframe[name="tour-doctor"]');
    await doctor.getByTestId("open-document").click();
    await doctor.getByText("Hyperlipidaemia").waitFor();
    match(await doctor.getByTestId("order-lines").innerText(), /7 tablets/);
    await context.close();
  });
});
