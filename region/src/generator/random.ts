import { utf8 } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { sha256 } from "@meridian/crypto/hash";

/**
 * Chance that repeats itself: xoshiro128** (Blackman and Vigna, 2018) on 32-bit words, seeded with SHA-256 of a text.
 * Only for invented regions; nothing secret may come from it.
 */
export type Random = {
  /** 0 to 2^32 - 1. */
  word(): number;
  /** 0 to bound - 1; the bias of the remainder is below bound / 2^32. */
  below(bound: number): number;
  /** From least to most, both possible. */
  between(least: number, most: number): number;
  chance(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): readonly T[];
};

export function randomOf(seed: string): Random {
  const hash = sha256(utf8(`meridian region\n${seed}`));
  const read = (at: number): number =>
    ((hash[at] ?? 0) | ((hash[at + 1] ?? 0) << 8) | ((hash[at + 2] ?? 0) << 16) | ((hash[at + 3] ?? 0) << 24)) >>> 0;
  const state = Uint32Array.of(read(0), read(4), read(8), read(12));

  const word = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const third = c ^ a;
    const fourth = d ^ b;
    state[0] = a ^ fourth;
    state[1] = b ^ third;
    state[2] = third ^ (b << 9);
    state[3] = rotate(fourth, 11);
    return result;
  };
  const below = (bound: number): number => word() % bound;
  const between = (least: number, most: number): number => least + below(most - least + 1);
  const pick = <T>(items: readonly T[]): T => {
    invariant(items.length > 0, "there is something to pick from");
    return items[below(items.length)] as T;
  };
  const shuffle = <T>(items: readonly T[]): readonly T[] => {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = below(i + 1);
      const kept = shuffled[i] as T;
      shuffled[i] = shuffled[j] as T;
      shuffled[j] = kept;
    }
    return shuffled;
  };
  return { word, below, between, chance: (percent) => below(100) < percent, pick, shuffle };
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
