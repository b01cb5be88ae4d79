const SECONDS = 60;
/** Names that are remembered; the oldest is forgotten beyond that. */
const NAMES_MAX = 10_000;

/** Counts what happens under a name within a minute. */
export class PerMinute {
  readonly #most: number;
  readonly #counted = new Map<string, { readonly since: number; times: number }>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Seconds until the name is free again; undefined as long as it is. */
  lockedFor(name: string, now: number): number | undefined {
    const counted = this.#counted.get(name);
    if (counted === undefined || now >= counted.since + SECONDS || counted.times < this.#most) return undefined;
    return counted.since + SECONDS - now;
  }

  count(name: string, now: number): void {
    const counted = this.#counted.get(name);
    if (counted !== undefined && now < counted.since + SECONDS) {
      counted.times++;
      return;
    }
    this.#counted.delete(name);
    this.#counted.set(name, { since: now, times: 1 });
    const [oldest] = this.#counted.keys();
    if (this.#counted.size > NAMES_MAX && oldest !== undefined) this.#counted.delete(oldest);
  }
}
