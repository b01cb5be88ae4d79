import { readFileSync } from "node:fs";
import { fromHex, toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StoredRecord, WrittenRecord } from "@meridian/ledger/state-store";
import { genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { chanceFor } from "./chance.ts";
import type { Chain, Elsewhere } from "./elsewhere.ts";
import { genesis } from "./people.ts";

/** Executes a chain that another process made, under whatever clock, zone and locale this one was given. */

/** Gives its records out in another order each time, and holds them in another order than they came. */
class Shuffled extends MemoryStateStore {
  readonly #random = chanceFor("another order");
  override *records(): Iterable<StoredRecord> {
    yield* this.#random.shuffle([...super.records()]);
  }
  override commit(block: Parameters<MemoryStateStore["commit"]>[0], records: readonly WrittenRecord[]): void {
    super.commit(block, this.#random.shuffle(records));
  }
}

const chain = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Chain;
const reopenEvery = Number(process.argv[3]);
const store = new Shuffled();
const open = () => new Ledger(rulesOf(genesis), store, genesisStateOf(genesis));
let ledger = open();
const blocks = chain.map(({ time, transactions }) => {
  // What was kept in memory must make no difference.
  if (reopenEvery > 0 && ledger.height % reopenEvery === 0) ledger = open();
  const { eventsRoot, stateRoot, appHash, outcomes } = ledger.finalize({
    height: asHeight(ledger.height + 1),
    time: asSeconds(time),
    transactions: transactions.map((hex) => ({ bytes: fromHex(hex) ?? new Uint8Array(), verified: false })),
  });
  ledger.commit(new Uint8Array());
  return [toHex(eventsRoot), toHex(stateRoot), toHex(appHash), canonicalText(outcomes)].join(" ");
});
const told: Elsewhere = {
  zone: new Date(2026, 6, 1).getTimezoneOffset(),
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  blocks,
};
process.send?.(told);
