import { utf8 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { sha256 } from "@meridian/crypto/hash";
import { type ConsensusUnderTest, consensusPromises, submitTo } from "@meridian/ledger/consensus.conformance";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { GENESIS_TIME, NETWORK, rules } from "@meridian/ledger/toy.conformance";
import { Sequencer, type World } from "./sequencer.ts";
import { HostedValidators } from "./validators.ts";

const world: World = {
  now: () => ({ seconds: Math.floor(Date.now() / 1_000), nanos: 0 }),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

function open(store = new MemoryStateStore()): Promise<ConsensusUnderTest> {
  const ledger = new Ledger(rules, store, { time: GENESIS_TIME, commands: [] });
  const validators = new HostedValidators([{ seed: new Secret(sha256(utf8("validator"))), power: 1 }]);
  const options = { batchMilliseconds: 1, proofMilliseconds: 5 };
  const sequencer = new Sequencer(NETWORK, ledger, store, validators, world, options);
  const stop = (): Promise<void> => Promise.resolve(sequencer.stop());
  return Promise.resolve({
    consensus: {
      submit: submitTo((bytes, verified, id) => sequencer.offer(bytes, verified, id)),
      onCommitted: (listener) => sequencer.onCommitted(listener),
      stop,
    },
    store,
    offer: (bytes, id) => sequencer.offer(bytes, true, id),
    reopen: () => open(store),
    dispose: stop,
  });
}

consensusPromises("embedded", () => open());
