import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import * as native from "@meridian/crypto/pairs";
import fc from "fast-check";
import * as portable from "./pairs.ts";

it("both forms hash the same pairs to the same digests, whatever lies around them", () => {
  const input = fc.tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 0, max: 3 }),
    fc.infiniteStream(fc.nat(255)),
  );
  fc.assert(
    fc.property(input, ([count, offset, bytes]) => {
      const whole = Uint8Array.from({ length: 64 * count + offset }, () => bytes.next().value ?? 0);
      const pairs = whole.subarray(offset);
      const [a, b] = [new Uint8Array(32 * count), new Uint8Array(32 * count)];
      native.hashPairs(pairs, a);
      portable.hashPairs(pairs, b);
      same(toHex(a), toHex(b));
    }),
    { numRuns: 100 },
  );
});
