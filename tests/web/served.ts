import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** A demonstration region in a process of its own, and browsers that look at it. */
export type Served = {
  readonly url: string;
  readonly folder: string;
  /** A fresh browser profile; `phone` is 360 px wide. Its pages count console errors. */
  newContext(options?: { readonly lang?: "zh" | "en"; readonly size?: "phone" | "desk" }): Promise<BrowserContext>;
  /** Opens the app signed in as a holder whose key the node keeps. */
  pageAs(context: BrowserContext, holder: string, path: string): Promise<Page>;
  /** Ids of staff: the first that works there in that role. */
  staffOf(organisation: string, role: string): Promise<string>;
  allStaffOf(organisation: string, role: string): Promise<readonly string[]>;
  /** Kills the node's process without warning, or starts it again on the same folder and port. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
};

const ROOT = join(import.meta.dirname, "../..");
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why tests of the app cannot run here; undefined when they can. Where CI runs, a lack is a failure. */
export function lacking(): string | undefined {
  return lackingBrowser() ?? lackOf(!existsSync(join(ROOT, "apps/web/dist/index.html")) && NOT_BUILT);
}

/** The same for tests that bring a page of their own. */
export function lackingBrowser(): string | undefined {
  return lackOf(!existsSync(CHROMIUM) && `no Chromium at ${CHROMIUM}: install it, or name one in CHROMIUM`);
}

const NOT_BUILT = "the web app is not built: node tools/ensure-web.cjs";

function lackOf(lack: string | false): string | undefined {
  if (lack === false) return undefined;
  if (process.env["CI"] === "true") throw new Error(lack);
  console.error(`meridian: NO BROWSER TESTS: ${lack}`);
  return lack;
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

async function start(folder: string, port: number, prescriptions: number): Promise<ChildProcess> {
  const args = ["region", "start", "--data", folder, "--port", String(port), "--prescriptions", String(prescriptions)];
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(ROOT, "apps/meridian/src/main.ts"), ...args],
    { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString("utf8");
    };
    child.stderr?.on("data", hear);
    // The summary comes when all has been played.
    child.stdout?.once("data", () => resolve());
    child.stdout?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the region ended with ${code}: ${said.slice(-2_000)}`)));
  });
  return child;
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once("exit", () => resolve()));

export async function servedRegion({ prescriptions = 24 } = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "meridian-web-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child = await start(folder, port, prescriptions);
  const browser = await launch();
  const ask = async (path: string): Promise<unknown> => (await fetch(url + path)).json();
  const staffAt = async (organisation: string, role: string): Promise<readonly string[]> => {
    const { staff } = (await ask("/v1/desk/directory")) as {
      staff: readonly { id: string; organisation: string; roles: readonly string[] }[];
    };
    return staff.filter((each) => each.organisation === organisation && each.roles.includes(role)).map(({ id }) => id);
  };
  return {
    url,
    folder,
    newContext: async ({ lang = "zh", size = "desk" } = {}) => {
      const context = await browser.newContext({
        locale: lang === "zh" ? "zh-CN" : "en-GB",
        viewport: size === "phone" ? { width: 360, height: 780 } : { width: 1_280, height: 900 },
        baseURL: url,
      });
      context.setDefaultTimeout(15_000);
      return context;
    },
    pageAs: async (context, holder, path) => {
      const page = await context.newPage();
      if (holder.startsWith("p-")) return eyesOf(page, holder, path);
      await page.goto(`/signin?next=${encodeURIComponent(path)}`);
      const button = page.getByTestId(`sign-in-${holder}`);
      await page.locator('input[type="search"]').fill(holder);
      await button.click();
      await page.getByTestId("who").waitFor();
      await page.waitForURL((address) => `${address.pathname}${address.search}` === path);
      return headed(page);
    },
    staffOf: async (organisation, role) => {
      const [found] = await staffAt(organisation, role);
      if (found === undefined) throw new Error(`nobody is ${role} at ${organisation}`);
      return found;
    },
    allStaffOf: staffAt,
    kill: async () => {
      child.kill("SIGKILL");
      await ended(child);
    },
    restart: async () => {
      child = await start(folder, port, 0);
    },
    close: async () => {
      await browser.close();
      child.kill("SIGTERM");
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Any invented patient's, also one that the page for signing in does not offer. */
async function eyesOf(page: Page, holder: string, path: string): Promise<Page> {
  await page.goto("/status");
  await page.evaluate(async (who) => {
    const opened = await fetch("/v1/sessions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ with: "keystore", holder: who }),
    });
    const { token, signs: _, ...session } = (await opened.json()) as { token: string; signs: boolean };
    const kept = JSON.stringify({ token, session: { ...session, signer: "node" } });
    (globalThis as unknown as { sessionStorage: { setItem(key: string, value: string): void } }).sessionStorage.setItem(
      "meridian/session/tab",
      kept,
    );
  }, holder);
  await page.goto(path);
  await page.getByTestId("who").waitFor();
  return headed(page);
}

/** A page that has come so far that it says what it is. */
async function headed(page: Page): Promise<Page> {
  await page.locator("main h1").first().waitFor({ state: "attached" });
  return page;
}

/** Errors of scripts and refused contents; answers of a node that refuses are no errors of the page. */
export function watchErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`${error.name}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  return errors;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
type AxeNode = { readonly html: string; readonly failureSummary?: string };
type AxeResult = { readonly violations: readonly { readonly id: string; readonly nodes: readonly AxeNode[] }[] };

/** What axe-core finds wrong on the page: rule and the first element of each. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResult>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ""}`);
}

/** How many pixels the page is wider than the window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
