import { execFileSync } from "node:child_process";
import { findEngine } from "@meridian/consensus-comet/engine/binary";
import { median, progress, rounded } from "../report.ts";
import { type KvstoreFigures, runKvstore } from "./reference.ts";

const NODES = 4;

/** CometBFT alone. `MERIDIAN_COMETBFT` may name any release here, also one that no node of ours runs. */
export async function kvstoreBench({ transactions = 20_000, rounds = 3 } = {}) {
  const engineFile = process.env["MERIDIAN_COMETBFT"] ?? built();
  const version = execFileSync(engineFile, ["version"], { encoding: "utf8" }).trim();
  const runs: KvstoreFigures[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = await runKvstore({ nodes: NODES, transactions, engineFile });
    progress(`round ${round + 1}: ${run.txPerSecond} tx/s, ${run.cpuMicrosPerTx} us, idle ${run.idleMedianMs} ms`);
    runs.push(run);
  }
  const of = (figure: (run: KvstoreFigures) => number): number => rounded(median(runs.map(figure)), 2);
  return {
    cometbft: version,
    nodes: NODES,
    txBytes: runs[0]?.txBytes ?? 0,
    txPerSecond: of((run) => run.txPerSecond),
    txPerBlock: of((run) => run.txPerBlock),
    idleMedianMs: of((run) => run.idleMedianMs),
    idleP99Ms: of((run) => run.idleP99Ms),
    engineMiB: of((run) => run.engineMiB),
    diskBytesPerTx: of((run) => run.diskBytesPerTx),
    cpuMicrosPerTx: of((run) => run.cpuMicrosPerTx),
    cores: { engines: of((run) => run.cores.engines), load: of((run) => run.cores.load) },
    transactions,
    rounds,
  };
}

function built(): string {
  const found = findEngine();
  if (!found.ok) throw new Error(`npm run engine first: ${JSON.stringify(found.error)}`);
  return found.value.file;
}
