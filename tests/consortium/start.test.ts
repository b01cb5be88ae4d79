import { strictEqual as is, match, ok, deepStrictEqual as same } from "node:assert";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { pidFileIn } from "@meridian/meridian-app/consortium/pid-file";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import { done, foundNetwork, type Operator, RunningNode, standing, until } from "./command-line.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip } = engineOrSkip();
const PORT = 26_400;
const PATIENCE = 60_000;
/** Dies in the ledger's thread, some time after the start. */
const DYING = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread, workerData } from "node:worker_threads";
  if (!isMainThread && workerData?.ordering !== undefined) setTimeout(() => { throw new Error("the ledger died"); }, 4000);
`)}`;

/** A network of one member: whatever keeps its node from starting is its own. */
describe("node start", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-start-"));
  const nodes: RunningNode[] = [];
  let operator: Operator;
  before(async () => {
    const [first] = await foundNetwork(folder, PORT, ["hospital"]);
    ok(first);
    operator = first;
  });
  after(async () => {
    for (const node of nodes) await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...options: readonly string[]): RunningNode => {
    const node = new RunningNode(operator, engineFile, ...options);
    nodes.push(node);
    return node;
  };
  const engine = (...names: readonly string[]): string => join(operator.folder, "engine", ...names);
  const isAt = (height: number) => async () => ((await standing(operator))?.height ?? 0) >= height;

  /** It ended by itself, said why in one code, and says of no process that it runs. */
  async function fails(node: RunningNode, exit: number, code: string): Promise<string> {
    const ended = await node.ended(PATIENCE);
    match(ended.err, new RegExp(`"code": "${code}"`));
    same([ended.exit, existsSync(pidFileIn(operator.folder))], [exit, false]);
    return ended.err;
  }

  it("writes the engine's configuration from node.json, and no other file of its home", async () => {
    const kept = ["config/genesis.json", "config/node_key.json", "config/priv_validator_key.json"];
    const before = kept.map((file) => readFileSync(engine(file), "utf8"));
    const file = join(operator.folder, "node.json");
    const settings = JSON.parse(readFileSync(file, "utf8"));
    const peer = { nodeId: "ab".repeat(20), host: "127.0.0.1", port: PORT + 9 };
    writeFileSync(file, JSON.stringify({ ...settings, peers: [peer] }));
    writeFileSync(engine("config", "config.toml"), "moniker = 7 what somebody wrote into it");
    const node = start();
    await node.up();
    await until("a first block", isAt(1));
    match(readFileSync(engine("config", "config.toml"), "utf8"), /persistent_peers = "abab.*@127\.0\.0\.1:26409"/);
    same(
      kept.map((each) => readFileSync(engine(each), "utf8")),
      before,
    );
    await done("node", "stop", "--data", operator.folder);
    is((await node.ended(PATIENCE)).exit, 0);
    const signed = readFileSync(engine("data", "priv_validator_state.json"), "utf8");
    ok(Number(JSON.parse(signed).height) >= 1);
    const again = start();
    await again.up();
    await until("the engine answers", async () => (await standing(operator))?.engine?.power === 1);
    await again.stop();
    const later = JSON.parse(readFileSync(engine("data", "priv_validator_state.json"), "utf8"));
    ok(Number(later.height) >= Number(JSON.parse(signed).height), "what was signed is never forgotten");
  });

  it("says which file of the engine's home is gone, and makes none anew", async () => {
    for (const file of ["config/priv_validator_key.json", "data/priv_validator_state.json"]) {
      renameSync(engine(file), engine("away"));
      const said = await fails(start(), 4, "engine-home-broken");
      match(said, new RegExp(file));
      same(existsSync(engine(file)), false);
      renameSync(engine("away"), engine(file));
    }
  });

  it("ends when a thread dies, with its engine", async () => {
    const node = start("--import", DYING);
    match(await fails(node, 70, "bug"), /the ledger died/);
    is(enginesOf(operator).length, 0);
  });

  it("ends when the engine's blocks are not of one piece with the ledger", async () => {
    const data = engine("data");
    for (const name of readdirSync(data))
      if (name !== "priv_validator_state.json") renameSync(join(data, name), join(folder, `old-${name}`));
    const said = await fails(start(), 4, "folders-disagree");
    match(said, /not of one piece.*Delete the rest of `engine\/data`/s);
    for (const name of readdirSync(data))
      if (name !== "priv_validator_state.json") rmSync(join(data, name), { recursive: true });
    for (const name of readdirSync(folder))
      if (name.startsWith("old-")) renameSync(join(folder, name), join(data, name.slice(4)));
    is(enginesOf(operator).length, 0);
  });

  it("ends when what it keeps of the engine's signatures is damaged, or contradicts the next block", async () => {
    const file = join(operator.folder, "seals.db");
    const seal = seals(file, (store) => store.at(store.last() ?? 0));
    ok(seal);
    const validators = seals(file, (store) => store.validatorsOf(seal.header.validatorsHash));
    ok(validators);
    const other = { ...seal, canonical: true, header: { ...seal.header, nextValidatorsHash: new Uint8Array(32) } };
    seals(file, (store) => store.keep(other, validators));
    const node = start();
    await node.up();
    await done("network", "nodes", "--data", operator.folder, "--node", operator.url);
    match(await fails(node, 4, "seal-mismatch"), /is not the block that this node executed/);
    const database = new DatabaseSync(file);
    database.exec("UPDATE seals SET digest = zeroblob(8) WHERE height = (SELECT max(height) FROM seals)");
    database.close();
    const again = start();
    await again.up();
    await fails(again, 4, "data-damaged");
    for (const name of readdirSync(operator.folder))
      if (name.startsWith("seals.db")) rmSync(join(operator.folder, name));
    is(enginesOf(operator).length, 0);
  });

  it("ends when the stored state cannot be opened", async () => {
    const names = readdirSync(operator.folder).filter((name) => name.startsWith("state.db"));
    for (const name of names) renameSync(join(operator.folder, name), join(folder, name));
    writeFileSync(join(operator.folder, "state.db"), Buffer.alloc(8_192, 0x5a));
    const ended = await start().ended(PATIENCE);
    same([ended.exit !== 0, existsSync(pidFileIn(operator.folder))], [true, false], ended.err);
    for (const name of names) renameSync(join(folder, name), join(operator.folder, name));
    const node = start();
    await node.up();
    await node.stop();
  });
});

/** Does something with the node's store of seals while the node does not run. */
function seals<T>(file: string, work: (store: SealStore) => T): T {
  const store = new SealStore(file);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** Processes that run on the engine's home of a folder (Linux; elsewhere nobody is asked). */
function enginesOf({ folder }: Operator): readonly string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(join(folder, "engine"));
    } catch {
      return false;
    }
  });
}
