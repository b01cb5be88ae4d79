import type { OwnKey } from "@meridian/client/desk";
import { Indexed } from "./indexed.ts";

/** A key of this browser as IndexedDB keeps it. The private half of a device key never leaves WebCrypto. */
export type StoredKey = OwnKey & {
  /** Of a passkey: its credential id. */
  readonly credential?: Uint8Array;
  /** Of a device key: not extractable. */
  readonly privateKey?: CryptoKey;
  /** Of a device key: what wraps the document key on this device; made when it is first needed, not extractable. */
  readonly wrappingKey?: CryptoKey;
};

const keys = new Indexed<StoredKey>("meridian-keys", "keys", "publicKey");

export const storedKeys = (): Promise<readonly StoredKey[]> => keys.all();
export const storedKey = (publicKey: string): Promise<StoredKey | undefined> => keys.get(publicKey);
export const keepKey = (key: StoredKey): Promise<void> => keys.put(key);
export const dropKey = (publicKey: string): Promise<void> => keys.drop(publicKey);
