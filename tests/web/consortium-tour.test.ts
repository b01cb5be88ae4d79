import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { runs } from "../../apps/meridian/src/cli/io.conformance.ts";
import { engineOrSkip } from "../consortium/engine.ts";
import { lacking, launch, watchErrors } from "./served.ts";
import { playStep, STEPS } from "./tour-player.ts";

const { file: engineFile, skip: noEngine } = engineOrSkip();
const PORT = 27_300;
const TOUR_MILLISECONDS_MAX = 120_000;

/** Each part acts at the node of its own institution; the page is served by the first. */
describe("the tour across four members' nodes", { skip: lacking() ?? noEngine }, () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-tour-"));
  const data = join(folder, "region");
  let browser: Browser;
  let page: Page;

  async function region(...argv: readonly string[]): Promise<void> {
    const { exit, out, err } = await runs("region", ...argv, "--data", data);
    is(exit, 0, out + err);
  }
  before(async () => {
    process.env["MERIDIAN_COMETBFT"] = engineFile;
    await region("up", "--nodes", "4", "--port", String(PORT));
    // Registers everybody; then the newcomer finds a region at work.
    await region("play", "--prescriptions", "1");
    browser = await launch();
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1_280, height: 900 } });
    page = await context.newPage();
  });
  after(async () => {
    await browser?.close();
    await runs("region", "down", "--data", data);
    rmSync(folder, { recursive: true, force: true });
  });

  it("goes from the key to the evidence within two minutes", async () => {
    const errors = watchErrors(page);
    const begun = performance.now();
    await page.goto(`http://localhost:${PORT}/tour`);
    await page.getByTestId("tour").waitFor();
    for (const step of STEPS) await playStep(page, step, "device");
    const milliseconds = performance.now() - begun;
    holds(milliseconds < TOUR_MILLISECONDS_MAX, `${milliseconds} ms`);
    same(errors, []);
  });

  it("says that all four nodes are reached", async () => {
    holds(/validators 4\/4/.test((await page.getByTestId("standing").textContent()) ?? ""));
  });
});
