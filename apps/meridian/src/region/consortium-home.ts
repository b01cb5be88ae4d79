import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { asSeconds, type NetworkId, type OrganisationId, type Seconds } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { type GenesisDocument, genesisHashOf } from "@meridian/network/genesis";
import { demonstrationKeySeed } from "@meridian/region/generator/keys";
import { generateRegion, type Region } from "@meridian/region/generator/region";
import { nodeOf, validatorOf } from "@meridian/region/player/keyring";
import {
  genesisCommandsOf,
  type Schemes,
  schemesFrom,
  VALIDATORS,
  validatorKeyOf,
} from "@meridian/region/player/setup";
import { writeEngineHome } from "../consortium/engine-home.ts";
import { DEFAULT_RULES } from "../consortium/genesis-of.ts";
import { ensureNodeKey, nodeIdOfSeed } from "../consortium/node-key.ts";
import type { PeersFile } from "../consortium/peers.ts";
import { type NodeSettings, readSettings, writeSettings } from "../consortium/settings.ts";
import { type DemonstrationFile, demonstrationFileIn } from "../desk/demonstration-file.ts";
import { genesisFileIn } from "../evidence/folder.ts";
import { Keystore } from "../keystore/keystore.ts";
import {
  keysOf,
  type Memory,
  memoryFile,
  NotARegion,
  newMemory,
  readGenesis,
  readMemory,
  SEED,
  write,
} from "./home.ts";
import { hostOf } from "./hosts.ts";

/** One institution's node on this machine. */
export type NodePlace = {
  readonly organisation: OrganisationId;
  readonly folder: string;
  readonly apiPort: number;
  readonly p2pPort: number;
  readonly rpcPort: number;
  readonly url: string;
};

/** A demonstration region of several nodes, each a process with a folder of its own. */
export type ConsortiumHome = {
  readonly folder: string;
  readonly region: Region;
  readonly schemes: Schemes;
  readonly genesis: GenesisDocument;
  readonly nodes: readonly NodePlace[];
  memory: Memory;
};

/** API ports begin here; those of the engines follow. */
const PORT = 18_180;
const APART = 20;
const HOST = "127.0.0.1";
const POWER = 1;
/** Sizes that bear one and two failures (n = 3f+1). */
export const SIZES: readonly number[] = [4, 7];

export type WantedConsortium = {
  readonly nodes?: number;
  readonly port?: number;
  readonly seed?: string;
  readonly now: Seconds;
};

/** Whether a folder holds a region of several nodes. */
export function isConsortium(folder: string): boolean {
  return existsSync(memoryFile(folder)) && readMemory(folder).nodes !== undefined;
}

/** Opens the region of several nodes in a folder, or invents one there with all its nodes' folders. */
export function openConsortium(folder: string, wanted: WantedConsortium): ConsortiumHome {
  const isNew = !existsSync(memoryFile(folder));
  if (isNew && existsSync(genesisFileIn(folder)))
    throw new NotARegion(`${folder} holds the node of another network`, `${folder} 中是另一网络的节点`);
  const memory = isNew ? begun(wanted) : readMemory(folder);
  const { nodes: count, port } = memory;
  if (count === undefined || port === undefined)
    throw new NotARegion(`${folder} holds a region of one node`, `${folder} 中是单节点区域`);
  refuseOther(folder, memory, wanted);
  const region = generateRegion(memory.seed, { day: memory.day, patients: memory.patients });
  const nodes = placesOf(folder, count, port);
  if (isNew) {
    mkdirSync(folder, { recursive: true });
    write(genesisFileIn(folder), newGenesis(region, nodes, wanted.now));
    write(join(folder, "demonstration-keys.json"), keysOf(region));
    write(memoryFile(folder), memory);
  }
  const genesis = readGenesis(folder);
  const home = { folder, region, schemes: schemesFrom(genesis.time), genesis, nodes, memory };
  if (isNew) write(join(folder, "peers.json"), peersIn(home));
  for (const node of nodes) prepare(home, node);
  return home;
}

const begun = ({ seed = SEED, nodes = SIZES[0] ?? 4, port = PORT, now }: WantedConsortium): Memory => ({
  ...newMemory(seed, now),
  nodes,
  port,
});

/** What was begun cannot be begun otherwise. */
function refuseOther(folder: string, memory: Memory, { nodes, port, seed }: WantedConsortium): void {
  const differs = (name: string, is: unknown, wanted: unknown): void => {
    if (wanted !== undefined && is !== wanted)
      throw new NotARegion(
        `${folder} holds a region with ${name} ${is}, not ${wanted}`,
        `${folder} 中的区域 ${name} 为 ${is}，而不是 ${wanted}`,
      );
  };
  differs("--nodes", memory.nodes, nodes);
  differs("--port", memory.port, port);
  differs("--seed", memory.seed, seed);
}

const placesOf = (folder: string, count: number, port: number): readonly NodePlace[] =>
  VALIDATORS.slice(0, count).map((organisation, i) => ({
    organisation,
    folder: join(folder, "nodes", organisation),
    apiPort: port + i,
    p2pPort: port + APART + i,
    rpcPort: port + 2 * APART + i,
    url: `http://${HOST}:${port + i}`,
  }));

/** As `network init` writes it, for whoever joins the region from outside. */
const peersIn = ({ genesis, region, nodes }: Omit<ConsortiumHome, "memory">): PeersFile => ({
  network: genesis.network,
  genesis: genesisHashOf(genesis),
  peers: nodes.map(({ organisation, p2pPort }) => ({
    organisation,
    nodeId: nodeIdOfSeed(nodeKeyOf(region.seed, organisation)),
    host: HOST,
    port: p2pPort,
  })),
});

const nodeKeyOf = (seed: string, organisation: string) => new Secret(demonstrationKeySeed(seed, nodeOf(organisation)));

function newGenesis(region: Region, nodes: readonly NodePlace[], now: Seconds): GenesisDocument {
  const time = asSeconds(now - 60);
  const { seed } = region;
  return {
    network: "jianglan-consortium" as NetworkId,
    time,
    relyingParty: { id: "localhost", origins: nodes.map(({ apiPort }) => `http://localhost:${apiPort}`) },
    validators: nodes.map(({ organisation }) => ({
      organisation,
      publicKey: validatorKeyOf(seed, organisation).publicKey,
      power: POWER,
    })),
    consortium: {
      rules: DEFAULT_RULES,
      members: nodes.map(({ organisation }) => ({
        organisation,
        control: organisation,
        nodes: [nodeIdOfSeed(nodeKeyOf(seed, organisation))],
      })),
    },
    commands: genesisCommandsOf(region, schemesFrom(time)),
  };
}

/** Makes the folder of one node, once: as its operator would with `node init` and `node join`. */
function prepare({ region, schemes, genesis, nodes }: Omit<ConsortiumHome, "memory">, node: NodePlace): void {
  const { folder, organisation } = node;
  const hosts = region.organisations.map(({ id }) => ({ id, host: hostOf(region, nodes, id) }));
  const hosted = hosts.filter(({ host }) => host === organisation).map(({ id }) => id);
  const neighbours = hosts.flatMap(({ id, host }) => {
    const neighbour = nodes.find((each) => each.organisation === host && each !== node);
    return neighbour === undefined ? [] : [{ organisation: id, url: neighbour.url }];
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  write(demonstrationFileIn(folder), {
    seed: region.seed,
    day: region.day,
    patients: region.patients.length,
    hosted,
    neighbours,
  } satisfies DemonstrationFile);
  const before = readSettings(folder);
  if (existsSync(genesisFileIn(folder)) && before.ok && before.value !== undefined) return;
  const { seed } = region;
  const keystore = new Keystore(folder);
  for (const id of hosted) keystore.add(id, undefined, new Secret(demonstrationKeySeed(seed, id)));
  const validatorKeySeed = new Secret(demonstrationKeySeed(seed, validatorOf(organisation)));
  keystore.add("validator", undefined, validatorKeySeed);
  const nodeKeySeed = ensureNodeKey(folder, nodeKeyOf(seed, organisation));
  if (nodeKeySeed === undefined) throw new NotARegion(`${folder} is damaged`, `${folder} 已损坏`);
  const settings: NodeSettings = {
    organisation,
    p2p: { host: HOST, port: node.p2pPort },
    rpcPort: node.rpcPort,
    apiPort: node.apiPort,
    peers: peersIn({ folder, region, schemes, genesis, nodes })
      .peers.filter((peer) => peer.organisation !== organisation)
      .map(({ nodeId, host, port }) => ({ nodeId, host, port })),
  };
  writeEngineHome({ folder, genesis, settings, nodeKeySeed, validatorKeySeed });
  writeSettings(folder, settings);
  write(genesisFileIn(folder), genesis);
}

/** What two nodes of one network have in common before anything else. */
export const networkOf = ({ genesis }: Pick<ConsortiumHome, "genesis">) => genesisHashOf(genesis);
