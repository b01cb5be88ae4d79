import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromBase64, toBase64, toHex } from "@meridian/base/bytes";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { engineHomeIn } from "./settings.ts";

/** The key by which a node's engine proves to other engines who it is. It signs no block and no transaction. */

export const nodeKeyFileIn = (folder: string): string => join(engineHomeIn(folder), "config", "node_key.json");

/** CometBFT's id of a node: the address of its public key, the first 20 bytes of its SHA-256 (p2p/key.go). */
export const nodeIdOf = (publicKey: Uint8Array): string => toHex(sha256(publicKey).subarray(0, 20));

/**
 * Makes the key of a folder, for its owner only, or keeps the one that is there; answers the node's id. `seed` is for
 * demonstrations, whose keys repeat.
 */
export function ensureNodeKey(folder: string, seed: Uint8Array = new Uint8Array(randomBytes(32))): string {
  const file = nodeKeyFileIn(folder);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const publicKey = publicKeyOf(seed);
    // As Go writes an Ed25519 private key: seed and public key, one behind the other.
    const value = toBase64(new Uint8Array([...seed, ...publicKey]));
    const json = { priv_key: { type: "tendermint/PrivKeyEd25519", value } };
    writeFileSync(file, `${JSON.stringify(json)}\n`, { mode: 0o600, flag: "wx" });
  }
  const id = readNodeId(folder);
  if (id === undefined) throw new Error(`${file} is not a node key`);
  return id;
}

/** The id of the folder's node; undefined when it has no key, or one that cannot be read. */
export function readNodeId(folder: string): string | undefined {
  try {
    const { priv_key } = JSON.parse(readFileSync(nodeKeyFileIn(folder), "utf8")) as {
      readonly priv_key?: { readonly value?: string };
    };
    const bytes = fromBase64(priv_key?.value ?? "");
    if (bytes === undefined || bytes.length !== 64) return undefined;
    return nodeIdOf(publicKeyOf(bytes.subarray(0, 32)));
  } catch {
    return undefined;
  }
}
