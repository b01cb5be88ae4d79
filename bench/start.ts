import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, progress } from "./report.ts";

const PORT = 8190;
const ROUNDS = 5;

/** From `npm start` on a warm checkout, with no data yet, to the first status page that a browser would show. */
export async function startBench() {
  const measured: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));
    try {
      measured.push(await firstPage(folder));
      progress(`round ${round + 1}: ${Math.round(measured.at(-1) ?? 0)} ms`);
    } finally {
      // The region may still be closing its files.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    }
  }
  return { firstPageMs: Math.round(median(measured)), rounds: ROUNDS };
}

async function firstPage(folder: string): Promise<number> {
  const start = performance.now();
  const npm = spawn("npm", ["start", "--", "--port", String(PORT), "--data", folder], {
    cwd: new URL("..", import.meta.url).pathname,
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise((resolve) => npm.on("exit", resolve));
  try {
    while (!(await isServed())) await new Promise((later) => setTimeout(later, 10));
    return performance.now() - start;
  } finally {
    // The whole group: npm, its shell and the region.
    if (npm.pid !== undefined) process.kill(-npm.pid, "SIGTERM");
    await ended;
    while (await isServed()) await new Promise((later) => setTimeout(later, 50));
  }
}

function isServed(): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: "127.0.0.1", port: PORT, path: "/" }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}
