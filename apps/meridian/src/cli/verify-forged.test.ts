import { ok as holds, strictEqual as is } from "node:assert";
import { generateKeyPairSync, sign as signWith } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { concat, toBase64Url, toHex, utf8 } from "@meridian/base/bytes";
import { canonicalText } from "@meridian/base/json";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { challengeOf } from "@meridian/kernel/challenge";
import type { Signature } from "@meridian/kernel/transaction";
import { transactionIdOf } from "@meridian/ledger/decode";
import { encodeWire } from "@meridian/ledger/wire";
import { fingerprintOf } from "@meridian/network/trust";
import { type Evidence, writeEvidence } from "@meridian/proof/evidence";
import { evidenceOfTransaction } from "../evidence/evidence.ts";
import { network, note, seedOf, smallChain, smallGenesis, smallRules } from "../evidence/small-chain.conformance.ts";
import { type Ran, runs } from "./io.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-forged-"));
after(() => rmSync(folder, { recursive: true }));
const fingerprint = fingerprintOf(smallGenesis);
const genesisFile = join(folder, "genesis.json");
writeFileSync(genesisFile, canonicalText(smallGenesis));

async function verified(evidence: unknown, ...trust: readonly string[]): Promise<Ran> {
  const file = join(folder, "evidence.json");
  writeFileSync(file, writeEvidence(evidence as Evidence));
  return runs("verify", file, ...trust);
}

const HALF_ORDER = Buffer.from("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8", "hex");
const payloadOf = (words: string): string =>
  canonicalText({ network, commands: [note(words)], nonce: "1".repeat(32), validUntil: 1_000 });
/** What somebody else is to have signed. */
const foreign = payloadOf("foreign");

/** Evidence of a harmless transaction of a passkey whose client data carry the foreign payload behind `crossOrigin`. */
async function byPasskey(): Promise<Evidence> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const payload = utf8(payloadOf("harmless"));
  const authenticatorData = concat(sha256(utf8("localhost")), Uint8Array.of(5, 0, 0, 0, 0));
  const head = `{"type":"webauthn.get","challenge":"${toBase64Url(challengeOf(payload))}","origin":"http://localhost"`;
  const clientDataJSON = utf8(`${head},"crossOrigin":false,"x":${foreign}}`);
  const signed = concat(authenticatorData, sha256(clientDataJSON));
  let signature: Buffer;
  do signature = signWith("sha256", signed, { key: privateKey, dsaEncoding: "ieee-p1363" });
  while (Buffer.compare(signature.subarray(32), HALF_ORDER) > 0);
  const passkey = {
    kind: "webauthn-p256",
    publicKey: Uint8Array.from(publicKey.export({ format: "der", type: "spki" }).subarray(-65)),
    authenticatorData,
    clientDataJSON,
    signature: Uint8Array.from(signature),
  } as const;
  const chain = smallChain(undefined, { ...smallRules, relyingParty: smallGenesis.relyingParty });
  chain.settle();
  chain.block({ bytes: encodeWire({ payload, signatures: [passkey] }) });
  chain.settle();
  const evidence = await evidenceOfTransaction(chain.source, transactionIdOf(payload));
  holds(evidence.ok && evidence.value.transaction?.outcome.status === "committed");
  return evidence.value;
}

describe("a passkey's transaction", () => {
  it("verifies without the genesis document, with that signature named as unchecked in the verdict", async () => {
    const { exit, out } = await verified(await byPasskey(), "--trust", fingerprint);
    is(exit, 0);
    holds(/signed by key: [0-9a-f]{64} \(webauthn-p256\) \(not checked\)\n/.test(out), out);
    holds(/RESULT: VALID, under .* Not checked without genesis.json: signature 0 of/.test(out), out);
  });
  it("is checked with the genesis document, and then nothing is said to be unchecked", async () => {
    const { exit, out } = await verified(await byPasskey(), "--genesis", genesisFile);
    is(exit, 0);
    holds(!/not checked/i.test(out), out);
  });
  it("never shows words or authors that its bytes do not have", async () => {
    const genuine = await byPasskey();
    const { transaction } = genuine;
    holds(transaction);
    const key = toHex(publicKeyOf(seedOf("author")));
    const author: Signature = { kind: "ed25519", key, signature: "00".repeat(64) };
    const forgeries = [
      { payload: foreign },
      { signatures: [author, ...transaction.signatures] },
      { payload: foreign, signatures: [author, ...transaction.signatures] },
    ];
    for (const changes of forgeries)
      for (const trust of [[], ["--trust", fingerprint], ["--genesis", genesisFile]]) {
        const ran = await verified({ ...genuine, transaction: { ...transaction, ...changes } }, ...trust);
        is(ran.exit, 1, ran.out);
        holds(ran.out.includes("RESULT: NOT VALID") && !ran.out.includes("signed by key"), ran.out);
      }
  });
});
