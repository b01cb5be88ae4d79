import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHttp } from "../apps/meridian/src/http/server.ts";
import { MeridianNode } from "../apps/meridian/src/node/node.ts";
import { loopGenesis, loopSetUp } from "./loop-network.ts";
import { validatorSeeds } from "./network.ts";
import { median, progress } from "./report.ts";

const VALIDATORS = 7;
const CONCURRENCY = 400;

type Measured = { readonly txPerSecond: number; readonly prescriptionsPerSecond: number };

/** Whole prescriptions through the HTTP API, one request a transaction, views up to date at the end of each round. */
export async function loopBench({ prescriptions = 4_000, rounds = 3 } = {}) {
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const result = await oneRound(prescriptions);
    progress(`round ${round + 1}: ${result.txPerSecond} tx/s`);
    measured.push(result);
  }
  return {
    txPerSecond: median(measured.map(({ txPerSecond }) => txPerSecond)),
    prescriptionsPerSecond: median(measured.map(({ prescriptionsPerSecond }) => prescriptionsPerSecond)),
    prescriptions,
    concurrency: CONCURRENCY,
    validators: VALIDATORS,
  };
}

async function oneRound(prescriptions: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));
  const node = await MeridianNode.open({
    folder,
    genesis: loopGenesis(VALIDATORS, prescriptions),
    validatorSeeds: validatorSeeds(VALIDATORS),
    onFailure: (error) => {
      throw error;
    },
  });
  for (const transaction of loopSetUp()) {
    const sent = await node.submit(transaction);
    const receipt = sent.ok ? await node.receipt(sent.value, 5_000) : undefined;
    if (receipt?.outcome.status !== "committed") throw new Error(`set-up: ${JSON.stringify(receipt ?? sent)}`);
  }
  const http = await startHttp({ node, port: 0, rateLimits: false, logLevel: "silent" });
  try {
    const start = performance.now();
    const result = await playFrom(http.url, prescriptions);
    // The round ends when the views show everything, not when the ledger has it.
    const before = performance.now();
    await node.viewsCaughtUp();
    const late = performance.now() - before;
    const seconds = (8 * prescriptions) / result.txPerSecond + late / 1_000;
    progress(`views ${Math.round(late)} ms behind; ${Math.round(performance.now() - start)} ms in all`);
    return {
      txPerSecond: Math.round((8 * prescriptions) / seconds),
      prescriptionsPerSecond: Math.round(prescriptions / seconds),
    };
  } finally {
    await http.close();
    await node.stop();
    rmSync(folder, { recursive: true });
  }
}

/** The other side in a process of its own, as institutions are. */
function playFrom(url: string, prescriptions: number): Promise<Measured> {
  const script = new URL("./loop-client.ts", import.meta.url).pathname;
  const client = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", script, url, String(prescriptions), String(CONCURRENCY)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let printed = "";
  client.stdout.setEncoding("utf8");
  client.stdout.on("data", (part: string) => {
    printed += part;
  });
  return new Promise((resolve, reject) => {
    client.on("exit", (code) => {
      if (code === 0) resolve(JSON.parse(printed) as Measured);
      else reject(new Error(`the client ended with ${code}`));
    });
  });
}
