import type { KeyId } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { keyIdOfPublicKey } from "@meridian/crypto/key-id";
import { demonstrationKeySeed } from "@meridian/region/generator/keys";
import { Keyring } from "@meridian/region/player/keyring";

/** What everybody may know of a key that the node keeps. */
export type KeptKey = {
  readonly name: string;
  readonly publicKey: string;
  /** Its id on the ledger. */
  readonly key: KeyId;
  /** Whether it takes a passphrase to open it. */
  readonly sealed: boolean;
};

type Opened = Result<Secret<Uint8Array>, { readonly code: string; readonly name: string }>;

/** Ed25519 keys that a node keeps for its organisation and staff: a `Keystore`, or those of a demonstration. */
export interface KeptKeys {
  list(): readonly KeptKey[];
  openSoon(name: string, passphrase: Secret<string> | undefined): Promise<Opened>;
}

/** Keys of invented holders, made of the region's seed, which everybody has. */
export function seedKeys(regionSeed: string, holders: readonly string[]): KeptKeys {
  const keyring = new Keyring(regionSeed);
  const known = new Set(holders);
  let list: readonly KeptKey[] | undefined;
  const entryOf = (name: string): KeptKey => {
    const publicKey = keyring.publicKeyOf(name);
    return { name, publicKey: publicKey.publicKey, key: keyIdOfPublicKey(publicKey), sealed: false };
  };
  return {
    list: () => {
      list ??= holders.map(entryOf);
      return list;
    },
    openSoon: async (name) =>
      known.has(name) ? ok(new Secret(demonstrationKeySeed(regionSeed, name))) : err({ code: "unknown-key", name }),
  };
}
