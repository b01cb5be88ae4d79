import { hash } from "node:crypto";
import type { Height } from "@meridian/base/ids";
import type { TransactionHead } from "@meridian/ledger/decode";

/** A transaction whose form and signatures this node has checked, by the SHA-256 of its bytes. */
export type Known = { readonly key: string; readonly bytes: Uint8Array; readonly head: TransactionHead };

/** SHA-256 as a text of 32 characters: half as dear as hexadecimal, and only ever the key of a map. */
export const keyOf = (bytes: Uint8Array): string => hash("sha256", bytes, "binary");

/**
 * What came in is a view of a chunk or of a whole block, which would stay in memory as long as this one waits. Not by
 * `slice`, which of Node's buffers copies nothing.
 */
const apart = (known: Known): Known => ({ ...known, bytes: new Uint8Array(known.bytes) });

/** A transaction, how many bundles hold it, and the last recheck that met it with one of them. */
type Use = {
  readonly known: Known;
  bundles: number;
  met: { readonly height: Height; readonly bundle: string } | undefined;
};
type Bundle = { readonly bytes: number; members: readonly Known[]; next: number; over: Height | undefined };

/** How many blocks later a bundle whose members are all over is still recognised. */
const REMEMBER_OVER_HEIGHTS = 20;
/** Transactions that were met in proposals only; they are asked for again at the same height or never. */
const LOOSE_MAX = 10_000;

/**
 * What this node has verified and no block holds yet: the bundles of the mempool with their members, and what stood in
 * proposals of this height. Bounded: beyond `mostBytes` the oldest bundles are forgotten, which costs verifying them
 * again, never a transaction.
 */
export class Pool {
  readonly #bundles = new Map<string, Bundle>();
  readonly #used = new Map<string, Use>();
  readonly #loose = new Map<string, Known>();
  readonly #isOver: (head: TransactionHead) => boolean;
  readonly #mostBytes: number;
  #bytes = 0;

  /** @param isOver - whether a transaction has stood in a block or its window has passed, which never changes back */
  constructor(isOver: (head: TransactionHead) => boolean, mostBytes: number) {
    this.#isOver = isOver;
    this.#mostBytes = mostBytes;
  }

  /** Bytes of the bundles that are remembered with their members. */
  get bytes(): number {
    return this.#bytes;
  }

  get transactions(): number {
    return this.#used.size + this.#loose.size;
  }

  find(key: string): Known | undefined {
    return this.#used.get(key)?.known ?? this.#loose.get(key);
  }

  hasBundle(key: string): boolean {
    return this.#bundles.has(key);
  }

  /** Remembers a bundle of verified members by the SHA-256 of its bytes. */
  putBundle(key: string, members: readonly Known[]): void {
    if (this.#bundles.has(key)) return;
    let bytes = 0;
    const kept = members.map((member) => {
      bytes += member.bytes.length;
      const use = this.#used.get(member.key);
      if (use !== undefined) {
        use.bundles++;
        return use.known;
      }
      const known = apart(member);
      this.#used.set(member.key, { known, bundles: 1, met: undefined });
      return known;
    });
    this.#bundles.set(key, { bytes, members: kept, next: 0, over: undefined });
    this.#bytes += bytes;
    for (const [oldest, bundle] of this.#bundles) {
      if (this.#bytes <= this.#mostBytes || oldest === key) break;
      this.#letGo(bundle);
      this.#bundles.delete(oldest);
    }
  }

  /**
   * What a recheck asks, which goes through the mempool in its order: whether a bundle has something left to order that no
   * other met at this height has. One that has nothing is forgotten: in a network that is slow, copies of what it already
   * has would be its undoing.
   */
  isWanted(key: string, height: Height): boolean {
    const bundle = this.#bundles.get(key);
    if (bundle === undefined || !this.#advance(bundle)) return false;
    const left = bundle.members.slice(bundle.next);
    if (left.every((member) => this.#isBrought(member, key, height))) {
      this.#letGo(bundle);
      this.#bundles.delete(key);
      return false;
    }
    const met = { height, bundle: key };
    for (const member of left) {
      const use = this.#used.get(member.key);
      if (use !== undefined) use.met = met;
    }
    return true;
  }

  #isBrought({ key, head }: Known, besides: string, height: Height): boolean {
    const met = this.#used.get(key)?.met;
    return (met?.height === height && met.bundle !== besides) || this.#isOver(head);
  }

  /** Remembers a transaction of a proposal until the next block. */
  putLoose(known: Known): void {
    if (this.#loose.size < LOOSE_MAX && !this.#used.has(known.key)) this.#loose.set(known.key, apart(known));
  }

  /** Members of a bundle that are not known to be over, the first of them certainly not; none for an unknown bundle. */
  left(key: string): readonly Known[] {
    const bundle = this.#bundles.get(key);
    if (bundle === undefined || !this.#advance(bundle)) return [];
    return bundle.next === 0 ? bundle.members : bundle.members.slice(bundle.next);
  }

  /** After a block: forgets what is over. */
  settle(height: Height): void {
    this.#loose.clear();
    for (const [key, bundle] of this.#bundles) {
      if (bundle.over === undefined) {
        if (this.#advance(bundle)) continue;
        bundle.over = height;
        this.#letGo(bundle);
      } else if (bundle.over + REMEMBER_OVER_HEIGHTS < height) this.#bundles.delete(key);
    }
  }

  /** Passes over members that are over; false when no other is left. */
  #advance(bundle: Bundle): boolean {
    while (bundle.next < bundle.members.length) {
      const member = bundle.members[bundle.next] as Known;
      if (!this.#isOver(member.head)) return true;
      bundle.next++;
    }
    return false;
  }

  #letGo(bundle: Bundle): void {
    for (const { key } of bundle.members) {
      const use = this.#used.get(key);
      if (use !== undefined && --use.bundles === 0) this.#used.delete(key);
    }
    this.#bytes -= bundle.members.length === 0 ? 0 : bundle.bytes;
    bundle.members = [];
  }
}
