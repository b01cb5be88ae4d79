import { err, type Result } from "@meridian/base/result";

/** What kept a search through blocks from its end. */
export type SearchFault =
  /** Nothing in as many blocks as are searched; ask by height and position. */
  { readonly code: "too-far-back"; readonly from: number } | { readonly code: "too-many-searches" };

/** What searches through blocks may take of a node, whose thread they share with everything else. */
export class Searches {
  /** Blocks that one search reads at most. */
  readonly blocksMax: number;
  readonly #most: number;
  #running = 0;

  constructor({ blocksMax, most }: { readonly blocksMax: number; readonly most: number }) {
    this.blocksMax = blocksMax;
    this.#most = most;
  }

  async run<T>(search: () => Promise<Result<T, SearchFault>>): Promise<Result<T, SearchFault>> {
    if (this.#running >= this.#most) return err({ code: "too-many-searches" });
    this.#running++;
    try {
      return await search();
    } finally {
      this.#running--;
    }
  }
}

/** In a folder, which a program of its own reads: all blocks. */
export const UNBOUNDED = new Searches({ blocksMax: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY });
