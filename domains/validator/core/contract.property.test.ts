import { deepStrictEqual as same, ok as yes } from "node:assert";
import { it } from "node:test";
import { canonicalBytes } from "@meridian/base/json";
import { RECORD_BYTES_MAX, VALIDATORS_MAX } from "@meridian/base/limits";
import fc from "fast-check";
import { reachingThird } from "./control.ts";
import { histories, replay } from "./history.conformance.ts";
import { CANDIDATES_MAX, FORMER_MAX, NODE_OWNERS_MAX, NODES_MAX, REPORTS_MAX } from "./schema.ts";
import type { State, ValidatorSet } from "./state.ts";

const isUnique = (values: readonly string[]) => new Set(values).size === values.length;
const opened = (state: State): ValidatorSet => {
  yes(state.status === "open");
  return state;
};
const keysOf = (state: State): string =>
  opened(state)
    .validators.map(({ publicKey }) => publicKey)
    .join();

it("whatever is asked: somebody validates, all with one power, and no key, organisation or node is there twice", () => {
  fc.assert(
    fc.property(histories, (history) => {
      replay(history, (_, now) => {
        const { validators, candidates, former, nodes, power } = opened(now);
        yes(validators.length > 0);
        yes(validators.every((seat) => seat.power === power));
        yes(isUnique([...validators, ...candidates, ...former].map(({ publicKey }) => publicKey)));
        yes(isUnique([...validators, ...candidates].map(({ organisation }) => organisation)));
        yes(isUnique(nodes.flatMap((entry) => entry.nodes)));
      });
    }),
    { numRuns: 300 },
  );
});

it("whatever is asked: one seat at most changes by vote or wish within three blocks", () => {
  fc.assert(
    fc.property(histories, (history) => {
      let last = Number.NEGATIVE_INFINITY;
      replay(history, (before, now, events, height) => {
        const chosen = events.filter(
          (event) =>
            event.type === "admitted" ||
            event.type === "dismissed" ||
            event.type === "keyRotated" ||
            (event.type === "resigned" && event.from === "seat"),
        );
        yes(chosen.length <= 1);
        if (chosen.length === 1) yes(height - last >= 3);
        if (keysOf(before) !== keysOf(now)) last = height;
      });
    }),
    { numRuns: 300 },
  );
});

it("whatever is asked: no control comes to a third but by suspensions, where it is refused", () => {
  fc.assert(
    fc.property(histories, (history) => {
      let named = new Set<string>();
      replay(history, (before, now, events) => {
        const { rules, validators } = opened(now);
        for (const event of events) for (const control of "reaching" in event ? event.reaching : []) named.add(control);
        const wasFree = opened(before).rules.sharedControl === "allowed";
        const isFree = wasFree || events.some(({ type }) => type === "rulesSet") || rules.sharedControl === "allowed";
        const reaching = reachingThird(validators).map(({ control }) => control);
        if (isFree) named = new Set([...named, ...reaching]);
        for (const control of reaching) yes(named.has(control), control);
      });
    }),
    { numRuns: 300 },
  );
});

it("the fullest record fits", () => {
  const id = (n: number) => `${n}`.padStart(64, "x");
  const key = (n: number) => n.toString(16).padStart(64, "0");
  const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
  const height = Number.MAX_SAFE_INTEGER;
  const full = {
    status: "open",
    validators: many(VALIDATORS_MAX, (i) => ({
      organisation: id(i),
      publicKey: key(i),
      control: id(i),
      power: 1_000_000,
      since: height,
    })),
    candidates: many(CANDIDATES_MAX, (i) => ({ organisation: id(i), publicKey: key(i), control: id(i) })),
    nodes: many(NODE_OWNERS_MAX, (i) => ({
      organisation: id(i),
      nodes: many(NODES_MAX, (n) => key(n).slice(24)),
    })),
    former: many(FORMER_MAX, (i) => ({ organisation: id(i), publicKey: key(i), until: height })),
    reports: many(REPORTS_MAX, () => ({ validator: key(1).slice(24), kind: "light-client-attack", height })),
    rules: { doubleSigning: "suspend", sharedControl: "allowed" },
    power: 1_000_000,
    changedAt: height,
  };
  const { length } = canonicalBytes(full);
  same([length > RECORD_BYTES_MAX / 2, length < RECORD_BYTES_MAX], [true, true]);
});
