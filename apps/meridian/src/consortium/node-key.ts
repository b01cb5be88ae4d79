import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromBase64 } from "@meridian/base/bytes";
import { Secret } from "@meridian/base/secret";
import { nodeIdOf, nodeKeyFile } from "@meridian/consensus-comet/engine/keys";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { engineHomeIn } from "./settings.ts";

/** The key by which a node's engine proves to other engines who it is. It signs no block and no transaction. */

const nodeKeyFileIn = (folder: string): string => join(engineHomeIn(folder), "config", "node_key.json");

/**
 * The seed of a folder's node key, for its owner only: the one that is there, or a new one. `seed` is for demonstrations,
 * whose keys repeat. Undefined when the file that is there is no node key.
 */
export function ensureNodeKey(
  folder: string,
  seed: Secret<Uint8Array> = new Secret(new Uint8Array(randomBytes(32))),
): Secret<Uint8Array> | undefined {
  const file = nodeKeyFileIn(folder);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, nodeKeyFile(seed), { mode: 0o600, flag: "wx" });
  }
  return readNodeKey(folder);
}

function readNodeKey(folder: string): Secret<Uint8Array> | undefined {
  try {
    const { priv_key } = JSON.parse(readFileSync(nodeKeyFileIn(folder), "utf8")) as {
      readonly priv_key?: { readonly value?: string };
    };
    const bytes = fromBase64(priv_key?.value ?? "");
    return bytes?.length === 64 ? new Secret(bytes.subarray(0, 32)) : undefined;
  } catch {
    return undefined;
  }
}

export const nodeIdOfSeed = (seed: Secret<Uint8Array>): string => nodeIdOf(publicKeyOf(seed.reveal()));

/** The id of the folder's node; undefined when it has no key, or one that cannot be read. */
export function readNodeId(folder: string): string | undefined {
  const seed = readNodeKey(folder);
  return seed && nodeIdOfSeed(seed);
}
