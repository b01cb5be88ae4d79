import { invariant } from "@meridian/base/invariant";

/**
 * Spreads a whole over weights by largest remainder (Hamilton): every part is its quota rounded down or up, parts sum
 * exactly, no part exceeds its weight when the whole does not exceed their sum. Of equal remainders the earlier gains.
 */
export function spread(whole: number, weights: readonly number[]): readonly number[] {
  // Quotas can exceed what a double holds exactly.
  const sum = weights.reduce((before, weight) => before + BigInt(weight), 0n);
  if (sum === 0n) {
    invariant(whole === 0, "what weighs nothing gets nothing");
    return weights.map(() => 0);
  }
  const quotas = weights.map((weight, at) => {
    const product = BigInt(whole) * BigInt(weight);
    return { at, floor: Number(product / sum), remainder: product % sum };
  });
  const parts = quotas.map(({ floor }) => floor);
  let missing = whole - parts.reduce((before, part) => before + part, 0);
  const byRemainder = [...quotas].sort((a, b) =>
    a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1,
  );
  for (const { at } of byRemainder) {
    if (missing === 0) break;
    parts[at] = (parts[at] ?? 0) + 1;
    missing -= 1;
  }
  return parts;
}
