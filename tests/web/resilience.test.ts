import { ok as holds, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { byAtc } from "@meridian/formulary/lookup";
import type { Page } from "playwright-core";
import { prescribed } from "./prescribed.ts";
import { lacking, type Served, servedRegion } from "./served.ts";

/** Height that the header shows. */
async function heightOn(page: Page): Promise<number> {
  const text = (await page.getByTestId("standing").textContent()) ?? "";
  return Number(/\d+/.exec(text)?.[0] ?? Number.NaN);
}

/** The body of a fresh session of somebody whose key the node keeps. */
async function sessionOf(served: Served, holder: string): Promise<string> {
  const opened = await fetch(`${served.url}/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ with: "keystore", holder }),
  });
  return ((await opened.json()) as { readonly token: string }).token;
}

describe("a page", { skip: lacking() }, () => {
  let served: Served;
  before(async () => {
    served = await servedRegion({ prescriptions: 20 });
  });
  after(() => served.close());

  it("goes on by itself after the node was killed and came back", async () => {
    const context = await served.newContext();
    const page = await context.newPage();
    await page.goto("/");
    await page.locator('[data-testid="standing"]:has-text("区块")').waitFor();
    const before = await heightOn(page);
    await served.kill();
    await page.locator('[data-testid="standing"]:has-text("连接中断")').waitFor();
    await served.restart();
    await page.locator('[data-testid="standing"]:has-text("区块")').waitFor({ timeout: 30_000 });
    holds((await heightOn(page)) >= before);
    await context.close();
  });

  it("shows a server that lies about a proof in red, with what failed", async () => {
    const context = await served.newContext({ lang: "en" });
    const officer = await served.staffOf("health-commission", "officer");
    const token = await sessionOf(served, officer);
    const answer = await fetch(`${served.url}/v1/views/prescriptions?limit=1&status=COMPLETED&status=FINALISED`, {
      headers: { authorization: `Session ${token}` },
    });
    const { rows } = (await answer.json()) as { readonly rows: readonly { readonly id: string }[] };
    const page = await served.pageAs(context, officer, `/r/rx/${rows[0]?.id}`);
    // A node that serves another quantity, class or person than the ledger has.
    await page.route("**/v1/evidence/**", async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({
        response,
        body: text.replace(/"at":(\d)/, (_, digit) => `"at":${(Number(digit) + 1) % 10}`),
      });
    });
    await page.getByTestId("verify").first().click();
    await page.getByTestId("proof-broken").waitFor();
    await context.close();
  });

  it("says so when the session is over, and signs nothing", async () => {
    const context = await served.newContext({ lang: "en" });
    const officer = await served.staffOf("health-commission", "officer");
    const page = await served.pageAs(context, officer, "/r");
    const token = await page.evaluate<string>("JSON.parse(sessionStorage.getItem('meridian/session/tab')).token");
    await fetch(`${served.url}/v1/sessions/current`, {
      method: "DELETE",
      headers: { authorization: `Session ${token}` },
    });
    await page.goto("/r/rx");
    await page
      .locator("main")
      .getByText(/sign in|Sign in|not yours to see|signed out/i)
      .first()
      .waitFor();
    same(await page.getByTestId("who").count(), 0);
    await context.close();
  });

  it("keeps two roles apart in two tabs", async () => {
    const context = await served.newContext();
    const doctor = await served.staffOf("hospital-central", "physician");
    const officer = await served.staffOf("health-commission", "officer");
    const [one, two] = [await served.pageAs(context, doctor, "/d"), await served.pageAs(context, officer, "/r")];
    await one.reload();
    await one.getByTestId("who").waitFor();
    const [first, second] = [await one.getByTestId("who").textContent(), await two.getByTestId("who").textContent()];
    holds(first !== second, `${first} and ${second}`);
    await context.close();
  });

  it("that loses a race of two tabs says who was first, and the winner's stands", async () => {
    const context = await served.newContext({ lang: "en" });
    const pharmacists = await served.allStaffOf("hospital-central", "pharmacist");
    const physician = await served.staffOf("hospital-central", "physician");
    const { patients } = (await (await fetch(`${served.url}/v1/desk/keys`)).json()) as {
      readonly patients: readonly { readonly holder: string }[];
    };
    const [medicine] = byAtc("C10AA05");
    if (medicine === undefined) throw new Error("the formulary has atorvastatin");
    const { id } = await prescribed({
      url: served.url,
      hospital: "hospital-central" as OrganisationId,
      physician,
      patient: patients[0]?.holder ?? "",
      pathway: "dual-channel-retail",
      medicines: [[medicine, 7]],
    });
    const [one = "", two = ""] = pharmacists;
    const tabs = [
      await served.pageAs(context, one, `/ph/review/${id}`),
      await served.pageAs(context, two, `/ph/review/${id}`),
    ];
    for (const tab of tabs) await tab.getByTestId("take").click();
    // Both see the sentence before either signs.
    for (const tab of tabs) await tab.getByTestId("sentence").waitFor();
    await Promise.all(tabs.map((tab) => tab.getByTestId("sign").click()));
    const endings = await Promise.all(
      tabs.map(async (tab) => {
        await tab.locator('[data-testid^="acted-"]').waitFor();
        return tab.locator('[data-testid^="acted-"]').getAttribute("data-testid");
      }),
    );
    same(endings.toSorted(), ["acted-committed", "acted-refused"]);
    await context.close();
  });

  it("with files that are no evidence explains what they are not", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await context.newPage();
    await page.goto("/v");
    for (const [name, content] of [
      ["picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2])],
      ["empty.json", Buffer.from("")],
      ["other.json", Buffer.from('{"hello":"world"}')],
    ] as const) {
      await page
        .locator('input[type="file"]')
        .first()
        .setInputFiles({ name, mimeType: "application/json", buffer: content });
      await page
        .locator("main")
        .getByText(/not.*evidence|no evidence|does not hold/i)
        .first()
        .waitFor();
    }
    await context.close();
  });
});
