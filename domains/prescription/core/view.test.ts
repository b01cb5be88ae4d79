import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight, asSeconds, type TransactionId } from "@meridian/base/ids";
import type { Row, RowChange } from "@meridian/kernel/view";
import { dueOf, stateAt } from "./lapse.ts";
import { isIssue } from "./state.ts";
import { claimOf, command, organisation, play, RX, received, type Step, settleOf, WAYS } from "./testkit.ts";
import { view } from "./view.ts";
import { DAY } from "./vocabulary.ts";

type Rows = Map<string, Row[]>;

/** What any store would hold after these changes. */
function stored(changes: readonly RowChange[]): Rows {
  const tables: Rows = new Map(view.tables.map(({ name }) => [name, []]));
  for (const change of changes) {
    const rows = tables.get(change.table) ?? [];
    const matches = (row: Row) =>
      "where" in change && Object.entries(change.where).every(([name, cell]) => row[name] === cell);
    if (change.op === "put") rows.push(change.row);
    if (change.op === "patch")
      tables.set(
        change.table,
        rows.map((row) => (matches(row) ? { ...row, ...change.set } : row)),
      );
    if (change.op === "delete")
      tables.set(
        change.table,
        rows.filter((row) => !matches(row)),
      );
  }
  return tables;
}

function shown(steps: readonly Step[]) {
  const { events, state, time } = play(steps);
  const changes = events.flatMap((event, position) =>
    view.apply({
      height: asHeight(1),
      time: event.at,
      position,
      transaction: "t" as TransactionId,
      domain: "prescription",
      record: RX,
      event,
    }),
  );
  return { tables: stored(changes), changes, state, events, time };
}

const authorities = ["health", "drugs"].map(organisation);
const revoke: Step = [
  1,
  "health drugs",
  command("revoke", { organisations: authorities, reason: "forged", basis: "x" }),
];
const extra: { readonly [says: string]: readonly Step[] } = {
  "a lease that ran out": [...(WAYS["CLAIMED"] ?? []), [DAY + 1, "", command("expire", {})]],
  "an issue that lapsed and was claimed again": [...(WAYS["CLAIMED"] ?? []), [DAY + 1, "market qr", claimOf("market")]],
  "an owing that was closed": [...(WAYS["PARTIAL"] ?? []), [6 * DAY, "", command("closeOwing", {})]],
  "a cancellation that waits": [
    ...(WAYS["SETTLED"] ?? []),
    [1, "li", command("cancel", { reason: "clinical-grounds" })],
  ],
  "a settlement whose cash was paid": [
    ...(WAYS["CLAIMED"] ?? []),
    [1, "corner", settleOf({ fund: 0, account: 0, cash: 1_000 } as never)],
    [1, "", received],
  ],
  "an unpaid settlement that lapsed": [
    ...(WAYS["CLAIMED"] ?? []),
    [1, "corner", settleOf({ fund: 0, account: 0, cash: 1_000 } as never)],
    [1_801, "", command("lapseSettlement", {})],
  ],
  "an unpaid settlement that outlived its lease": [
    ...(WAYS["CLAIMED"] ?? []),
    [1, "corner", settleOf({ fund: 0, account: 0, cash: 1_000 } as never)],
    [DAY, "", command("lapseSettlement", {})],
  ],
  "what was revoked after a settlement": [...(WAYS["SETTLED"] ?? []), revoke],
  "what was revoked after a part": [...(WAYS["PARTIAL"] ?? []), revoke],
  "a part cancelled by time": [
    ...(WAYS["PARTIAL"] ?? []),
    [1, "li", command("cancel", { reason: "clinical-grounds" })],
    [6 * DAY, "", command("closeOwing", {})],
  ],
  "a part cancelled": [
    ...(WAYS["PARTIAL"] ?? []),
    [1, "li", command("cancel", { reason: "clinical-grounds" })],
    [1, "corner", command("acknowledgeCancel", {})],
  ],
};

describe("the rows of a prescription", () => {
  const { none: _, tombstone: __, ...ways } = WAYS;
  for (const [says, steps] of Object.entries({ ...ways, ...extra }))
    it(`show ${says} as the record has it`, () => {
      const { tables, state, time } = shown(steps);
      if (!isIssue(state)) throw new Error("an issue");
      const [row] = tables.get("prescriptions") ?? [];
      const settled = state.settlement;
      same(
        [row?.["status"], row?.["content"], row?.["settlement"], row?.["total"], row?.["cancel_pending"]],
        [state.status, state.content, settled?.id ?? null, settled?.total ?? null, state.cancelPending ? 1 : 0],
      );
      same(row?.["due"], dueOf(state));
      if (stateAt(state, asSeconds(time)).claim) same(row?.["pharmacy"], state.claim?.organisation);
      const lines = (tables.get("prescription_items") ?? []).map((line) => [
        line["line"],
        line["dispensed"],
        line["state"],
      ]);
      same(
        lines,
        state.items.map(({ line, dispensed, state: at }) => [line, dispensed, at]),
      );
    });

  it("name every column that they set", () => {
    const columns = new Map(view.tables.map(({ name, columns: known }) => [name, new Set(Object.keys(known))]));
    for (const steps of Object.values({ ...WAYS, ...extra }))
      for (const change of shown(steps).changes) {
        const named =
          change.op === "put" ? change.row : change.op === "patch" ? { ...change.where, ...change.set } : change.where;
        for (const name of Object.keys(named))
          same(columns.get(change.table)?.has(name), true, `${change.table}.${name}`);
      }
  });

  it("keep one line of history for every event", () => {
    const { tables, events } = shown(WAYS["FINALISED"] ?? []);
    same(
      tables.get("prescription_events")?.map((row) => row["type"]),
      events.map(({ type }) => type),
    );
  });

  it("say who may read them", () => {
    const [row] =
      shown(WAYS["CLAIMED"] ?? [])
        .tables.get("prescription_events")
        ?.slice(-1) ?? [];
    same([row?.["patient"], row?.["organisation"], row?.["pharmacy"]], ["patient-1", "hospital", "corner"]);
  });

  it("keep since when it stands where it stands", () => {
    const { tables, state } = shown(extra["a cancellation that waits"] ?? []);
    same(tables.get("prescriptions")?.[0]?.["since"], isIssue(state) && state.since);
  });

  it("show when a hold ends", () => {
    const hold = command("hold", { organisation: organisation("drugs"), reason: "recall", basis: "x", seconds: 60 });
    const { tables, time } = shown([...(WAYS["ACTIVE"] ?? []), [1, "drugs", hold]]);
    same(tables.get("prescriptions")?.[0]?.["held_drug"], time + 60);
  });
});
