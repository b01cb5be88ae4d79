import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
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
