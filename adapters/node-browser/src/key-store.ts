import type { OwnKey } from "@meridian/client/desk";

const NAME = "meridian-keys";
const STORE = "keys";

/** A key of this browser as IndexedDB keeps it. The private half of a device key never leaves WebCrypto. */
export type StoredKey = OwnKey & {
  /** Of a passkey: its credential id. */
  readonly credential?: Uint8Array;
  /** Of a device key: not extractable. */
  readonly privateKey?: CryptoKey;
};

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "publicKey" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const storedKeys = (): Promise<readonly StoredKey[]> =>
  inStore("readonly", (store) => store.getAll() as IDBRequest<StoredKey[]>);
export const storedKey = (publicKey: string): Promise<StoredKey | undefined> =>
  inStore("readonly", (store) => store.get(publicKey) as IDBRequest<StoredKey | undefined>);
export const keepKey = (key: StoredKey): Promise<unknown> => inStore("readwrite", (store) => store.put(key));
export const dropKey = (publicKey: string): Promise<unknown> =>
  inStore("readwrite", (store) => store.delete(publicKey));
