import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromBase64, toHex } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import { ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import { validatorKeyFile } from "@meridian/consensus-comet/engine/keys";
import { engineHomeIn } from "../consortium/settings.ts";
import type { KeyEntry } from "../keystore/keystore.ts";
import type { Call, Problem } from "./call.ts";
import { unusable } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { VALIDATOR_KEY } from "./node-init.ts";

/** A member's keys that sign blocks, in the order in which they were made: `validator`, `validator-2` and so on. */
export function validatorKeys(call: Call): readonly KeyEntry[] {
  return keystoreOf(call)
    .list()
    .filter(({ name }) => numberIn(name) !== undefined)
    .sort((a, b) => (numberIn(a.name) ?? 0) - (numberIn(b.name) ?? 0));
}

function numberIn(name: string): number | undefined {
  if (name === VALIDATOR_KEY) return 1;
  const [, digits] = /^validator-([0-9]+)$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The newest of these keys that the ledger has not seen yet, as an earlier try may have left it; otherwise a new one. */
export function unusedKey(call: Call, used: readonly string[]): Result<KeyEntry, Problem> {
  const keys = validatorKeys(call);
  const last = keys.at(-1);
  if (last !== undefined && !used.includes(last.publicKey)) return ok(last);
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const number = (numberIn(last?.name ?? "") ?? 0) + 1;
  const name = number === 1 ? VALIDATOR_KEY : `${VALIDATOR_KEY}-${number}`;
  const added = keystoreOf(call).add(name, passphrase.value);
  return added.ok ? added : keyProblem(added.error);
}

export function seedOfKey(call: Call, name: string): Result<Secret<Uint8Array>, Problem> {
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const seed = keystoreOf(call).open(name, passphrase.value);
  return seed.ok ? seed : keyProblem(seed.error);
}

const engineKeyFileIn = (call: Call): string =>
  join(engineHomeIn(dataFolderOf(call)), "config", "priv_validator_key.json");

/** The key that the folder's engine signs with from its next start on, hexadecimal; undefined when there is none. */
export function engineKey(call: Call): string | undefined {
  try {
    const file = parseJson(readFileSync(engineKeyFileIn(call), "utf8"));
    const { pub_key } = file as { readonly pub_key?: { readonly value?: string } };
    const bytes = fromBase64(pub_key?.value ?? "");
    return bytes && toHex(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Gives the engine another key for its next start, if the folder has an engine. What was signed last
 * (`priv_validator_state.json`) stays: it keeps the engine from signing a height again, and a key that comes into force
 * later than any of them loses nothing by it.
 */
export function giveToEngine(call: Call, seed: Secret<Uint8Array>): Result<undefined, Problem> {
  const file = engineKeyFileIn(call);
  if (engineKey(call) === undefined) return ok(undefined);
  try {
    writeFileSync(`${file}.new`, validatorKeyFile(seed), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    return ok(undefined);
  } catch (error) {
    return unusable(file, error);
  }
}
