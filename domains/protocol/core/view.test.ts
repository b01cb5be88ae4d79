import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { asHeight, asSeconds, type TransactionId } from "@meridian/base/ids";
import { type Event, PLAN } from "./schema.ts";
import { view } from "./view.ts";

const apply = (event: Event) =>
  view.apply({
    height: asHeight(3),
    time: asSeconds(500),
    position: 0,
    transaction: "00".repeat(32) as TransactionId,
    domain: "protocol",
    record: PLAN,
    event,
  });

it("shows a release with what to install, and every column of its table", () => {
  const scheduled = { release: 2, height: asHeight(300), scheduledIn: asHeight(3), scheduledAt: asSeconds(500) };
  const [change] = apply({ type: "scheduled", ...scheduled, software: "Meridian 0.2.0" });
  same(change?.op === "put" && change.row, {
    release: 2,
    status: "scheduled",
    height: 300,
    software: "Meridian 0.2.0",
    scheduled_in: 3,
    scheduled_at: 500,
    cancelled_at: null,
  });
  same(change?.op === "put" && Object.keys(change.row), Object.keys(view.tables[0]?.columns ?? {}));
  const [unnamed] = apply({ type: "scheduled", ...scheduled });
  same(unnamed?.op === "put" && unnamed.row["software"], null);
});

it("keeps a cancelled release, and says when it was cancelled", () =>
  same(apply({ type: "cancelled", release: 2, height: asHeight(300), cancelledAt: asSeconds(600) }), [
    { op: "patch", table: "releases", where: { release: 2 }, set: { status: "cancelled", cancelled_at: 600 } },
  ]));
