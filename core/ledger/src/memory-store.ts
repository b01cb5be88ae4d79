import { compare, utf8 } from "@meridian/base/bytes";
import { asHeight, type Height } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { StateRefill, StateStore, StoredBlock, StoredRecord, WrittenRecord } from "./state-store.ts";

/** A store that forgets when it is dropped: for re-executing a chain beside the one on disk, and for tests. */
export class MemoryStateStore implements StateStore {
  #records = new Map<string, Uint8Array>();
  #blocks: StoredBlock[] = [];
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
    const keys = Array.from(this.#records.keys(), (key) => ({ key, bytes: utf8(key) }));
    for (const { key } of keys.sort((a, b) => compare(a.bytes, b.bytes))) {
      const value = this.#records.get(key);
      if (value !== undefined) yield { key, value };
    }
  }

  block(height: Height): StoredBlock | undefined {
    return this.#blocks.find((block) => block.height === height);
  }

  base(): Height {
    return this.#blocks.find((block) => block.height > 0)?.height ?? asHeight(1);
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

  refill(): StateRefill {
    const records = new Map<string, Uint8Array>();
    const blocks = this.#blocks.filter(({ height }) => height === 0);
    return {
      put: ({ key, value }) => records.set(key, value),
      putBlock: (block) => {
        const before = blocks.at(-1)?.height ?? 0;
        invariant(before === 0 || block.height === before + 1, "blocks come in order");
        blocks.push(block);
      },
      record: (key) => records.get(key),
      block: (height) => blocks.find((block) => block.height === height),
      keep: () => {
        this.#records = records;
        this.#blocks = blocks;
      },
      drop: () => {},
    };
  }

  prepend(block: StoredBlock): void {
    const first = this.#blocks.findIndex(({ height }) => height > 0);
    invariant(block.height > 0 && block.height + 1 === this.#blocks[first]?.height, "the block before the first one");
    this.#blocks.splice(first, 0, block);
  }

  close(): void {}
}
