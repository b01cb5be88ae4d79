import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromBase64, toHex } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import { ok, type Result } from "@meridian/base/result";
import { validatorKeyFile } from "@meridian/consensus-comet/engine/keys";
import { engineHomeIn } from "../consortium/settings.ts";
import type { KeyEntry } from "../keystore/keystore.ts";
import { type Call, EXIT, type Problem, problem, words } from "./call.ts";
import { unusable } from "./files.ts";
import { dataFolderOf } from "./keys.ts";
import { seedOfKey } from "./validator-keys.ts";

const keyFileIn = (call: Call): string => join(engineHomeIn(dataFolderOf(call)), "config", "priv_validator_key.json");

/** The key that the folder's engine signs with from its next start on, hexadecimal; undefined when there is none. */
export function engineKey(call: Call): string | undefined {
  try {
    const file = parseJson(readFileSync(keyFileIn(call), "utf8"));
    const { pub_key } = file as { readonly pub_key?: { readonly value?: string } };
    const bytes = fromBase64(pub_key?.value ?? "");
    return bytes && toHex(bytes);
  } catch {
    return undefined;
  }
}

/** The height that the folder's engine signed last; 0 when it has signed nothing, or nobody knows. */
export function signedHeight(call: Call): number {
  try {
    const file = join(engineHomeIn(dataFolderOf(call)), "data", "priv_validator_state.json");
    const { height } = parseJson(readFileSync(file, "utf8")) as { readonly height?: string };
    return Number(height) || 0;
  } catch {
    return 0;
  }
}

/** What became of a key: the folder has no engine, its engine has the key already, or has it now. */
export type Handed = "no-engine" | "had" | "given";

/**
 * Gives the engine another key for its next start, if the folder has an engine. What was signed last
 * (`priv_validator_state.json`) stays: it keeps the engine from signing a height again, and a key that comes into force
 * later than any of them loses nothing by it.
 */
export function giveToEngine(call: Call, { name, publicKey }: KeyEntry): Result<Handed, Problem> {
  const file = keyFileIn(call);
  const now = engineKey(call);
  if (now === undefined || now === publicKey) return ok(now === undefined ? "no-engine" : "had");
  const seed = seedOfKey(call, name);
  if (!seed.ok) return seed;
  try {
    writeFileSync(`${file}.new`, validatorKeyFile(seed.value), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    return ok("given");
  } catch (error) {
    return unusable(file, error);
  }
}

/** A key that no engine has would have the seat, and nobody would sign. */
export const noEngineHere = (call: Call): Result<never, Problem> =>
  problem(
    EXIT.data,
    "no-engine-here",
    words(
      `${dataFolderOf(call)} has no engine, so nothing would sign with a new key.`,
      `${dataFolderOf(call)} 中没有引擎,新密钥将无人用于签署。`,
    ),
    words(
      "Run this on the folder that the member's node is started on: --data DIR.",
      "请在启动该成员节点所用的目录上运行:--data DIR。",
    ),
    { folder: dataFolderOf(call) },
  );
