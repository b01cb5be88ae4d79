import { deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import type { Row, Table } from "@meridian/kernel/view";
import type { Batch, Selection, ViewSchema } from "@meridian/projector/view-store";
import { viewStorePromises } from "@meridian/projector/view-store.conformance";
import { SqliteViewStore } from "./sqlite-view-store.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-views-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `views-${files++}.sqlite`);

viewStorePromises("sqlite in a file", () => new SqliteViewStore(newFile()));
viewStorePromises("sqlite in memory", () => new SqliteViewStore(":memory:"));

const lamp: Table = { name: "lamp", columns: { id: "text", lit: "integer" }, primaryKey: ["id"], indexes: [["lit"]] };
const lamps: ViewSchema = { domain: "lamps", version: 1, tables: [lamp] };
const all: Selection = { table: lamp, equals: [], order: ["id"], descending: false, limit: 10 };
const lit = (height: number, ...rows: readonly Row[]): Batch => ({
  views: ["lamps"],
  after: asHeight(height - 1),
  through: asHeight(height),
  changes: rows.map((row) => ({ op: "put", table: "lamp", row })),
});

describe("a view store in a SQLite file", () => {
  it("has rows and height when it is opened again", async () => {
    const file = newFile();
    const first = new SqliteViewStore(file);
    await first.prepare([lamps]);
    await first.apply(lit(1, { id: "a", lit: 1 }, { id: "b" }));
    await first.close();
    const second = new SqliteViewStore(file);
    await second.prepare([lamps]);
    same(await second.height("lamps"), 1);
    same(await second.select(all), [
      { id: "a", lit: 1 },
      { id: "b", lit: null },
    ]);
    await second.apply(lit(2, { id: "c" }));
    same((await second.select(all)).length, 3);
    await second.close();
  });

  it("drops the tables of a view that is gone when it is opened again", async () => {
    const file = newFile();
    const first = new SqliteViewStore(file);
    await first.prepare([lamps]);
    await first.apply(lit(1, { id: "a" }));
    await first.close();
    const second = new SqliteViewStore(file);
    await second.prepare([{ ...lamps, domain: "torches" }]);
    same([await second.height("torches"), await second.select(all)], [0, []]);
    await second.close();
  });

  it("shows a query that was asked before a batch either all of the batch or nothing of it", async () => {
    const store = new SqliteViewStore(newFile());
    await store.prepare([lamps]);
    const asked = store.select(all);
    await store.apply(lit(1, { id: "a" }, { id: "b" }));
    same([0, 2].includes((await asked).length), true);
    await store.close();
  });
});
