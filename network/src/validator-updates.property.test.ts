import { deepStrictEqual as same, ok as yes } from "node:assert";
import { it } from "node:test";
import { updatesBetween, type ValidatorEntry } from "@meridian/ledger/membership";
import { type History, histories, replay } from "@meridian/validator/history.conformance";
import type { State } from "@meridian/validator/state";
import fc from "fast-check";

/**
 * The engine's set, with every condition under which CometBFT v0.38 stops for good instead of applying updates
 * (types/validator_set.go: processChanges, updateWithChangeSet, verifyUpdates, verifyRemovals).
 */
class EngineSet {
  readonly #power: Map<string, number>;

  constructor(validators: readonly ValidatorEntry[]) {
    this.#power = new Map();
    yes(validators.length > 0, "an empty set at genesis");
    this.apply(validators);
  }

  apply(updates: readonly ValidatorEntry[]): void {
    yes(new Set(updates.map(({ publicKey }) => publicKey)).size === updates.length, "duplicate entry");
    for (const { power } of updates) yes(Number.isSafeInteger(power) && power >= 0, "voting power can't be negative");
    const removals = updates.filter(({ power }) => power === 0);
    const added = updates.filter(({ publicKey, power }) => power > 0 && !this.#power.has(publicKey));
    yes(added.length > 0 || removals.length < this.#power.size, "would result in empty set");
    for (const { publicKey } of removals) yes(this.#power.has(publicKey), "failed to find validator to remove");
    for (const { publicKey, power } of updates) {
      if (power === 0) this.#power.delete(publicKey);
      else this.#power.set(publicKey, power);
    }
    const total = [...this.#power.values()].reduce((sum, power) => sum + power, 0);
    yes(Number.isSafeInteger(total), "total voting power cannot be guarded");
  }

  get entries(): readonly ValidatorEntry[] {
    return sorted([...this.#power].map(([publicKey, power]) => ({ publicKey, power })));
  }
}

const sorted = (entries: readonly ValidatorEntry[]) =>
  [...entries].sort((a, b) => (a.publicKey < b.publicKey ? -1 : 1));
const entriesOf = (state: State): readonly ValidatorEntry[] =>
  state.status === "none" ? [] : state.validators.map(({ publicKey, power }) => ({ publicKey, power }));

it("no updates that come of any history stop the engine, and its set is the one in the state", () => {
  const changes = { blocks: 0, updates: 0 };
  const check = (history: History) => {
    let engine: EngineSet | undefined;
    replay(history, (before, now) => {
      engine ??= new EngineSet(entriesOf(before));
      const updates = updatesBetween(entriesOf(before), entriesOf(now));
      if (updates.length > 0) changes.blocks++;
      changes.updates += updates.length;
      engine.apply(updates);
      same(engine.entries, sorted(entriesOf(now)));
    });
  };
  fc.assert(fc.property(histories, check), { numRuns: 400 });
  // The histories say something: a good part of their blocks changes the set, some of them twice.
  yes(changes.blocks > 200 && changes.updates > changes.blocks, JSON.stringify(changes));
});
