import type { Height, Seconds } from "@meridian/base/ids";
import type { Read } from "@meridian/kernel/contract";
import { Executor } from "./execute.ts";
import type { Release, Rules } from "./rules.ts";
import type { WorkingState } from "./working-state.ts";

/** A release as the state has it: the first height that executes by it, when that was decided, and what to install. */
export type PlannedRelease = {
  readonly release: number;
  readonly height: Height;
  readonly scheduledIn: Height;
  readonly scheduledAt: Seconds;
  readonly software?: string;
};

/** The releases after the first: which the state wants, and which this software has. */
export interface Releases {
  /**
   * In rising order of number and height; the last may be yet to come. A block may change it only for heights after its
   * own, so what holds at a height is the same all through the block.
   */
  plan(read: Read): readonly PlannedRelease[];
  /** The rules of a release after the first; undefined where this software lacks it. */
  of(release: number): Release | undefined;
}

/** By which release the next block executes, which one comes after it, and what of both this software lacks. */
export type ReleaseStatus = {
  /** Release of the next block. */
  readonly release: number;
  /** That release, where this software lacks it: the node must not execute, propose or accept the next block. */
  readonly missing?: PlannedRelease;
  readonly coming?: PlannedRelease & { readonly installed: boolean };
};

/** A block was to be executed by a release that this software lacks. Nothing was changed. */
export class ReleaseMissing extends Error {
  override readonly name = "ReleaseMissing";
  readonly release: number;
  /** The block that was not executed. */
  readonly height: Height;

  constructor(release: number, height: Height) {
    super(`block ${height} executes by release ${release}, which this software lacks`);
    this.release = release;
    this.height = height;
  }
}

/** The rules of every release at hand, each with an executor on the same state. */
export class ReleaseBook {
  readonly #rules: Rules;
  readonly #state: WorkingState;
  readonly #executors = new Map<number, Executor>();

  constructor(rules: Rules, state: WorkingState) {
    this.#rules = rules;
    this.#state = state;
  }

  /** What executes a block of this height. Throws `ReleaseMissing`. */
  at(height: Height): { readonly release: Release; readonly executor: Executor } {
    const number = numberOf(holding(this.#plan(), height));
    const release = this.#of(number);
    if (release === undefined) throw new ReleaseMissing(number, height);
    const executor = this.#executors.get(number) ?? new Executor(release, this.#state);
    this.#executors.set(number, executor);
    return { release, executor };
  }

  /** For questions that change nothing: of the releases at hand, the latest that held at this height or before. */
  nearest(height: Height): Release {
    const held = this.#plan().filter((planned) => planned.height <= height);
    return held.reduce<Release>((before, { release }) => this.#of(release) ?? before, this.#rules);
  }

  status(next: Height): ReleaseStatus {
    const plan = this.#plan();
    const now = holding(plan, next);
    const coming = plan.find(({ height }) => height > next);
    return {
      release: numberOf(now),
      ...(now !== undefined && this.#of(now.release) === undefined && { missing: now }),
      ...(coming !== undefined && { coming: { ...coming, installed: this.#of(coming.release) !== undefined } }),
    };
  }

  #plan(): readonly PlannedRelease[] {
    return this.#rules.releases?.plan(this.#state.read) ?? [];
  }

  #of(release: number): Release | undefined {
    return release === 1 ? this.#rules : this.#rules.releases?.of(release);
  }
}

const holding = (plan: readonly PlannedRelease[], at: Height): PlannedRelease | undefined =>
  plan.findLast(({ height }) => height <= at);
const numberOf = (planned: PlannedRelease | undefined): number => planned?.release ?? 1;
