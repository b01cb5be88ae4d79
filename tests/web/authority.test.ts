import { equal, match, ok, deepEqual as same } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { byAtc } from "@meridian/formulary/lookup";
import type { Medicine } from "@meridian/formulary/medicine";
import type { Page } from "playwright-core";
import { Hand, prescribed } from "./prescribed.ts";
import { lacking, overflowOf, type Served, servedRegion, violationsOn, watchErrors } from "./served.ts";

const skip = lacking();

/** Confirms what the sheet says, and waits until it stands on the ledger. */
async function sign(page: Page): Promise<void> {
  await page.getByTestId("sign").click();
  await page.getByTestId("acted-committed").waitFor();
  await page.getByTestId("close-sheet").click();
}

describe("an authority in a browser", { skip: skip ?? false, timeout: 300_000 }, () => {
  let served: Served;
  let officer: string;
  before(async () => {
    served = await servedRegion({ prescriptions: 24 });
    officer = await served.staffOf("health-commission", "officer");
  });
  after(() => served?.close());

  /** Has the region make blocks, which it does only when somebody sends something. */
  async function reach(height: number): Promise<void> {
    const physician = await served.staffOf("hospital-central", "physician");
    const doctor = await Hand.of(served.url, physician);
    const order = {
      ...{ url: served.url, hospital: "hospital-central" as OrganisationId, physician, pathway: "dual-channel-retail" },
      medicines: [[byAtc("A10BA02")[0] as Medicine, 21]],
    } as const;
    const { rows } = await doctor.ask<{ rows: readonly { patient: string }[] }>("/v1/views/prescriptions?limit=1");
    const patient = rows[0]?.patient ?? "";
    const now = async () => (await doctor.ask<{ readonly height: number }>("/v1/standing")).height;
    while ((await now()) < height) await prescribed({ ...order, patient });
  }

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

  it("holds a prescription, reads it by a court's warrant and not by the hold, and lifts the hold", async () => {
    const context = await served.newContext({ lang: "en" });
    const page = await served.pageAs(context, officer, "/r/rx?status=COMPLETED");
    const id = (await page.locator('[role="row"] a').first().innerText()).trim();
    await page.goto(`/r/holds?rx=${id}`);
    await page.getByLabel("Legal basis").fill("Prescription Regulations, article 45");
    await page.getByTestId("place-hold").click();
    await sign(page);
    await page.getByTestId(`lift-${id}`).waitFor();
    await page.goto(`/r/warrants?rx=${id}`);
    await page.getByText("Your authority has no warrant in force that covers this prescription").waitFor();
    equal(await page.getByTestId("obtain").count(), 0);
    await page.getByLabel("Legal basis").fill("Prescription Regulations, article 45");
    await page.getByTestId("open-warrant").click();
    const { pathname, search } = new URL(await page.getByTestId("sign-link").inputValue());
    const chamber = await served.newContext({ lang: "en" });
    const court = await served.pageAs(chamber, await served.staffOf("court", "officer"), pathname + search);
    await court.getByTestId("countersign").click();
    await court.getByText("The warrant is in force").waitFor();
    await chamber.close();
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
      .getByText(/Replayed: |nothing to replay/)
      .waitFor();
    await page.reload();
    equal(await lease.inputValue(), "2");
    await page.getByTestId("propose").click();
    await sign(page);
    await page.getByTestId("pathway-votes").waitFor();
    await context.close();
  });

  it("puts a pathway into force by a full vote, by which a doctor then prescribes", async () => {
    const HOSPITAL = "hospital-central";
    const voters = [
      await served.staffOf("insurance-authority", "officer"),
      await served.staffOf("drug-authority", "officer"),
      // No hospital of the region has an officer: it votes with the organisation's own key.
      HOSPITAL,
    ];
    const context = await served.newContext({ lang: "en" });
    const authority = await served.pageAs(context, officer, "/r/pathways");
    /** The others vote yes, each in a session of their own; the last of these passes it. */
    const passed = async (what: RegExp): Promise<void> => {
      for (const voter of voters) {
        const own = await served.newContext({ lang: "en" });
        const page = await served.pageAs(own, voter, "/r/pathways");
        const item = page.getByTestId("pathway-votes").getByRole("listitem").filter({ hasText: what });
        await item.getByRole("button", { name: "Yes" }).click();
        await sign(page);
        if (voter !== HOSPITAL) await item.getByText("Your institution voted: Yes").waitFor();
        else await item.waitFor({ state: "detached" });
        await own.close();
      }
    };

    const drafted = authority.getByRole("listitem").filter({ hasText: "Direct assignment" });
    await drafted.getByRole("link", { name: "Draft a change" }).click();
    await authority.locator('[data-param="validDays"]').fill("9");
    await authority.getByTestId("propose").click();
    await sign(authority);
    await passed(/Register “Direct assignment”, version 2026\.2/);

    await authority.goto("/r/pathways");
    await authority.getByRole("link", { name: /Direct assignment.*version 2026\.2/s }).click();
    await authority.getByTestId("activate").click();
    const field = authority.getByLabel("In force from block");
    const from = Number(await field.inputValue()) - 600 + 24;
    await field.fill(String(from));
    await authority.getByTestId("propose-activation").click();
    await sign(authority);
    await passed(/Put “Direct assignment 2026\.2” into force/);

    const doctor = await served.staffOf(HOSPITAL, "physician");
    const clinic = await served.newContext({ lang: "en" });
    const page = await served.pageAs(clinic, doctor, "/d");
    await page.locator('[role="row"] a').first().click();
    await page.getByTestId("prescribe").click();
    const offered = page.locator("label").filter({ has: page.getByTestId("pathway-direct-assignment") });
    await offered.first().waitFor();
    equal(await offered.count(), 1);
    match(await offered.innerText(), /2026\.1[\s\S]*valid for 7 days/);
    await reach(from);
    await offered.getByText("valid for 9 days").waitFor();
    equal(await offered.count(), 1);
    await page.getByTestId("medicine-search").fill("A10BA02");
    await page.getByTestId("medicine-search").press("Enter");
    await page.getByTestId("days-0").fill("7");
    await page.getByTestId("diagnosis").selectOption("E11.9");
    await offered.getByRole("radio").check();
    await page.getByTestId("pharmacy").selectOption("pharmacy-lotus");
    await page.getByTestId("sign-order").click();
    await sign(page);
    await page.getByTestId("to-prescription").click();
    const id = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    await authority.goto(`/r/rx/${id}`);
    await authority.getByText("2026.2").first().waitFor();
    await clinic.close();
    await context.close();
  });

  it("revokes a licence with a reason, after which its holder cannot prescribe", async () => {
    const doctor = (await served.allStaffOf("hospital-central", "physician")).at(-1) ?? "";
    const clinic = await served.newContext({ lang: "en" });
    const page = await served.pageAs(clinic, doctor, "/d");
    await page.getByTestId("licence").getByText("physician's licence · valid").waitFor();

    const context = await served.newContext({ lang: "en" });
    const register = await served.pageAs(context, officer, `/r/licences?q=${doctor}&kind=licence-physician`);
    await register.locator('[role="row"] button').first().click();
    await register.getByLabel("Reason").selectOption("forged-documents");
    same(await violationsOn(register), []);
    await register.getByTestId("revoke").click();
    match(await register.getByTestId("sentence").innerText(), /Revoke the physician's licence .*forged documents/);
    await sign(register);
    await register.getByTestId("revoke").waitFor({ state: "detached" });
    await register.getByRole("dialog").getByText("forged documents").waitFor();

    await page.getByTestId("licence").getByText("physician's licence · revoked").waitFor();
    await page.getByText("The ledger has no valid licence of yours").waitFor();
    await page.locator('[role="row"] a').first().click();
    await page.getByTestId("prescribe").click();
    await page.getByTestId("medicine-search").fill("A10BA02");
    await page.getByTestId("medicine-search").press("Enter");
    await page.getByTestId("days-0").fill("7");
    await page.getByTestId("diagnosis").selectOption("E11.9");
    await page.getByTestId("pathway-dual-channel-retail").check();
    await page.getByTestId("sign-order").click();
    await page.getByTestId("sign").click();
    await page.getByTestId("acted-refused").getByText("prescription/credential-missing").waitFor();
    await page
      .getByTestId("acted-refused")
      .getByText(/A credential that this step needs/)
      .waitFor();
    await context.close();
    await clinic.close();
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
