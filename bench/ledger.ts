import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { merkleRoot } from "@meridian/crypto/merkle";
import { keyHashOf, valueHashOf } from "@meridian/kernel/roots";
import { decodeTransaction } from "@meridian/ledger/decode";
import { Ledger } from "@meridian/ledger/ledger";
import { firstBadSignature } from "@meridian/ledger/signing";
import type { StateStore, StoredBlock, WrittenRecord } from "@meridian/ledger/state-store";
import { StateTree } from "@meridian/ledger/state-tree";
import { decodeWire } from "@meridian/ledger/wire";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { Engine } from "../apps/meridian/src/engine/engine.ts";
import { benchGenesis, issueTransaction, setUp, validatorSeeds } from "./network.ts";
import { median, progress, quantile, rounded } from "./report.ts";

const VALIDATORS = 7;
/** Transactions under way at once: as many as fill the machine, and as few as an institution would wait with. */
const SATURATING = 1_000;
const MODERATE = 200;

/**
 * The ledger with everything but HTTP: threads, signatures, real contracts, seven validators, one synced write a block.
 * Throughput is that of a saturated ledger, whose latency is only the length of its queue; so latency is measured apart,
 * under a load that fills blocks without piling up, and the throughput there is printed beside it.
 */
export async function ledgerBench({ transactions = 60_000, rounds = 3 } = {}) {
  const all: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));
    try {
      const result = await oneRound(folder, transactions);
      all.push(result);
      const { saturated, moderate } = result;
      progress(
        `round ${round + 1}: ${Math.round(saturated.txPerSecond)} tx/s saturated; ` +
          `p99 ${rounded(moderate.p99Ms)} ms at ${Math.round(moderate.txPerSecond)} tx/s`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const middle = (of: (round: Round) => number): number => median(all.map(of));
  return {
    txPerSecond: Math.round(middle(({ saturated }) => saturated.txPerSecond)),
    p99CommitMs: rounded(middle(({ moderate }) => moderate.p99Ms)),
    idleCommitMs: rounded(middle(({ idleMs }) => idleMs)),
    /** Of all threads, the sender included: on a shared machine it says more than the clock does. */
    cpuMicrosPerTx: rounded(middle(({ saturated }) => saturated.cpuMicros)),
    microsPerTx: stages(Math.min(transactions, 10_000)),
    p99At: { inFlight: MODERATE, txPerSecond: Math.round(middle(({ moderate }) => moderate.txPerSecond)) },
    saturated: { inFlight: SATURATING, p99Ms: rounded(middle(({ saturated }) => saturated.p99Ms)) },
    transactions,
    transactionBytes: issueTransaction(1, 1_000).length,
    validators: VALIDATORS,
  };
}

type Load = { readonly txPerSecond: number; readonly p99Ms: number; readonly cpuMicros: number };
type Round = { readonly saturated: Load; readonly moderate: Load; readonly idleMs: number };

async function oneRound(folder: string, count: number): Promise<Round> {
  const engine = new Engine({
    genesis: benchGenesis(VALIDATORS),
    stateFile: join(folder, "state.db"),
    ordering: {
      type: "embedded",
      validatorSeeds: validatorSeeds(VALIDATORS),
      batchMilliseconds: 2,
      proofMilliseconds: 50,
    },
    onFailure: (error) => {
      throw error;
    },
  });
  await engine.ready();
  const waiting = new Map<string, (at: number) => void>();
  let rejected = 0;
  engine.onCommitted((block) => {
    const at = performance.now();
    for (const [index, { id }] of block.ids.entries()) {
      if (block.outcomes[index]?.status !== "committed") rejected++;
      waiting.get(id)?.(at);
      waiting.delete(id);
    }
  });
  const send = async (bytes: Uint8Array, id = idOf(bytes)): Promise<number> => {
    const start = performance.now();
    const done = new Promise<number>((resolve) => waiting.set(id, resolve));
    const rejection = await engine.submit(bytes);
    if (rejection !== undefined) throw new Error(rejection.code);
    return (await done) - start;
  };
  const prepare = (from: number, many: number) =>
    Array.from({ length: many }, (_, n) => {
      const bytes = issueTransaction(from + n, engine.height + 1_150);
      return { bytes, id: idOf(bytes) };
    });
  for (const bytes of setUp()) await send(bytes);
  const idle: number[] = [];
  for (let n = 0; n < 30; n++) {
    await new Promise((later) => setTimeout(later, 60));
    idle.push(await send(issueTransaction(10_000_000 + n, engine.height + 100)));
  }
  const saturated = await drive(prepare(0, count), SATURATING, send);
  const moderate = await drive(prepare(count, Math.ceil(count / 3)), MODERATE, send);
  await engine.stop();
  if (rejected > 0) throw new Error(`${rejected} transactions were rejected`);
  return { saturated, moderate, idleMs: median(idle) };
}

/** Sends all of it with so many under way at once. */
async function drive(
  prepared: readonly { readonly bytes: Uint8Array; readonly id: string }[],
  inFlight: number,
  send: (bytes: Uint8Array, id: string) => Promise<number>,
): Promise<Load> {
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let one = prepared[next++]; one !== undefined; one = prepared[next++])
      latencies.push(await send(one.bytes, one.id));
  };
  await Promise.all(Array.from({ length: inFlight }, sender));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    txPerSecond: prepared.length / seconds,
    p99Ms: quantile(latencies, 0.99),
    cpuMicros: (user + system) / prepared.length,
  };
}

function idOf(bytes: Uint8Array): string {
  const decoded = decodeTransaction(bytes);
  if (!decoded.ok) throw new Error("bench makes valid transactions");
  return decoded.value.id;
}

/** A store that remembers how long its commits took, and what they wrote. */
class MeasuredStore extends SqliteStateStore {
  milliseconds = 0;
  written: (readonly WrittenRecord[])[] = [];

  override commit(block: StoredBlock, records: readonly WrittenRecord[]): void {
    const start = performance.now();
    super.commit(block, records);
    this.milliseconds += performance.now() - start;
    this.written.push(records);
  }
}

/** Where the time of one transaction goes, stage by stage, each measured alone on one thread. */
function stages(count: number) {
  const folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));
  const store = new MeasuredStore(join(folder, "state.db"));
  const genesis = benchGenesis(VALIDATORS);
  const ledger = new Ledger(rulesOf(genesis), store as StateStore, genesisStateOf(genesis));
  const block = (transactions: readonly Uint8Array[]): StoredBlock => {
    const height = asHeight(ledger.height + 1);
    const time = asSeconds(Math.floor(Date.now() / 1_000));
    ledger.finalize({ height, time, transactions: transactions.map((bytes) => ({ bytes, verified: true })) });
    return ledger.commit(new Uint8Array(2_000));
  };
  block(setUp());
  const transactions = Array.from({ length: count }, (_, n) => issueTransaction(n, 1_000));
  const perTx = (milliseconds: number): number => rounded((milliseconds * 1_000) / count);
  const timed = (run: () => void): number => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
  const verify = timed(() => {
    for (const bytes of transactions) firstBadSignature(decodeWire(bytes) as never, genesis.relyingParty);
  });
  const decode = timed(() => {
    for (const bytes of transactions) decodeTransaction(bytes);
  });
  store.milliseconds = 0;
  store.written = [];
  const events: (readonly Uint8Array[])[] = [];
  const all = timed(() => {
    for (let at = 0; at < count; at += 500) events.push(block(transactions.slice(at, at + 500)).events);
  });
  const tree = new StateTree();
  const root = timed(() => {
    for (const records of store.written)
      tree.update(records.map(({ key, value }) => ({ key: keyHashOf(key), value: valueHashOf(value) })));
    for (const leaves of events) merkleRoot(leaves);
  });
  const commit = store.milliseconds;
  store.close();
  rmSync(folder, { recursive: true });
  return {
    verify: perTx(verify),
    decode: perTx(decode),
    execute: perTx(all - commit - decode - root),
    root: perTx(root),
    commit: perTx(commit),
  };
}
