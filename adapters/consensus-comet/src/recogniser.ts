import { BLOCK_BYTES_MAX, BLOCK_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { decodeAgain, headOf } from "@meridian/ledger/decode";
import { workOf } from "@meridian/ledger/signing";
import { type Known, keyOf, type Pool } from "./pool.ts";
import type { Verifier } from "./ports.ts";

/** Transactions as this node knows them, in the order given; undefined for one that is no valid transaction. */
export type Recognised = readonly (Known | undefined)[];

type Looked = {
  readonly keys: readonly string[];
  readonly found: readonly (Known | undefined)[];
  readonly unknown: readonly Uint8Array[];
  readonly work: number;
};

/** Tells transactions that this node has verified before from those that it verifies now. */
export class Recogniser {
  readonly #pool: Pool;
  readonly #verifier: Verifier;
  #verifying = 0;

  constructor(pool: Pool, verifier: Verifier) {
    this.#pool = pool;
    this.#verifier = verifier;
  }

  /** What is with the verifier, as `workOf` counts it. */
  get verifying(): number {
    return this.#verifying;
  }

  /**
   * At once when all are known, which is the rule for a block whose bundles have arrived, and when one of them has not even
   * the form of a transaction: what holds it is refused whole, so nothing else of it is looked at.
   */
  recognise(transactions: readonly Uint8Array[]): Recognised | Promise<Recognised> {
    const keys = transactions.map(keyOf);
    const found = keys.map((key) => this.#pool.find(key));
    const unknown = transactions.filter((_, at) => found[at] === undefined);
    let work = 0;
    for (const bytes of unknown) {
      const one = workOf(bytes);
      if (one === undefined) return found;
      work += one;
    }
    return work === 0 ? found : this.#verify(transactions, { keys, found, unknown, work });
  }

  async #verify(transactions: readonly Uint8Array[], { keys, found, unknown, work }: Looked): Promise<Recognised> {
    this.#verifying += work;
    const ids = await this.#verifier.verify(unknown).finally(() => {
      this.#verifying -= work;
    });
    let next = 0;
    return found.map((known, at) => {
      if (known !== undefined) return known;
      const id = ids[next++];
      const bytes = transactions[at] as Uint8Array;
      const decoded = id === undefined ? undefined : decodeAgain(bytes, id);
      return decoded?.ok ? { key: keys[at] as string, bytes, head: headOf(decoded.value) } : undefined;
    });
  }
}

/** Whether so many transactions may stand in one block. Consensus: the same bytes, the same answer, everywhere. */
export const withinLimits = (transactions: readonly Uint8Array[]): boolean =>
  transactions.length <= BLOCK_TRANSACTIONS_MAX &&
  transactions.reduce((sum, { length }) => sum + length, 0) <= BLOCK_BYTES_MAX;
