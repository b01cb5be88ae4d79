import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changed, request, sound } from "./fixtures.ts";
import { replay } from "./simulator.ts";

describe("the simulator (L6)", () => {
  const cases = [
    request("claim", "ACTIVE", "pharmacist"),
    request("claim", "ACTIVE", "pharmacist", { selfPay: true }),
    request("dispense", "SETTLED", "pharmacist"),
  ];

  it("finds no difference between a pathway and itself", () => assert.deepEqual(replay(cases, sound, sound), []));

  it("reports the cases that a new pathway answers otherwise", () => {
    const stricter = changed("T7", { guard: "!rx.selfPay" });
    const differences = replay(cases, sound, stricter);
    assert.deepEqual(
      differences.map(({ index, before, after }) => [index, before.allowed, after.allowed]),
      [[1, true, false]],
    );
  });

  it("reports a deadline that changes", () => {
    const params = { ...sound.params, claimLeaseSeconds: 60 };
    assert.deepEqual(
      replay(cases, sound, { ...sound, params }).map(({ index }) => index),
      [0, 1],
    );
  });
});
