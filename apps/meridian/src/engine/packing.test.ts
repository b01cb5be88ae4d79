import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { MessageChannel } from "node:worker_threads";
import fc from "fast-check";
import { type Packed, pack, transferOf, unpack } from "./packing.ts";

const parts = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 12 });

it("what was packed unpacks to the same byte strings in the same order, empty ones included", () =>
  fc.assert(fc.property(parts, (given) => same(unpack(pack(given)), given))));

it("crosses threads by changing hands, and is gone from where it was", async () => {
  const { port1, port2 } = new MessageChannel();
  const packed = pack([Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3)]);
  const received = new Promise<Packed>((resolve) => port2.once("message", resolve));
  port1.postMessage(packed, transferOf(packed));
  same(packed.bytes.length, 0);
  same(unpack(await received), [Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3)]);
  port1.close();
});
