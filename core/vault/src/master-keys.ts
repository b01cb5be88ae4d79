import type { OrganisationId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { Secret } from "@meridian/base/secret";
import { unwrapKey, wrapKey } from "@meridian/crypto/seal";

/**
 * The master keys of the custodians that this vault serves. A port, because a hospital keeps its key in a security
 * module that never gives it out. Promise: `unwrap` answers what `wrap` was given for the same custodian, undefined
 * for anything else.
 */
export interface MasterKeys {
  holds(custodian: OrganisationId): Promise<boolean>;
  /** Only for a custodian whose key it holds. */
  wrap(custodian: OrganisationId, key: Secret<Uint8Array>): Promise<Uint8Array>;
  unwrap(custodian: OrganisationId, wrapped: Uint8Array): Promise<Secret<Uint8Array> | undefined>;
}

/** Random bytes of a quality fit for keys. Cores have no chance of their own. */
export interface Randomness {
  bytes(count: number): Uint8Array;
}

/** Master keys of 32 bytes held in memory, AES Key Wrap (RFC 3394). */
export function masterKeysInMemory(keys: ReadonlyMap<OrganisationId, Secret<Uint8Array>>): MasterKeys {
  const keyOf = (custodian: OrganisationId): Uint8Array => {
    const key = keys.get(custodian);
    invariant(key !== undefined, "keys are wrapped only for a custodian whose master key is held");
    return key.reveal();
  };
  return {
    holds: async (custodian) => keys.has(custodian),
    wrap: async (custodian, key) => wrapKey(keyOf(custodian), key.reveal()),
    unwrap: async (custodian, wrapped) => {
      if (!keys.has(custodian)) return undefined;
      const key = unwrapKey(keyOf(custodian), wrapped);
      return key === undefined ? undefined : new Secret(key);
    },
  };
}
