import type { Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { StateStore, StoredBlock, StoredRecord, WrittenRecord } from "./state-store.ts";

/** A store that forgets when it is dropped: for re-executing a chain beside the one on disk, and for tests. */
export class MemoryStateStore implements StateStore {
  readonly #records = new Map<string, Uint8Array>();
  readonly #blocks: StoredBlock[] = [];
  readonly #keepBlocks: number;

  /** Keeps the last `keepBlocks` blocks only, so that a long chain can be re-executed in bounded memory. */
  constructor(keepBlocks = Number.MAX_SAFE_INTEGER) {
    this.#keepBlocks = keepBlocks;
  }

  height(): Height | undefined {
    return this.#blocks.at(-1)?.height;
  }

  record(key: string): Uint8Array | undefined {
    return this.#records.get(key);
  }

  *records(): Iterable<StoredRecord> {
    for (const [key, value] of this.#records) yield { key, value };
  }

  block(height: Height): StoredBlock | undefined {
    return this.#blocks.find((block) => block.height === height);
  }

  *idsAfter(after: Height, validAfter: Height): Iterable<StoredBlock["ids"][number]> {
    for (const block of this.#blocks)
      if (block.height > after) yield* block.ids.filter(({ validUntil }) => validUntil > validAfter);
  }

  commit(block: StoredBlock, records: readonly WrittenRecord[]): void {
    const height = this.height();
    invariant(height === undefined ? block.height === 0 : block.height === height + 1, "blocks come in order");
    for (const { key, value } of records) this.#records.set(key, value);
    this.#blocks.push(block);
    if (this.#blocks.length > this.#keepBlocks) this.#blocks.shift();
  }

  snapshot(): undefined {}

  keepSnapshot(): void {}

  close(): void {}
}
