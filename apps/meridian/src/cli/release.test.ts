import { deepStrictEqual as same } from "node:assert";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { Secret } from "@meridian/base/secret";
import { Ledger } from "@meridian/ledger/ledger";
import { type GenesisDocument, genesisStateOf } from "@meridian/network/genesis";
import { command, genesis as regionGenesis } from "@meridian/network/region.conformance";
import { rulesOf } from "@meridian/network/rules";
import { quantityCap } from "@meridian/network/second-release.conformance";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { Keystore } from "../keystore/keystore.ts";
import { seedOf, testGenesis } from "../node/test-network.conformance.ts";
import { runs } from "./io.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-release-"));
after(() => rmSync(folder, { recursive: true, force: true }));

it("says which release a ledger needs that this software lacks, and that its data are sound", async () => {
  const begun = command("protocol", "schedule", { release: 2, height: 1 });
  const genesis: GenesisDocument = { ...regionGenesis, commands: [...regionGenesis.commands, begun] };
  const store = new SqliteStateStore(join(folder, "state.db"));
  const ledger = new Ledger(rulesOf(genesis, [quantityCap]), store, genesisStateOf(genesis));
  ledger.finalize({ height: asHeight(1), time: asSeconds(genesis.time + 1), transactions: [] });
  ledger.commit(new Uint8Array());
  store.close();
  writeFileSync(join(folder, "genesis.json"), canonicalText(genesis));

  const { exit, err } = await runs("ledger", "check", "--data", folder, "--json");
  const { code, data } = (JSON.parse(err) as { error: { code: string; data: unknown } }).error;
  same([exit, code, data], [4, "release-missing", { release: 2, height: 1 }]);
});

it("does not start a node that lacks the release of its next block, and does not hang", async () => {
  const data = join(folder, "node");
  const begun = command("protocol", "schedule", { release: 2, height: 1 });
  const network = testGenesis();
  const keystore = new Keystore(data);
  for (const { organisation } of network.validators)
    keystore.add(organisation, undefined, new Secret(seedOf(`validator of ${organisation}`)));
  writeFileSync(join(data, "genesis.json"), canonicalText({ ...network, commands: [...network.commands, begun] }));
  const { exit, err } = await runs("node", "start", "--data", data, "--port", "0", "--json");
  same([exit, err.includes("release-"), existsSync(join(data, "node.pid"))], [4, true, false], err);
});
