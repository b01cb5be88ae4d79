import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { views } from "@meridian/network/domains";
import { catalogueOf } from "@meridian/projector/catalogue";
import { ABOUT, type ReadRecord, subjectsOf, subjectsOfRows } from "./subjects.ts";

const closed = [...catalogueOf(views).values()].filter(({ audience }) => audience.length > 0);

/** A ledger of one prescription and a few records about nobody. */
const RECORDS: Readonly<Record<string, unknown>> = {
  "prescription/rx-1": { status: "CLAIMED", patient: "s-colleague" },
  "prescription/rx-2": { status: "tombstone", by: [] },
  "review/rx-1.2": { status: "attached" },
  "unit/u-1": { status: "returned", prescription: "rx-1" },
  "unit/u-2": { status: "recalled", prescription: null },
  "settlement/scheme.aa": { status: "scheme" },
  "settlement/st-1": { status: "adjudicated" },
};
const read: ReadRecord = async (contract, id) =>
  (RECORDS[`${contract.domain}/${id}`] ?? contract.initial) as typeof contract.initial;

const subjects = async (record: string, shown: unknown = null) => {
  const [domain = "", ...rest] = record.split("/");
  const found = await subjectsOf(read, [{ domain, record: rest.join("/") }], shown);
  return found && [...found];
};

describe("whom something is about", () => {
  it("every list that is not open says by which columns, and no other list does", () => {
    same(Object.keys(ABOUT).toSorted(), closed.map(({ table }) => table.name).toSorted());
    for (const { table } of closed) {
      const { persons = [], prescription, orNobody } = ABOUT[table.name] ?? {};
      const columns = [...persons, ...(prescription === undefined ? [] : [prescription])];
      yes(columns.length > 0, `${table.name} names somebody`);
      for (const column of columns) same(table.columns[column], "text", `${table.name}.${column}`);
      yes(orNobody !== "", `${table.name} says why a row may be about nobody`);
    }
  });

  it("rows name it, or a prescription whose patient it is, whatever the pseudonym begins with", async () => {
    const of = async (table: string, row: Readonly<Record<string, string | null>>) => {
      const found = await subjectsOfRows(read, table, [row]);
      return found && [...found];
    };
    same(await of("prescriptions", { patient: "s-colleague" }), ["s-colleague"]);
    same(await of("reviews", { prescription: "rx-1" }), ["s-colleague"]);
    same(await of("guardians", { person: "p-child", guardian: "s-parent" }), ["p-child", "s-parent"]);
    same(await of("units", { prescription: null }), []);
    same(await of("prescription_events", { patient: null, prescription: "rx-2" }), []);
    same(await of("reviews", { prescription: "rx-none" }), undefined);
    same(await of("a new list", { patient: "p-1" }), undefined);
  });

  it("records name it by their key, by what they hold or by their prescription", async () => {
    same(await subjects("settlement/standing.p-a.b.2026"), ["p-a.b"]);
    same(await subjects("person/s-colleague"), ["s-colleague"]);
    same(await subjects("prescription/rx-1"), ["s-colleague"]);
    same(await subjects("review/rx-1.2"), ["s-colleague"]);
    same(await subjects("unit/u-1"), ["s-colleague"]);
    same(await subjects("unit/u-3", { event: { prescription: "rx-1" } }), ["s-colleague"]);
    same(await subjects("prescription/rx-9", { commands: [{ patient: "p-1" }] }), ["p-1"]);
  });

  it("what is nobody's, and what is not there, is about nobody; what should be somebody's is not told apart", async () => {
    same(await subjects("unit/u-2"), []);
    same(await subjects("prescription/rx-2"), []);
    same(await subjects("settlement/scheme.aa"), []);
    same(await subjects("disclosure/none"), []);
    same(await subjects("settlement/st-1"), undefined);
  });
});
