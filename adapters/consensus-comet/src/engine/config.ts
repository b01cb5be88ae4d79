import { invariant } from "@meridian/base/invariant";
import { type SettingValue, TUNING } from "./tuning.ts";

export type Peer = { readonly nodeId: string; readonly host: string; readonly port: number };

/** How a node that joins fetches a snapshot instead of all blocks. */
export type StateSync = {
  /** Two or more: addresses that answer the light client's calls, each `http://host:port` or with a path. */
  readonly rpcServers: readonly string[];
  readonly trustHeight: number;
  /** Header hash at that height, hexadecimal. */
  readonly trustHash: string;
  /** As Go writes a duration: `168h0m0s`. */
  readonly trustPeriod: string;
};

export type ConfigOptions = {
  /** For people who look at peers; its node id when left out. */
  readonly moniker: string;
  /** Path of the unix socket on which the application listens, or an application compiled into the engine (tests). */
  readonly proxyApp: string;
  readonly p2p: { readonly host: string; readonly port: number; readonly external?: string };
  readonly rpcPort: number;
  readonly peers: readonly Peer[];
  readonly stateSync?: StateSync;
  /** CometBFT's own: a level, or levels of modules as `consensus:info,*:error`. */
  readonly logLevel: string;
  /** Deviations from the table for this node: `section.key`, or `key` for those without section. */
  readonly tuning?: Readonly<Record<string, SettingValue>>;
};

type Line = { readonly key: string; readonly value: SettingValue; readonly why?: string };

/** Content of `config.toml`: this node's place in the network, and the tuning with its reasons. */
export function configFile(options: ConfigOptions): string {
  const sections = new Map<string, Line[]>();
  const put = (section: string, line: Line): void => {
    const lines = sections.get(section) ?? [];
    sections.set(section, [...lines.filter(({ key }) => key !== line.key), line]);
  };
  for (const { section, key, value } of placeOf(options)) put(section, { key, value });
  for (const { section, key, value, why } of TUNING) put(section, { key, value, why });
  for (const [name, value] of Object.entries(options.tuning ?? {})) {
    const [section, key] = name.includes(".") ? name.split(".", 2) : ["", name];
    invariant(section !== undefined && key !== undefined, "a setting is named section.key");
    put(section, { key, value, why: "set for this node" });
  }
  const texts = [...sections].map(([section, lines]) =>
    [...(section === "" ? [] : [`[${section}]`]), ...lines.map(textOf)].join("\n"),
  );
  return `${[INTRODUCTION, ...texts].join("\n\n")}\n`;
}

const INTRODUCTION = `# Written by the node at every start: changes here are lost.
# What is not named keeps CometBFT's default.`;

function placeOf({ moniker, proxyApp, p2p, rpcPort, peers, stateSync, logLevel }: ConfigOptions) {
  const ids = peers.map(({ nodeId }) => nodeId).join(",");
  const setting = (section: string, key: string, value: SettingValue) => ({ section, key, value });
  return [
    setting("", "moniker", moniker),
    setting("", "proxy_app", proxyApp.includes("/") ? `unix://${proxyApp}` : proxyApp),
    setting("", "log_level", logLevel),
    // The RPC knows no passwords: never on another interface.
    setting("rpc", "laddr", `tcp://127.0.0.1:${rpcPort}`),
    setting("p2p", "laddr", `tcp://${addressOf(p2p.host, p2p.port)}`),
    setting("p2p", "external_address", p2p.external ?? ""),
    setting("p2p", "persistent_peers", peers.map(dialled).join(",")),
    setting("p2p", "unconditional_peer_ids", ids),
    ...(stateSync === undefined
      ? []
      : [
          setting("statesync", "enable", true),
          setting("statesync", "rpc_servers", stateSync.rpcServers.join(",")),
          setting("statesync", "trust_height", stateSync.trustHeight),
          setting("statesync", "trust_hash", stateSync.trustHash),
          setting("statesync", "trust_period", stateSync.trustPeriod),
          // All members make the same snapshots, so nobody waits for a better one; less than this the engine refuses.
          setting("statesync", "discovery_time", "5s"),
        ]),
  ];
}

const addressOf = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** A peer as CometBFT names whom it dials. */
export const dialled = ({ nodeId, host, port }: Peer): string => `${nodeId}@${addressOf(host, port)}`;

// A JSON string without control characters is a basic string of TOML.
const textOf = ({ key, value, why }: Line): string =>
  `${why === undefined ? "" : `# ${why}\n`}${key} = ${JSON.stringify(value)}`;
