import type { Height } from "@meridian/base/ids";
import { asHeight } from "@meridian/base/ids";
import { type Divergence, recheck } from "@meridian/ledger/recheck";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { genesis } from "./people.ts";

/** Executes a stored chain again from genesis; answers the first thing that does not hold. */
export function divergenceOf(store: StateStore): Divergence | undefined {
  const checking = recheck(rulesOf(genesis), store, genesisStateOf(genesis));
  for (;;) {
    const step = checking.next();
    if (step.done === true) return step.value;
  }
}

/** All blocks of a store, genesis first. */
export function* blocksOf(store: StateStore): Iterable<StoredBlock> {
  const tip: Height = store.height() ?? asHeight(-1);
  for (let at = 0; at <= tip; at++) {
    const block = store.block(asHeight(at));
    if (block === undefined) throw new Error(`block ${at} is missing`);
    yield block;
  }
}
