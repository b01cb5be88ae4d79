import { rejects, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import { InvariantError } from "@meridian/base/invariant";
import type { Row, RowChange, Table } from "@meridian/kernel/view";
import fc from "fast-check";
import { MemoryViewStore } from "./memory-view-store.ts";
import type { Selection, ViewSchema, ViewStore } from "./view-store.ts";

const visit: Table = {
  name: "visit",
  columns: { clinic: "text", number: "integer", patient: "text", day: "integer", readers: "json", note: "json" },
  primaryKey: ["clinic", "number"],
  indexes: [["day"], ["patient", "day"]],
};
const bed: Table = { name: "bed", columns: { id: "text", used: "integer" }, primaryKey: ["id"], indexes: [] };
const visits: ViewSchema = { domain: "visits", version: 1, tables: [visit] };
const beds: ViewSchema = { domain: "beds", version: 1, tables: [bed] };

const row = (number: number, cells: Row = {}): Row => ({
  clinic: "east",
  number,
  patient: null,
  day: null,
  readers: null,
  note: null,
  ...cells,
});
const put = (cells: Row): RowChange => ({ op: "put", table: "visit", row: cells });
const all: Selection = { table: visit, equals: [], order: visit.primaryKey, descending: false, limit: 100 };

async function filled(store: ViewStore, ...changes: readonly RowChange[]): Promise<ViewStore> {
  await store.prepare([visits, beds]);
  await store.apply({ views: ["visits", "beds"], after: asHeight(0), through: asHeight(1), changes });
  return store;
}
const numbers = async (store: ViewStore, selection: Partial<Selection>) =>
  (await store.select({ ...all, ...selection })).map(({ number: found }) => found);

/** The promises of a ViewStore, as facts. `open` gives an empty store of its own to each. */
export function viewStorePromises(name: string, open: () => ViewStore | Promise<ViewStore>): void {
  const facts: Readonly<Record<string, (store: ViewStore) => Promise<void>>> = {
    ...preparing,
    ...changing,
    ...selecting,
    "holds the same rows as the model after any history": sameAsModel,
    "gives every row once and in order, page by page": pagesOfAnyRows,
  };
  describe(`${name} keeps the promises of a view store`, () => {
    for (const [fact, holds] of Object.entries(facts))
      it(fact, async () => {
        const store = await open();
        try {
          await holds(store);
        } finally {
          await store.close();
        }
      });
  });
}

const preparing = {
  "starts empty at height 0": async (store: ViewStore) => {
    await store.prepare([visits, beds]);
    same([await store.height("visits"), await store.height("beds")], [0, 0]);
    same(await store.select(all), []);
  },
  "keeps rows and height of a view that is prepared again unchanged": async (store: ViewStore) => {
    await filled(store, put(row(1)));
    await store.prepare([beds, visits]);
    same([await store.height("visits"), await numbers(store, {})], [1, [1]]);
  },
  "empties a view whose version changed, and no other": async (store: ViewStore) => {
    await filled(store, put(row(1)), { op: "put", table: "bed", row: { id: "a", used: 1 } });
    await store.prepare([{ ...visits, version: 2 }, beds]);
    same([await store.height("visits"), await store.height("beds")], [0, 1]);
    same(await store.select(all), []);
    same(await store.select({ ...all, table: bed, order: ["id"] }), [{ id: "a", used: 1 }]);
  },
  "takes the new columns of a view whose tables changed": async (store: ViewStore) => {
    await filled(store);
    const wider: Table = { ...bed, columns: { ...bed.columns, ward: "text" } };
    await store.prepare([visits, { ...beds, tables: [wider] }]);
    const change: RowChange = { op: "put", table: "bed", row: { id: "a", ward: "w" } };
    await store.apply({ views: ["beds"], after: asHeight(0), through: asHeight(1), changes: [change] });
    same(await store.select({ ...all, table: wider, order: ["id"] }), [{ id: "a", used: null, ward: "w" }]);
  },
  "drops a view that is no longer named": async (store: ViewStore) => {
    await filled(store, put(row(1)));
    await store.prepare([beds]);
    await rejects(store.height("visits"), InvariantError);
    await store.prepare([visits, beds]);
    same([await store.height("visits"), await store.select(all)], [0, []]);
  },
  "resets one view to nothing": async (store: ViewStore) => {
    await filled(store, put(row(1)), { op: "put", table: "bed", row: { id: "a" } });
    await store.reset("visits");
    same([await store.height("visits"), await store.height("beds")], [0, 1]);
    same(await store.select(all), []);
  },
};

const changing = {
  "gives back every type of cell as it was put": async (store: ViewStore) => {
    const rows = [
      row(Number.MIN_SAFE_INTEGER, { day: Number.MAX_SAFE_INTEGER }),
      row(1, { patient: "", note: { deep: [1, "二", null, { x: true }] }, readers: [] }),
      row(2, { patient: 'o\'Neill "🙂" %_\\', note: ["a"], day: 0 }),
    ];
    await filled(store, ...rows.map(put));
    same(await store.select(all), rows);
  },
  "puts a whole row: what is left out becomes null": async (store: ViewStore) => {
    await filled(store, put(row(1, { day: 5, note: [1] })), put({ clinic: "east", number: 1, patient: "p" }));
    same(await store.select(all), [row(1, { patient: "p" })]);
  },
  "patches every row that matches, null matching null": async (store: ViewStore) => {
    const patch: RowChange = { op: "patch", table: "visit", where: { patient: null, day: 7 }, set: { note: [9] } };
    await filled(store, put(row(1, { day: 7 })), put(row(2, { day: 7 })), put(row(3, { day: 7, patient: "p" })), patch);
    same(
      (await store.select(all)).map(({ note: found }) => found),
      [[9], [9], null],
    );
  },
  "tells changes of the same columns apart by what they are for": async (store: ViewStore) => {
    const patch = (where: Row, set: Row): RowChange => ({ op: "patch", table: "visit", where, set });
    await filled(
      store,
      put(row(1)),
      patch({ clinic: "east", number: 1 }, { day: 3 }),
      patch({ clinic: "east" }, { patient: "p", day: 4 }),
      patch({ clinic: "east", patient: "p" }, { day: 5 }),
      patch({ patient: "p", clinic: "west" }, { day: 6 }),
      patch({ day: 5 }, { note: [1] }),
    );
    same(await store.select(all), [row(1, { day: 5, patient: "p", note: [1] })]);
  },
  "deletes every row that matches, or none": async (store: ViewStore) => {
    const gone = (where: Row): RowChange => ({ op: "delete", table: "visit", where });
    await filled(store, put(row(1, { day: 7 })), put(row(2)), gone({ day: 7 }), gone({ clinic: "nowhere" }));
    same(await numbers(store, {}), [2]);
  },
  "applies changes in their order": async (store: ViewStore) => {
    const gone: RowChange = { op: "delete", table: "visit", where: { clinic: "east", number: 1 } };
    await filled(store, put(row(1, { day: 1 })), gone, put(row(1, { day: 2 })));
    same(await store.select(all), [row(1, { day: 2 })]);
  },
  "moves the height of named views only, with or without changes": async (store: ViewStore) => {
    await filled(store);
    await store.apply({ views: ["beds"], after: asHeight(1), through: asHeight(9), changes: [] });
    same([await store.height("visits"), await store.height("beds")], [1, 9]);
  },
  "refuses a batch that does not follow": async (store: ViewStore) => {
    await filled(store);
    for (const after of [0, 2]) {
      const batch = { views: ["visits"], after: asHeight(after), through: asHeight(3), changes: [put(row(1))] };
      await rejects(store.apply(batch), InvariantError);
    }
    same([await store.height("visits"), await store.select(all)], [1, []]);
  },
  "stores nothing of a batch of which one change does not fit": async (store: ViewStore) => {
    await filled(store);
    const misfits: readonly RowChange[] = [
      put({ clinic: "east", number: 2, colour: "red" }),
      put({ clinic: "east", number: "2" }),
      put({ clinic: "east", number: 0.5 }),
      put({ clinic: "east", number: 2, day: 2 ** 53 }),
      put({ clinic: "east" }),
      put({ clinic: "east", number: 2, patient: 7 }),
      { op: "put", table: "ward", row: { id: "a" } },
      { op: "patch", table: "visit", where: {}, set: { day: 1 } },
      { op: "patch", table: "visit", where: { day: 1 }, set: {} },
      { op: "patch", table: "visit", where: { day: 1 }, set: { number: 3 } },
      { op: "patch", table: "visit", where: { note: [] }, set: { day: 3 } },
      { op: "delete", table: "visit", where: {} },
      { op: "delete", table: "visit", where: { colour: "red" } },
    ];
    for (const misfit of misfits) {
      const changes = [put(row(1)), misfit];
      const batch = { views: ["visits"], after: asHeight(1), through: asHeight(2), changes };
      await rejects(store.apply(batch), InvariantError, JSON.stringify(misfit));
    }
    same([await store.height("visits"), await store.select(all)], [1, []]);
  },
  "refuses changes of a view that the batch does not name": async (store: ViewStore) => {
    await filled(store);
    const batch = { views: ["beds"], after: asHeight(1), through: asHeight(2), changes: [put(row(1))] };
    await rejects(store.apply(batch), InvariantError);
    same([await store.height("beds"), await store.select(all)], [1, []]);
  },
};

const mixed = [
  put(row(1, { day: 3, patient: "a", readers: ["h1", "h2"] })),
  put(row(2, { day: 1, patient: "b", readers: ["h2"] })),
  put(row(3, { day: 2, patient: "a" })),
  put(row(4, { patient: "c", readers: [] })),
  put({ clinic: "west", number: 1, day: 2, patient: "b" }),
];

const selecting = {
  "filters by equality, by lists and by null": async (store: ViewStore) => {
    await filled(store, ...mixed);
    same(await numbers(store, { equals: [{ column: "patient", values: ["a"] }] }), [1, 3]);
    same(await numbers(store, { equals: [{ column: "patient", values: ["a", "c"] }] }), [1, 3, 4]);
    same(await numbers(store, { equals: [{ column: "day", values: [null] }] }), [4]);
    same(await numbers(store, { equals: [{ column: "day", values: [null, 3] }] }), [1, 4]);
    same(await numbers(store, { equals: [{ column: "patient", values: [] }] }), []);
  },
  "filters by a range that includes its start and not its end": async (store: ViewStore) => {
    await filled(store, ...mixed);
    same(await numbers(store, { range: { column: "day", from: 2 } }), [1, 3, 1]);
    same(await numbers(store, { range: { column: "day", before: 2 } }), [2]);
    same(await numbers(store, { range: { column: "day", from: 1, before: 3 } }), [2, 3, 1]);
    same(await numbers(store, { range: { column: "patient", from: "b", before: "c" } }), [2, 1]);
    same(await numbers(store, { range: { column: "day" } }), [1, 2, 3, 1]);
  },
  "orders both ways, ties by primary key, null before every value": async (store: ViewStore) => {
    await filled(store, ...mixed);
    const order = ["day", "clinic", "number"];
    same(await numbers(store, { order }), [4, 2, 3, 1, 1]);
    same(await numbers(store, { order, descending: true }), [1, 1, 3, 2, 4]);
    same(await numbers(store, { order, descending: true, limit: 2 }), [1, 1]);
    same(await numbers(store, { order, range: { column: "day" } }), [2, 3, 1, 1]);
  },
  "sorts text by its UTF-8 bytes": async (store: ViewStore) => {
    // U+FF5E precedes U+1F642 in UTF-8; UTF-16 code units say the opposite.
    const texts = ["Z", "a", "ä", "二", "\uff5e", "🙂"];
    await filled(store, ...texts.map((patient, number) => put(row(number, { patient }))));
    same(await numbers(store, { order: ["patient", "clinic", "number"] }), [0, 1, 2, 3, 4, 5]);
  },
  "goes on after a place, both ways": async (store: ViewStore) => {
    await filled(store, ...mixed);
    const order = ["day", "clinic", "number"];
    same(await numbers(store, { order, after: [2, "east", 3] }), [1, 1]);
    same(await numbers(store, { order, after: [2, "west", 1], descending: true }), [3, 2, 4]);
    same(await numbers(store, { after: ["east", 2], limit: 1 }), [3]);
  },
  "goes on after a place with null, both ways": async (store: ViewStore) => {
    await filled(store, ...mixed, put(row(5, { patient: "a" })));
    const order = ["day", "clinic", "number"];
    same(await numbers(store, { order, after: [null, "east", 4] }), [5, 2, 3, 1, 1]);
    same(await numbers(store, { order, after: [null, "east", 4], limit: 2 }), [5, 2]);
    same(await numbers(store, { order, after: [1, "east", 2], descending: true }), [5, 4]);
    same(await numbers(store, { order, after: [null, "east", 5], descending: true }), [4]);
    const equals = [{ column: "patient", values: ["a"] }];
    same(await numbers(store, { order, equals, after: [null, "east", 4] }), [5, 3, 1]);
    same(await numbers(store, { order, equals, after: [2, "east", 3], descending: true }), [5]);
  },
  "shows only rows of the audience, before it counts to the limit": async (store: ViewStore) => {
    await filled(store, ...mixed);
    const to = (columns: readonly string[], ...ids: readonly string[]) => ({ audience: { columns, ids }, limit: 2 });
    same(await numbers(store, to(["patient"], "c")), [4]);
    same(await numbers(store, to(["patient"], "b", "c")), [2, 4]);
    same(await numbers(store, to(["readers"], "h2")), [1, 2]);
    same(await numbers(store, to(["patient", "readers"], "c", "h1")), [1, 4]);
    same(await numbers(store, to(["patient", "readers"], "h")), []);
    same(await numbers(store, to(["patient", "readers"])), []);
  },
  "matches an audience in lists only, not in the members of an object": async (store: ViewStore) => {
    await filled(store, put(row(1, { readers: { name: "h1" } })));
    same(await numbers(store, { audience: { columns: ["readers"], ids: ["h1", "name"] } }), []);
  },
};

const cells = {
  clinic: fc.constantFrom("east", "west"),
  number: fc.integer({ min: 0, max: 3 }),
  patient: fc.option(fc.constantFrom("a", "b", "c")),
  day: fc.option(fc.integer({ min: 0, max: 2 })),
  readers: fc.option(fc.array(fc.constantFrom("h1", "h2"), { maxLength: 2 })),
  note: fc.option(fc.jsonValue({ maxDepth: 1 }).map((value) => ({ value: JSON.stringify(value) }))),
};
const { clinic, number, patient, day, readers, note } = cells;
const where = fc.oneof(fc.record({ clinic, number }), fc.record({ patient }), fc.record({ patient, day }));
const changesOf: fc.Arbitrary<RowChange> = fc.oneof(
  fc.record(cells).map(put),
  fc
    .tuple(where, fc.record({ patient, readers, note }))
    .map(([which, set]) => ({ op: "patch" as const, table: "visit", where: which, set })),
  where.map((which) => ({ op: "delete" as const, table: "visit", where: which })),
);
const selections: fc.Arbitrary<Partial<Selection>> = fc.record(
  {
    equals: fc.array(
      fc.record({
        column: fc.constant("patient"),
        values: fc.array(fc.constantFrom("a", "b", null), { maxLength: 2 }),
      }),
      { maxLength: 1 },
    ),
    range: fc.record({ column: fc.constant("day"), from: fc.integer({ min: 0, max: 2 }) }),
    audience: fc.record({
      columns: fc.constantFrom(["patient"], ["patient", "readers"]),
      ids: fc.subarray(["a", "h1"]),
    }),
    order: fc.constantFrom(["day", "clinic", "number"], ["patient", "clinic", "number"]),
    descending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: [] },
);

async function sameAsModel(store: ViewStore): Promise<void> {
  await store.prepare([visits]);
  const histories = fc.array(fc.array(changesOf, { maxLength: 6 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(histories, fc.array(selections, { maxLength: 5 }), async (batches, asked) => {
      const model = new MemoryViewStore();
      await model.prepare([visits]);
      await store.reset("visits");
      for (const [i, changes] of batches.entries()) {
        const batch = { views: ["visits"], after: asHeight(i), through: asHeight(i + 1), changes };
        await Promise.all([model.apply(batch), store.apply(batch)]);
      }
      for (const selection of [{}, ...asked])
        same(await store.select({ ...all, ...selection }), await model.select({ ...all, ...selection }));
    }),
    { numRuns: 60 },
  );
}

const ORDERS: readonly (readonly string[])[] = [
  ["clinic", "number"],
  ["number", "clinic"],
  ["day", "clinic", "number"],
  ["patient", "clinic", "number"],
];

/** Says the order by itself, without the model: where two rows differ first, null or the smaller one comes first. */
function inOrder(rows: readonly Row[], order: readonly string[], descending: boolean): readonly Row[] {
  const isBefore = (a: Row, b: Row): boolean => {
    const column = order.find((each) => a[each] !== b[each]) ?? "";
    const [left = null, right = null] = [a[column], b[column]];
    return left === null || (right !== null && left < right);
  };
  const sorted = [...rows].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return descending ? sorted.reverse() : sorted;
}

async function pagesOfAnyRows(store: ViewStore): Promise<void> {
  await store.prepare([visits]);
  const rows = fc.uniqueArray(fc.record(cells, { noNullPrototype: true }), {
    selector: ({ clinic: where, number: which }) => `${where} ${which}`,
    maxLength: 8,
  });
  const equals = fc.constantFrom<Selection["equals"]>([], [{ column: "patient", values: ["a", null] }]);
  const asked = fc.record({
    equals,
    order: fc.constantFrom(...ORDERS),
    descending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(rows, asked, async (stored, { equals: held, order, descending, limit }) => {
      await store.reset("visits");
      await store.apply({ views: ["visits"], after: asHeight(0), through: asHeight(1), changes: stored.map(put) });
      const got: Row[] = [];
      let page: readonly Row[];
      do {
        const last = got.at(-1);
        const place = last && order.map((column) => last[column] as string | number | null);
        const after = place && { after: place };
        page = await store.select({ table: visit, equals: held, order, descending, limit, ...after });
        got.push(...page);
      } while (page.length === limit);
      const matching = stored.filter(({ patient: who }) => held.length === 0 || who === "a" || who === null);
      same(got, inOrder(matching, order, descending));
    }),
    { numRuns: 150 },
  );
}
