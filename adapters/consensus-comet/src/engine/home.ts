import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { concat, utf8 } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { Secret } from "@meridian/base/secret";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { type ConfigOptions, configFile } from "./config.ts";
import { type EngineGenesis, genesisFile } from "./genesis.ts";
import { nodeIdOf, nodeKeyFile, validatorKeyFile } from "./keys.ts";
import { SOCKET_PATH_BYTES_MAX } from "./socket-path.ts";

/** Quiet unless something is wrong; start and catching up are told. */
export const QUIET = "main:info,blocksync:info,statesync:info,*:error";

export type HomeOptions = Omit<ConfigOptions, "moniker" | "proxyApp" | "logLevel"> & {
  readonly genesis: EngineGenesis;
  /** 32 bytes, of the key by which other nodes know this one. */
  readonly nodeKeySeed: Secret<Uint8Array>;
  /** 32 bytes, of the key that votes. Left out: the node follows without a vote. */
  readonly validatorKeySeed?: Secret<Uint8Array>;
  /** Path of the unix socket on which the application listens, or an application compiled into the engine (tests). */
  readonly abciSocket: string;
  readonly moniker?: string;
  readonly logLevel?: string;
};

export type SettingsOptions = Omit<HomeOptions, "genesis" | "nodeKeySeed" | "validatorKeySeed"> & {
  readonly moniker: string;
};

/** Writes `config.toml` anew, and nothing else: neither keys, nor genesis document, nor what was signed last. */
export function writeSettings(folder: string, options: SettingsOptions): void {
  const { abciSocket, logLevel = QUIET, ...place } = options;
  const bytes = Buffer.byteLength(abciSocket);
  invariant(bytes <= SOCKET_PATH_BYTES_MAX, `the path of a unix socket has at most ${SOCKET_PATH_BYTES_MAX} bytes`);
  const config = join(folder, "config");
  mkdirSync(config, { recursive: true, mode: 0o700 });
  replace(join(config, "config.toml"), configFile({ ...place, logLevel, proxyApp: abciSocket }), 0o600);
}

/** What the engine needs of its home and does not make itself, or makes anew where nobody wants another: keys. */
const NEEDED = [
  "config/genesis.json",
  "config/node_key.json",
  "config/priv_validator_key.json",
  "data/priv_validator_state.json",
] as const;

/** Files of a home that are not there or cannot be read as JSON, relative to it. The engine would end, or invent keys. */
export const missingIn = (folder: string): readonly string[] =>
  NEEDED.filter((name) => {
    try {
      JSON.parse(readFileSync(join(folder, name), "utf8"));
      return false;
    } catch {
      return true;
    }
  });

/**
 * Writes all that the engine reads into its home: `config/` anew each time, and `data/priv_validator_state.json` only if
 * it is not there. That file says what the validator signed last, and an older one makes it sign twice.
 */
export function writeHome(folder: string, options: HomeOptions): { readonly nodeId: string } {
  const { genesis, nodeKeySeed } = options;
  const nodeId = nodeIdOf(publicKeyOf(nodeKeySeed.reveal()));
  const config = join(folder, "config");
  const data = join(folder, "data");
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeSettings(folder, { ...options, moniker: options.moniker ?? nodeId });
  replace(join(config, "genesis.json"), genesisFile(genesis), 0o644);
  replace(join(config, "node_key.json"), nodeKeyFile(nodeKeySeed), 0o600);
  const seed = options.validatorKeySeed ?? silentKey(nodeKeySeed);
  replace(join(config, "priv_validator_key.json"), validatorKeyFile(seed), 0o600);
  const signed = join(data, "priv_validator_state.json");
  if (!existsSync(signed)) replace(signed, `{"height":"0","round":0,"step":0}\n`, 0o600);
  return { nodeId };
}

/** The engine wants a validator's key even of a node that has no vote: one that nobody ever makes a validator. */
const silentKey = (nodeKeySeed: Secret<Uint8Array>): Secret<Uint8Array> =>
  new Secret(sha256(concat(utf8("meridian: no validator\0"), nodeKeySeed.reveal())));

/** Never half a file under its name, whenever the machine stops. */
function replace(file: string, content: string, mode: number): void {
  const descriptor = openSync(`${file}.new`, "w", mode);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}
