import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import type { Height, KeyId, PersonId, Seconds, TransactionId } from "@meridian/base/ids";
import type { Recorded } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";
import { view } from "./view.ts";

const key = "ab".repeat(32) as KeyId;
const recorded = (event: Event): Recorded<Event> => ({
  height: 3 as Height,
  time: 500 as Seconds,
  position: 0,
  transaction: "00".repeat(32) as TransactionId,
  domain: "key",
  record: key,
  event,
});

it("a bound key is a row with its holder", () => {
  const publicKey = { kind: "ed25519", publicKey: "cd".repeat(32) } as const;
  const holder = { type: "person", person: "p" as PersonId } as const;
  const [change] = view.apply(recorded({ type: "bound", key, publicKey, holder }));
  same(change?.op === "put" && Object.keys(change.row), Object.keys(view.tables[0]?.columns ?? {}));
  same(change?.op === "put" && [change.row].map(({ holder }) => holder), ["p"]);
});

it("a revoked key says since which height", () => {
  same(view.apply(recorded({ type: "revoked", key })), [
    { op: "patch", table: "keys", where: { key }, set: { status: "revoked", revoked_at: 500, revoked_height: 3 } },
  ]);
});
