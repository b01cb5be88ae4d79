import { ok as holds, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { fromHex, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, type NetworkId, type TransactionId } from "@meridian/base/ids";
import { parseCanonical } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { fits } from "@meridian/base/shape";
import { verifyStrict } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { signersDigestOf } from "@meridian/kernel/signers";
import { signedBytesOf } from "@meridian/kernel/signing";
import {
  type CodedRejection,
  type Outcome,
  type Payload,
  payloadShape,
  type SignedTransaction,
  signedTransactionShape,
} from "@meridian/kernel/transaction";
import { Client } from "./client.ts";
import { ed25519Signer } from "./signer.ts";
import type { Transport } from "./transport.ts";

const seed = (name: string) => new Secret(sha256(utf8(name)));
const anna = ed25519Signer(seed("anna"));
const bert = ed25519Signer(seed("bert"));
const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const commands = [{ domain: "note", type: "write", id: "处方-1" }] as const;
const network = "test-region" as NetworkId;

/** A node that answers what the test says, and remembers what it was sent. */
function nodeThat(
  answer: (transaction: SignedTransaction) => Result<TransactionId, CodedRejection>,
  outcome: Outcome | undefined,
) {
  const sent: SignedTransaction[] = [];
  const asked: TransactionId[] = [];
  const transport: Transport = {
    standing: async () => ({ network, height: asHeight(100) }),
    submit: async (transaction) => {
      sent.push(transaction);
      return answer(transaction);
    },
    receipt: async (id) => {
      asked.push(id);
      return outcome && { id, height: asHeight(101), index: 0, outcome };
    },
  };
  let counter = 0;
  const client = new Client(transport, (length) => new Uint8Array(length).fill(++counter));
  return { client, sent, asked };
}
const accepts = ({ payload }: SignedTransaction) => ok(toHex(sha256(utf8(payload))) as TransactionId);
const committed: Outcome = { status: "committed", events: 1 };
const refusal: CodedRejection = { code: "note/taken", by: "bert" };

describe("building a transaction", () => {
  it("writes what the ledger reads, signed by everybody, for half of the longest window", async () => {
    const { client } = nodeThat(accepts, committed);
    const { id, transaction } = await client.build(commands, [anna, bert]);
    holds(fits(signedTransactionShape, transaction));
    const payload = parseCanonical(utf8(transaction.payload)) as Payload;
    holds(fits(payloadShape, payload));
    const signers = signersDigestOf([anna, bert]);
    same(payload, { network, commands, nonce: "01".repeat(16), validUntil: 700, signers });
    same(id, toHex(sha256(utf8(transaction.payload))));
    for (const { key, signature } of transaction.signatures)
      holds(verifyStrict(bytes(key), signedBytesOf(utf8(transaction.payload)), bytes(signature)));
    same(
      transaction.signatures.map(({ key }) => key),
      [anna.publicKey, bert.publicKey],
    );
  });

  it("makes two of two equal wishes", async () => {
    const { client } = nodeThat(accepts, committed);
    const [first, second] = [await client.build(commands, [anna]), await client.build(commands, [anna])];
    holds(first.id !== second.id);
  });
});

describe("sending a transaction", () => {
  it("ends with the receipt of what was sent", async () => {
    const { client, sent, asked } = nodeThat(accepts, committed);
    const result = await client.send(commands, [anna]);
    const id = toHex(sha256(utf8(sent[0]?.payload ?? "")));
    same(result, { status: "committed", receipt: { id, height: 101, index: 0, outcome: committed } });
    same([sent.length, asked], [1, [id]]);
  });

  it("ends with the domain's refusal, which has a receipt", async () => {
    const { client } = nodeThat(accepts, { status: "rejected", command: 0, rejection: refusal });
    const result = await client.send(commands, [anna]);
    same(result.status === "rejected" && [result.rejection, result.receipt?.height], [refusal, 101]);
  });

  it("ends with the node's refusal, which has none and is not waited for", async () => {
    const { client, asked } = nodeThat(() => err({ code: "ledger/queue-full", waiting: 20_000 }), committed);
    same(await client.send(commands, [anna]), {
      status: "rejected",
      rejection: { code: "ledger/queue-full", waiting: 20_000 },
    });
    same(asked, []);
  });

  it("told that it was there before, asks how it ended", async () => {
    const { client } = nodeThat(() => err({ code: "ledger/replayed" }), committed);
    same((await client.send(commands, [anna])).status, "committed");
  });

  it("without a receipt in time, says that it does not know", async () => {
    const { client, asked } = nodeThat(accepts, undefined);
    const result = await client.send(commands, [anna]);
    same(result, { status: "unknown", id: asked[0] });
  });
});

it("a signer shows its public key and never its seed", () => {
  same(JSON.stringify(anna), JSON.stringify({ kind: "ed25519", publicKey: anna.publicKey }));
});
