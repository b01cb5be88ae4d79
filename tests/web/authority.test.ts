import { equal, match, ok, deepEqual as same } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { lacking, overflowOf, type Served, servedRegion, violationsOn, watchErrors } from "./served.ts";

const skip = lacking();

/** Confirms what the sheet says, and waits until it stands on the ledger. */
async function sign(page: Page): Promise<void> {
  await page.getByTestId("sign").click();
  await page.getByTestId("acted-committed").waitFor();
  await page.getByTestId("close-sheet").click();
}

describe("an authority in a browser", { skip: skip ?? false, timeout: 58_000 }, () => {
  let served: Served;
  let officer: string;
  before(async () => {
    served = await servedRegion({ prescriptions: 24 });
    officer = await served.staffOf("health-commission", "officer");
  });
  after(() => served?.close());

  it("counts what a figure's link lists, opens one whole path, and checks its proof", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await served.pageAs(context, officer, "/r");
    const errors = watchErrors(page);
    const figure = page.getByTestId("figure-dispensed");
    const count = (await figure.locator("span").nth(1).innerText()).trim();
    same(await violationsOn(page), []);
    await figure.click();
    match(await page.getByTestId("rx-count").innerText(), new RegExp(`^${count} `));
    await page.locator('[role="row"] a').first().click();
    await page.getByTestId("path-verdict").waitFor();
    same(await violationsOn(page), []);
    const steps = await page.getByTestId("path-steps").locator("li").count();
    equal(await page.locator("svg a").count(), steps);
    await page.getByTestId("path-steps").getByRole("link", { name: "issued" }).click();
    match(page.url(), /[?&]e=\d+-\d+/);
    await page.getByTestId("path-node").getByTestId("verify").click();
    await page.getByTestId("proof-holds").waitFor();
    same(errors, []);
    await context.close();
  });

  it("holds a prescription, reads it on that ground, and lifts the hold", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await served.pageAs(context, officer, "/r/rx?status=COMPLETED");
    const id = (await page.locator('[role="row"] a').first().innerText()).trim();
    await page.goto(`/r/holds?rx=${id}`);
    await page.getByLabel("Legal basis").fill("Prescription Regulations, article 45");
    await page.getByTestId("place-hold").click();
    await sign(page);
    await page.getByTestId(`lift-${id}`).waitFor();
    await page.goto(`/r/warrants?rx=${id}`);
    await page.getByTestId("obtain").click();
    await page.getByTestId("document").waitFor();
    await page.goto(`/r/rx/${id}`);
    await page.locator('[data-verdict="held"]').waitFor();
    await page.goto("/r/holds");
    await page.getByTestId(`lift-${id}`).click();
    await sign(page);
    await page.getByTestId(`lift-${id}`).waitFor({ state: "detached" });
    await context.close();
  });

  it("drafts a pathway, is told what is wrong with it, tries it on the past and puts it to a vote", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await served.pageAs(context, officer, "/r/pathways");
    await page.getByRole("link", { name: "Draft a change" }).first().click();
    const lease = page.locator('[data-param="claimLeaseSeconds"]');
    await lease.fill("2");
    match(await page.getByTestId("difference").innerText(), /claim lasts: 2 days instead of 1 day/);
    const raw = page.getByTestId("raw");
    const text = await raw.inputValue();
    await raw.fill(text.replace('"guard": "now <= rx.expiresAt', '"guard": "now <= rx.expires'));
    match(await page.getByTestId("lint").innerText(), /there is no field expires/);
    ok(await page.getByTestId("propose").isDisabled());
    await raw.fill(text);
    await page.getByTestId("replay").click();
    await page
      .getByTestId("replayed")
      .getByText(/were replayed|nothing to replay/)
      .waitFor();
    await page.reload();
    equal(await lease.inputValue(), "2");
    await page.getByTestId("propose").click();
    await sign(page);
    await page.getByTestId("pathway-votes").waitFor();
    await context.close();
  });

  it("shows nobody else's path, and fits a phone in Chinese", async () => {
    const context = await served.newContext({ lang: "zh", size: "phone" });
    const page = await served.pageAs(context, officer, "/r/rx");
    const id = (await page.locator('[role="row"] a').first().innerText()).trim();
    for (const path of ["/r", "/r/rx", `/r/rx/${id}`, "/r/holds", "/r/warrants", "/r/pathways", "/r/licences"]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      ok((await overflowOf(page)) <= 0, `${path} is wider than a phone`);
    }
    const stranger = await (await served.newContext({ lang: "en" })).newPage();
    await stranger.goto(`/r/rx/${id}`);
    await stranger.getByText("This is not yours to see").waitFor();
    await context.close();
  });
});
