import { ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import type { KeyEntry } from "../keystore/keystore.ts";
import type { Call, Problem } from "./call.ts";
import { keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
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
