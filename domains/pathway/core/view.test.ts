import assert from "node:assert/strict";
import { it } from "node:test";
import type { Hash, TransactionId } from "@meridian/base/ids";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { hashOf } from "./document.ts";
import { sound } from "./fixtures.ts";
import type { Event } from "./schema.ts";
import { view } from "./view.ts";

const hash = hashOf(sound);
const by = "ab".repeat(32) as Hash;
const changes = (event: Event) =>
  view.apply({
    height: asHeight(3),
    time: asSeconds(5_000),
    position: 0,
    transaction: "00".repeat(32) as TransactionId,
    domain: "pathway",
    record: hash,
    event,
  });

it("lists versions with their status, in the declared columns", () => {
  const [put] = changes({ type: "registered", hash, pathway: sound, registeredAt: asSeconds(5_000) });
  assert.ok(put?.op === "put");
  assert.deepEqual(Object.keys(put.row).sort(), Object.keys(view.tables[0]?.columns ?? {}).sort());
  assert.partialDeepStrictEqual(put.row, { hash, pathway: sound.id, version: "2026.1", status: "registered" });
});

it("follows activation, succession and retirement", () => {
  const [height, activeFrom] = [asHeight(9), asHeight(9)];
  const sets = [
    changes({ type: "activated", hash, id: sound.id, height, activeFrom, supersedes: null }),
    changes({ type: "superseded", hash, by, activeUntil: asHeight(20) }),
    changes({ type: "retired", hash, retiredFrom: asHeight(30) }),
  ].map(([change]) => (change?.op === "patch" ? change.set : undefined));
  assert.deepEqual(sets, [
    { status: "active", active_from: 9, active_until: null, superseded_by: null },
    { active_until: 20, superseded_by: by },
    { status: "retired", retired_from: 30 },
  ]);
  assert.deepEqual(changes({ type: "led", id: sound.id, hash, height }), []);
});
