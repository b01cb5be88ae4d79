import { deepStrictEqual as same } from "node:assert";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { type StoreUnderTest, stateStorePromises } from "@meridian/ledger/state-store.conformance";
import { SqliteStateStore } from "./state-sqlite.ts";

function openInTemporaryFolder(): StoreUnderTest {
  const folder = mkdtempSync(join(tmpdir(), "meridian-state-"));
  const file = join(folder, "state.db");
  const opened: SqliteStateStore[] = [];
  const open = (): SqliteStateStore => {
    const store = new SqliteStateStore(file);
    opened.push(store);
    return store;
  };
  return {
    store: open(),
    reopen: open,
    rot: (what) => {
      const database = new DatabaseSync(file);
      if ("record" in what)
        database
          .prepare("UPDATE records SET value = CAST(replace(CAST(value AS TEXT), '1', '2') AS BLOB) WHERE key = ?")
          .run(what.record);
      else {
        const row = database.prepare("SELECT body FROM blocks WHERE height = ?").get(what.block);
        const body = row?.["body"] as Uint8Array;
        body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
        database.prepare("UPDATE blocks SET body = ? WHERE height = ?").run(body, what.block);
      }
      database.close();
    },
    dispose: () => {
      for (const store of opened) store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

stateStorePromises("SQLite", openInTemporaryFolder);

describe("a snapshot of the record map", () => {
  const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);
  const snapshot = { height: asHeight(5), entries: bytes(128), leaves: bytes(64) };
  const inFolder = (run: (file: string, store: SqliteStateStore) => void) => () => {
    const folder = mkdtempSync(join(tmpdir(), "meridian-state-"));
    const file = join(folder, "state.db");
    const store = new SqliteStateStore(file);
    try {
      run(`${file}-tree`, store);
    } finally {
      store.close();
      rmSync(folder, { recursive: true });
    }
  };

  it(
    "comes back as it was kept, and the last one counts",
    inFolder((_, store) => {
      same(store.snapshot(), undefined);
      store.keepSnapshot({ ...snapshot, height: asHeight(4) });
      store.keepSnapshot(snapshot);
      const { height, entries, leaves } = store.snapshot() ?? snapshot;
      same([height, toHex(entries), toHex(leaves)], [5, toHex(bytes(128)), toHex(bytes(64))]);
    }),
  );

  for (const [says, spoil] of [
    ["changed", (kept: Uint8Array) => kept.with(100, (kept[100] ?? 0) ^ 1)],
    ["cut off", (kept: Uint8Array) => kept.subarray(0, kept.length - 1)],
    ["empty", () => new Uint8Array()],
  ] as const)
    it(
      `does not come back when its file is ${says}`,
      inFolder((file, store) => {
        store.keepSnapshot(snapshot);
        writeFileSync(file, spoil(Uint8Array.from(readFileSync(file))));
        same(store.snapshot(), undefined);
      }),
    );
});

describe("a store that closes", () => {
  const nothing = new Uint8Array(32);
  const roots = { eventsRoot: nothing, stateRoot: nothing, previousAppHash: nothing, appHash: nothing };
  const lists = { transactions: [], ids: [], outcomes: [], events: [] };
  const genesis: StoredBlock = { height: asHeight(0), time: asSeconds(1), ...lists, ...roots, seal: nothing };
  /** The height that a file has, or a copy of it without its log, when a writer has closed beside a reader. */
  const closed = (beside: (reader: SqliteStateStore) => void, copied: boolean) => {
    const folder = mkdtempSync(join(tmpdir(), "meridian-state-"));
    const file = join(folder, "state.db");
    try {
      const store = new SqliteStateStore(file);
      const reader = new SqliteStateStore(file, "reader");
      beside(reader);
      store.commit(genesis, []);
      store.close();
      const opened = copied ? join(folder, "alone.db") : file;
      if (copied) copyFileSync(file, opened);
      reader.close();
      const again = new SqliteStateStore(opened);
      const height = again.height();
      again.close();
      return height;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it("leaves its file whole, though a reader stays", () =>
    same(
      closed((reader) => reader.height(), true),
      0,
    ));
  it("closes, and loses nothing, though a reader stays in the middle of reading", () =>
    same(
      closed((reader) => reader.hold(), false),
      0,
    ));
});
