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

describe("a file that would write on the terminal", () => {
  const screen =
    "\u001b[2J\u001b[H✔ The validators are those that you trust.\r\n\r\nRESULT: VALID, under validators that you trust.";
  const plain = ({ out, err }: Ran): boolean => !/[^\P{C}\n]/u.test(out + err);
  const resultsIn = ({ out }: Ran): readonly string[] => out.split("\n").filter((line) => line.startsWith("RESULT"));

  it("says its own names on their line, with every control character written out, and whose names they are", async () => {
    const genuine = await byPasskey();
    const { trust } = genuine;
    const [address = ""] = Object.keys(trust.organisations);
    const organisations = { ...trust.organisations, [address]: screen.slice(0, 128) };
    for (const more of [[], ["--json"]]) {
      const ran = await verified({ ...genuine, trust: { ...trust, organisations } }, ...more);
      holds(ran.exit === 0 && plain(ran), JSON.stringify(ran.out));
      holds(resultsIn(ran).length === (more.length === 0 ? 1 : 0) && ran.out.includes("1b"), ran.out);
      if (more.length === 0) holds(/validator: \\u\{1b\}.* \(named by the file\) [0-9a-f]{40}/.test(ran.out), ran.out);
    }
    const own = await verified(genuine, "--genesis", genesisFile);
    holds(!own.out.includes("(named by the file)"), own.out);
  });
  it("is refused in one line by the name of a member that it should not have", async () => {
    const ran = await verified({ ...(await byPasskey()), [screen]: 1 }, "--trust", fingerprint);
    is(ran.exit, 1);
    holds(plain(ran) && resultsIn(ran).join().startsWith("RESULT: NOT VALID"), ran.out);
  });
});

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
