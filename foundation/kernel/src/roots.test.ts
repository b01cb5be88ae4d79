import { strictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { textOf, toHex, utf8 } from "@meridian/base/bytes";
import type { TransactionId } from "@meridian/base/ids";
import { challengeOf } from "./challenge.ts";
import { appHashOf, eventLeafOf, keyHashOf, recordKeyOf, resultLeafOf, valueHashOf } from "./roots.ts";
import { signedBytesOf } from "./signing.ts";
import type { Outcome } from "./transaction.ts";

const filled = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

/** Worked out by hand with sha256sum. A change of any of them is a change of consensus. */
describe("what roots and signatures commit to", () => {
  it("an app hash covers the one before, the events and the state", () =>
    same(
      toHex(appHashOf({ previous: filled(1), events: filled(2), state: filled(3) })),
      "39b3b961cb09c22b7e4db04f2e65225eb1497b278b2b3792868588f2e56e3958",
    ));

  it("an event's leaf is its canonical JSON, without height, time or position", () => {
    const envelope = {
      transaction: "ab".repeat(32) as TransactionId,
      record: "rx-1",
      event: { type: "issued", units: 30 },
      domain: "prescription",
    };
    same(
      textOf(eventLeafOf({ ...envelope, height: 9 } as typeof envelope)),
      `{"domain":"prescription","event":{"type":"issued","units":30},"record":"rx-1","transaction":"${"ab".repeat(32)}"}`,
    );
  });

  it("a record stands at the hash of its domain and id, with the hash of its JSON", () => {
    const key = recordKeyOf("prescription", "rx-1");
    same(key, "prescription/rx-1");
    same(toHex(keyHashOf(key)), "470842a844df600ba28da9756a289e16678fa829cef65d37c7423543ca3f6ad9");
    same(
      toHex(valueHashOf(utf8('{"status":"none"}'))),
      "52f6ea58b3f8f27c7a538e4729987e3821a5728a1ce83d72a1351d291d69ab49",
    );
  });

  it("a result's leaf is its outcome, whatever others claimed before", () => {
    const leafOf = (outcome: object) => textOf(resultLeafOf(outcome as Outcome)) ?? "";
    const strange = { status: "committed", events: 9, more: "x" };
    same(leafOf(strange).endsWith('{"events":9,"more":"x","status":"committed"}'), true);
    same(leafOf({ status: "committed", events: "9" }).endsWith('{"events":"9","status":"committed"}'), true);
    for (const _ of [1, 2])
      same(leafOf({ status: "committed", events: 9 }), '\u0012\u0021{"events":9,"status":"committed"}');
    same(leafOf({ status: "committed", events: 300 }), '\u0012#{"events":300,"status":"committed"}');
  });

  it("a key signs the payload under a prefix, a passkey its hash", () => {
    same(textOf(signedBytesOf(utf8("{}"))), "meridian/transaction/v1\u0000{}");
    same(toHex(challengeOf(utf8("{}"))), "921247906eee975438a9719fb8e1d4a6fea42db58c3e74e683eaa21890bff2bf");
  });
});
