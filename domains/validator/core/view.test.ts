import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { asHeight, asSeconds, type OrganisationId, type TransactionId } from "@meridian/base/ids";
import type { Recorded, RowChange } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";
import { addressOf } from "./state.ts";
import { view } from "./view.ts";

const organisation = "court" as OrganisationId;
const publicKey = "ab".repeat(32);
const seat = { organisation, publicKey, control: "court" };
const when = { height: asHeight(3), time: asSeconds(500) };
const rules = { doubleSigning: "note", sharedControl: "refused" } as const;
const apply = (event: Event): readonly RowChange[] => {
  const recorded: Recorded<Event> = {
    ...when,
    position: 0,
    transaction: "00".repeat(32) as TransactionId,
    domain: "validator",
    record: "set",
    event,
  };
  return view.apply(recorded);
};
const where = { organisation };

it("fills exactly the columns of each table", () => {
  const changes = [
    ...apply({ type: "opened", validators: [{ ...seat, nodes: ["00".repeat(20)] }], power: 1, rules, ...when }),
    ...apply({ type: "offered", ...seat, nodes: [], ...when }),
    ...apply({ type: "admitted", ...seat, power: 1, ...when }),
    ...apply({ type: "dismissed", organisation, publicKey, ...when }),
    ...apply({
      type: "misbehaved",
      organisation,
      publicKey,
      validator: addressOf(publicKey),
      kind: "duplicate-vote",
      measure: "noted",
      ...when,
    }),
  ];
  const rows = changes.flatMap((change) => (change.op === "put" ? [change] : []));
  same(new Set(rows.map(({ table }) => table)).size, view.tables.length);
  for (const { table, row } of rows)
    same(Object.keys(row), Object.keys(view.tables.find(({ name }) => name === table)?.columns ?? {}));
});

it("is for everybody", () => {
  same(view.audience, Object.fromEntries(view.tables.map(({ name }) => [name, []])));
});

it("moves a candidate to its seat, and drops it when it leaves", () => {
  const [drop] = apply({ type: "admitted", ...seat, power: 1, ...when });
  same(drop, { op: "delete", table: "candidates", where });
  same(apply({ type: "resigned", from: "candidacy", organisation, publicKey, ...when }), [
    { op: "delete", table: "candidates", where },
  ]);
  const tables = (event: Event) => apply(event).map(({ op, table }) => `${op} ${table}`);
  same(tables({ type: "resigned", from: "seat", organisation, publicKey, ...when }), [
    "delete validators",
    "put departures",
  ]);
  same(tables({ type: "removed", organisation, publicKey, reason: "suspended", reaching: ["x"], ...when }), [
    "delete validators",
    "delete candidates",
    "delete nodes",
    "put departures",
  ]);
  same(tables({ type: "removed", organisation, reason: "suspended", ...when }).length, 3);
  same(tables({ type: "kept", organisation, reason: "suspended" }), []);
});

it("names the address of a new key, and forgets nodes that are none", () => {
  const now = "cd".repeat(32);
  same(apply({ type: "keyRotated", organisation, former: publicKey, publicKey: now, ...when }), [
    {
      op: "patch",
      table: "validators",
      where,
      set: { public_key: now, address: addressOf(now), since_height: 3, since: 500 },
    },
  ]);
  same(apply({ type: "nodesSet", organisation, nodes: [] }), [{ op: "delete", table: "nodes", where }]);
  same(apply({ type: "rulesSet", rules }).length, 2);
});
