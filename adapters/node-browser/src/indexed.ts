/** One object store in a database of its own (Indexed Database API 3.0), shared by all tabs of the origin. */
export class Indexed<T> {
  readonly #database: string;
  readonly #store: string;
  readonly #key: keyof T & string;

  constructor(database: string, store: string, key: keyof T & string) {
    this.#database = database;
    this.#store = store;
    this.#key = key;
  }

  all(): Promise<readonly T[]> {
    return this.#in("readonly", (store) => store.getAll() as IDBRequest<T[]>);
  }
  get(key: string): Promise<T | undefined> {
    return this.#in("readonly", (store) => store.get(key) as IDBRequest<T | undefined>);
  }
  async put(value: T): Promise<void> {
    await this.#in("readwrite", (store) => store.put(value));
  }
  async drop(key: string): Promise<void> {
    await this.#in("readwrite", (store) => store.delete(key));
  }

  /** Resolves when it is on disk, not only asked for. */
  async #in<A>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<A>): Promise<A> {
    const database = await this.#opened();
    try {
      return await new Promise<A>((resolve, reject) => {
        const transaction = database.transaction(this.#store, mode, { durability: "strict" });
        const request = act(transaction.objectStore(this.#store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  #opened(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(this.#database, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(this.#store, { keyPath: this.#key });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
}
