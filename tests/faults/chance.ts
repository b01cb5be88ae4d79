import { type Random, randomOf } from "@meridian/region/generator/random";

/** Longer runs, for nights: `MERIDIAN_FAULTS=full`. */
export const isFull = process.env["MERIDIAN_FAULTS"] === "full";

/** Chance that a test can repeat: the printed text in `MERIDIAN_FAULTS_SEED` gives the same run again. */
export function chanceFor(test: string): Random {
  const seed = process.env["MERIDIAN_FAULTS_SEED"] ?? "meridian";
  console.log(`${test}: MERIDIAN_FAULTS_SEED=${seed}`);
  return randomOf(`${seed}/${test}`);
}

export function bytesOf(random: Random, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = random.word() >>> 24;
  return bytes;
}

/** A copy with one bit turned over at a random place. */
export function flipped(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
}
