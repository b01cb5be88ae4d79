import type { Height, TransactionId } from "@meridian/base/ids";

/**
 * Ids that must not commit again, each until the height after which its own window refuses it anyway. Follows from the
 * blocks of the last VALIDITY_HEIGHTS_MAX heights, so every node remembers the same.
 */
export class ReplayWindow {
  readonly #ids = new Set<TransactionId>();
  readonly #byLastHeight = new Map<Height, TransactionId[]>();
  #forgotten = 0;

  has(id: TransactionId): boolean {
    return this.#ids.has(id);
  }

  remember(id: TransactionId, validUntil: Height): void {
    if (validUntil <= this.#forgotten || this.#ids.has(id)) return;
    this.#ids.add(id);
    const same = this.#byLastHeight.get(validUntil);
    if (same === undefined) this.#byLastHeight.set(validUntil, [id]);
    else same.push(id);
  }

  /** Forgets what could be valid up to this height only. */
  forgetThrough(height: Height): void {
    for (let past = this.#forgotten + 1; past <= height; past++) {
      for (const id of this.#byLastHeight.get(past as Height) ?? []) this.#ids.delete(id);
      this.#byLastHeight.delete(past as Height);
    }
    this.#forgotten = Math.max(this.#forgotten, height);
  }

  get size(): number {
    return this.#ids.size;
  }
}
