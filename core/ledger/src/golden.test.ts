import { strictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import { concat, textOf, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { merklePath, pathLeadsTo } from "@meridian/crypto/merkle";
import { keyHashOf, valueHashOf } from "@meridian/kernel/roots";
import { signedBytesOf } from "@meridian/kernel/signing";
import { decodeTransaction } from "./decode.ts";
import { golden } from "./golden.vectors.ts";
import type { StoredBlock } from "./state-store.ts";
import { add, keyOf, move, own, payloadOf, seedOf, Toy, transaction } from "./toy.conformance.ts";

/** The story behind the vectors. Changing it changes them too; there is no reason to. */
function tell() {
  const toy = new Toy([own("anna"), add("a", 10)]);
  const genesis = toy.store.block(asHeight(0)) as StoredBlock;
  const commands = [move("a", "b", 4), add("c", 1)];
  const changes = { by: ["anna", "bert"], nonce: 0xabc, validUntil: 42 };
  const payload = payloadOf(commands, changes);
  const wire = transaction(commands, changes);
  const refused = transaction([add("c", -9)], { nonce: 0xdef, validUntil: 42 });
  const point = { height: asHeight(1), time: asSeconds(1_700_000_001) };
  const {
    executed: _,
    resultLeaves,
    ...block
  } = toy.ledger.finalize({
    ...point,
    transactions: [wire, refused].map((bytes) => ({ bytes, verified: false })),
  });
  toy.ledger.commit(new Uint8Array());
  const decoded = decodeTransaction(wire);
  const proof = toy.ledger.proveRecord("purse/b");
  const path = merklePath(block.events, 2);
  const record = toy.ledger.record("purse/b") ?? new Uint8Array();
  return { genesis, payload, wire, decoded, block, resultLeaves, proof, path, record };
}

const story = tell();
const { genesis, payload, wire, decoded, block, resultLeaves, proof, path, record } = story;
const text = (bytes: Uint8Array | undefined): string => textOf(bytes ?? new Uint8Array()) ?? "";

const yields: { readonly [vector: string]: string } = {
  seed: toHex(seedOf("anna")),
  publicKey: toHex(publicKeyOf(seedOf("anna"))),
  keyId: keyOf("anna"),
  payload: text(payload),
  transactionId: decoded.ok ? decoded.value.id : "",
  signedBytes: toHex(signedBytesOf(payload)),
  wire: toHex(wire),
  genesisEvents: genesis.events.map(text).join("\n"),
  genesisStateRoot: toHex(genesis.stateRoot),
  genesisAppHash: toHex(genesis.appHash),
  eventLeaves: block.events.map(text).join("\n"),
  eventsRoot: toHex(block.eventsRoot),
  record: text(record),
  recordKeyHash: toHex(keyHashOf("purse/b")),
  recordValueHash: toHex(valueHashOf(record)),
  stateRoot: toHex(block.stateRoot),
  appHash: toHex(block.appHash),
  committedResultLeaf: toHex(resultLeaves[0] ?? new Uint8Array()),
  refusedResultLeaf: toHex(resultLeaves[1] ?? new Uint8Array()),
  eventPath: path.aunts.map(toHex).join("\n"),
  stateProof: toHex(sha256(concat(...proof.bucket.flatMap(({ key, value }) => [key, value]), ...proof.siblings))),
};

const CONSENSUS = "this is consensus: a new value splits every running network (see golden.vectors.ts)";

describe("golden vectors", () => {
  for (const [vector, value] of Object.entries(yields))
    it(`${vector} is what it always was`, () =>
      same(value, (golden as { readonly [vector: string]: string })[vector], `${vector} has changed; ${CONSENSUS}`));

  it("leave none out", () => same(Object.keys(golden).sort().join(), Object.keys(yields).sort().join(), CONSENSUS));

  it("prove the event that they hold", () =>
    same(pathLeadsTo(path, utf8(golden.eventLeaves.split("\n")[2] ?? ""), block.eventsRoot), true));
});
