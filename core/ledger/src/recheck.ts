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
  readonly what:
    | "missing"
    /** The store was filled from a snapshot: the blocks from genesis up to this height are not in it. */
    | "begins-later"
    | "time"
    | "ids"
    | "events"
    | "outcomes"
    | "events-root"
    | "state-root"
    | "app-hash"
    | "records";
  /** Key of the first record that differs, where `what` is `records`. */
  readonly record?: string;
};

/**
 * Executes every stored block again from genesis, signatures included, and compares events, outcomes and roots. Yields
 * each height that holds; returns the first divergence, or undefined when the whole chain holds. `watch` is shown the
 * ledger after each block that holds, genesis included.
 */
export function* recheck(
  rules: Rules,
  store: StateStore,
  genesis: GenesisState,
  watch: (ledger: Ledger) => void = () => undefined,
): Generator<Height, Divergence | undefined> {
  if (store.base() > 1) return { height: store.base(), what: "begins-later" };
  const memory = new MemoryStateStore(2);
  const again = new Ledger(rules, memory, genesis);
  let tip = store.height() ?? asHeight(0);
  for (let at = 0; ; at++) {
    const height = asHeight(at);
    if (height > tip) {
      const record = differingRecord(memory, store);
      if (record === undefined) return undefined;
      // A node that runs meanwhile has gone on: its records are those of a later block, so that one comes first.
      const now = store.height() ?? tip;
      if (now === tip) return { height: tip, what: "records", record };
      tip = now;
    }
    const stored = store.block(height);
    if (stored === undefined) return { height, what: "missing" };
    const block = at === 0 ? memory.block(height) : executed(again, stored);
    const what = block === undefined ? "missing" : differenceBetween(block, stored);
    if (what !== undefined) return { height, what };
    watch(again);
    if (at > 0) yield height;
  }
}

function executed(again: Ledger, { height, time, transactions, notices = [], seal }: StoredBlock): StoredBlock {
  again.finalize({ height, time, notices, transactions: transactions.map((bytes) => ({ bytes, verified: false })) });
  return again.commit(seal);
}

function differenceBetween(block: StoredBlock, stored: StoredBlock): Divergence["what"] | undefined {
  if (block.time !== stored.time) return "time";
  if (canonicalText(block.ids) !== canonicalText(stored.ids)) return "ids";
  if (block.events.length !== stored.events.length) return "events";
  if (!block.events.every((leaf, i) => equal(leaf, stored.events[i] ?? new Uint8Array()))) return "events";
  if (canonicalText(block.outcomes) !== canonicalText(stored.outcomes)) return "outcomes";
  if (!equal(block.eventsRoot, stored.eventsRoot)) return "events-root";
  if (!equal(block.stateRoot, stored.stateRoot)) return "state-root";
  if (!equal(block.previousAppHash, stored.previousAppHash) || !equal(block.appHash, stored.appHash)) return "app-hash";
  return undefined;
}

/** Both ways: a record that the store has too much is as wrong as one that it lacks. */
function differingRecord(memory: MemoryStateStore, store: StateStore): string | undefined {
  const seen = new Set<string>();
  for (const { key, value } of store.records()) {
    const other = memory.record(key);
    if (other === undefined || !equal(other, value)) return key;
    seen.add(key);
  }
  for (const { key } of memory.records()) if (!seen.has(key)) return key;
  return undefined;
}
