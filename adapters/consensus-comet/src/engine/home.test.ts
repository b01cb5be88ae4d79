import { deepStrictEqual, match, ok, strictEqual as same, throws } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { BLOCK_BYTES_MAX } from "@meridian/base/limits";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { genesisFile } from "./genesis.ts";
import { missingIn, writeHome, writeSettings } from "./home.ts";
import { nodeIdOf } from "./keys.ts";
import { SOCKET_PATH_BYTES_MAX } from "./socket-path.ts";
import { engineFile, genesisFor, homesOf, needsEngine, type Place, seedOf } from "./trial.conformance.ts";
import { TUNING } from "./tuning.ts";

const cleaning: (() => void)[] = [];
after(() => {
  for (const clean of cleaning) clean();
});

async function place(more: Parameters<typeof homesOf>[2] = {}): Promise<Place> {
  const { places, remove } = await homesOf(["one", "two"], () => "/run/abci.sock", more);
  cleaning.push(remove);
  ok(places[0]);
  return places[0];
}
const read = ({ home }: Place, file: string): string => readFileSync(join(home, file), "utf8");

describe("the engine's home", () => {
  it("has keys that only their owner reads", async () => {
    const { home } = await place();
    for (const file of ["config/node_key.json", "config/priv_validator_key.json", "data/priv_validator_state.json"])
      same(statSync(join(home, file)).mode & 0o777, 0o600, file);
  });

  it("keeps what the validator signed last, whatever is written anew", async () => {
    const at = await place();
    const state = '{"height":"7","round":0,"step":3}';
    writeFileSync(join(at.home, "data/priv_validator_state.json"), state);
    writeHome(at.home, {
      genesis: genesisFor(["one"]),
      nodeKeySeed: seedOf("one"),
      abciSocket: "/run/abci.sock",
      p2p: { host: "0.0.0.0", port: 1 },
      rpcPort: 2,
      peers: [],
    });
    same(read(at, "data/priv_validator_state.json"), state);
  });

  it("has its configuration written anew alone, and knows what else must be there", async () => {
    const at = await place();
    const files = ["config/genesis.json", "config/node_key.json", "config/priv_validator_key.json"];
    const before = files.map((file) => read(at, file));
    const peers = [{ nodeId: "ab".repeat(20), host: "10.0.0.9", port: 5 }];
    const settings = { moniker: "x", abciSocket: "/run/abci.sock", p2p: { host: "::1", port: 1 }, rpcPort: 2, peers };
    writeSettings(at.home, settings);
    match(read(at, "config/config.toml"), /persistent_peers = "abab.*@10\.0\.0\.9:5"/);
    deepStrictEqual(
      files.map((file) => read(at, file)),
      before,
    );
    deepStrictEqual(missingIn(at.home), []);
    rmSync(join(at.home, "data/priv_validator_state.json"));
    writeFileSync(join(at.home, "config/node_key.json"), "{");
    writeSettings(at.home, settings);
    deepStrictEqual(missingIn(at.home), ["config/node_key.json", "data/priv_validator_state.json"]);
  });

  it("gives a node without a vote a key that is neither the validator's nor the node's", async () => {
    const at = await place();
    const voting = read(at, "config/priv_validator_key.json");
    const options = { genesis: genesisFor(["one"]), abciSocket: "/x/abci.sock", rpcPort: 2, peers: [] };
    writeHome(at.home, { ...options, nodeKeySeed: seedOf("one"), p2p: { host: "::1", port: 1 } });
    const silent = read(at, "config/priv_validator_key.json");
    ok(silent !== voting && !silent.includes(JSON.parse(read(at, "config/node_key.json")).priv_key.value));
    match(read(at, "config/config.toml"), /laddr = "tcp:\/\/\[::1\]:1"/);
  });

  it("states every setting of the table with its reason, and the node's own deviations last", async () => {
    const toml = read(await place({ tuning: { "mempool.recheck": false } }), "config/config.toml");
    for (const { key, value, why } of TUNING.filter((each) => each.key !== "recheck"))
      ok(toml.includes(`# ${why}\n${key} = ${JSON.stringify(value)}\n`), key);
    match(toml, /# set for this node\nrecheck = false\n/);
    same([...toml.matchAll(/^recheck = /gm)].length, 1);
  });

  it("has the limits of a block that the embedded engine's headers announce", () => {
    const { consensus_params, genesis_time } = JSON.parse(genesisFile(genesisFor(["one"])));
    deepStrictEqual(consensus_params.block, { max_bytes: String(BLOCK_BYTES_MAX), max_gas: "-1" });
    same(genesis_time, "2026-01-01T00:00:00.123456789Z");
  });

  it("takes a socket whose path is as long as every system has it, and none that is longer", async () => {
    const at = await place();
    const settings = { moniker: "x", p2p: { host: "::1", port: 1 }, rpcPort: 2, peers: [] };
    const socket = (bytes: number): string => `/${"x".repeat(bytes - 1)}`;
    writeSettings(at.home, { ...settings, abciSocket: socket(SOCKET_PATH_BYTES_MAX) });
    match(read(at, "config/config.toml"), /proxy_app = "unix:\/\/\/x{102}"/);
    throws(() => writeSettings(at.home, { ...settings, abciSocket: socket(SOCKET_PATH_BYTES_MAX + 1) }), /103 bytes/);
  });

  it("refuses a chain id that the engine would not take", () => {
    throws(() => genesisFile({ ...genesisFor(["one"]), chainId: "x".repeat(51) }), /50 bytes/);
  });

  it("is one whose keys the engine itself reads as we do", needsEngine(), async () => {
    const { home } = await place();
    const run = (command: string): string =>
      execFileSync(engineFile, [command, "--home", home], { encoding: "utf8" }).trim();
    same(run("show-node-id"), nodeIdOf(publicKeyOf(seedOf("one").reveal())));
    const { value } = JSON.parse(run("show-validator"));
    same(toHex(Buffer.from(value, "base64")), toHex(publicKeyOf(seedOf("one vote").reveal())));
  });
});
