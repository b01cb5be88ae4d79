import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { engineFile, needsEngine } from "@meridian/consensus-comet/engine/trial.conformance";
import { readSettings } from "../consortium/settings.ts";
import { type HttpServer, startHttp } from "../http/server.ts";
import { Keystore } from "../keystore/keystore.ts";
import { MeridianNode } from "../node/node.ts";
import { openTestNetwork, seedOf, type TestNetwork } from "../node/test-network.conformance.ts";
import { type Ran, runs, starts } from "./io.conformance.ts";

/** What operators type when their network leaves one process. */
const root = mkdtempSync(join(tmpdir(), "meridian-cli-move-"));
const at = (name: string): string => join(root, name);
const MEMBERS = [
  ["health-commission", "health-commission"],
  ["court", "court"],
  ["insurance-authority", "insurance-authority"],
  ["drug-authority", "drug-authority"],
] as const;
const VOTERS = [...MEMBERS.map(([id]) => id), "hospital", "pharmacy"];
const cards = MEMBERS.flatMap(([id]) => ["--card", join(at(id), "card.json")]);
const genesisFile = at("genesis.json");
const old = at("old");

let network: TestNetwork;
let server: HttpServer;
before(async () => {
  network = await openTestNetwork({ folder: old });
  server = await startHttp({ node: network.node, port: 0, logLevel: "silent" });
  writeFileSync(genesisFile, canonicalText(network.node.genesis));
  for (const [i, [id, kind]] of MEMBERS.entries()) {
    // Members of a network have keys already.
    holds(new Keystore(at(id)).add(id, undefined, new Secret(seedOf(id))).ok);
    const place = ["--p2p", `127.0.0.1:${24_300 + i}`];
    const { exit, err } = await runs("node", "init", "--organisation", id, "--kind", kind, "--data", at(id), ...place);
    is(exit, 0, err);
  }
  for (const id of ["hospital", "pharmacy"]) holds(new Keystore(at(id)).add(id, undefined, new Secret(seedOf(id))).ok);
});
after(() => {
  rmSync(root, { recursive: true, force: true });
});

const as = (id: string) => ["--organisation", id, "--data", at(id), "--node", server.url] as const;
const move = (id: string, ...more: readonly string[]): Promise<Ran> =>
  runs("network", "move", "--data", old, "--genesis", genesisFile, "--out", at(id), ...cards, ...more);
function settingsOf(folder: string) {
  const settings = readSettings(folder);
  return settings.ok ? settings.value : undefined;
}
const codeOf = ({ err }: Ran): string => JSON.parse(err).error.code;

describe("meridian network open and move", () => {
  it("does not move a chain whose members have not opened a set", async () => {
    const ran = await move("court", "--json");
    same([ran.exit, codeOf(ran)], [1, "set-not-open"]);
    const { exit, err } = await move("court", "--lang", "zh");
    holds(exit === 1 && err.includes("成员尚未开启验证者集合"), err);
  });

  it("proposes the set, which the deciding vote opens", async () => {
    is((await runs("network", "open", ...as("court"))).exit, 2, "no card, no set");
    const proposed = await runs("network", "open", ...cards, ...as("court"), "--id", "together");
    is(proposed.exit, 0, proposed.err);
    const exits: number[] = [];
    for (const id of VOTERS) exits.push((await runs("network", "vote", "together", "yes", ...as(id))).exit);
    same(exits, [0, 0, 0, 0, 1, 1], "the fourth decides");
    const late = await runs("network", "vote", "together", "yes", ...as("hospital"));
    holds(late.exit !== 0 && (late.err + late.out).includes("The members order this chain together"), late.err);
  });

  it("leaves the old node to those who read, until it is stopped", async () => {
    const { exit, out } = await runs("node", "status", "--node", server.url);
    is(exit, 0, out);
    await server.close();
    await network.node.stop();
  });

  it("wants the card of every other member that has a seat, with the key that was voted on", async () => {
    const written = () => existsSync(join(at("court"), "node.json")) || existsSync(join(at("court"), "state.db"));
    const moves = async (...given: readonly string[]) => {
      const from = ["--data", old, "--genesis", genesisFile, "--out", at("court"), "--unchecked", "--json"];
      const ran = await runs("network", "move", ...from, ...given);
      return [ran.exit, codeOf(ran), JSON.parse(ran.err).error.data.missing?.length, written()];
    };
    same(await moves(), [1, "card-missing", 3, false]);
    same(await moves(...cards.slice(0, -2)), [1, "card-missing", 1, false]);
    const stranger = at("stranger");
    const init = ["node", "init", "--organisation", "drug-authority", "--kind", "drug-authority", "--data", stranger];
    is((await runs(...init)).exit, 0);
    const invented = ["--card", join(stranger, "card.json")];
    same(await moves(...cards.slice(0, -2), ...invented), [1, "other-key", undefined, false]);
    same(await moves(...cards, ...invented), [1, "other-key", undefined, false]);
  });

  it("makes every member's node of it, all with the same beginning", async () => {
    const reports = [];
    for (const [i, [id]] of MEMBERS.entries()) {
      const ran = await move(id, "--json", "--port", String(24_310 + i), "--rpc-port", String(24_320 + i));
      is(ran.exit, 0, ran.err);
      const { folder, organisation, ...shared } = JSON.parse(ran.out);
      same([folder, organisation], [at(id), id]);
      reports.push(shared);
    }
    const [first] = reports;
    for (const report of reports) same(report, first);
    same([first.validator, first.peers, first.initialHeight], [true, 3, first.lastHeight + 1]);
    const settings = settingsOf(at("court"));
    same([settings?.initialHeight, settings?.rpcPort, settings?.peers.length], [first.initialHeight, 24_321, 3]);
    const again = await move("court", "--json");
    same([again.exit, codeOf(again)], [1, "already-prepared"]);
  });

  it("checks the old ledger first, and refuses another key than was voted on", async () => {
    cpSync(join(at("court"), "card.json"), join(at("hospital"), "card.json"));
    const short = await runs("network", "move", "--data", old, "--out", at("hospital"), "--json");
    same(short.exit === 0, false, "no genesis document in the old folder");
    const other = at("other");
    const init = ["node", "init", "--organisation", "court", "--kind", "court", "--data", other];
    is((await runs(...init)).exit, 0);
    const ran = await runs("network", "move", "--data", old, "--genesis", genesisFile, "--out", other, "--json");
    same([ran.exit, codeOf(ran)], [1, "other-key"]);
    for (const name of ["keys", "card.json"])
      cpSync(join(at("court"), name), join(at("newer"), name), { recursive: true });
    is((await runs("key", "new", "--name", "validator-2", "--data", at("newer"))).exit, 0);
    const newer = await move("newer", "--unchecked", "--json");
    same([newer.exit, codeOf(newer)], [1, "other-key"], "the engine would get the newest key");
    const checked = await runs("ledger", "check", "--data", old, "--genesis", genesisFile, "--json");
    same([checked.exit, JSON.parse(checked.out).ok], [0, true]);
  });

  it("starts the members' nodes, which go on, decide, and prove it to a court", needsEngine(), async () => {
    const nodes = await Promise.all(MEMBERS.map(([id]) => starts("node", "start", "--data", at(id))));
    const url = `http://127.0.0.1:${24_311}`;
    const asMember = (id: string) => ["--organisation", id, "--data", at(id), "--node", url] as const;
    const proposed = await runs(
      "network",
      "propose",
      "dismiss",
      "drug-authority",
      ...asMember("court"),
      "--id",
      "less",
    );
    is(proposed.exit, 0, proposed.err);
    for (const id of ["court", "health-commission", "insurance-authority"]) {
      const { exit, err } = await runs("network", "vote", "less", "yes", ...asMember(id));
      is(exit, 0, err);
    }
    for (const node of nodes) is((await node.stop()).exit, 0);
    const checked = await runs("ledger", "check", "--data", at("court"), "--json");
    same([checked.exit, JSON.parse(checked.out).ok], [0, true], checked.err);
    const file = at("evidence.json");
    const wanted = ["governance/less", "--event", "passed", "--data", at("court"), "--out", file];
    const exported = await runs("evidence", "export", ...wanted);
    is(exported.exit, 0, exported.err);
    const trustFile = at("trust.json");
    is((await runs("evidence", "trust", "--data", at("court"), "--out", trustFile)).exit, 0);
    const byGenesis = await runs("verify", file, "--genesis", genesisFile);
    holds(byGenesis.exit === 0 && byGenesis.out.includes("Each of 1 changes of the validators"), byGenesis.out);
    const byTrust = await runs("verify", file, "--trust", trustFile);
    holds(byTrust.exit === 0 && /validator: court court \[court\] [0-9a-f]{40} \(1\)/.test(byTrust.out), byTrust.out);
    holds(/signed by: [34] of 4\n/.test(byTrust.out) && byTrust.out.includes("courts and arbitration:"), byTrust.out);
  });

  it("fetches anew what was made since the move, from a copy of the old state on", needsEngine(), async () => {
    const folder = at("insurance-authority");
    const heightOf = async () => JSON.parse((await runs("ledger", "check", "--data", folder, "--json")).out).height;
    const height = await heightOf();
    const isDerived = (name: string): boolean => /^(state|seals|index|views)\.db/.test(name);
    for (const name of readdirSync(folder)) if (isDerived(name)) rmSync(join(folder, name));
    for (const name of readdirSync(join(folder, "engine", "data")))
      if (name !== "priv_validator_state.json") rmSync(join(folder, "engine", "data", name), { recursive: true });
    // What was committed may still be in the log beside the file.
    for (const name of readdirSync(old)) if (name.startsWith("state.db")) cpSync(join(old, name), join(folder, name));
    const nodes = await Promise.all(MEMBERS.map(([id]) => starts("node", "start", "--data", at(id))));
    const until = performance.now() + 60_000;
    const standing = async () =>
      JSON.parse((await runs("node", "status", "--node", "http://127.0.0.1:24312", "--json")).out);
    try {
      while ((await standing()).height < height && performance.now() < until) await later(100);
      holds((await standing()).height >= height);
    } finally {
      for (const node of nodes) await node.stop();
    }
    holds((await heightOf()) >= height);
  });

  const joiner = at("joiner");
  const peersFile = at("peers.json");
  const [joinerPort, joinerRpc] = ["24314", "24324"];
  const joins = (...more: readonly string[]): Promise<Ran> => {
    const documents = ["--genesis", genesisFile, "--peers", peersFile, "--data", joiner];
    return runs("node", "join", ...documents, "--port", joinerPort, "--rpc-port", joinerRpc, ...more, "--json");
  };
  /** Of a header that the test has not asked anybody for. */
  const anyHeader = (height: number) => [
    ...["--snapshot", "http://127.0.0.1:1/v1/engine,http://127.0.0.1:2/v1/engine"],
    ...["--trust-height", String(height), "--trust-hash", "00".repeat(32)],
  ];

  it("has a member that joins later told by one that is there how the chain began anew, and checks it", async () => {
    holds(new Keystore(joiner).add("hospital", undefined, new Secret(seedOf("hospital"))).ok);
    const own = ["--organisation", "hospital", "--kind", "hospital", "--p2p", "127.0.0.1:24304"];
    is((await runs("node", "init", ...own, "--data", joiner)).exit, 0);
    const told = await runs("network", "peers", "--data", at("court"), "--out", peersFile, "--json");
    same([told.exit, JSON.parse(told.out || "{}")], [0, { out: peersFile, peers: 4, moved: true }], told.err);
    const peers = JSON.parse(readFileSync(peersFile, "utf8"));
    const { initialHeight = 0 } = settingsOf(at("court")) ?? {};
    const written = async (changed: object, ...more: readonly string[]) => {
      writeFileSync(peersFile, JSON.stringify(changed));
      const ran = await joins(...more);
      return [ran.exit, codeOf(ran)];
    };
    const { handover, ...rest } = peers;
    same(await written(rest), [1, "not-a-consortium"]);
    const [first, ...others] = handover.validators;
    const stranger = { ...first, publicKey: others[0].publicKey };
    const trusted = anyHeader(initialHeight + 1);
    for (const lie of [
      { ...handover, header: { ...handover.header, height: "1" } },
      { ...handover, validators: [stranger, ...others] },
      { ...handover, commit: { ...handover.commit, round: 1 } },
    ])
      same(await written({ ...rest, handover: lie }, ...trusted), [4, "not-the-handover"]);
    same(await written(peers), [2, "snapshot-needed"]);
    same(await written(peers, ...anyHeader(initialHeight - 1)), [2, "snapshot-needed"]);
  });

  it("lets it join with a snapshot, and fetch what is older from a member's node", needsEngine(), async () => {
    const ready: string[] = [];
    const members = await Promise.all(MEMBERS.map(([id]) => snapshotting(id, ready)));
    try {
      await joinsBySnapshot(ready);
    } finally {
      for (const stop of members) await stop();
    }
  });

  async function joinsBySnapshot(ready: readonly string[]): Promise<void> {
    const url = (i: number) => `http://127.0.0.1:${24_310 + i}`;
    const asJoiner = ["--organisation", "hospital", "--data", joiner, "--node", url(1)];
    const named = await runs("network", "nodes", ...asJoiner);
    is(named.exit, 0, named.err);
    // Snapshots come with heights, and heights with transactions.
    const until = performance.now() + 60_000;
    while (new Set(ready).size < MEMBERS.length && performance.now() < until)
      await runs("network", "nodes", ...asJoiner);
    same(new Set(ready).size, MEMBERS.length, "every member has a snapshot");
    const { out } = await runs("node", "status", "--node", url(0), "--json");
    const { height, engine } = JSON.parse(out);
    const trusted = ["--trust-height", String(engine.sealed), "--trust-hash", engine.sealedHash];
    const joined = await joins("--snapshot", `${url(0)}/v1/engine,${url(2)}/v1/engine`, ...trusted);
    is(joined.exit, 0, joined.err);
    const { initialHeight, validator, peers } = JSON.parse(joined.out);
    same([initialHeight, validator, peers], [settingsOf(at("court"))?.initialHeight, false, 4]);
    const node = await starts("node", "start", "--data", joiner);
    const standing = async () => JSON.parse((await runs("node", "status", "--node", url(4), "--json")).out);
    while ((await standing()).height < height && performance.now() < until + 60_000) await later(100);
    holds((await standing()).height >= height);
    const ended = await node.stop();
    same([ended.exit, ended.err.includes("the state of a snapshot is in place")], [0, true]);
    // As if its window began above the move.
    const database = new DatabaseSync(join(joiner, "state.db"));
    database.exec(`DELETE FROM blocks WHERE height > 0 AND height < ${initialHeight + 4}`);
    database.close();
    const lacking = await runs("network", "peers", "--data", joiner, "--out", at("none.json"), "--json");
    same([lacking.exit, codeOf(lacking)], [1, "no-handover"]);
    const filled = await runs("ledger", "backfill", "--data", joiner, "--from", url(1), "--json");
    same([filled.exit, JSON.parse(filled.out || "{}")], [0, { ok: true }], filled.err);
    const checked = await runs("ledger", "check", "--data", joiner, "--json");
    same([checked.exit, JSON.parse(checked.out).ok], [0, true], checked.out);
  }
});

/** A member's node that makes a snapshot every few blocks, for which the command line has no word; returns what ends it. */
async function snapshotting(id: string, ready: string[]): Promise<() => Promise<void>> {
  const settings = settingsOf(at(id));
  holds(settings);
  const node = await MeridianNode.open({
    folder: at(id),
    genesis: network.node.genesis,
    consortium: { settings, engineFile, snapshotEvery: 5 },
    log: (_, message) => {
      if (message.includes("is ready for nodes that join")) ready.push(id);
    },
    onFailure: (error) => console.error(id, error),
  });
  const http = await startHttp({ node, port: settings.apiPort, logLevel: "silent" });
  return async () => {
    await http.close();
    await node.stop();
  };
}
