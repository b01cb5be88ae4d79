import { ok as holds } from "node:assert";
import { after, before, describe, it } from "node:test";
import { lacking, type Served, servedRegion } from "./served.ts";

const ROWS = 10_000;
const PAGE = 500;
/** Far more than a screen shows, far fewer than there are. */
const DRAWN_MAX = 120;

type Page = { rows: { [column: string]: unknown }[]; next?: string; height: number };

describe("a list of ten thousand rows", { skip: lacking() }, () => {
  let served: Served;
  before(async () => {
    served = await servedRegion({ prescriptions: 6 });
  });
  after(() => served.close());

  it("draws what is seen and no more, and scrolls to its end", async () => {
    const context = await served.newContext({ lang: "en" });
    const officer = await served.staffOf("health-commission", "officer");
    const page = await served.pageAs(context, officer, "/r");
    // The node's own first row, so many times over, each under an id of its own.
    await page.route("**/v1/views/prescriptions?**", async (route) => {
      const response = await route.fetch({
        url: route
          .request()
          .url()
          .replace(/&?after=[^&]*/, ""),
      });
      const { rows, height } = (await response.json()) as Page;
      const after = Number(new URL(route.request().url()).searchParams.get("after") ?? 0);
      const made = Array.from({ length: PAGE }, (_, i) => ({
        ...rows[0],
        id: `rx-${String(after + i).padStart(6, "0")}`,
      }));
      const next = after + PAGE;
      await route.fulfill({ json: { rows: made, height, ...(next < ROWS && { next: String(next) }) } });
    });
    await page.goto("/r/rx");
    const table = page.getByRole("table").first();
    await page.locator(`[role="table"][aria-rowcount="${ROWS + 1}"]`).waitFor({ timeout: 60_000 });
    const drawn = await table.getByRole("row").count();
    holds(drawn > 5 && drawn <= DRAWN_MAX, `${drawn} rows are drawn`);
    const body = table.getByRole("rowgroup");
    for (let at = 0; at <= 1; at += 0.1)
      await body.evaluate((frame, share) => frame.scrollTo(0, frame.scrollHeight * share), at);
    await table.locator(`[role="row"][aria-rowindex="${ROWS + 1}"]`).waitFor();
    holds((await table.getByRole("row").count()) <= DRAWN_MAX);
    await context.close();
  });
});
