import { asHeight, type Height, type Seconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { Recorded, RowChange, View } from "@meridian/kernel/view";
import { type Catalogue, catalogueOf } from "./catalogue.ts";
import { BLOCKS_PER_READ, CHANGES_PER_BATCH } from "./limits.ts";
import type { ViewStore } from "./view-store.ts";

export type RecordedBlock = {
  readonly height: Height;
  readonly time: Seconds;
  /** In the order of the block, of all domains. */
  readonly events: readonly Recorded[];
};

/** Port to the ledger's history. */
export interface RecordedBlocks {
  /** The first block that is kept; 1 when left out. A node that joined with a snapshot has none before its window. */
  readonly base?: Height;
  /**
   * Committed blocks from `from` on, at most `limit`, in order and without a gap, those without events included;
   * none when `from` is not committed yet. Blocks never change.
   */
  read(from: Height, limit: number): Promise<readonly RecordedBlock[]>;
}

/**
 * Folds recorded events into the rows of views. Each view goes on from the height that its rows have; one that is
 * new or has a new version starts at height 1, or where the history begins, catches up alone, and then goes on with the
 * others.
 */
export class Projector {
  readonly #views: ReadonlyMap<string, View>;
  readonly #catalogue: Catalogue;
  readonly #source: RecordedBlocks;
  readonly #store: ViewStore;
  #work: Promise<unknown>;

  constructor(views: readonly View[], source: RecordedBlocks, store: ViewStore) {
    this.#catalogue = catalogueOf(views);
    this.#views = new Map(views.map((view) => [view.domain, view]));
    this.#source = source;
    this.#store = store;
    this.#work = Promise.resolve();
  }

  /** Makes the tables ready; to be called once, before anything else. */
  start(): Promise<void> {
    return this.#afterwards(() =>
      this.#store.prepare(
        [...this.#views.values()].map(({ domain, version, tables }) => ({ domain, version, tables })),
      ),
    );
  }

  /**
   * Folds everything that is committed and answers the height of all views. To be called after each block; calls
   * queue up, and one that finds nothing costs one read. A view that throws stops it: rows stay at their height.
   * `breath` is waited for after each part that was stored, so that others come in between.
   */
  catchUp(breath?: () => Promise<void>): Promise<Height> {
    return this.#afterwards(async () => {
      for (;;) {
        const { views, after, until } = await this.#hindmost();
        if (views.length === 0) return after;
        const limit = until === undefined ? BLOCKS_PER_READ : Math.min(BLOCKS_PER_READ, until - after);
        const { base = asHeight(1) } = this.#source;
        // Rows of before a gap would say what is long over; folded from where the history begins they say too little.
        if (after > 0 && after + 1 < base) {
          for (const { domain } of views) await this.#store.reset(domain);
          continue;
        }
        const blocks = await this.#source.read(asHeight(Math.max(after + 1, base)), limit);
        if (blocks.length === 0) return after;
        await this.#fold(views, after, asHeight(Math.max(after, base - 1)), blocks, breath);
      }
    });
  }

  /** Drops the rows of one view; the next `catchUp` folds them again, to the same rows. */
  reset(domain: string): Promise<void> {
    return this.#afterwards(() => this.#store.reset(domain));
  }

  /** The views that are furthest behind, their common height, and the height at which the next ones wait. */
  async #hindmost(): Promise<{ views: readonly View[]; after: Height; until?: Height }> {
    const heights: { view: View; height: Height }[] = [];
    for (const view of this.#views.values()) heights.push({ view, height: await this.#store.height(view.domain) });
    const after = asHeight(heights.reduce((lowest, { height }) => Math.min(lowest, height), Number.MAX_SAFE_INTEGER));
    const waiting = heights.filter(({ height }) => height > after).map(({ height }) => height);
    return {
      views: heights.filter(({ height }) => height === after).map(({ view }) => view),
      after: heights.length === 0 ? asHeight(0) : after,
      ...(waiting.length > 0 && { until: asHeight(Math.min(...waiting)) }),
    };
  }

  /** `start` is the height of the rows; `before` the one before the first block, which is another only behind a gap. */
  async #fold(
    views: readonly View[],
    start: Height,
    before: Height,
    blocks: readonly RecordedBlock[],
    breath?: () => Promise<void>,
  ): Promise<void> {
    const domains = views.map(({ domain }) => domain);
    const wanted = new Map(views.map((view) => [view.domain, view]));
    let after = start;
    let through = before;
    let changes: RowChange[] = [];
    for (const block of blocks) {
      invariant(block.height === through + 1, `block ${through + 1} follows, not ${block.height}`);
      for (const recorded of block.events) {
        const view = wanted.get(recorded.domain);
        if (view === undefined) continue;
        for (const change of view.apply(recorded)) changes.push(this.#own(view, change));
      }
      through = block.height;
      if (changes.length < CHANGES_PER_BATCH) continue;
      await this.#store.apply({ views: domains, after, through, changes });
      after = through;
      changes = [];
      await breath?.();
    }
    if (through > after) await this.#store.apply({ views: domains, after, through, changes });
  }

  /** A view that wrote into another's table could not be rebuilt without it. */
  #own(view: View, change: RowChange): RowChange {
    invariant(
      this.#catalogue.get(change.table)?.domain === view.domain,
      `the view of ${view.domain} changes tables of its own, not ${change.table}`,
    );
    return change;
  }

  /** One thing at a time; a failure is the caller's, not that of whoever comes next. */
  #afterwards<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
