import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Secret } from "@meridian/base/secret";
import type { EngineGenesis } from "@meridian/consensus-comet/engine/genesis";
import { missingIn, type SettingsOptions, writeHome, writeSettings } from "@meridian/consensus-comet/engine/home";
import { type Explanation, explain } from "@meridian/kernel/explanation";
import { type GenesisDocument, genesisHashOf } from "@meridian/network/genesis";
import { abciSocketIn, engineHomeIn, type NodeSettings } from "./settings.ts";

export type EngineHomeOptions = {
  readonly folder: string;
  readonly genesis: GenesisDocument;
  readonly settings: NodeSettings;
  readonly nodeKeySeed: Secret<Uint8Array>;
  /** Left out: the node follows without a vote. */
  readonly validatorKeySeed?: Secret<Uint8Array>;
  /** In place of what the settings say. */
  readonly stateSync?: NodeSettings["stateSync"];
  /** Of a chain that one process began and ended: what the engine goes on with. Left out: the genesis document's own. */
  readonly beginning?: Pick<EngineGenesis, "genesisTime" | "validators" | "appState">;
};

/** Every interface: the firewall says who reaches the port, and the ledger who is let in. */
const EVERYWHERE = "0.0.0.0";
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** What the engine of a node reads, from what the network and the node's settings say; written once, by who prepares it. */
export function writeEngineHome(options: EngineHomeOptions): { readonly nodeId: string } {
  const { folder, genesis, settings, nodeKeySeed, validatorKeySeed, stateSync, beginning } = options;
  const { initialHeight = 1 } = settings;
  return writeHome(engineHomeIn(folder), {
    genesis: {
      chainId: genesis.network,
      genesisTime: { seconds: genesis.time, nanos: 0 },
      validators: genesis.validators.map(({ publicKey, power, organisation: name }) => ({ publicKey, power, name })),
      appState: { genesis: genesisHashOf(genesis) },
      ...beginning,
      initialHeight,
    },
    nodeKeySeed,
    ...(validatorKeySeed && { validatorKeySeed }),
    ...engineSettingsOf(folder, settings),
    ...(stateSync && { stateSync }),
  });
}

/** Whether CometBFT was prepared here once: of such a folder no process orders alone any more. */
export const hasEngineHome = (folder: string): boolean =>
  existsSync(join(engineHomeIn(folder), "config", "genesis.json"));

/** Parts of the engine's home are gone or damaged. The node does not start: nobody may make them again unseen. */
export class EngineHomeBroken extends Error {
  override readonly name = "EngineHomeBroken";
  readonly words: Explanation;

  constructor(home: string, missing: readonly string[]) {
    const files = missing.join(", ");
    super(`${home}: ${files}`);
    this.words = explain(
      [
        `In ${home} these are missing or damaged: ${files}. Nothing was started.`,
        "Restore `engine/config` from its backup. Where `data/priv_validator_state.json` is gone, nobody knows what the validator's key has signed: join anew with a new key.",
      ],
      [
        `${home} 中缺少或损坏:${files}。未启动任何程序。`,
        "请从备份恢复 `engine/config`。若 `data/priv_validator_state.json` 丢失,则无从得知验证者密钥签署过什么:请用新密钥重新加入。",
      ],
    );
  }
}

/**
 * Writes the engine's configuration anew from the node's settings, as at every start: what `node.json` says takes effect.
 * Keys, genesis document and what was signed last are left as they are, and must be there.
 */
export function refreshEngineHome(folder: string, settings: NodeSettings): void {
  const home = engineHomeIn(folder);
  const missing = missingIn(home);
  if (missing.length > 0) throw new EngineHomeBroken(home, missing);
  writeSettings(home, engineSettingsOf(folder, settings));
}

function engineSettingsOf(folder: string, settings: NodeSettings): SettingsOptions {
  const { organisation, p2p, rpcPort, peers, stateSync } = settings;
  const isLocal = LOOPBACK.includes(p2p.host);
  return {
    abciSocket: abciSocketIn(folder),
    p2p: {
      host: isLocal ? p2p.host : EVERYWHERE,
      port: p2p.port,
      ...(!isLocal && { external: `${p2p.host}:${p2p.port}` }),
    },
    rpcPort,
    peers,
    moniker: organisation,
    ...(stateSync && { stateSync }),
  };
}
