import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { canonicalBytes } from "@meridian/base/json";
import { valueHashOf } from "@meridian/kernel/roots";
import fc from "fast-check";
import { WorkingState } from "./working-state.ts";

/** A state that keeps two records of each age, above a store that counts what is read from it. */
function start() {
  const stored = new Map<string, Uint8Array>();
  const reads: string[] = [];
  const store = {
    record: (key: string) => {
      reads.push(key);
      return stored.get(key);
    },
  };
  const hashOf = (key: string): Uint8Array | undefined => {
    const value = stored.get(key);
    return value && valueHashOf(value);
  };
  const state = new WorkingState(store, hashOf, 2);
  const commit = (): void => {
    state.keepTransaction();
    for (const { key, value } of state.writes()) stored.set(key, value);
    state.keepBlock();
  };
  return { state, stored, reads, commit };
}

describe("the working state's memory of records", () => {
  it("keeps what is used, and reads again what was not for long", () => {
    const { state, reads, commit } = start();
    for (const key of ["a", "b", "c", "d", "e"]) {
      state.set(key, { key });
      commit();
      same(state.get("a"), { key: "a" });
    }
    same(reads, []);
    same(state.get("b"), { key: "b" });
    same(reads, ["b"]);
  });

  it("says what a map would say, whatever is written, kept, dropped and read", () => {
    const keys = fc.constantFrom("a", "b", "c", "d", "e", "f");
    const step = fc.oneof(
      fc.record({ do: fc.constant("set" as const), key: keys, to: fc.nat(9) }),
      fc.record({ do: fc.constant("get" as const), key: keys }),
      fc.record({ do: fc.constantFrom("keep" as const, "drop" as const, "commit" as const, "forget" as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { state, commit, stored } = start();
        let [committed, block, transaction] = [new Map(), new Map(), new Map()];
        for (const each of steps) {
          if (each.do === "set") {
            state.set(each.key, { to: each.to });
            transaction.set(each.key, { to: each.to });
          } else if (each.do === "keep") {
            state.keepTransaction();
            block = new Map([...block, ...transaction]);
            transaction = new Map();
          } else if (each.do === "drop") {
            state.dropTransaction();
            transaction = new Map();
          } else if (each.do === "commit") {
            commit();
            committed = new Map([...committed, ...block, ...transaction]);
            [block, transaction] = [new Map(), new Map()];
          } else if (each.do === "forget") {
            state.forget();
            [block, transaction] = [new Map(), new Map()];
          } else if (each.do === "get")
            same(state.get(each.key), transaction.get(each.key) ?? block.get(each.key) ?? committed.get(each.key));
        }
        for (const [key, value] of committed) same(stored.get(key), canonicalBytes(value));
      }),
    );
  });
});
