import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { textOf } from "@meridian/base/bytes";
import type { NetworkId } from "@meridian/base/ids";
import { sessionBytesOf } from "./session.ts";

describe("what opens a session", () => {
  const opening = { network: "test-region" as NetworkId, nonce: "00".repeat(16), origin: "http://localhost", time: 7 };

  it("is the prefix, a zero byte and canonical JSON, whatever else stands beside it", () => {
    const text = `meridian/session/v1\0{"network":"test-region","nonce":"${"00".repeat(16)}","origin":"http://localhost","time":7}`;
    same(textOf(sessionBytesOf(opening)), text);
    same(textOf(sessionBytesOf({ ...opening, more: 1 } as typeof opening)), text);
  });
});
