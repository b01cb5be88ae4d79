import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { recheck } from "@meridian/ledger/recheck";
import { add, GENESIS_TIME, NETWORK, rules, transaction } from "@meridian/ledger/toy.conformance";
import { CometOrdering } from "./comet-ordering.ts";
import { engineFile, log, prepareEngine, type TestEngine, verifier } from "./engine-harness.conformance.ts";
import { EngineRpc } from "./rpc.ts";

const FIRST_PORT = 21_200;
const PATIENCE_MILLISECONDS = 30_000;
const genesis = { time: GENESIS_TIME, commands: [] };

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  while (!holds()) {
    ok(performance.now() < end, `in vain: ${what}`);
    await new Promise((later) => setTimeout(later, 2));
  }
}

async function run(engine: TestEngine, initialHeight: number, store = new MemoryStateStore()) {
  const ledger = new Ledger(rules, store, genesis);
  const failures: Error[] = [];
  const rpc = { host: "127.0.0.1", port: engine.rpcPort };
  const onFailure = (error: Error): unknown => failures.push(error);
  const options = { network: NETWORK, ledger, verifier, socket: engine.socket, rpc, initialHeight, log, onFailure };
  const ordering = new CometOrdering(options);
  await ordering.listen();
  engine.start();
  const told = new Map<string, number>();
  ordering.onCommitted(({ ids }) => {
    for (const { id } of ids) told.set(id, (told.get(id) ?? 0) + 1);
  });
  return { ledger, store, ordering, told, failures, rpc: new EngineRpc(rpc) };
}

// Where there must be an engine, `consensus.test.ts` fails without one.
describe("an engine that is lost and found", { skip: engineFile === undefined }, () => {
  const file = engineFile ?? "";

  it("is brought again what it had not ordered when it was killed, and nothing is ordered twice", async () => {
    const engine = prepareEngine(file, FIRST_PORT);
    const { ledger, store, ordering, told, failures } = await run(engine, 1);
    try {
      await until(() => ledger.height >= 1, "the first block");
      const transactions = Array.from({ length: 3_000 }, (_, n) =>
        transaction([add(`p-${n % 50}`, 1)], { nonce: n + 1, validUntil: 1_000 }),
      );
      let kills = 0;
      for (const [at, bytes] of transactions.entries()) {
        same(ordering.offer(bytes, true), undefined);
        if (at % 1_000 !== 500) continue;
        await until(() => told.size > kills * 500, "some of it in blocks");
        process.kill(engine.process().pid ?? Number.NaN, "SIGKILL");
        kills++;
        await until(() => engine.process().restarts === kills, "the next engine");
      }
      await until(() => ordering.waiting === 0, "all of it in blocks");
      same([told.size, new Set(told.values()), failures], [3_000, new Set([1]), []]);
      const steps = recheck(rules, store, genesis);
      let step = steps.next();
      while (!step.done) step = steps.next();
      same(step.value, undefined);
    } finally {
      await engine.dispose();
      await ordering.stop();
    }
  });

  it("begins where an embedded chain ended, and its headers go on from that chain's app hash", async () => {
    const store = new MemoryStateStore();
    const before = new Ledger(rules, store, genesis);
    for (let n = 1; n <= 5; n++) {
      const bytes = transaction([add("p", n)], { nonce: n, validUntil: 50 });
      const time = asSeconds(GENESIS_TIME + n);
      before.finalize({ height: asHeight(n), time, transactions: [{ bytes, verified: false }] });
      before.commit(new Uint8Array());
    }
    const engine = prepareEngine(file, FIRST_PORT + 2, { initialHeight: 6 });
    const { ledger, ordering, rpc, failures } = await run(engine, 6, store);
    try {
      await until(() => ledger.height >= 6, "the first block of the engine");
      same(ordering.offer(transaction([add("p", 9)], { nonce: 9, validUntil: 50 }), true), undefined);
      await until(() => ordering.waiting === 0, "a block");
      const { header } = await rpc.commitAt(6);
      same(toHex(header.appHash), toHex(before.appHash));
      const { height } = await rpc.status();
      ok(height >= 7);
      same((await rpc.validatorsAt(6)).length, 1);
      same(failures, []);
    } finally {
      rpc.close();
      await engine.dispose();
      await ordering.stop();
    }
  });
});
