import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight } from "@meridian/base/ids";
import type { RowChange, View } from "@meridian/kernel/view";
import fc from "fast-check";
import { MemoryViewStore } from "./memory-view-store.ts";
import type { Query } from "./query.ts";
import { type Reader, Reading } from "./reading.ts";

const view: View = {
  domain: "letter",
  version: 1,
  tables: [
    {
      name: "letter",
      columns: { id: "text", from: "text", to: "json", sent: "integer" },
      primaryKey: ["id"],
      indexes: [["sent"]],
    },
    { name: "stamp", columns: { id: "text" }, primaryKey: ["id"], indexes: [] },
  ],
  audience: { letter: ["from", "to"], stamp: [] },
  apply: () => [],
};
const authority: Reader = { authority: true };
const reader = (...ids: readonly string[]): Reader => ({ authority: false, ids });

async function readingOf(changes: readonly RowChange[]): Promise<Reading> {
  const store = new MemoryViewStore();
  await store.prepare([view]);
  await store.apply({ views: ["letter"], after: asHeight(0), through: asHeight(7), changes });
  return new Reading([view], store);
}
const letter = (id: string, from: string, to: readonly string[], sent: number | null): RowChange => ({
  op: "put",
  table: "letter",
  row: { id, from, to, sent },
});
const post = readingOf([
  letter("1", "ann", ["bob"], 30),
  letter("2", "bob", ["cai", "dee"], 20),
  letter("3", "cai", [], 10),
  { op: "put", table: "stamp", row: { id: "red" } },
]);

async function seen(who: Reader, table: string, query: Query = {}): Promise<readonly unknown[] | string> {
  const answer = await (await post).rowsFor(who, table, query);
  return answer.ok ? answer.value.rows.map(({ id }) => id) : answer.error.code;
}

describe("reading", () => {
  const facts: readonly [fact: string, who: Reader, table: string, ids: readonly string[]][] = [
    ["shows an authority every row", authority, "letter", ["1", "2", "3"]],
    ["shows a reader the rows that name her", reader("bob"), "letter", ["1", "2"]],
    ["shows a reader in a list of names the row", reader("dee"), "letter", ["2"]],
    ["shows a reader what any of her ids may see", reader("ann", "cai"), "letter", ["1", "2", "3"]],
    ["shows somebody else's rows to nobody", reader("eve"), "letter", []],
    ["shows a stranger nothing", reader(), "letter", []],
    ["shows a stranger a public table", reader(), "stamp", ["red"]],
  ];
  for (const [fact, who, table, ids] of facts) it(fact, async () => same(await seen(who, table), ids));

  const refused: readonly [code: string, table: string, query: Query][] = [
    ["unknown-table", "envelope", {}],
    ["unknown-column", "letter", { equals: { colour: "red" } }],
    ["unknown-column", "letter", { equals: { toString: "red" } }],
    ["unknown-column", "letter", { range: { column: "colour" } }],
    ["unknown-column", "letter", { order: { by: "colour" } }],
    ["not-comparable", "letter", { equals: { to: "bob" } }],
    ["not-comparable", "letter", { equals: { sent: "30" } }],
    ["not-comparable", "letter", { equals: { id: [1] } }],
    ["not-comparable", "letter", { range: { column: "sent", from: 0.5 } }],
    ["not-indexed", "letter", { order: { by: "from" } }],
    ["limit-out-of-range", "letter", { limit: 501 }],
    ["limit-out-of-range", "letter", { limit: 0 }],
    ["too-many-filters", "letter", { equals: { id: Array.from({ length: 101 }, () => "1") } }],
    ["bad-cursor", "letter", { after: "" }],
    ["bad-cursor", "letter", { after: "!" }],
    ["bad-cursor", "letter", { after: "W10" }],
  ];
  for (const [code, table, query] of refused)
    it(`refuses ${JSON.stringify({ table, ...query }).slice(0, 60)} as ${code}`, async () =>
      same(await seen(authority, table, query), code));

  it("refuses a cursor of another order", async () => {
    const first = await (await post).rowsFor(authority, "letter", { limit: 1 });
    const after = first.ok ? (first.value.next ?? "") : "";
    same(await seen(authority, "letter", { after }), ["2", "3"]);
    same(await seen(authority, "letter", { after, order: { by: "sent" } }), "bad-cursor");
    same(await seen(authority, "letter", { after, order: { descending: true } }), "bad-cursor");
  });

  it("goes on after a row without a value in the column of its order, and after no row without a key", async () => {
    const reading = await readingOf([
      letter("1", "ann", [], null),
      letter("2", "ann", [], null),
      letter("3", "ann", [], 5),
    ]);
    const order = { by: "sent" };
    const first = await reading.rowsFor(authority, "letter", { limit: 1, order });
    const next = await reading.rowsFor(authority, "letter", { order, after: first.ok ? (first.value.next ?? "") : "" });
    same(next.ok && next.value.rows.map(({ id }) => id), ["2", "3"]);
    const keyless = Buffer.from(JSON.stringify(["id", false, null])).toString("base64url");
    same(await seen(authority, "letter", { after: keyless }), "bad-cursor");
  });

  it("says the height with every page", async () => {
    const page = await (await post).rowsFor(authority, "stamp", {});
    same(page, { ok: true, value: { rows: [{ id: "red" }], height: 7 } });
  });

  it("shows each visible row once over full pages, whatever the page size and order", async () => {
    const letters = fc.array(
      fc.record({
        from: fc.constantFrom("ann", "bob"),
        to: fc.subarray(["ann", "cai"]),
        sent: fc.option(fc.integer({ min: 0, max: 3 })),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        letters,
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (all, limit, by, descending) => {
          const reading = await readingOf(all.map(({ from, to, sent }, i) => letter(`l${i}`, from, to, sent)));
          const got: unknown[] = [];
          let after: string | undefined;
          do {
            const query: Query = { limit, order: { descending, ...(by && { by: "sent" }) }, ...(after && { after }) };
            const page = await reading.rowsFor(reader("ann"), "letter", query);
            if (!page.ok) throw new Error(page.error.code);
            if (page.value.next !== undefined) same(page.value.rows.length, limit);
            got.push(...page.value.rows.map(({ id }) => id));
            after = page.value.next;
          } while (after !== undefined);
          const visible = all.flatMap(({ from, to }, i) => (from === "ann" || to.includes("ann") ? [`l${i}`] : []));
          same([...got].sort(), visible.sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});
