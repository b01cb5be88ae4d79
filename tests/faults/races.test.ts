import { ok, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import type { Outcome } from "@meridian/kernel/transaction";
import { AT_CORNER, AT_MARKET, CORNER, MARKET } from "./people.ts";
import {
  about,
  bring,
  cancelStep,
  claimStep,
  dispenseStep,
  type OnWay,
  type Step,
  settleStep,
  standingOf,
} from "./prescriptions.ts";
import { copyOf, Region, type Signed, staffedRegion, wordOf } from "./region.ts";

const RX = "rx-race";

/** Every order of some things. */
function ordersOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, i) => ordersOf(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

/** How an order falls into blocks: all ways for up to three; for more one block, one each, and two halves. */
function blocksFor<T>(order: readonly T[]): readonly (readonly (readonly T[])[])[] {
  if (order.length <= 3) return cutsOf(order);
  const half = order.length >> 1;
  return [[order], order.map((one) => [one]), [order.slice(0, half), order.slice(half)]];
}

/** All ways to cut an order into blocks: together, one by one, and what lies between. */
function cutsOf<T>(order: readonly T[]): readonly (readonly (readonly T[])[])[] {
  const [first, ...rest] = order;
  if (first === undefined) return [[]];
  if (rest.length === 0) return [[[first]]];
  return cutsOf(rest).flatMap(([next = [], ...others]) => [
    [[first], next, ...others],
    [[first, ...next], ...others],
  ]);
}

type Race = {
  readonly from: OnWay;
  readonly runners: { readonly [name: string]: (region: Region) => Step };
  /** What may come of it, whoever is first: the states and how many of the runners get through. */
  readonly check: (order: readonly string[], words: ReadonlyMap<string, string>, region: Region) => void;
};

const runners = {
  settle: (region: Region) => settleStep(region, RX),
  dispense: () => dispenseStep(RX),
  cancel: () => cancelStep(RX),
  acknowledge: (): Step => [[about(RX, "acknowledgeCancel", {})], [AT_CORNER]],
  corner: () => claimStep(RX, CORNER, AT_CORNER),
  market: () => claimStep(RX, MARKET, AT_MARKET),
} as const;

const races: { readonly [name: string]: Race } = {
  "two pharmacies claim one prescription: the first has it": {
    from: "ACTIVE",
    runners: { corner: runners.corner, market: runners.market },
    check: ([first = "", second = ""], words, region) => {
      same([words.get(first), words.get(second)], ["committed", "prescription/already-claimed"]);
      same(standingOf(region, RX), { status: "CLAIMED", claimedBy: first });
    },
  },
  "a cancellation and two claims: nobody gets what was cancelled before": {
    from: "ACTIVE",
    runners: { corner: runners.corner, market: runners.market, cancel: runners.cancel },
    check: (order, words, region) => {
      same(words.get("cancel"), "committed", "the prescriber can always stop it or have it marked");
      const claims = [words.get("corner"), words.get("market")].filter((word) => word === "committed");
      same(claims.length, order[0] === "cancel" ? 0 : 1);
      same(standingOf(region, RX).status, order[0] === "cancel" ? "CANCELLED" : "CLAIMED");
    },
  },
  "cancel, settle and dispense: nothing is supplied after a cancellation that came before": {
    from: "CLAIMED",
    runners: { settle: runners.settle, dispense: runners.dispense, cancel: runners.cancel },
    check: (order, words, region) => {
      const [settle, dispense, cancel] = ["settle", "dispense", "cancel"].map((name) => order.indexOf(name));
      const settles = (settle ?? 0) < (cancel ?? 0);
      const supplies = settles && (settle ?? 0) < (dispense ?? 0) && (dispense ?? 0) < (cancel ?? 0);
      same(words.get("settle") === "committed", settles, JSON.stringify([...words]));
      same(words.get("dispense") === "committed", supplies, JSON.stringify([...words]));
      same(words.get("cancel") === "committed", !supplies, JSON.stringify([...words]));
      same(standingOf(region, RX).status, supplies ? "DISPENSED" : settles ? "SETTLED" : "CLAIMED");
    },
  },
  "cancel, its acknowledgement, settle and dispense": {
    from: "CLAIMED",
    runners: {
      settle: runners.settle,
      dispense: runners.dispense,
      cancel: runners.cancel,
      acknowledge: runners.acknowledge,
    },
    check: (order, words, region) => {
      const { status } = standingOf(region, RX);
      ok(["CLAIMED", "CANCELLED", "SETTLED", "DISPENSED"].includes(status), status);
      const isSupplied = words.get("dispense") === "committed";
      same(status === "DISPENSED", isSupplied);
      if (isSupplied) same(order.indexOf("settle") < order.indexOf("dispense"), true);
      if (status === "CANCELLED") same(words.get("acknowledge"), "committed");
    },
  },
};

/** Where a race begins, and the runners' transactions: the same bytes in every order. */
function startOf({ from, runners }: Race): { readonly region: Region; readonly signed: ReadonlyMap<string, Signed> } {
  const region = staffedRegion();
  bring(region, RX, from);
  return {
    region,
    signed: new Map(Object.entries(runners).map(([name, step]) => [name, region.sign(...step(region))])),
  };
}

describe("races", () => {
  for (const [says, race] of Object.entries(races))
    it(`${says}, in every order and however it falls into blocks`, () => {
      const start = startOf(race);
      for (const order of ordersOf(Object.keys(race.runners))) {
        const roots = new Set<string>();
        for (const blocks of blocksFor(order)) {
          const region = new Region(copyOf(start.region.store));
          const words = new Map<string, string>();
          for (const names of blocks) {
            const outcomes = region.block(names.map((name) => start.signed.get(name)?.bytes ?? new Uint8Array()));
            for (const [i, name] of names.entries()) words.set(name, wordOf(outcomes[i]));
          }
          race.check(order, words, region);
          roots.add(toHex(region.ledger.stateRoot));
          if (blocks.length === order.length)
            same(
              rootsElsewhere(region),
              region.roots(),
              "another node, given the same blocks, stands where this one does",
            );
        }
        same(roots.size, 1, "the order alone decides the state, not how it falls into blocks");
      }
    });

  it("the same transaction in one block twice, and again later, is executed once", () => {
    const region = staffedRegion();
    bring(region, RX, "ACTIVE");
    const { bytes } = region.sign(...claimStep(RX, CORNER, AT_CORNER));
    const words = (outcomes: readonly Outcome[]) => outcomes.map(wordOf);
    same(words(region.block([bytes, bytes])), ["committed", "ledger/replayed"]);
    const roots = region.roots();
    same(words(region.block([bytes])), ["ledger/replayed"]);
    same(region.roots(), roots);
  });
});

/** Where a node stands that begins at genesis and is given the blocks of another. */
function rootsElsewhere(region: Region): string {
  const other = new Region();
  for (const { transactions, time } of region.blocks()) other.block(transactions, time);
  return other.roots();
}
