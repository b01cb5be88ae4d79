import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { OrganisationId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { id, integer, list, object, optional, type TypeOf, text } from "@meridian/base/shape";
import { SOCKET_PATH_BYTES_MAX } from "@meridian/consensus-comet/engine/socket-path";
import { makeOwnFolder } from "./own-folder.ts";

/** How one institution's node takes part in a consortium: `node.json` in its folder. No secrets. */
const host = text({ max: 253, pattern: /^[A-Za-z0-9.:_-]+$/ });
const port = integer({ min: 1, max: 65_535 });
/** CometBFT's id of a node: the address of its node key. */
const nodeId = text({ max: 40, pattern: /^[0-9a-f]{40}$/ });

export const settingsShape = object({
  /** Whose node this is. */
  organisation: id<OrganisationId>(),
  /** Where it listens for other nodes' engines. */
  p2p: object({ host, port }),
  /** The engine's RPC, on the loopback interface only. */
  rpcPort: port,
  /** The node's own API. */
  apiPort: port,
  /** Where browsers open this node's pages, when that is not where it listens: the address of the proxy that ends TLS. */
  origins: optional(list(text({ max: 300 }), { min: 1, max: 16 })),
  /** Nodes that this one dials; every member's, where there are few. */
  peers: list(object({ nodeId, host, port }), { max: 100 }),
  /** Height of the first block that the engine orders; later than 1 when the chain began embedded. */
  initialHeight: optional(integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  /** How a node without blocks begins: with a snapshot, held against a header that its operator trusts. */
  stateSync: optional(
    object({
      rpcServers: list(text({ max: 300, pattern: /^https?:\/\/[^\s,]+$/ }), { min: 2, max: 16 }),
      trustHeight: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      trustHash: text({ min: 64, max: 64, pattern: /^[0-9A-Fa-f]{64}$/ }),
      trustPeriod: text({ max: 20, pattern: /^[0-9]+h[0-9]+m[0-9]+s$/ }),
    }),
  ),
});
export type NodeSettings = TypeOf<typeof settingsShape>;

const settingsFileIn = (folder: string): string => join(folder, "node.json");
/** The engine's home: configuration, its keys and its blocks. */
export const engineHomeIn = (folder: string): string => join(folder, "engine");

/**
 * The unix socket where the engine finds this node. A longer path is none for every system, so a folder deep down has it
 * in the folder for temporary files, in a folder of its owner alone, under the digest of its own path.
 */
export function abciSocketIn(folder: string): string {
  const near = join(resolve(folder), "abci.sock");
  if (Buffer.byteLength(near) <= SOCKET_PATH_BYTES_MAX) return near;
  const digest = createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 32);
  const far = join(tmpdir(), `meridian-${digest}`);
  makeOwnFolder(far);
  return join(far, "abci.sock");
}

/** There is a `node.json` that is none: `at` is its first fault, a place in it or a sentence of whoever could not read it. */
export type SettingsFault = { readonly code: "node-json-unreadable"; readonly file: string; readonly at: string };

/**
 * Undefined when the folder has none: its node orders in one process, or is not prepared yet. One that is there and does
 * not fit is never taken for none, or a member's node would go on as one that orders alone.
 */
export function readSettings(folder: string): Result<NodeSettings | undefined, SettingsFault> {
  const file = settingsFileIn(folder);
  const unreadable = (at: string): Result<never, SettingsFault> => err({ code: "node-json-unreadable", file, at });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Of an unexpected character JSON.parse shows the lines around.
    return code === "ENOENT" ? ok(undefined) : unreadable(message.replace(/\s+/g, " "));
  }
  const fault = settingsShape.fault(json, "node.json");
  return fault === undefined ? ok(json as NodeSettings) : unreadable(fault);
}

export function writeSettings(folder: string, settings: NodeSettings): void {
  const file = settingsFileIn(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(settings, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
