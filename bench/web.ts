import type { Page } from "playwright-core";
import { type Served, servedRegion } from "../tests/web/served.ts";
import { progress, rounded } from "./report.ts";

/** How much slower than this machine the visitor's phone is. */
const THROTTLE = 4;
const ROUNDS = 5;
const SETTLE_MILLISECONDS = 1_500;

type Loaded = { readonly lcpMs: number; readonly kib: number; readonly requests: number };

/**
 * First loads of pages, each in a fresh browser profile: Largest Contentful Paint (W3C) with the processor throttled four
 * times, and what went over the wire. Medians of several rounds.
 */
export async function webBench(): Promise<object> {
  const served = await servedRegion({ prescriptions: 30 });
  try {
    const figures: Record<string, Loaded> = {};
    for (const [name, path] of [
      ["landing", "/"],
      ["patientSignIn", "/signin"],
      ["operator", "/n"],
      ["verifier", "/v"],
      ["offlineVerifier", "/verifier.html"],
    ] as const) {
      const rounds: Loaded[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await loaded(served, path));
      figures[name] = rounds.toSorted((a, b) => a.lcpMs - b.lcpMs)[Math.floor(ROUNDS / 2)] as Loaded;
      progress(`${name}: LCP ${figures[name].lcpMs} ms`);
    }
    return { cpuThrottle: THROTTLE, rounds: ROUNDS, ...figures };
  } finally {
    await served.close();
  }
}

async function loaded(served: Served, path: string): Promise<Loaded> {
  const context = await served.newContext({ size: "phone" });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: THROTTLE });
    await devtools.send("Network.enable");
    let bytes = 0;
    let requests = 0;
    devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests++;
    });
    await page.addInitScript(OBSERVE);
    await page.goto(path);
    await page.waitForTimeout(SETTLE_MILLISECONDS);
    return { lcpMs: Math.round(await lcpOf(page)), kib: rounded(bytes / 1_024), requests };
  } finally {
    await context.close();
  }
}

const OBSERVE = `window.__lcp = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.__lcp = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });`;

const lcpOf = (page: Page): Promise<number> => page.evaluate<number>("window.__lcp");
