import type { Secret } from "@meridian/base/secret";
import type { StateSync } from "@meridian/consensus-comet/engine/config";
import type { EngineGenesis } from "@meridian/consensus-comet/engine/genesis";
import { writeHome } from "@meridian/consensus-comet/engine/home";
import { type GenesisDocument, genesisHashOf } from "@meridian/network/genesis";
import { abciSocketIn, engineHomeIn, type NodeSettings } from "./settings.ts";

export type EngineHomeOptions = {
  readonly folder: string;
  readonly genesis: GenesisDocument;
  readonly settings: NodeSettings;
  readonly nodeKeySeed: Secret<Uint8Array>;
  /** Left out: the node follows without a vote. */
  readonly validatorKeySeed?: Secret<Uint8Array>;
  readonly stateSync?: StateSync;
  /** Of a chain that one process began and ended: what the engine goes on with. Left out: the genesis document's own. */
  readonly beginning?: Pick<EngineGenesis, "genesisTime" | "validators" | "appState">;
};

/** Every interface: the firewall says who reaches the port, and the ledger who is let in. */
const EVERYWHERE = "0.0.0.0";
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** Writes what the engine of a node reads, from what the network and the node's settings say. */
export function writeEngineHome(options: EngineHomeOptions): { readonly nodeId: string } {
  const { folder, genesis, settings, nodeKeySeed, validatorKeySeed, stateSync, beginning } = options;
  const { organisation, p2p, rpcPort, peers, initialHeight = 1 } = settings;
  const isLocal = LOOPBACK.includes(p2p.host);
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
  });
}
