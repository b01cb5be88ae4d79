import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import fc from "fast-check";
import { ReplayWindow } from "./replay-window.ts";

const idOf = (n: number): TransactionId => `id-${n}` as TransactionId;

describe("the replay window", () => {
  it("remembers an id until the height after which its own window refuses it", () => {
    const window = new ReplayWindow();
    window.remember(idOf(1), asHeight(5));
    window.forgetThrough(asHeight(4));
    same(window.has(idOf(1)), true);
    window.forgetThrough(asHeight(5));
    same(window.has(idOf(1)), false);
    same(window.size, 0);
  });

  it("does not take in what is over already, nor what was not used up", () => {
    const window = new ReplayWindow();
    window.forgetThrough(asHeight(5));
    window.remember(idOf(1), asHeight(5));
    window.remember(idOf(2), asHeight(0));
    same(window.size, 0);
  });

  it("holds exactly the ids whose last height is still to come, in whatever order it is told", () => {
    const step = fc.oneof(fc.record({ id: fc.nat(15), validUntil: fc.nat(30) }), fc.record({ through: fc.nat(30) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const window = new ReplayWindow();
        const model = new Map<number, number>();
        let forgotten = 0;
        for (const given of steps) {
          if ("through" in given) {
            window.forgetThrough(asHeight(given.through));
            forgotten = Math.max(forgotten, given.through);
            for (const [id, validUntil] of model) if (validUntil <= forgotten) model.delete(id);
          } else {
            window.remember(idOf(given.id), asHeight(given.validUntil));
            if (given.validUntil > forgotten && !model.has(given.id)) model.set(given.id, given.validUntil);
          }
          same(window.size, model.size);
          for (let id = 0; id <= 15; id++) same(window.has(idOf(id)), model.has(id));
        }
      }),
    );
  });
});
