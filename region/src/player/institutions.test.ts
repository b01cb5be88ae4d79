import { deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { asHeight, type NetworkId, type TransactionId } from "@meridian/base/ids";
import { err, ok } from "@meridian/base/result";
import type { Transport } from "@meridian/client/transport";
import type { SignedTransaction } from "@meridian/kernel/transaction";
import { InstitutionsTransport } from "./institutions.ts";

const network = "test" as NetworkId;
const id = "00".repeat(32) as TransactionId;
const signed = (...keys: readonly string[]): SignedTransaction => ({
  payload: "{}",
  signatures: keys.map((key) => ({ kind: "ed25519", key, signature: "" })),
});

/** Nodes a, b and c, which write down what they are asked; those in `down` do not answer. */
function nodes(down: Set<string>) {
  const asked: string[] = [];
  const nodeNamed = (name: string): Transport => {
    const ask = <T>(what: string, answer: T): Promise<T> => {
      asked.push(`${what} ${name}`);
      return down.has(name) ? Promise.reject(new Error(`${name} is down`)) : Promise.resolve(answer);
    };
    return {
      standing: () => ask("standing", { network, height: asHeight(7) }),
      submit: ({ payload }) => ask("submit", payload === "" ? err({ code: "ledger/malformed" }) : ok(id)),
      receipt: () => ask("receipt", { id, height: asHeight(9), index: 0, outcome: { status: "committed", events: 1 } }),
    };
  };
  const all = new Map(["a", "b", "c"].map((name) => [name, nodeNamed(name)]));
  const transport = new InstitutionsTransport(all, (key) => (all.has(key) ? key : undefined));
  return { asked, transport };
}

describe("submitting to a consortium", () => {
  it("goes to the node of the first signer who has one", async () => {
    const { asked, transport } = nodes(new Set());
    await transport.submit(signed("patient", "b", "c"));
    same((await transport.receipt(id, 10))?.height, 9);
    same([asked, transport.height], [["submit b", "receipt b"], 9]);
  });
  it("goes to any node for signers who have none", async () => {
    const { asked, transport } = nodes(new Set(["a"]));
    await transport.submit(signed("patient"));
    same(asked, ["submit a", "submit b"]);
  });
  it("gives what a fallen node took in to another before it asks how it ended", async () => {
    const down = new Set<string>();
    const { asked, transport } = nodes(down);
    await transport.submit(signed("b"));
    down.add("b");
    same((await transport.receipt(id, 10))?.height, 9);
    same(asked, ["submit b", "receipt b", "submit a", "receipt a"]);
  });
  it("takes a refusal for an answer, and asks nobody else", async () => {
    const { asked, transport } = nodes(new Set());
    const refused = await transport.submit({ ...signed("c"), payload: "" });
    same([refused, asked], [err({ code: "ledger/malformed" }), ["submit c"]]);
  });
  it("fails as the last node does when none answers", async () => {
    const { transport } = nodes(new Set(["a", "b", "c"]));
    same(await transport.standing().catch((error: Error) => error.message), "c is down");
  });
});
