import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { type HttpServer, startHttp } from "../http/server.ts";
import { Keystore } from "../keystore/keystore.ts";
import {
  COUNTER,
  claimCommand,
  HOSPITAL,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  publicKeyHexOf,
  STRANGER,
  seedOf,
  signerOf,
  staffTestNetwork,
  type TestNetwork,
} from "../node/test-network.conformance.ts";
import { type Ran, runs } from "./io.conformance.ts";

/** The command line beside a running node. */
const folder = mkdtempSync(join(tmpdir(), "meridian-cli-"));
const at = (name: string): string => join(folder, name);
const passphraseFile = at("passphrase");
let network: TestNetwork;
let server: HttpServer;

before(async () => {
  network = await openTestNetwork();
  await staffTestNetwork(network);
  await issueTestPrescription(network, "rx-1");
  server = await startHttp({ node: network.node, port: 0, logLevel: "silent" });
  writeFileSync(at("genesis.json"), canonicalText(network.node.genesis));
  writeFileSync(passphraseFile, "open sesame\n");
  const keystore = new Keystore(folder, { n: 1_024, r: 8, p: 1 });
  for (const id of [HOSPITAL, PHARMACY, COUNTER, PATIENT, STRANGER])
    holds(keystore.add(id, new Secret("open sesame"), new Secret(seedOf(id))).ok);
});
after(async () => {
  await server.close();
  await network.close();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (...argv: readonly string[]): Promise<Ran> => runs(...argv, "--node", server.url);
const asKey = (name: string) => ["--as", name, "--keys", folder, "--passphrase-file", passphraseFile] as const;

describe("asking a node", () => {
  it("says where it stands", async () => {
    const { exit, out } = await asked("node", "status");
    is(exit, 0);
    holds(out.includes("network: test-region") && out.includes(`height: ${network.node.height}`));
    const status = JSON.parse((await asked("region", "status", "--json")).out);
    is(status.height, network.node.height);
  });
  it("shows a prescription to its parties, and to nobody else", async () => {
    const shown = await asked("rx", "show", "rx-1", ...asKey(HOSPITAL), "--lang", "zh");
    is(shown.exit, 0, shown.err);
    holds(shown.out.includes("流转中"));
    for (const [language, next] of [
      ["en", "Ask with a key"],
      ["zh", "以相关方或监管部门的密钥查询"],
    ] as const)
      for (const command of [
        ["rx", "show", "rx-1"],
        ["rx", "list"],
        ["evidence", "export", "rx-1"],
      ]) {
        const { exit, err } = await asked(...command, "--lang", language);
        same([exit, err.includes(next), err.includes("--as NAME"), err.includes("--data DIR")], [1, true, true, true]);
      }
    is((await asked("rx", "show", "rx-1", ...asKey(STRANGER))).exit, 1);
    const list = await asked("rx", "list", ...asKey(PATIENT), "--json");
    is(JSON.parse(list.out).length, 1);
  });
  it("exports evidence that verifies, to those who may read", async () => {
    const file = at("evidence.json");
    const exported = await asked("evidence", "export", "rx-1", "--out", file, ...asKey(PATIENT));
    is(exported.exit, 0, exported.err);
    is((await runs("verify", file, "--genesis", at("genesis.json"))).exit, 0);
    is((await asked("evidence", "export", "rx-1", ...asKey(STRANGER))).exit, 1);
    is((await asked("evidence", "export", "organisation/court", "--out", file)).exit, 0);
    is((await runs("verify", file, "--genesis", at("genesis.json"))).exit, 0);
    const refused = await asked("evidence", "export", "rx-9", ...asKey(PATIENT), "--json");
    same([refused.exit, JSON.parse(refused.err).error.code], [1, "gateway/not-for-this-reader"]);
  });
});

describe("a folder with a node.json", () => {
  const data = at("member");
  const settings = { organisation: HOSPITAL, p2p: { host: "127.0.0.1", port: 26_656 }, rpcPort: 26_657, peers: [] };
  const listensAt = (port: number): void =>
    writeFileSync(join(data, "node.json"), JSON.stringify({ ...settings, apiPort: port }));

  it("says at which port its node is asked, when --node does not", async () => {
    holds(new Keystore(data).add(HOSPITAL, undefined, new Secret(seedOf(HOSPITAL))).ok);
    listensAt(Number(new URL(server.url).port));
    const status = await runs("node", "status", "--data", data, "--json");
    is(JSON.parse(status.out).network, "test-region", status.err);
    const acted = await runs("network", "vote", "none", "yes", "--data", data);
    holds(acted.exit === 1 && acted.out.includes("governance/"), acted.out + acted.err);
  });
  it("is named when no node answers there, and still read by what needs no node", async () => {
    listensAt(9);
    for (const command of [
      ["node", "status"],
      ["network", "nodes"],
      ["network", "vote", "none", "yes"],
    ]) {
      const { exit, err } = await runs(...command, "--data", data);
      const [happened = "", next = ""] = err.split("\n");
      same([exit, happened.includes(`${data}/node.json`), next.includes(`node start --data ${data}`)], [3, true, true]);
    }
    for (const command of [
      ["network", "coalitions"],
      ["rx", "list"],
      ["evidence", "export", "rx-1"],
    ]) {
      const { err } = await runs(...command, "--data", data, "--json");
      is(JSON.parse(err).error.code, "no-ledger", command.join(" "));
    }
    is((await runs("node", "status", "--data", data, "--node", server.url)).exit, 0);
  });
});

describe("a folder whose node runs", () => {
  it("is read, proven and checked while transactions come", async () => {
    let rounds = 0;
    const busy = (async () => {
      for (; rounds < 40; rounds++) await network.client.send([claimCommand(`rx-${rounds}`)], [signerOf(PHARMACY)]);
    })();
    const genesis = ["--data", network.folder, "--genesis", at("genesis.json")];
    const checked = await runs("ledger", "check", ...genesis);
    is(checked.exit, 0, checked.out + checked.err);
    is((await runs("evidence", "export", "prescription/rx-1", ...genesis)).exit, 0);
    is((await runs("evidence", "export", "rx-1", ...genesis)).exit, 0);
    await busy;
  });
});

describe("transactions by hand", () => {
  const sign = (key: string, from: string) =>
    runs(
      "tx",
      "sign",
      at(from),
      "--key",
      key,
      "--data",
      folder,
      "--passphrase-file",
      passphraseFile,
      "--out",
      at("tx.json"),
    );

  it("builds, signs by several, sends, and shows the receipt", async () => {
    writeFileSync(at("claim.json"), JSON.stringify(claimCommand("rx-1")));
    const built = await asked("tx", "build", at("claim.json"), "--out", at("payload.json"));
    is(built.exit, 0, built.err);
    const payload = readFileSync(at("payload.json"), "utf8").trim();
    is(canonicalText(JSON.parse(payload)), payload);
    is((await sign(COUNTER, "payload.json")).exit, 0);
    for (const key of [PHARMACY, PATIENT, PATIENT]) is((await sign(key, "tx.json")).exit, 0);
    is(JSON.parse(readFileSync(at("tx.json"), "utf8")).signatures.length, 3);
    const sent = await asked("tx", "send", at("tx.json"), "--json");
    is(sent.exit, 0, sent.err + sent.out);
    const { id, outcome } = JSON.parse(sent.out);
    is(outcome.status, "committed");
    const again = await asked("tx", "send", at("tx.json"));
    same([again.exit, again.out.includes("Committed in block")], [0, true]);
    is((await asked("tx", "show", id)).exit, 0);
  });
  it("builds for named signers what nobody else can sign, and nobody may leave out", async () => {
    await issueTestPrescription(network, "rx-2");
    writeFileSync(at("claim.json"), JSON.stringify(claimCommand("rx-2")));
    const named = (...keys: readonly string[]) =>
      asked("tx", "build", at("claim.json"), "--data", folder, "--out", at("payload.json"), ...keys);
    const patient = `ed25519:${publicKeyHexOf(PATIENT)}`;
    is((await named("--signer", COUNTER, "--signer", PHARMACY, "--signer", patient)).exit, 0);
    is((await sign(COUNTER, "payload.json")).exit, 0);
    is((await sign(PHARMACY, "tx.json")).exit, 0);
    const early = await asked("tx", "send", at("tx.json"), "--json");
    same([early.exit, JSON.parse(early.err).error.code], [1, "ledger/signers-differ"]);
    is((await sign(PATIENT, "tx.json")).exit, 0);
    const sent = await asked("tx", "send", at("tx.json"), "--json");
    is(JSON.parse(sent.out).outcome.status, "committed", sent.err + sent.out);
    for (const key of ["nobody", `ed25519:${"0".repeat(63)}`, `dsa:${publicKeyHexOf(PATIENT)}`])
      is((await named("--signer", key)).exit === 0, false, key);
  });
  it("explains a refusal and ends with 1", async () => {
    writeFileSync(at("claim.json"), JSON.stringify([claimCommand("rx-none")]));
    is((await asked("tx", "build", at("claim.json"), "--out", at("payload.json"))).exit, 0);
    is((await sign(PHARMACY, "payload.json")).exit, 0);
    const sent = await asked("tx", "send", at("tx.json"), "--lang", "zh");
    is(sent.exit, 1);
    holds(sent.out.includes("已被拒绝"));
    is((await asked("tx", "show", "00".repeat(32))).exit, 1);
    is((await asked("tx", "show", "rx-1")).exit, 1);
  });
  it("says why the node did not take it in, and that nobody signed", async () => {
    writeFileSync(at("claim.json"), JSON.stringify(claimCommand("rx-1")));
    const elsewhere = ["--network", "elsewhere", "--valid-until", "50", "--out", at("payload.json")];
    is((await runs("tx", "build", at("claim.json"), ...elsewhere)).exit, 0);
    const unsigned = await asked("tx", "send", at("payload.json"), "--json");
    same([unsigned.exit, JSON.parse(unsigned.err).error.code], [1, "not-signed"]);
    is((await sign(PHARMACY, "payload.json")).exit, 0);
    const sent = await asked("tx", "send", at("tx.json"));
    is(sent.exit, 1);
    holds(sent.err.startsWith("The transaction is for another network. (ledger/wrong-network)\n"), sent.err);
    is((await runs("tx", "send", at("tx.json"), "--node", "http://127.0.0.1:9")).exit, 3);
  });
  it("refuses what the network would not read, before it is sent", async () => {
    writeFileSync(at("claim.json"), JSON.stringify({ ...claimCommand("rx-1"), colour: "red" }));
    const built = await asked("tx", "build", at("claim.json"), "--json");
    same([built.exit, JSON.parse(built.err).error.data.at], [4, "commands[0].colour"]);
    writeFileSync(at("payload.json"), '{"a": 1}');
    is((await sign(PHARMACY, "payload.json")).exit, 4);
    is((await asked("tx", "send", at("payload.json"))).exit, 4);
  });
});

describe("keys by hand", () => {
  it("makes, lists and shows a key without its secret", async () => {
    const made = await runs(
      "key",
      "new",
      "--name",
      "spare",
      "--data",
      at("own"),
      "--passphrase-file",
      passphraseFile,
      "--json",
    );
    is(made.exit, 0, made.err);
    const { publicKey } = JSON.parse(made.out);
    const [file = ""] = readdirSync(join(at("own"), "keys"));
    const kept = readFileSync(join(at("own"), "keys", file), "utf8");
    is(JSON.parse(kept).seed.sealed, "scrypt-aes-256-gcm");
    is(JSON.parse((await runs("key", "show", "spare", "--data", at("own"), "--json")).out).publicKey, publicKey);
    holds((await runs("key", "list", "--data", at("own"))).out.includes(publicKey));
    const again = await runs("key", "new", "--name", "spare", "--data", at("own"));
    is(again.exit, 4);
  });
  it("says that a key is not sealed", async () => {
    const made = await runs("key", "new", "--name", "open", "--data", at("own"));
    same([made.exit, made.err.includes("not sealed")], [0, true]);
  });
  it("does not sign with a wrong passphrase", async () => {
    writeFileSync(at("wrong"), "sesame");
    const { exit, err } = await asked(
      "rx",
      "list",
      "--as",
      PATIENT,
      "--keys",
      folder,
      "--passphrase-file",
      at("wrong"),
      "--json",
    );
    same([exit, JSON.parse(err).error.code], [4, "wrong-passphrase"]);
  });
});
