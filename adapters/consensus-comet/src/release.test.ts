import { ok, deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { ReleaseMissing } from "@meridian/ledger/releases";
import type { Rules } from "@meridian/ledger/rules";
import { add, GENESIS_TIME, NETWORK, Toy, transaction, withReleases } from "@meridian/ledger/toy.conformance";
import { CometOrdering } from "./comet-ordering.ts";
import {
  engineFile,
  log,
  needsEngine,
  prepareEngine,
  type TestEngine,
  verifier,
} from "./engine-harness.conformance.ts";

const PORT = 25_000;
/** Release 2 holds from here on; half of what is added to a purse arrives then. */
const HEIGHT = 4;
const genesis = { time: GENESIS_TIME, commands: [add("release-2", HEIGHT)] };

async function open(engine: TestEngine, rules: Rules, store: MemoryStateStore) {
  const ledger = new Ledger(rules, store, genesis);
  const failures: Error[] = [];
  const ordering = new CometOrdering({
    network: NETWORK,
    ledger,
    verifier,
    socket: engine.socket,
    rpc: { host: "127.0.0.1", port: engine.rpcPort },
    initialHeight: 1,
    log,
    onFailure: (error) => failures.push(error),
  });
  await ordering.listen();
  engine.start();
  const stop = async (): Promise<void> => {
    await engine.stop();
    await ordering.stop();
  };
  return { ledger, ordering, failures, stop };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 20) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  ok(holds(), what);
}

if (engineFile === undefined) it("has an engine to try", () => ok(!needsEngine, "there is none; see above"));
else {
  const file = engineFile;
  it("a node without the release executes no block of it, and goes on with that very block when it is installed", async () => {
    const engine = prepareEngine(file, PORT);
    const store = new MemoryStateStore();
    try {
      const without = await open(engine, withReleases(false), store);
      let needs: number | undefined;
      without.ordering.onCommitted(({ height }) => {
        if (without.ledger.nextNeeds() !== undefined) needs ??= height;
      });
      for (let n = 1; without.failures.length === 0 && n < 20; n++) {
        const sent = transaction([add("a", 10)], { nonce: n, validUntil: 100 });
        const height = store.height() ?? 0;
        ok(without.ordering.offer(sent, true) === undefined || needs !== undefined);
        await until("a block or the end", () => (store.height() ?? 0) > height || without.failures.length > 0);
      }
      same(needs, HEIGHT - 1, "it is known as soon as the block before is committed");
      ok(without.failures[0] instanceof ReleaseMissing, String(without.failures[0]));
      same(store.height(), HEIGHT - 1);
      await without.stop();

      const installed = await open(engine, withReleases(true), store);
      await until("the engine's own block is executed", () => (store.height() ?? 0) >= HEIGHT);
      const last = transaction([add("b", 10)], { nonce: 99, validUntil: 100 });
      same(installed.ordering.offer(last, true), undefined);
      await until("its block", () => store.record("purse/b") !== undefined);
      await installed.stop();
      same(installed.failures, []);

      // The same blocks, executed by a node that had the release all along.
      const always = new Toy(genesis.commands, new MemoryStateStore(), withReleases(true));
      for (let height = 1; height <= (store.height() ?? 0); height++) {
        const block = store.block(asHeight(height));
        if (block === undefined) throw new Error(`no block ${height}`);
        const inputs = block.transactions.map((bytes) => ({ bytes, verified: false }));
        always.ledger.finalize({ height: block.height, time: block.time, transactions: inputs });
        always.ledger.commit(new Uint8Array());
      }
      same(always.roots(), [toHex(installed.ledger.stateRoot), toHex(installed.ledger.appHash)]);
      same(always.sum("b"), 5);
    } finally {
      await engine.dispose();
    }
  });
}
