import { ok, deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds, type TransactionId } from "@meridian/base/ids";
import { valueHashOf } from "@meridian/kernel/roots";
import { StateCorruption, type StateStore, type StoredBlock, type WrittenRecord } from "./state-store.ts";

/** What a suite needs of an adapter: an empty store that can be closed and opened again, and bytes that can rot. */
export type StoreUnderTest = {
  readonly store: StateStore;
  readonly reopen: () => StateStore;
  /** Changes one stored byte of a record or of a block behind the store's back; absent where no byte leaves the process. */
  readonly rot?: (what: { readonly record: string } | { readonly block: number }) => void;
  readonly dispose: () => void;
};

const hash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const idOf = (n: number): TransactionId => toHex(hash(n)) as TransactionId;

const block = (height: number): StoredBlock => ({
  height: asHeight(height),
  time: asSeconds(1_000 + height),
  transactions: [utf8(`transaction ${height}`), new Uint8Array([0, 255, 10])],
  ids: [{ id: idOf(height), validUntil: asHeight(height + 9) }],
  outcomes: [
    { status: "committed", events: 1 },
    { status: "rejected", command: 0, rejection: { code: "ledger/malformed", at: "payload" } },
  ],
  events: [utf8('{"a":1}')],
  eventsRoot: hash(1),
  stateRoot: hash(2),
  previousAppHash: hash(3),
  appHash: hash(4),
  seal: utf8("seal"),
});
const record = (key: string, value: string): WrittenRecord => ({
  key,
  value: utf8(value),
  hash: valueHashOf(utf8(value)),
});

/** The promises of `StateStore`, run by every adapter. */
export function stateStorePromises(name: string, open: () => StoreUnderTest): void {
  describe(`state store: ${name}`, () => {
    const using = (run: (it: StoreUnderTest) => void) => () => {
      const under = open();
      try {
        run(under);
      } finally {
        under.dispose();
      }
    };

    it(
      "is empty at first",
      using(({ store }) => {
        same(
          [store.height(), store.record("a/1"), store.block(asHeight(1)), [...store.records()]],
          [undefined, undefined, undefined, []],
        );
      }),
    );

    it(
      "gives back what a block left, also after it was reopened",
      using(({ store, reopen }) => {
        store.commit(block(0), [record("a/1", "{}"), record("b/1", "[1]")]);
        store.commit(block(1), [record("a/1", '{"x":1}')]);
        for (const opened of [store, reopen()]) {
          same(opened.height(), 1);
          same(opened.record("a/1"), utf8('{"x":1}'));
          same(opened.block(asHeight(0)), block(0));
          same(opened.block(asHeight(1)), block(1));
          same(
            new Map([...opened.records()].map(({ key, value }) => [key, value])),
            new Map([
              ["a/1", utf8('{"x":1}')],
              ["b/1", utf8("[1]")],
            ]),
          );
          same([...opened.idsAfter(asHeight(0), asHeight(9))], block(1).ids);
          same([...opened.idsAfter(asHeight(1), asHeight(0))], []);
          same([...opened.idsAfter(asHeight(0), asHeight(10))], []);
        }
      }),
    );

    it(
      "takes blocks in order only",
      using(({ store }) => {
        store.commit(block(0), []);
        throws(() => store.commit(block(2), []));
        same(store.height(), 0);
      }),
    );

    it(
      "hands out records in the order of their keys' bytes",
      using(({ store }) => {
        store.commit(
          block(0),
          ["b/1", "a/\u{1f600}", "a/\uffee", "a/9", "a/10", "A/1"].map((key) => record(key, "{}")),
        );
        same(
          [...store.records()].map(({ key }) => key),
          ["A/1", "a/10", "a/9", "a/\uffee", "a/\u{1f600}", "b/1"],
        );
      }),
    );

    it(
      "is filled anew with another state, which counts once it is kept",
      using(({ store, reopen }) => {
        store.commit(block(0), [record("a/1", "{}"), record("b/1", "[1]")]);
        store.commit(block(1), [record("c/1", "{}")]);
        const refill = store.refill();
        refill.put(record("a/1", '{"x":2}'));
        refill.putBlock(block(7));
        refill.putBlock(block(8));
        same([refill.record("a/1"), refill.record("b/1")], [utf8('{"x":2}'), undefined]);
        same([refill.block(asHeight(8)), refill.block(asHeight(9))], [block(8), undefined]);
        for (const opened of [store, reopen()])
          same([opened.height(), opened.record("a/1"), opened.record("b/1")], [1, utf8("{}"), utf8("[1]")]);
        refill.keep();
        for (const opened of [store, reopen()]) {
          same([opened.height(), opened.base()], [8, 7]);
          same([...opened.records()], [{ key: "a/1", value: utf8('{"x":2}') }]);
          same(
            [0, 1, 6].map((height) => opened.block(asHeight(height))),
            [block(0), undefined, undefined],
          );
          same(opened.block(asHeight(7)), block(7));
          same([...opened.idsAfter(asHeight(0), asHeight(16))], block(8).ids);
        }
        store.commit(block(9), [record("c/1", "{}")]);
        same([store.height(), store.base()], [9, 7]);
      }),
    );

    it(
      "has what it had when the filling is dropped",
      using(({ store, reopen }) => {
        store.commit(block(0), [record("a/1", "{}")]);
        store.commit(block(1), []);
        const refill = store.refill();
        refill.put(record("b/1", "[]"));
        refill.putBlock(block(7));
        refill.drop();
        for (const opened of [store, reopen()]) {
          same([opened.height(), opened.base(), opened.block(asHeight(7))], [1, 1, undefined]);
          same([opened.block(asHeight(1)), opened.record("b/1")], [block(1), undefined]);
          same([...opened.records()], [{ key: "a/1", value: utf8("{}") }]);
        }
        store.commit(block(2), []);
      }),
    );

    it(
      "takes older blocks one by one, downwards",
      using(({ store, reopen }) => {
        store.commit(block(0), []);
        const refill = store.refill();
        refill.putBlock(block(7));
        refill.keep();
        throws(() => store.prepend(block(5)));
        store.prepend(block(6));
        store.prepend(block(5));
        same([reopen().base(), reopen().block(asHeight(5)), reopen().height()], [5, block(5), 7]);
      }),
    );

    it(
      "names a record whose bytes have changed",
      using(({ store, reopen, rot }) => {
        if (rot === undefined) return;
        store.commit(block(0), [record("a/1", '{"x":1}')]);
        rot({ record: "a/1" });
        throws(
          () => reopen().record("a/1"),
          (error) => error instanceof StateCorruption && ok(error.message.includes("a/1")) === undefined,
        );
      }),
    );

    it(
      "names a block whose bytes have changed",
      using(({ store, reopen, rot }) => {
        if (rot === undefined) return;
        store.commit(block(0), []);
        store.commit(block(1), []);
        rot({ block: 1 });
        throws(
          () => reopen().block(asHeight(1)),
          (error) => error instanceof StateCorruption && ok(error.message.includes("block 1")) === undefined,
        );
      }),
    );
  });
}
