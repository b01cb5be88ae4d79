import { ok as holds, strictEqual as is, deepStrictEqual as same } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { Keystore } from "../keystore/keystore.ts";
import { seedOf, testGenesis } from "../node/test-network.conformance.ts";
import { runs } from "./io.conformance.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "meridian-node-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const data = join(folder, "node");
const START = ["node", "start", "--data", data, "--port", "0", "--json"];
const genesisFile = join(folder, "genesis.json");
const genesis = testGenesis();
writeFileSync(genesisFile, canonicalText(genesis));

describe("meridian node", () => {
  it("prepares a folder once, and says what to compare", async () => {
    const { exit, out } = await runs("node", "init", "--genesis", genesisFile, "--data", data);
    is(exit, 0);
    holds(/genesis hash: [0-9a-f]{64}/.test(out));
    is((await runs("node", "init", "--genesis", genesisFile, "--data", data)).exit, 1);
    is((await runs("node", "init", "--data", data)).exit, 2);
    is((await runs("node", "init", "--genesis", join(folder, "none"), "--data", data)).exit, 4);
  });
  it("does not start without the keys of all validators, and names them", async () => {
    const { exit, err } = await runs("node", "start", "--data", data, "--json");
    const { code, data: told } = JSON.parse(err).error;
    same([exit, code, told.missing.length], [4, "validators-missing", genesis.validators.length]);
  });
  it("never orders alone where a node.json is there that cannot be read, or an engine was prepared", async () => {
    const file = join(data, "node.json");
    const refused = async () => {
      const { exit, err } = await runs("node", "start", "--data", data, "--json");
      const { code, data: told } = JSON.parse(err).error;
      return [exit, code, told];
    };
    writeFileSync(file, '{"organisation": "court",}');
    const [exit, code, told] = await refused();
    same([exit, code, told.file], [4, "node-json-unreadable", file]);
    holds(/line 1 column 26/.test(told.at), told.at);
    for (const verb of [
      ["network", "nodes"],
      ["ledger", "backfill", "--from", data],
      ["network", "peers", "--out", "x"],
    ])
      holds((await runs(...verb, "--data", data)).err.includes(file), verb.join(" "));
    rmSync(file);
    mkdirSync(join(data, "engine", "config"), { recursive: true });
    writeFileSync(join(data, "engine", "config", "genesis.json"), "{}");
    same((await refused()).slice(0, 2), [4, "not-joined"]);
    rmSync(join(data, "engine"), { recursive: true });
  });
  it("starts, answers, ends when asked, and leaves a ledger that holds", async () => {
    const keystore = new Keystore(data);
    for (const { organisation } of genesis.validators)
      holds(keystore.add(organisation, undefined, new Secret(seedOf(`validator of ${organisation}`))).ok);
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", MAIN, ...START, "--origin", "https://care.example.org/"],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const { url, origins } = JSON.parse(line);
    same(origins, ["https://care.example.org"]);
    const status = await runs("node", "status", "--node", url, "--json");
    same([status.exit, JSON.parse(status.out).network], [0, genesis.network]);
    const proven = await runs("evidence", "export", "organisation/court", "--node", url);
    is(proven.exit, 0, "what genesis made is provable before anybody sent anything");
    const second = await runs("node", "start", "--data", data, "--port", "0", "--json");
    same([second.exit, JSON.parse(second.err).error.code], [4, "folder-in-use"]);
    const taken = await runs("node", "start", "--data", data, "--port", "x");
    is(taken.exit, 2);
    const elsewhere = await runs(...START, "--origin", "https://care.example.org/app");
    same([elsewhere.exit, JSON.parse(elsewhere.err).error.code], [2, "not-an-origin"]);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    is(code, 0);
    const checked = await runs("ledger", "check", "--data", data);
    is(checked.exit, 0, checked.out + checked.err);
  });
});
