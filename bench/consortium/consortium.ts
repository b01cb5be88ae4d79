import { findEngine } from "@meridian/consensus-comet/engine/binary";
import { smallSocketRoom } from "../../apps/meridian/src/consortium/socket-room.ts";
import { median, progress, rounded } from "../report.ts";
import { Consortium, type Loaded } from "./ours.ts";
import { type KvstoreFigures, runKvstore, runLimit } from "./reference.ts";

/** Transactions a request and requests under way: as many as wait in the mempools of the reference, about. */
const FULL = { batch: 100, atOnce: 60 } as const;
/** V8 compiles what is hot during the first some thousand. */
const WARM_UP = 8_000;
const IDLE_SAMPLES = 60;
const MEMORY_AT = 100_000;
/** Load for applications that do nothing: full bundles, as many transactions as wait in our mempools. */
const BUNDLED = { batch: 256, window: 2_048 } as const;
/** The other sizes, and the delay between hosts. */
const VALIDATORS = [4, 7, 10];
const DELAYS = [0, 50];

type Limits = Record<"engine" | "signatures", Pick<KvstoreFigures, "txPerSecond" | "cpuMicrosPerTx">>;
type Round = {
  readonly full: Loaded;
  readonly idle: Loaded;
  readonly half: Loaded;
  readonly cpu: { readonly nodes: number; readonly engines: number };
};

/**
 * Members' nodes, each with its engine, all on this machine, under prescriptions over HTTP; and in the same run, in turn,
 * CometBFT's own kvstore application under as many transactions of the same size, and applications of ours that do nothing
 * but answer the engine, or verify signatures besides: what they reach bounds what any node of ours could. Views are folded
 * when blocks let them, so they are behind while the load runs; `viewsMs` says how long they take afterwards.
 */
export async function consortiumBench({ transactions = 20_000, rounds = 3 } = {}) {
  const found = findEngine();
  if (!found.ok) throw new Error(`npm run engine first: ${JSON.stringify(found.error)}`);
  const ours: Round[] = [];
  const theirs: KvstoreFigures[] = [];
  const limits: Limits[] = [];
  const reference = { nodes: 4, transactions, engineFile: found.value.file };
  for (let round = 1; round <= rounds; round++) {
    const kvstore = await runKvstore(reference);
    theirs.push(kvstore);
    const own = await oneRound(transactions);
    ours.push(own);
    const limit = {
      engine: await runLimit({ ...reference, ...BUNDLED, limit: "engine" }),
      signatures: await runLimit({ ...reference, ...BUNDLED, limit: "signatures" }),
    };
    limits.push(limit);
    progress(
      `round ${round}: ${own.full.txPerSecond} tx/s, kvstore ${kvstore.txPerSecond}, doing nothing ${limit.engine.txPerSecond}, verifying ${limit.signatures.txPerSecond}`,
    );
  }
  const grown = await atSize(MEMORY_AT);
  const middle = (of: (round: Round) => number): number => median(ours.map(of));
  const txPerSecond = Math.round(middle(({ full }) => full.txPerSecond));
  const kvstoreTxPerSecond = Math.round(median(theirs.map((each) => each.txPerSecond)));
  return {
    txPerSecond,
    kvstoreTxPerSecond,
    ratio: rounded(txPerSecond / kvstoreTxPerSecond, 2),
    idleMedianMs: rounded(middle(({ idle }) => idle.medianMs)),
    idleP99Ms: rounded(middle(({ idle }) => idle.p99Ms)),
    halfLoadP99Ms: rounded(middle(({ half }) => half.p99Ms)),
    halfLoadTxPerSecond: Math.round(middle(({ half }) => half.txPerSecond)),
    ...grown,
    /** Microseconds a transaction, of all members together. */
    cpuMicrosPerTx: {
      nodes: Math.round(middle(({ cpu }) => cpu.nodes)),
      engines: Math.round(middle(({ cpu }) => cpu.engines)),
      kvstore: Math.round(median(theirs.map((each) => each.cpuMicrosPerTx))),
    },
    limits: {
      engine: limitOf(limits.map(({ engine }) => engine)),
      signatures: limitOf(limits.map(({ signatures }) => signatures)),
    },
    engine: `${found.value.version}${found.value.isCorrected ? ", corrected" : ", stock"}`,
    /** Matters to a stock engine (ADR-21); undefined where it is large enough. */
    socketRoom: smallSocketRoom()?.bytes,
    others: await otherSizes(Math.min(transactions, 6_000)),
    transactions,
    rounds,
  };
}

const limitOf = (runs: readonly Pick<KvstoreFigures, "txPerSecond" | "cpuMicrosPerTx">[]) => ({
  txPerSecond: Math.round(median(runs.map((run) => run.txPerSecond))),
  cpuMicrosPerTx: Math.round(median(runs.map((run) => run.cpuMicrosPerTx))),
});

async function oneRound(transactions: number): Promise<Round> {
  const consortium = new Consortium(4);
  try {
    await consortium.start();
    await consortium.load({ count: WARM_UP, ...FULL });
    const idle = await consortium.load({ count: IDLE_SAMPLES, batch: 1, atOnce: 1 });
    const before = consortium.cpuSeconds();
    const full = await consortium.load({ count: transactions, ...FULL });
    const after = consortium.cpuSeconds();
    const half = await consortium.load({
      count: Math.round(transactions / 2),
      batch: 20,
      atOnce: 200,
      pace: Math.round(full.txPerSecond / 2),
    });
    const perTx = (a: number, b: number): number => ((b - a) / transactions) * 1e6;
    const cpu = { nodes: perTx(before.nodes, after.nodes), engines: perTx(before.engines, after.engines) };
    return { full, idle, half, cpu };
  } finally {
    await consortium.stop();
  }
}

/** What a node holds in memory and on disk with so many prescriptions, views folded. */
async function atSize(prescriptions: number) {
  const consortium = new Consortium(4);
  try {
    await consortium.start();
    progress(`${prescriptions} prescriptions`);
    await consortium.load({ count: prescriptions, ...FULL });
    const viewsMs = await consortium.viewsCaughtUp();
    const rss = consortium.rssMb();
    return {
      rssMbPerNode: Math.round(Math.max(...rss)),
      rssAt: prescriptions,
      bytesPerTx: Math.round(Math.max(...consortium.folderBytes()) / prescriptions),
      viewsMs: Math.round(viewsMs),
    };
  } finally {
    await consortium.stop();
  }
}

/** Fewer transactions, one round: how the figures move with members and distance, not what they are. */
async function otherSizes(transactions: number) {
  const all: object[] = [];
  for (const validators of VALIDATORS)
    for (const delayMs of DELAYS) {
      if (validators === 4 && delayMs === 0) continue;
      const consortium = new Consortium(validators, delayMs);
      try {
        await consortium.start();
        const idle = await consortium.load({ count: 20, batch: 1, atOnce: 1 });
        const full = await consortium.load({ count: transactions, batch: 100, atOnce: 40 });
        const { txPerSecond, p99Ms } = full;
        progress(`${validators} validators, ${delayMs} ms: ${txPerSecond} tx/s, idle ${idle.medianMs} ms`);
        all.push({ validators, delayMs, txPerSecond, p99Ms, idleMedianMs: idle.medianMs });
      } finally {
        await consortium.stop();
      }
    }
  return all;
}
