import { deepStrictEqual as same, throws } from "node:assert";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { asHeight, asSeconds, type TransactionId } from "@meridian/base/ids";
import { sha256 } from "@meridian/crypto/hash";
import type { StoredBlock, WrittenRecord } from "@meridian/ledger/state-store";
import { Chain } from "@meridian/proof/chain.conformance";
import { VALIDATOR_SEEDS } from "@meridian/proof/scene.conformance";
import { DiskFull } from "./disk-full.ts";
import { SealStore } from "./seal-store.ts";
import { limitPages } from "./small-file.conformance.ts";
import { SqliteStateStore } from "./state-sqlite.ts";
import { TransactionIndex } from "./transaction-index.ts";

const root = new Uint8Array(32);
const roots = { eventsRoot: root, stateRoot: root, previousAppHash: root, appHash: root };
const none = { transactions: [], ids: [], outcomes: [], events: [], seal: new Uint8Array() };
const block = (height: number, bytes = 0): StoredBlock => ({
  ...{ height: asHeight(height), time: asSeconds(height), ...none, ...roots },
  events: [new Uint8Array(bytes)],
});
const record = (key: string, bytes: number): WrittenRecord => {
  const value = new Uint8Array(bytes).fill(7);
  return { key, value, hash: sha256(value) };
};
const LARGE = 200_000;

describe("a file whose disk is full", () => {
  let folder = "";
  const at = (name: string): string => join(folder, name);
  let unlimited: () => void;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "meridian-full-"));
  });
  afterEach(() => {
    unlimited?.();
    rmSync(folder, { recursive: true });
  });
  const full = (name: string) => (error: unknown) => error instanceof DiskFull && error.file === at(name);

  it("takes no part of a block, and says which file it is; with room it goes on", () => {
    unlimited = limitPages("state.db", 20);
    const store = new SqliteStateStore(at("state.db"));
    store.commit(block(0), [record("a", 10)]);
    throws(() => store.commit(block(1), [record("a", 20), record("b", LARGE)]), full("state.db"));
    throws(() => store.commit(block(1, LARGE), [record("a", 20)]), full("state.db"));
    same(
      [store.height(), store.block(asHeight(1)), store.record("a")?.length, store.record("b")],
      [0, undefined, 10, undefined],
    );
    store.commit(block(1), [record("a", 30)]);
    store.close();
    unlimited();
    const again = new SqliteStateStore(at("state.db"));
    same([again.height(), again.record("a")?.length], [1, 30]);
    again.commit(block(2, LARGE), []);
    again.close();
  });

  it("takes no part of a state that is put in place of another, nor a block from before it", () => {
    unlimited = limitPages("state.db", 20);
    const store = new SqliteStateStore(at("state.db"));
    store.commit(block(0), [record("a", 10)]);
    const refill = store.refill();
    refill.putBlock(block(8));
    throws(() => refill.put(record("b", LARGE)), full("state.db"));
    refill.drop();
    same([store.height(), store.base(), store.record("a")?.length], [0, 1, 10]);
    const small = store.refill();
    small.putBlock(block(8));
    small.keep();
    throws(() => store.prepend(block(7, LARGE)), full("state.db"));
    same(store.base(), 8);
    store.prepend(block(7));
    store.close();
  });

  it("takes no part of a seal, and nothing of the index of transactions", () => {
    unlimited = limitPages("seals.db", 0);
    const seals = new SealStore(at("seals.db"));
    const chain = new Chain(VALIDATOR_SEEDS);
    const kept: number[] = [];
    const keepAll = (): void => {
      for (let n = 0; n < 100; n++) {
        const { header, commit, validators } = chain.append();
        seals.keep({ header, commit, canonical: true }, validators);
        kept.push(header.height);
      }
    };
    throws(keepAll, full("seals.db"));
    same(seals.last(), kept.at(-1));
    seals.close();
    unlimited();
    unlimited = limitPages("index.db", 2);
    const index = new TransactionIndex(at("index.db"));
    const ids = Array.from({ length: 1_000 }, (_, i) => ({
      id: i.toString(16).padStart(64, "0") as TransactionId,
      validUntil: asHeight(9),
    }));
    throws(() => index.add(asHeight(1), ids), full("index.db"));
    same([index.height, index.find(ids[0]?.id as TransactionId)], [0, undefined]);
    index.add(asHeight(1), ids.slice(0, 3));
    same(index.height, 1);
    index.close();
  });

  it("is not looked for to keep a shortcut, which is left out then", () => {
    symlinkSync("/dev/full", at("state.db-tree.next"));
    const store = new SqliteStateStore(at("state.db"));
    store.keepSnapshot({ height: asHeight(1), entries: new Uint8Array(64), leaves: new Uint8Array(64) });
    same([store.snapshot(), lstatSync(at("state.db-tree.next"), { throwIfNoEntry: false })], [undefined, undefined]);
    store.close();
  });

  it("keeps other faults what they are", () => {
    mkdirSync(at("folder.db"));
    throws(() => new SqliteStateStore(at("folder.db")), { code: "ERR_SQLITE_ERROR" });
    same(existsSync(at("folder.db-tree")), false);
  });
});
