import type { Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import type { KeyEntry, Keystore } from "../keystore/keystore.ts";
import type { Call, Problem } from "./call.ts";
import { keyProblem, keystoreOf, passphraseOf } from "./keys.ts";

/** First of the keys with which a consortium's member signs blocks; that of the organisation has its id. */
const FIRST = "validator";

const nameOf = (number: number): string => (number === 1 ? FIRST : `${FIRST}-${number}`);

function numberIn(name: string): number | undefined {
  if (name === FIRST) return 1;
  const [, digits] = /^validator-([1-9][0-9]*)$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** 0 where there is none. One that cannot be read counts: an older one in its place would be spent. */
const newestIn = (keystore: Keystore): number => Math.max(0, ...keystore.names().map((name) => numberIn(name) ?? 0));

/** Name of the newest key that signs blocks, and of the first one where there is none yet. */
export const validatorKeyName = (keystore: Keystore): string => nameOf(Math.max(1, newestIn(keystore)));

/** A member's keys that sign blocks, in the order in which they were made: `validator`, `validator-2` and so on. */
export function validatorKeys(call: Call): readonly KeyEntry[] {
  return keystoreOf(call)
    .list()
    .filter(({ name }) => numberIn(name) !== undefined)
    .sort((a, b) => (numberIn(a.name) ?? 0) - (numberIn(b.name) ?? 0));
}

/** The newest of these keys, unless the ledger has had it: an earlier try may have left it. Otherwise a new one. */
export function unusedKey(call: Call, used: readonly string[]): Result<KeyEntry, Problem> {
  const keystore = keystoreOf(call);
  if (newestIn(keystore) === 0) return nextKey(call);
  const newest = keystore.show(validatorKeyName(keystore));
  if (!newest.ok) return keyProblem(newest.error);
  return used.includes(newest.value.publicKey) ? nextKey(call) : newest;
}

/** Makes the key that follows the newest one. */
export function nextKey(call: Call): Result<KeyEntry, Problem> {
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const keystore = keystoreOf(call);
  const added = keystore.add(nameOf(newestIn(keystore) + 1), passphrase.value);
  return added.ok ? added : keyProblem(added.error);
}

export function seedOfKey(call: Call, name: string): Result<Secret<Uint8Array>, Problem> {
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const seed = keystoreOf(call).open(name, passphrase.value);
  return seed.ok ? seed : keyProblem(seed.error);
}
