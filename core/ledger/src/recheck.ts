import { equal } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { type GenesisState, Ledger } from "./ledger.ts";
import { MemoryStateStore } from "./memory-store.ts";
import type { Rules } from "./rules.ts";
import type { StateStore, StoredBlock } from "./state-store.ts";

/** The first thing that executing the chain again does not confirm. */
export type Divergence = {
  readonly height: Height;
  readonly what: "missing" | "events" | "outcomes" | "events-root" | "state-root" | "app-hash" | "records";
};

/**
 * Executes every stored block again from genesis, signatures included, and compares events, outcomes and roots. Yields
 * each height that holds; returns the first divergence, or undefined when the whole chain holds.
 */
export function* recheck(
  rules: Rules,
  store: StateStore,
  genesis: GenesisState,
): Generator<Height, Divergence | undefined> {
  const again = new Ledger(rules, new MemoryStateStore(2), genesis);
  const tip = store.height() ?? asHeight(0);
  const first = store.block(asHeight(0));
  if (first === undefined) return { height: asHeight(0), what: "missing" };
  if (!equal(again.appHash, first.appHash)) return { height: asHeight(0), what: "app-hash" };
  for (let at = 1; at <= tip; at++) {
    const height = asHeight(at);
    const stored = store.block(height);
    if (stored === undefined) return { height, what: "missing" };
    const what = differenceOf(again, stored);
    if (what !== undefined) return { height, what };
    yield height;
  }
  for (const { key, value } of store.records())
    if (!equal(again.record(key) ?? new Uint8Array(), value)) return { height: tip, what: "records" };
  return undefined;
}

function differenceOf(again: Ledger, stored: StoredBlock): Divergence["what"] | undefined {
  const { height, time, transactions } = stored;
  again.finalize({ height, time, transactions: transactions.map((bytes) => ({ bytes, verified: false })) });
  const block = again.commit(stored.seal);
  if (block.events.length !== stored.events.length) return "events";
  if (!block.events.every((leaf, i) => equal(leaf, stored.events[i] ?? new Uint8Array()))) return "events";
  if (canonicalText(block.outcomes) !== canonicalText(stored.outcomes)) return "outcomes";
  if (!equal(block.eventsRoot, stored.eventsRoot)) return "events-root";
  if (!equal(block.stateRoot, stored.stateRoot)) return "state-root";
  if (!equal(block.appHash, stored.appHash)) return "app-hash";
  return undefined;
}
