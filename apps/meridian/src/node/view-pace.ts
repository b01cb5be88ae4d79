import type { Height } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { Query, QueryRejection } from "@meridian/projector/query";
import type { Page, Reader, Reading } from "@meridian/projector/reading";

export type PaceOptions = {
  /** Milliseconds without a block after which rows are folded though nobody asks. 0: with every block. */
  readonly rest: number;
  /** Events that may wait at most: folding them takes some seconds. */
  readonly most: number;
  /** Milliseconds after a reader for which rows are folded with every block, because the next one is near. */
  readonly watched: number;
  /** How many times as long as each part of a fold took is left to others before the next, while nobody waits for rows. */
  readonly ease: number;
};

/** Brings the rows up; waits for `breath` after each part. */
export type Fold = (breath: () => Promise<void>) => Promise<Height>;

/**
 * When views are folded. Rows follow from the blocks at any time, so on a node that orders with others they wait while
 * blocks press and nobody looks: signatures and rules come first, and a reader never sees rows older than its question.
 */
export class ViewPace {
  readonly #fold: Fold;
  readonly #options: PaceOptions;
  readonly #onFailure: (error: Error) => void;
  #folded: Promise<unknown> = Promise.resolve();
  #folds = 0;
  #waiting = 0;
  #watchedUntil = 0;
  #rest: NodeJS.Timeout | undefined;
  /** Somebody waits for the rows, or more events than may wait came while a fold was under way. */
  #hurry = false;
  #partBegan = 0;
  /** Ends the breath that a fold takes. */
  #goOn: (() => void) | undefined;

  /** `onFailure` hears of rows that could not be folded, whether somebody waits for them or not. */
  constructor(fold: Fold, options: PaceOptions, onFailure: (error: Error) => void) {
    this.#fold = fold;
    this.#options = options;
    this.#onFailure = onFailure;
  }

  /** Events of committed blocks that are not in the rows yet, about. */
  get waiting(): number {
    return this.#waiting;
  }

  /** To be called after every block. */
  committed(events: number): void {
    const { rest, most } = this.#options;
    this.#waiting += events;
    if (rest > 0 && this.#waiting > most && this.#folds > 0) this.#hurryUp();
    if (rest === 0 || this.#waiting > most || performance.now() < this.#watchedUntil) this.#begin();
    else {
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => this.#begin(), rest);
    }
  }

  /** Resolves once the rows show everything that is committed now. */
  async current(): Promise<void> {
    if (this.#waiting > 0) this.#begin();
    if (this.#folds > 0) this.#hurryUp();
    await this.#folded;
  }

  /** Somebody reads: the rows are brought up, and kept up for a while. */
  async wanted(): Promise<void> {
    this.#watchedUntil = performance.now() + this.#options.watched;
    if (this.#options.rest > 0) await this.current();
  }

  #begin(): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.#waiting = 0;
    this.#folds++;
    this.#partBegan = performance.now();
    this.#folded = this.#fold(() => this.#breathe()).finally(() => {
      this.#folds--;
      if (this.#folds === 0) this.#hurry = false;
    });
    this.#folded.catch(this.#onFailure);
  }

  #hurryUp(): void {
    this.#hurry = true;
    this.#goOn?.();
  }

  async #breathe(): Promise<void> {
    const pause = (performance.now() - this.#partBegan) * this.#options.ease;
    if (pause > 0 && !this.#hurry)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        this.#goOn = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#goOn = undefined;
    this.#partBegan = performance.now();
  }
}

/** Rows for readers, who are told apart from nobody: a question brings the rows up to where the ledger stands. */
export class PacedReading {
  readonly #reading: Reading;
  readonly #pace: ViewPace;

  constructor(reading: Reading, pace: ViewPace) {
    this.#reading = reading;
    this.#pace = pace;
  }

  /** As `Reading.rowsFor`. */
  async rowsFor(reader: Reader, table: string, query: Query): Promise<Result<Page, QueryRejection>> {
    await this.#pace.wanted();
    return this.#reading.rowsFor(reader, table, query);
  }
}
