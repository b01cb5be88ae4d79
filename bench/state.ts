import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@meridian/base/secret";
import { Sequencer } from "@meridian/consensus-embedded/sequencer";
import { HostedValidators } from "@meridian/consensus-embedded/validators";
import { Ledger } from "@meridian/ledger/ledger";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { benchGenesis, issueTransaction, setUp, validatorSeeds } from "./network.ts";
import { median, progress, rounded } from "./report.ts";

const VALIDATORS = 7;
const BLOCK = 1_000;
const MIB = 2 ** 20;

type Built = { readonly firstTxPerSecond: number; readonly lastTxPerSecond: number };

/**
 * Issues so many prescriptions on one thread, with real blocks and commits, and compares the pace of the last tenth with
 * that of the first. Signatures are made but not checked here: what grows with the state is everything else.
 */
function build(folder: string, prescriptions: number): Built {
  const genesis = benchGenesis(VALIDATORS);
  const store = new SqliteStateStore(join(folder, "state.db"));
  const ledger = new Ledger(rulesOf(genesis), store, genesisStateOf(genesis));
  const validators = new HostedValidators(
    validatorSeeds(VALIDATORS).map(({ seed, power }) => ({ seed: new Secret(seed), power })),
  );
  let due: (() => void) | undefined;
  const world = {
    now: () => ({ seconds: Math.floor(Date.now() / 1_000), nanos: 0 }),
    after: (_: number, run: () => void) => {
      due = run;
      return () => {
        due = undefined;
      };
    },
  };
  const sequencer = new Sequencer(genesis.network, ledger, store, validators, world, {
    batchMilliseconds: 1,
    proofMilliseconds: 1,
  });
  const settle = (): void => {
    for (let run = due; run !== undefined; run = due) {
      due = undefined;
      run();
    }
  };
  settle();
  for (const bytes of setUp()) sequencer.offer(bytes, true);
  settle();
  const milliseconds: number[] = [];
  for (let from = 0; from < prescriptions; from += BLOCK) {
    const until = Math.min(prescriptions, from + BLOCK);
    const transactions = Array.from({ length: until - from }, (_, i) =>
      issueTransaction(from + i, ledger.height + 100),
    );
    const start = performance.now();
    for (const bytes of transactions) {
      const rejection = sequencer.offer(bytes, true);
      if (rejection !== undefined) throw new Error(rejection.code);
    }
    settle();
    milliseconds.push((performance.now() - start) / transactions.length);
    if ((from / BLOCK) % 100 === 99) progress(`${until} prescriptions, height ${ledger.height}`);
  }
  sequencer.stop();
  ledger.keepSnapshot();
  store.close();
  const tenth = Math.max(1, Math.floor(milliseconds.length / 10));
  const paceOf = (part: readonly number[]): number => 1_000 / (part.reduce((sum, each) => sum + each, 0) / part.length);
  return {
    firstTxPerSecond: paceOf(milliseconds.slice(0, tenth)),
    lastTxPerSecond: paceOf(milliseconds.slice(-tenth)),
  };
}

type Opened = { readonly milliseconds: number; readonly rss: number };

/** Opens the node in a process of its own, as a restart does, and asks how long it took and what it needs. */
function openInChild(folder: string): Opened {
  const script = new URL("./open-node.ts", import.meta.url).pathname;
  const printed = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", script, folder], {
    encoding: "utf8",
    maxBuffer: MIB,
  });
  return JSON.parse(printed) as Opened;
}

/** A chain with so many events: how long a restart takes, what memory it needs, and how the pace held. */
export async function restartBench({ prescriptions = 1_000_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));
  try {
    const built = build(folder, prescriptions);
    progress("built; folding the views once");
    const first = openInChild(folder);
    progress(`first start with all views to fold: ${Math.round(first.milliseconds)} ms`);
    const restarts = [1, 2, 3].map(() => openInChild(folder));
    return {
      events: prescriptions,
      ms: Math.round(median(restarts.map(({ milliseconds }) => milliseconds))),
      rssMb: Math.round(median(restarts.map(({ rss }) => rss)) / MIB),
      foldingViewsMs: Math.round(first.milliseconds),
      stateMb: Math.round(statSync(join(folder, "state.db")).size / MIB),
      emptyTxPerSecond: Math.round(built.firstTxPerSecond),
      fullTxPerSecond: Math.round(built.lastTxPerSecond),
      fullToEmpty: rounded(built.lastTxPerSecond / built.firstTxPerSecond, 2),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
