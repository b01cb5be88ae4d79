import { strictEqual as is, throws } from "node:assert";
import { describe, it } from "node:test";
import { utf8 } from "@meridian/base/bytes";
import { MemoryStateStore } from "./memory-store.ts";
import { StateCorruption } from "./state-store.ts";
import { add, Toy } from "./toy.conformance.ts";

/** A store whose record somebody rewrote after the ledger was opened, with every checksum of the store in order. */
class AlteredStore extends MemoryStateStore {
  altered: { readonly key: string; readonly value: string } | undefined;

  override record(key: string): Uint8Array | undefined {
    return this.altered?.key === key ? utf8(this.altered.value) : super.record(key);
  }
}

const altered = () => {
  const store = new AlteredStore();
  const begun = new Toy([add("a", 1), add("b", 1)], store);
  begun.run(add("b", 1));
  // Opened anew, so that no record is in memory.
  const toy = new Toy([add("a", 1), add("b", 1)], store);
  store.altered = { key: "purse/a", value: '{"sum":1000000}' };
  return toy;
};
const named = (error: unknown): boolean => error instanceof StateCorruption && error.message.includes("purse/a");

describe("a record that was rewritten on the disk", () => {
  it("stops the ledger before a rule sees it", () => {
    const toy = altered();
    throws(() => toy.run(add("a", -500_000)), named);
  });

  it("is not given out", () => {
    const toy = altered();
    throws(() => toy.ledger.record("purse/a"), named);
  });

  it("leaves what is about other records alone", () => is(altered().run(add("b", 1)), "committed"));
});
