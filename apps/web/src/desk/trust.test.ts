import { deepStrictEqual as same } from "node:assert";
import { beforeEach, describe, it } from "node:test";
import type { DeskNode } from "@meridian/client/desk";
import { TrustRoot } from "./trust.ts";

const kept = new Map<string, string>();
Object.defineProperty(globalThis, "localStorage", {
  configurable: true,
  value: {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  },
});

const genesisOf = (network: string, digit: string) => ({
  network,
  relyingParty: { id: "localhost", origins: ["http://localhost"] },
  validators: [{ organisation: "court-1", publicKey: digit.repeat(64), power: 1 }],
  commands: [],
});
/** The trust root of a browser whose node tells of this network. */
const at = (network: string, digit: string): TrustRoot => {
  const ask = async () => genesisOf(network, digit);
  return new TrustRoot({ ask } as unknown as DeskNode);
};
const metAt = async (root: TrustRoot) => {
  const { network, validatorSetHash } = await root.trust();
  return [network, validatorSetHash];
};

describe("the trust root of a browser", () => {
  beforeEach(() => kept.clear());

  it("stays what was met first at an address, whatever name and validators a node tells of later", async () => {
    const first = await metAt(at("hospital-net", "a"));
    for (const [network, digit] of [
      ["hospital-net", "b"],
      ["other-net", "b"],
      ["other-net", "a"],
    ] as const)
      same(await metAt(at(network, digit)), first);
    same(kept.size, 1);
  });
  it("is another after it was forgotten", async () => {
    const first = await metAt(at("hospital-net", "a"));
    const later = at("other-net", "b");
    await later.trust();
    later.forget();
    const [network, fingerprint] = await metAt(later);
    same([network, fingerprint === first[1]], ["other-net", false]);
  });
});
