import { equal, textOf } from "@meridian/base/bytes";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { RECORD_BYTES_MAX } from "@meridian/base/limits";
import type { Read } from "@meridian/kernel/contract";
import { recordKeyOf, valueHashOf } from "@meridian/kernel/roots";
import { StateCorruption, type StateStore, type WrittenRecord } from "./state-store.ts";

type Change = { readonly state: unknown; readonly value: Uint8Array };

/**
 * Decoded records that may be kept between blocks, in each of two ages. A record that is kept is looked at by every
 * collection of the heap, and most are needed again within minutes or not at all.
 */
const CACHE_RECORDS_MAX = 8_000;
const ABSENT_MAX = 40_000;

/**
 * The state while a block executes, in three layers: what the running transaction changed, what earlier transactions of
 * the block changed, and what is committed. A rejected transaction drops its layer, so it changes nothing.
 */
export class WorkingState {
  readonly #store: Pick<StateStore, "record">;
  readonly #expected: (key: string) => Uint8Array | undefined;
  readonly #most: number;
  /** What was used of late, and what was used before that; the former becomes the latter when it is full. */
  #recent = new Map<string, unknown>();
  #older = new Map<string, unknown>();
  /** Records that were asked for and are not there: half of what rules ask about does not exist. */
  #absent = new Set<string>();
  #block = new Map<string, Change>();
  #transaction = new Map<string, unknown>();

  /**
   * `expected` answers from memory with the value hash of a record, undefined for none: so the store is not searched for
   * what it lacks, and a record that somebody altered, checksum and all, is noticed before a rule sees it. `most` records
   * are kept of each age.
   */
  constructor(
    store: Pick<StateStore, "record">,
    expected: (key: string) => Uint8Array | undefined,
    most = CACHE_RECORDS_MAX,
  ) {
    this.#store = store;
    this.#expected = expected;
    this.#most = most;
  }

  /** Bound, so that facts can hold on to it: always reads the state at the point of execution. */
  readonly read: Read = <S>(contract: { readonly domain: string; readonly initial: S }, id: string): S =>
    (this.get(recordKeyOf(contract.domain, id)) ?? contract.initial) as S;

  get(key: string): unknown {
    return this.#transaction.get(key) ?? this.#block.get(key)?.state ?? this.#load(key);
  }

  set(key: string, state: unknown): void {
    this.#transaction.set(key, state);
  }

  /** Ends the running transaction: its changes are the block's, unless a record grew too large, which is named. */
  keepTransaction(): string | undefined {
    const changes: [string, Change][] = [];
    for (const [key, state] of this.#transaction) {
      const value = canonicalBytes(state);
      if (value.length > RECORD_BYTES_MAX) {
        this.#transaction.clear();
        return key;
      }
      changes.push([key, { state, value }]);
    }
    for (const [key, change] of changes) this.#block.set(key, change);
    this.#transaction.clear();
    return undefined;
  }

  dropTransaction(): void {
    this.#transaction.clear();
  }

  /** What the block changed, as it will be stored. */
  writes(): readonly WrittenRecord[] {
    return Array.from(this.#block, ([key, { value }]) => ({ key, value, hash: valueHashOf(value) }));
  }

  /** After the store has the block: its changes are the committed state. */
  keepBlock(): void {
    for (const [key, { state }] of this.#block) {
      this.#remember(key, state);
      this.#older.delete(key);
      this.#absent.delete(key);
    }
    this.#block = new Map();
  }

  /** Another state has taken the place of the committed one. */
  forget(): void {
    this.#recent = new Map();
    this.#older = new Map();
    this.#absent = new Set();
    this.#block = new Map();
    this.#transaction.clear();
  }

  #remember(key: string, state: unknown): void {
    if (this.#recent.size >= this.#most) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, state);
  }

  #load(key: string): unknown {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const older = this.#older.get(key);
    if (older !== undefined) {
      this.#remember(key, older);
      return older;
    }
    if (this.#absent.has(key)) return undefined;
    const expected = this.#expected(key);
    if (expected === undefined) {
      if (this.#absent.size > ABSENT_MAX) this.#absent.clear();
      this.#absent.add(key);
      return undefined;
    }
    const bytes = this.#store.record(key);
    if (bytes === undefined) throw new StateCorruption(`record ${key} is missing`);
    if (!equal(valueHashOf(bytes), expected)) throw new StateCorruption(`record ${key} is not what was agreed`);
    const state = parseJson(textOf(bytes) ?? "");
    if (state === undefined) throw new StateCorruption(`record ${key} is not readable`);
    this.#remember(key, state);
    return state;
  }
}
