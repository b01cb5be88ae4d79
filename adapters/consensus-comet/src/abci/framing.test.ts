import { deepStrictEqual as same, throws } from "node:assert";
import { describe, it } from "node:test";
import { fromHex, toHex } from "@meridian/base/bytes";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { FrameReader, FramingError, framed } from "./framing.ts";

const bytesOf = (hex: string): Buffer => Buffer.from(fromHex(hex) ?? []);

describe("ABCI frames", () => {
  it("are what the engine writes", () => {
    same(toHex(framed([Request.encode(Request.fromPartial({ echo: { message: "hi" } })).finish()])), "060a040a026869");
    same(toHex(framed([Response.encode(Response.fromPartial({ flush: {} })).finish()])), "021a00");
    same(toHex(framed([Request.encode(Request.fromPartial({ commit: {} })).finish()])), "025a00");
    const finalize = Request.encode(Request.fromPartial({ finalizeBlock: {} })).finish();
    same(toHex(finalize.subarray(0, 2)), "a201");
  });

  it("come out as they went in, wherever the chunks end", () => {
    const message = fc.oneof(fc.uint8Array({ maxLength: 5 }), fc.uint8Array({ minLength: 120, maxLength: 20_000 }));
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 9_000 })),
        (messages, cuts) => {
          const stream = framed(messages);
          const reader = new FrameReader(20_000);
          const read: Uint8Array[] = [];
          for (let at = 0, cut = 0; at < stream.length; cut++) {
            const end = at + (cuts[cut] ?? 1 + (at % 3));
            read.push(...[...reader.read(stream.subarray(at, end))].map((each) => Uint8Array.from(each)));
            at = end;
          }
          same(read, messages);
        },
      ),
    );
  });

  it("end the stream when one announces more than is taken in", () => {
    same([...new FrameReader(128).read(bytesOf("8001"))].length, 0);
    throws(() => [...new FrameReader(127).read(bytesOf("8001"))], FramingError);
    throws(() => [...new FrameReader(2 ** 31).read(bytesOf("ffffffffff01"))], FramingError);
    throws(() => [...new FrameReader(2 ** 31).read(bytesOf("8080808080"))], FramingError);
  });
});
