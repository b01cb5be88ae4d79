import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { abciSocketIn } from "../consortium/settings.ts";
import { runs } from "./io.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-members-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: readonly string[]): string => join(folder, ...names);
const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));

const MEMBERS = ["hospital", "health-commission", "insurance-authority", "court"];
const initMember = (kind: string, port: number, name = kind) =>
  runs("node", "init", "--organisation", kind, "--kind", kind, "--data", at(name), "--p2p", `127.0.0.1:${port}`);

describe("from nothing to a network's documents", () => {
  it("makes keys and a card in each member's folder, for its owner only", async () => {
    for (const [i, member] of MEMBERS.entries()) {
      const made = await initMember(member, 26_800 + i);
      is(made.exit, 0, made.err);
      const { organisation, validator } = json(at(member, "card.json"));
      same([organisation.id, validator.nodes[0].port], [member, 26_800 + i]);
      holds(made.out.includes(validator.publicKey) && made.out.includes(validator.nodes[0].id));
      const key = at(member, "engine", "config", "node_key.json");
      if (process.platform !== "win32") is(statSync(key).mode & 0o077, 0);
    }
  });
  it("does not make them twice, and wants a kind and an address", async () => {
    const [first = ""] = MEMBERS;
    is((await initMember(first, 26_800)).exit, 1);
    for (const options of [
      ["--kind", "bank"],
      ["--kind", "court", "--p2p", "nowhere"],
      ["--kind", "court", "--api", "http://plain"],
    ]) {
      const { exit } = await runs("node", "init", "--organisation", "x", "--data", at("x"), ...options);
      is(exit, 2, options.join(" "));
    }
  });
  it("makes the genesis document of their cards, once, and shows who could break what", async () => {
    const file = at("network.json");
    const relyingParty = { id: "localhost", origins: ["http://localhost:8180"] };
    const cards = MEMBERS.map((member) => `${member}/card.json`);
    writeFileSync(file, JSON.stringify({ network: "four", time: "2026-01-01T00:00:00Z", relyingParty, cards }));
    const made = await runs("network", "init", file, "--out", at("made"), "--json");
    is(made.exit, 0, made.err);
    const { genesisHash, coalitions } = JSON.parse(made.out);
    same([coalitions.validators, coalitions.tolerated], [4, 1]);
    is(json(at("made", "peers.json")).genesis, genesisHash);
    const again = await runs("network", "init", file, "--out", at("made"), "--json");
    is(JSON.parse(again.out).genesisHash, genesisHash, "the same file is the same document");
    writeFileSync(file, JSON.stringify({ network: "other", relyingParty, cards }));
    is((await runs("network", "init", file, "--out", at("made"))).exit, 1, "another one does not replace it");
  });
  it("tells both languages of coalitions", async () => {
    const genesis = at("made", "genesis.json");
    const en = await runs("network", "coalitions", "--genesis", genesis);
    holds(en.out.includes("4 validators; 3 decide, 1 may fail or lie."), en.out);
    const zh = await runs("network", "coalitions", "--genesis", genesis, "--lang", "zh");
    holds(zh.out.includes("4 个验证者"), zh.out);
  });
  it("names every fault of a file", async () => {
    const file = at("bad.json");
    writeFileSync(file, '{"network": "x y"}');
    const { exit, err } = await runs("network", "init", file, "--out", at("bad"), "--json");
    same([exit, JSON.parse(err).error.data.faults[0].at], [4, "network"]);
    is((await runs("network", "init", file)).exit, 2);
    writeFileSync(file, "[");
    is((await runs("network", "init", file, "--out", at("bad"))).exit, 4);
  });
  it("prints an example that is a network file", async () => {
    const { out } = await runs("network", "example");
    writeFileSync(at("example.json"), out);
    const made = await runs("network", "init", at("example.json"), "--out", at("example"));
    is(made.exit, 0, made.err);
  });
  it("writes the example to a file, and over none that somebody has edited", async () => {
    const file = at("edited.json");
    is((await runs("network", "example", "--out", file)).exit, 0);
    writeFileSync(file, "edited");
    const { exit, err } = await runs("network", "example", "--out", file, "--json");
    same([exit, JSON.parse(err).error.code, readFileSync(file, "utf8")], [1, "already-there", "edited"]);
  });
});

const join4 = (member: string, ...more: readonly string[]) => {
  const [genesis, peers] = [at("made", "genesis.json"), at("made", "peers.json")];
  return runs("node", "join", "--genesis", genesis, "--peers", peers, "--data", at(member), ...more);
};

describe("node join", () => {
  it("prepares the engine's home and the node's settings", async () => {
    const origin = ["--origin", "https://court.example/", "--origin", "https://www.court.example"];
    const joined = await join4("court", "--port", "26810", "--rpc-port", "26820", ...origin, "--json");
    is(joined.exit, 0, joined.err);
    same([JSON.parse(joined.out).validator, JSON.parse(joined.out).peers], [true, 3]);
    const settings = json(at("court", "node.json"));
    same(settings.origins, ["https://court.example", "https://www.court.example"]);
    same(
      [settings.organisation, settings.apiPort, settings.rpcPort, settings.peers.length],
      ["court", 26_810, 26_820, 3],
    );
    const engine = json(at("court", "engine", "config", "genesis.json"));
    same([engine.chain_id, engine.validators.length], ["four", 4]);
    is((await join4("court")).exit, 1, "once");
  });
  it("takes a folder that holds the very same genesis document, and none with another", async () => {
    is((await initMember("pharmacy", 26_830)).exit, 0);
    cpSync(at("made", "genesis.json"), at("pharmacy", "genesis.json"));
    const started = await runs("node", "start", "--data", at("pharmacy"), "--json");
    same([started.exit, JSON.parse(started.err).error.code], [4, "not-joined"]);
    const joined = await join4("pharmacy");
    same([joined.exit, joined.out.includes(`node start --data ${at("pharmacy")}`)], [0, true], joined.err);
    writeFileSync(at("pharmacy", "node.json"), "{");
    const again = await join4("pharmacy", "--json");
    same([again.exit, JSON.parse(again.err).error.code], [1, "already-prepared"]);
    is((await initMember("pharmacy", 26_831, "elsewhere")).exit, 0);
    cpSync(at("example", "genesis.json"), at("elsewhere", "genesis.json"));
    is((await join4("elsewhere")).exit, 1);
  });
  it("refuses a founder whose keys are not those of its card in the genesis document", async () => {
    is((await initMember("court", 26_840, "again")).exit, 0);
    const refused = await join4("again", "--json");
    const { code, data } = JSON.parse(refused.err).error;
    same([refused.exit, code, data.organisation], [1, "other-key", "court"]);
    same(existsSync(at("again", "node.json")), false);
    const follows = await join4("again", "--new-key", "--json");
    same([follows.exit, JSON.parse(follows.out).validator], [0, false], follows.err);
  });
  it("names what a card lacks", async () => {
    is((await initMember("insurer", 26_850)).exit, 0);
    const { validator: _, ...rest } = json(at("insurer", "card.json"));
    writeFileSync(at("insurer", "card.json"), JSON.stringify(rest));
    const refused = await join4("insurer", "--json");
    same([refused.exit, JSON.parse(refused.err).error.code], [4, "not-a-card"]);
  });
  it("wants keys first, and documents of one network", async () => {
    is((await join4("nobody")).exit, 4);
    const other = at("example", "peers.json");
    const mixed = await runs(
      "node",
      "join",
      "--genesis",
      at("made", "genesis.json"),
      "--peers",
      other,
      "--data",
      at("hospital"),
    );
    is(mixed.exit, 4);
    is((await runs("node", "join", "--data", at("hospital"))).exit, 2);
  });
  it("takes a snapshot only with everything that makes it safe", async () => {
    is((await join4("hospital", "--snapshot", "http://a:1,http://b:2")).exit, 2);
    is(
      (await join4("hospital", "--snapshot", "http://a:1", "--trust-height", "5", "--trust-hash", "0".repeat(64))).exit,
      2,
    );
    const whole = ["--snapshot", "http://a:1,http://b:2", "--trust-height", "5", "--trust-hash", "0".repeat(64)];
    is((await join4("hospital", ...whole)).exit, 0);
    const config = readFileSync(at("hospital", "engine", "config", "config.toml"), "utf8");
    holds(config.includes('rpc_servers = "http://a:1,http://b:2"'));
  });
  it("takes three members' APIs for a snapshot, as it advises", async () => {
    const trusted = ["--trust-height", "5", "--trust-hash", "0".repeat(64)];
    is((await join4("health-commission", "--snapshot", "http://a:1,http://b:2,http://c:3", ...trusted)).exit, 0);
    same(json(at("health-commission", "node.json")).stateSync.rpcServers, ["http://a:1", "http://b:2", "http://c:3"]);
    const { out } = await runs("node", "join", "--help");
    holds(/three or more members' APIs/.test(out), out);
  });
  it("finds another place for a socket whose path is too long, and refuses one that somebody else may enter", async () => {
    for (const bytes of [104, 107]) {
      const deep = "x".repeat(bytes - Buffer.byteLength(at("/abci.sock")));
      is((await initMember("pharmacy", 26_890, deep)).exit, 0);
      const far = dirname(abciSocketIn(at(deep)));
      after(() => rmSync(far, { recursive: true, force: true }));
      chmodSync(far, 0o755);
      const refused = await join4(deep, "--json");
      same([refused.exit, JSON.parse(refused.err).error.code], [4, "socket-folder-foreign"]);
      rmSync(far, { recursive: true });
      const joined = await join4(deep);
      is(joined.exit, 0, joined.err);
      const config = readFileSync(at(deep, "engine", "config", "config.toml"), "utf8");
      holds(config.includes(`proxy_app = "unix://${far}/abci.sock"`), config);
    }
  });
});

describe("a member at the command line", () => {
  it("is told when no node runs on its folder", async () => {
    const { exit, out } = await runs("node", "stop", "--data", at("court"));
    same([exit, out.includes("No node runs")], [0, true]);
  });
  it("is told when no node answers", async () => {
    const { exit } = await runs("network", "resign", "--data", at("court"), "--node", "http://127.0.0.1:26899");
    is(exit, 3);
  });
  it("is told when a folder has no region of several nodes", async () => {
    for (const verb of ["down", "status"]) is((await runs("region", verb, "--data", at("none"))).exit, 4, verb);
    is((await runs("region", "up", "--data", at("five"), "--nodes", "5")).exit === 0, false);
  });
});
