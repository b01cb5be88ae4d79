import { rejects, deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { asHeight, asSeconds, type TransactionId } from "@meridian/base/ids";
import type { Event } from "@meridian/kernel/contract";
import type { Recorded, Row, Table, View } from "@meridian/kernel/view";
import fc from "fast-check";
import { MemoryViewStore } from "./memory-view-store.ts";
import { Projector, type RecordedBlock, type RecordedBlocks } from "./projector.ts";
import type { ViewStore } from "./view-store.ts";

type Toy = Event & { readonly type: "made" | "renamed" | "gone"; readonly name: string };

const toys = (domain: string, version = 1): View => ({
  domain,
  version,
  tables: [
    { name: domain, columns: { id: "text", name: "text", seen: "integer" }, primaryKey: ["id"], indexes: [["name"]] },
  ],
  audience: { [domain]: [] },
  apply: ({ record: id, event, height }) => {
    const { type, name } = event as Toy;
    if (type === "made") return [{ op: "put", table: domain, row: { id, name, seen: height } }];
    if (type === "gone") return [{ op: "delete", table: domain, where: { name } }];
    return [{ op: "patch", table: domain, where: { id }, set: { name } }];
  },
});
const tableOf = (view: View): Table => view.tables[0] ?? { name: "", columns: {}, primaryKey: [], indexes: [] };

type Happened = { readonly domain: string; readonly record: string; readonly event: Toy };
const chainOf = (blocks: readonly (readonly Happened[])[]): readonly RecordedBlock[] =>
  blocks.map((happened, i) => {
    const height = asHeight(i + 1);
    const time = asSeconds(1_000 + i);
    const transaction = "00".repeat(32) as TransactionId;
    const events = happened.map((one, position): Recorded => ({ ...one, height, time, position, transaction }));
    return { height, time, events };
  });
const sourceOf = (chain: readonly RecordedBlock[], most = 256): RecordedBlocks => ({
  read: async (from, limit) => chain.slice(from - 1, from - 1 + Math.min(limit, most)),
});
const rowsOf = (store: ViewStore, view: View): Promise<readonly Row[]> =>
  store.select({ table: tableOf(view), equals: [], order: ["id"], descending: false, limit: 100 });

const happened: fc.Arbitrary<Happened> = fc.record({
  domain: fc.constantFrom("cup", "jug", "unseen"),
  record: fc.constantFrom("1", "2", "3"),
  event: fc.record({
    type: fc.constantFrom("made" as const, "renamed" as const, "gone" as const),
    name: fc.constantFrom("red", "blue"),
  }),
});
const histories = fc.array(fc.array(happened, { maxLength: 4 }), { maxLength: 8 }).map(chainOf);
const made = (domain: string, record: string): Happened => ({ domain, record, event: { type: "made", name: "red" } });

describe("the projector", () => {
  const [cup, jug] = [toys("cup"), toys("jug")];

  it("begins where the history begins, and keeps no rows from before a gap", async () => {
    const chain = chainOf([[made("cup", "1")], [made("cup", "2")], [made("jug", "3")], [made("cup", "4")]]);
    const later: RecordedBlocks = { base: asHeight(3), ...sourceOf(chain) };
    const store = new MemoryViewStore();
    const whole = new Projector([cup, jug], sourceOf(chain.slice(0, 1)), store);
    await whole.start();
    await whole.catchUp();
    const joined = new Projector([cup, jug], later, store);
    await joined.start();
    same(await joined.catchUp(), 4);
    same(await rowsOf(store, cup), [{ id: "4", name: "red", seen: 4 }]);
    same(await rowsOf(store, jug), [{ id: "3", name: "red", seen: 3 }]);
  });

  it("folds the same rows in one go, block by block, after a restart and after a reset", async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat({ max: 8 }), fc.integer({ min: 1, max: 3 }), async (chain, stop, most) => {
        const [once, often] = [new MemoryViewStore(), new MemoryViewStore()];
        const whole = new Projector([cup, jug], sourceOf(chain), once);
        await whole.start();
        same(await whole.catchUp(), chain.length);

        const early = new Projector([cup, jug], sourceOf(chain.slice(0, stop), most), often);
        await early.start();
        await early.catchUp();
        const late = new Projector([cup, jug], sourceOf(chain, most), often);
        await late.start();
        same(await late.catchUp(), chain.length);
        for (const view of [cup, jug]) same(await rowsOf(often, view), await rowsOf(once, view));

        const before = await rowsOf(often, cup);
        await late.reset("cup");
        same(await rowsOf(often, cup), []);
        same(await late.catchUp(), chain.length);
        same(await rowsOf(often, cup), before);
      }),
      { numRuns: 100 },
    );
  });

  it("reads only blocks that it has not stored", async () => {
    const store = new MemoryViewStore();
    const asked: number[] = [];
    const chain = chainOf([[made("cup", "1")], [], [made("cup", "2")]]);
    const source: RecordedBlocks = {
      read: (from, limit) => {
        asked.push(from);
        return sourceOf(chain, 2).read(from, limit);
      },
    };
    const projector = new Projector([cup], source, store);
    await projector.start();
    same(await projector.catchUp(), 3);
    same(await projector.catchUp(), 3);
    same(asked, [1, 3, 4, 4]);
  });

  it("rebuilds a view of a new version alone, up to where the others wait, and then goes on with them", async () => {
    const store = new MemoryViewStore();
    const chain = chainOf([
      [made("cup", "1"), made("jug", "1")],
      [made("cup", "2")],
      [made("jug", "3"), made("cup", "3")],
    ]);
    const first = new Projector([cup, jug], sourceOf(chain.slice(0, 2)), store);
    await first.start();
    await first.catchUp();
    const folded: string[] = [];
    const watched = (view: View): View => ({
      ...view,
      apply: (recorded) => {
        folded.push(`${view.domain}@${recorded.height}`);
        return view.apply(recorded);
      },
    });
    const second = new Projector([watched(toys("cup", 2)), watched(jug)], sourceOf(chain), store);
    await second.start();
    same(await second.catchUp(), 3);
    same(folded, ["cup@1", "cup@2", "jug@3", "cup@3"]);
  });

  it("stores a long history in several transactions of whole blocks, with a breath after each full one", async () => {
    const store = new MemoryViewStore();
    const stored: (number | "breath")[] = [];
    const chain = chainOf(Array.from({ length: 12 }, (_, h) => Array.from({ length: 400 }, () => made("cup", `${h}`))));
    const apply = store.apply.bind(store);
    store.apply = async (batch) => {
      stored.push(batch.through);
      await apply(batch);
    };
    const projector = new Projector([cup], sourceOf(chain), store);
    await projector.start();
    await projector.catchUp(async () => {
      stored.push("breath");
    });
    same(stored, [5, "breath", 10, "breath", 12]);
  });

  it("folds once when it is asked twice at the same time", async () => {
    const store = new MemoryViewStore();
    const projector = new Projector([cup], sourceOf(chainOf([[made("cup", "1")]])), store);
    await projector.start();
    same(await Promise.all([projector.catchUp(), projector.catchUp()]), [1, 1]);
  });

  it("keeps rows and height when a view throws, and goes on once it does not", async () => {
    const store = new MemoryViewStore();
    let broken = true;
    const apply: View["apply"] = (recorded) => {
      if (broken && recorded.height === 2) throw new Error("broken");
      return cup.apply(recorded);
    };
    const chain = chainOf([[made("cup", "1")], [made("cup", "2")]]);
    const projector = new Projector([{ ...cup, apply }], sourceOf(chain, 1), store);
    await projector.start();
    await rejects(projector.catchUp(), /broken/);
    same(await store.height("cup"), 1);
    broken = false;
    same(await projector.catchUp(), 2);
  });

  it("stops at an event of a release that its view does not know, and rebuilds with the view that does", async () => {
    const known: View = {
      ...cup,
      apply: (recorded) => {
        if (recorded.event.type === "renamed") throw new Error("of a later release");
        return cup.apply(recorded);
      },
    };
    const renamed: Happened = { domain: "cup", record: "1", event: { type: "renamed", name: "blue" } };
    const chain = chainOf([[made("cup", "1")], [renamed, made("jug", "1")], [made("cup", "2")]]);
    const store = new MemoryViewStore();
    const before = new Projector([known], sourceOf(chain, 1), store);
    await before.start();
    await rejects(before.catchUp(), /of a later release/);
    same([await store.height("cup"), (await rowsOf(store, cup)).length], [1, 1], "no rows that are silently wrong");
    const later = toys("cup", 2);
    const after = new Projector([later, jug], sourceOf(chain, 1), store);
    await after.start();
    same(await after.catchUp(), 3);
    same(
      (await rowsOf(store, later)).map(({ name }) => name),
      ["blue", "red"],
    );
    same((await rowsOf(store, jug)).length, 1, "a domain that the release brought is folded from height 1 too");
  });

  it("refuses a gap in the blocks", async () => {
    const projector = new Projector([cup], sourceOf(chainOf([[], []]).slice(1)), new MemoryViewStore());
    await projector.start();
    await rejects(projector.catchUp(), /block 1 follows, not 2/);
  });

  it("refuses a view that changes the table of another", async () => {
    const thief: View = { ...jug, apply: cup.apply };
    const projector = new Projector([cup, thief], sourceOf(chainOf([[made("jug", "1")]])), new MemoryViewStore());
    await projector.start();
    await rejects(projector.catchUp(), /tables of its own, not cup/);
  });

  const store = new MemoryViewStore();
  const misfits: Readonly<Record<string, [views: readonly View[], message: RegExp]>> = {
    "two views of one domain": [[cup, cup], /one view of cup/],
    "two tables of one name": [
      [cup, { ...jug, tables: cup.tables, audience: cup.audience }],
      /one table is called cup/,
    ],
    "a table without an audience": [[{ ...cup, audience: {} }], /says who its audience is/],
    "an audience of a table that is not there": [[{ ...cup, audience: { cup: [], jug: [] } }], /not to jug/],
    "an audience of integers": [[{ ...cup, audience: { cup: ["seen"] } }], /holds ids/],
    "a name that SQL would have to escape": [[toys('a"b')], /name of a table/],
    "a key that is no column": [[{ ...cup, tables: [{ ...tableOf(cup), primaryKey: ["x"] }] }], /can be indexed/],
  };
  for (const [misfit, [views, message]] of Object.entries(misfits))
    it(`refuses ${misfit}`, () => {
      throws(() => new Projector(views, sourceOf([]), store), message);
    });
});
