import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import type { Table } from "@meridian/kernel/view";
import { type Query, selectionOf } from "./query.ts";

const table: Table = {
  name: "letter",
  columns: { id: "text", page: "integer", from: "text", box: "text", sent: "integer" },
  primaryKey: ["id", "page"],
  indexes: [["from", "box", "sent"]],
};

describe("an order that an index serves", () => {
  const orders: readonly [fact: string, query: Query, order: readonly string[] | "not-indexed"][] = [
    ["is that of the primary key when none is asked for", {}, ["id", "page"]],
    ["is by the first column of the primary key", { order: { by: "id" } }, ["id", "page"]],
    ["is by the first column of an index", { order: { by: "from" } }, ["from", "id", "page"]],
    ["is not by a later column alone", { order: { by: "sent" } }, "not-indexed"],
    [
      "is not by a later column with a gap before it",
      { equals: { from: "ann" }, order: { by: "sent" } },
      "not-indexed",
    ],
    [
      "is by a later column when those before it have one value each",
      { equals: { from: "ann", box: "in" }, order: { by: "sent" } },
      ["sent", "id", "page"],
    ],
    [
      "is not when one of them may have several",
      { equals: { from: ["ann", "bob"], box: "in" }, order: { by: "sent" } },
      "not-indexed",
    ],
    ["is by a later column of the primary key", { equals: { id: "1" }, order: { by: "page" } }, ["page", "id"]],
  ];
  for (const [fact, query, order] of orders)
    it(fact, () => {
      const selection = selectionOf(table, query);
      same(selection.ok ? selection.value.order : selection.error.code, order);
    });
});
