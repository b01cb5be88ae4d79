import { ok } from "node:assert";
import { it } from "node:test";
import { type ConsensusUnderTest, consensusPromises, submitTo } from "@meridian/ledger/consensus.conformance";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { GENESIS_TIME, NETWORK, rules } from "@meridian/ledger/toy.conformance";
import { CometOrdering } from "./comet-ordering.ts";
import {
  engineFile,
  log,
  needsEngine,
  prepareEngine,
  type TestEngine,
  verifier,
} from "./engine-harness.conformance.ts";

const FIRST_PORT = 21_000;

async function open(engine: TestEngine, store = new MemoryStateStore()): Promise<ConsensusUnderTest> {
  const ledger = new Ledger(rules, store, { time: GENESIS_TIME, commands: [] });
  const ordering = new CometOrdering({
    network: NETWORK,
    ledger,
    verifier,
    socket: engine.socket,
    rpc: { host: "127.0.0.1", port: engine.rpcPort },
    initialHeight: 1,
    log,
    onFailure: (error) => {
      throw error;
    },
  });
  await ordering.listen();
  engine.start();
  const stop = async (): Promise<void> => {
    await engine.stop();
    await ordering.stop();
  };
  return {
    consensus: {
      submit: submitTo((bytes, verified, id) => ordering.offer(bytes, verified, id)),
      onCommitted: (listener) => ordering.onCommitted(listener),
      stop,
    },
    store,
    offer: (bytes, id) => ordering.offer(bytes, true, id),
    reopen: () => open(engine, store),
    dispose: async () => {
      await stop();
      await engine.dispose();
    },
  };
}

if (engineFile === undefined) it("has an engine to try", () => ok(!needsEngine, "there is none; see above"));
else {
  const file = engineFile;
  let engines = 0;
  consensusPromises("CometBFT", () => open(prepareEngine(file, FIRST_PORT + 2 * engines++)));
}
