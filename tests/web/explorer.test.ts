import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { lacking, overflowOf, type Served, servedRegion, violationsOn, watchErrors } from "./served.ts";

const lack = lacking();
const MEMBER = "maker-qinghe";

describe("the ledger, the verifier and an institution in a browser", { skip: lack ?? false }, () => {
  let served: Served;
  let context: BrowserContext;
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(served.url + path)).json()) as T;
  const evidenceText = async (path: string): Promise<string> =>
    (await fetch(`${served.url}/v1/evidence/${path}`)).text();
  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
  const signed = async (page: Page): Promise<void> => {
    await page.getByTestId("sign").click();
    await page.getByTestId("acted-committed").waitFor();
    await page.getByTestId("close-sheet").click();
  };

  before(async () => {
    served = await servedRegion({ prescriptions: 12 });
    context = await served.newContext({ lang: "en" });
  });
  after(async () => {
    await served.close();
  });

  it("finds an institution by a part of its name, with the keyboard alone", async () => {
    const page = await open("/n");
    const errors = watchErrors(page);
    await page.getByTestId("height").waitFor();
    await page.getByTestId("search").fill("internet court");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/n/organisation/court");
    await page.getByRole("heading", { level: 1, name: /Internet Court/ }).waitFor();
    assert.deepEqual(errors, []);
    await page.close();
  });

  it("tells what a block did, and to a stranger no more of a transaction than is open to all", async () => {
    const { blocks } = await ask<{
      blocks: readonly { height: number; transactions: readonly { id: string; status: string }[] }[];
    }>("/v1/blocks?from=1&limit=100");
    const refused = blocks.flatMap(({ transactions }) => transactions).find(({ status }) => status === "rejected");
    assert.ok(refused !== undefined, "the stories of a region hold a refusal");
    const stranger = await open(`/n/tx/${refused.id}`);
    await stranger.getByText("Its text is for those it concerns").waitFor();
    await stranger.close();
    const officer = await served.pageAs(
      context,
      await served.staffOf("health-commission", "officer"),
      `/n/tx/${refused.id}`,
    );
    await officer.getByTestId("headline").getByText("The ledger did not take it").waitFor();
    await officer.getByTestId("proof-holds").waitFor();
    await officer.close();
  });

  it("shows a stranger at once who signed each of the latest blocks", async () => {
    const page = await open("/n/validators");
    const strip = page.getByRole("img", { name: /^Latest blocks: signed [1-9]\d*, missed 0$/ });
    await strip.first().waitFor();
    assert.equal(await strip.count(), (await ask<{ validators: number }>("/v1/desk")).validators);
    await page.goto("/n/block/3");
    await page.getByText(/^(\d+) of \1 validators$/).waitFor();
    await page.close();
  });

  it("proves that a record is there, and tells that another is not without the hashes beside it", async () => {
    const page = await open("/n/record/organisation/court");
    await page.getByTestId("proof-holds").waitFor();
    await page.goto("/n/record/organisation/nobody-at-all");
    await page.getByText("The ledger holds no such record").waitFor();
    assert.equal(await page.getByTestId("proof-holds").count(), 0);
    await page.close();
  });

  it("verifies a file on the device, shows a lie with the step that fails, and explains what is no evidence", async () => {
    const text = await evidenceText("records/organisation/court");
    const page = await open("/v");
    const give = async (name: string, content: string): Promise<void> => {
      await page
        .getByTestId("evidence-file")
        .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });
    };
    await give("court.json", text);
    await page.getByTestId("verdict-holds").waitFor();
    await page.goto("/v");
    await give("court.json", text.replace('"kind":"court"', '"kind":"hospital"'));
    await page.getByTestId("verdict-broken").waitFor();
    assert.match(await page.getByTestId("failing-step").innerText(), /^Step \d+ fails: /);
    await page.goto("/v");
    await give("scan.pdf", "%PDF-1.7");
    await page.getByTestId("unfit").getByText("not a text file").waitFor();
    const fingerprint = (await page.getByTestId("fingerprint").first().innerText()).replace(/\s/g, "");
    await page.getByTestId("compare").fill(fingerprint.toUpperCase());
    await page.getByText("this is the network that you trust").waitFor();
    await page.getByTestId("compare").fill(`0${fingerprint.slice(1)}`.replace(/^00/, "01"));
    await page.getByText(/^Group 1 differs/).waitFor();
    await page.close();
  });

  it("shows strangers an institution, and lets itself register staff and keys", async () => {
    const stranger = await open(`/admin/${MEMBER}`);
    await stranger.getByText("You see what is public.").waitFor();
    assert.equal(await stranger.getByTestId("register").count(), 0);
    await stranger.close();
    const page = await served.pageAs(context, MEMBER, `/admin/${MEMBER}`);
    await page.locator("textarea").fill("a document of somebody invented");
    await page
      .locator("form", { has: page.locator("textarea") })
      .getByLabel("officer")
      .check();
    const file = page.waitForEvent("download");
    await page.getByTestId("register").click();
    await signed(page);
    assert.match((await file).suggestedFilename(), /^key-s-[0-9a-f]{16}\.json$/);
    await page.goto(`/admin/${MEMBER}/keys`);
    await page.getByLabel("What it is for").fill("spare");
    await page.getByTestId("add-key").click();
    await signed(page);
    await page.getByText("saved as a file").waitFor();
    await page
      .getByRole("button", { name: /^Revoke/ })
      .nth(1)
      .waitFor();
    await page.close();
  });

  it("takes a proposal and a vote in a member's name", async () => {
    const page = await served.pageAs(context, MEMBER, "/n/governance");
    await page.getByTestId("propose").click();
    await signed(page);
    await page.locator('[data-testid^="vote-yes-"]').click();
    await signed(page);
    await page.getByText("You voted: For").waitFor();
    await page.close();
  });

  // What anybody may open is walked in pages.test.ts; here are the forms of a member, and a report.
  it("has forms and reports without a fault that axe finds, no wider than a phone", async () => {
    const phone = await served.newContext({ lang: "zh", size: "phone" });
    const page = await served.pageAs(phone, MEMBER, `/admin/${MEMBER}`);
    const looksRight = async (path: string): Promise<void> => {
      await page.locator("main section").first().waitFor();
      assert.deepEqual(await violationsOn(page), [], path);
      assert.equal(await overflowOf(page), 0, path);
    };
    await looksRight(`/admin/${MEMBER}`);
    for (const path of [`/admin/${MEMBER}/keys`, "/n/governance", "/n/record/organisation/court"]) {
      await page.goto(path);
      await looksRight(path);
    }
    await page.goto("/v");
    const buffer = Buffer.from(await evidenceText("records/organisation/court"));
    await page.getByTestId("evidence-file").setInputFiles({ name: "court.json", mimeType: "application/json", buffer });
    await page.getByTestId("verdict-holds").waitFor();
    await looksRight("/v");
    await phone.close();
  });
});
