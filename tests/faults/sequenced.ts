import { toHex } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { Sequencer, type World } from "@meridian/consensus-embedded/sequencer";
import { HostedValidators } from "@meridian/consensus-embedded/validators";
import { Ledger } from "@meridian/ledger/ledger";
import type { StateStore } from "@meridian/ledger/state-store";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import type { Seal } from "@meridian/proof/seal";
import { genesis, NETWORK, START, validatorSeeds } from "./people.ts";
import type { Region } from "./region.ts";

/** A host whose clock the test sets, and whose timers it lets run. */
export function hostAt(seconds: number) {
  const clock = { seconds };
  let due: (() => void)[] = [];
  const world: World = {
    now: () => ({ seconds: clock.seconds, nanos: 0 }),
    after: (_, run) => {
      due.push(run);
      return () => {
        due = due.filter((other) => other !== run);
      };
    },
  };
  const settle = (): void => {
    for (let run = due.shift(); run !== undefined; run = due.shift()) run();
  };
  return { clock, world, settle };
}

/** A sequencer with this network's validators on a store. */
export function chainOn(store: StateStore, world: World) {
  const ledger = new Ledger(rulesOf(genesis), store, genesisStateOf(genesis));
  const validators = new HostedValidators(validatorSeeds.map(({ seed, power }) => ({ seed: new Secret(seed), power })));
  const options = { batchMilliseconds: 1, proofMilliseconds: 5 };
  const sequencer = new Sequencer(NETWORK, ledger, store, validators, world, options);
  const seals: Seal[] = [];
  sequencer.onCommitted((_, seal) => seals.push(seal));
  return { ledger, sequencer, seals, validators: validators.set };
}

/** Orders what a region did once more, so that every block has its header and its validators' signatures. */
export function sequenced(region: Region, store: StateStore): Ledger {
  const { clock, world, settle } = hostAt(START);
  const { ledger, sequencer } = chainOn(store, world);
  for (const { transactions, time } of region.blocks()) {
    clock.seconds = time;
    for (const bytes of transactions) {
      const rejection = sequencer.offer(bytes, false);
      if (rejection !== undefined) throw new Error(`${rejection.code}: ${toHex(bytes)}`);
    }
    settle();
  }
  sequencer.stop();
  return ledger;
}
